// SPDX-License-Identifier: Apache-2.0
import { html, type Markup } from "../markup";
import { fitted } from "./fitted";
import type { Views } from "./model";

/** Where a label is, and how much room there is, in pixels. */
export interface Slot {
    /** Its beginning, or its end if it has the class "end". */
    readonly x: number;
    /** The middle of its line. */
    readonly y: number;
    readonly width: number;
    readonly className?: string;
    readonly fontSize?: number;
}

const VIEWS = ["before", "after", "difference"] as const;

/** A text that is cut to its room: one for all views, or one for each that has any if they differ. */
export function label(text: string | Views, { x, y, width, className = "", fontSize = 12 }: Slot): Markup {
    const drawText = (shown: string, view = ""): Markup =>
        html`<text x="${x}" y="${y}" class="${`${className} ${view}`.trim()}">${fitted(shown, width, fontSize)}</text>`;
    if (typeof text === "string") {
        return drawText(text);
    }
    if (VIEWS.every((view) => text[view] === text.difference)) {
        return drawText(text.difference);
    }
    const told = VIEWS.filter((view) => text[view] !== "");
    return html`${told.map((view) => drawText(text[view], `in-${view}`))}`;
}
