// SPDX-License-Identifier: Apache-2.0
import { load, type State } from "js-yaml";
import { MANIFEST_SCHEMA } from "../yaml-schema";

/** A value in a YAML text. */
export interface Place {
    /** Where a reader looks for it: a member of a mapping at its key. */
    readonly start: number;
    readonly value: unknown;
    /** How the value is written. */
    readonly source: string;
    /** Parts of a mapping by key. */
    readonly members: ReadonlyMap<string, Place>;
    /** Parts of a list. */
    readonly items: readonly Place[];
}

/** A node as the parser tells it. */
interface Node {
    readonly start: number;
    end: number;
    value: unknown;
    readonly children: Node[];
}

/** Reads a YAML text with the places of its values, which is slower than without; undefined where there is none. */
export function readPlaces(text: string): Place | undefined {
    const open: Node[] = [];
    let root: Node | undefined;
    load(text, {
        schema: MANIFEST_SCHEMA,
        listener: (event: string, state: State) => {
            if (event === "open") {
                open.push({ start: state.position, end: state.position, value: undefined, children: [] });
                return;
            }
            const node = open.pop();
            if (node !== undefined) {
                node.end = state.position;
                node.value = state.result as unknown;
                open.at(-1)?.children.push(node);
                root = node;
            }
        },
    });
    return root && placeOf(root, root.start, text);
}

function placeOf(node: Node, start: number, text: string): Place {
    const { value } = node;
    const parts = typeof value === "object" && value !== null ? childrenOf(node) : [];
    const members = new Map<string, Place>();
    const items: Place[] = [];
    parts.forEach((part, index) => {
        const [before, after] = [parts[index - 1], parts[index + 1]];
        // Only nodes are told: it is the colon behind one that makes it a key. In a list, a pair is one item.
        if (Array.isArray(value)) {
            if (before === undefined || !isKeyOf(before, part, text)) {
                items.push(placeOf(part, part.start, text));
            }
        } else if (after !== undefined && isKeyOf(part, after, text)) {
            members.set(String(part.value), placeOf(after, part.start, text));
        }
    });
    return { start, value, source: text.slice(node.start, node.end), members, items };
}

/** The parser tells some nodes twice, one inside the other. */
function childrenOf({ value, children }: Node): readonly Node[] {
    const [only] = children;
    return children.length === 1 && only !== undefined && only.value === value ? childrenOf(only) : children;
}

function isKeyOf(key: Node, value: Node, text: string): boolean {
    return /^\s*:/.test(text.slice(key.end, value.start));
}
