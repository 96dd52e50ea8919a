// SPDX-License-Identifier: Apache-2.0
import { html, type Markup } from "../markup";
import { type Box, type Frame, HEAD, type Placed, rowMiddle } from "./boxes";
import { label } from "./label";
import {
    type Fate,
    type IsolationState,
    type NamespaceNode,
    type OtherNode,
    type PoolNode,
    SIGNS,
    type Views,
    views,
} from "./model";
import type { Pin } from "./pins";

const INSET = 14;
const NAME_SIZE = 14;
/** Where the lines under a pool's name are, from the top of its box. */
const POOL_LINES = [42, 62];
/** Room for what a box says beside its name. */
const FATE_WIDTH = 86;
const ISOLATION_WIDTH = 190;

const FATE_WORDS: Readonly<Record<Fate, string>> = {
    kept: "",
    added: "created",
    removed: "deleted",
    changed: "changed",
};

/** A pool with its range and its addresses. */
export function drawPool({ node, ...box }: Placed<PoolNode>): Markup {
    const { name, fate, lines } = node;
    const word: Views = { before: "", after: "", difference: `${SIGNS[fate]} ${FATE_WORDS[fate]}` };
    return html`<g class="box pool ${fate}">
        ${outline(box)} ${title(name, box, fate === "kept" ? 0 : FATE_WIDTH)}
        ${fate !== "kept" && label(word, { ...rightOf(box, 20), width: FATE_WIDTH, className: "end fate" })}
        ${lines.map((line, index) =>
            label(line, {
                x: box.x + INSET,
                y: box.y + (POOL_LINES[index] ?? 0),
                width: box.width - 2 * INSET,
                className: "quiet",
            }),
        )}
    </g>`;
}

/** A namespace with its isolation, its pools at the left and its connections at the right. */
export function drawNamespace({ node, left, right, ...box }: Placed<NamespaceNode>): Markup {
    const share = right.length === 0 ? 1 : left.length === 0 ? 0 : 0.38;
    const room = box.width - 2 * INSET;
    return html`<g class="box">
        ${outline(box)} ${title(node.name, box, node.isolation && ISOLATION_WIDTH)}
        ${node.isolation && drawIsolation(node.isolation, box)}
        ${left.map((pin, row) => pinLabel(pin, { ...leftOf(box, rowMiddle(row)), width: room * share }))}
        ${right.map((pin, row) =>
            pinLabel(pin, { ...rightOf(box, rowMiddle(row)), width: room * (1 - share), className: "end" }),
        )}
    </g>`;
}

/** A range of addresses or a group. */
export function drawOther({ node, left, ...box }: Placed<OtherNode>): Markup {
    return html`<g class="box">
        ${outline(box)} ${title(node.name, box)}
        ${left.map((pin, row) => pinLabel(pin, { ...leftOf(box, rowMiddle(row)), width: box.width - 2 * INSET }))}
    </g>`;
}

/** A frame with the name of its workspace. */
export function drawFrame({ group: { workspace = "", isolation }, ...box }: Frame): Markup {
    return html`<g class="frame">
        ${outline(box)}
        ${label(`Workspace ${workspace}`, {
            ...leftOf(box, HEAD / 2 + 1),
            width: box.width - 2 * INSET - (isolation ? ISOLATION_WIDTH : 0),
            className: "quiet",
        })}
        ${isolation && drawIsolation(isolation, box)}
    </g>`;
}

function outline({ x, y, width, height }: Box): Markup {
    return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" />`;
}

function title(name: string, box: Box, taken = 0): Markup {
    const width = box.width - 2 * INSET - taken;
    return html`<title>${name}</title
        >${label(name, { ...leftOf(box, 19), width, className: "name", fontSize: NAME_SIZE })}`;
}

function leftOf({ x, y }: Box, offset: number): { x: number; y: number } {
    return { x: x + INSET, y: y + offset };
}

function rightOf({ x, y, width }: Box, offset: number): { x: number; y: number } {
    return { x: x + width - INSET, y: y + offset };
}

function pinLabel({ fate, text }: Pin, slot: { x: number; y: number; width: number; className?: string }): Markup {
    return html`<g class="pin ${fate}">${label(text, slot)}</g>`;
}

function drawIsolation({ before, after }: IsolationState, box: Box): Markup {
    const fate = before === after ? "kept" : "changed";
    const text = views((state) => `isolation ${state}`, before, after);
    return html`<g class="${fate}">
        ${label(text, { ...rightOf(box, 19), width: ISOLATION_WIDTH, className: "end fate" })}
    </g>`;
}
