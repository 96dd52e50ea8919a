// SPDX-License-Identifier: Apache-2.0
import type { Formatter } from "picocolors/types";
import { paragraph } from "./layout";
import { type Paints, paintsFor } from "./paints";
import { countText } from "./words";

/** Where a text is written. */
export interface Page {
    /** Columns of the terminal. */
    readonly width: number;
    readonly paints: Paints;
}

/** How a text is written. */
export interface TextOptions {
    /** Columns that no line is longer than, from 40 on. Defaults to 100, for what is no terminal. */
    readonly width?: number;
    readonly hasColours: boolean;
}

/** The page for a terminal, or for what is none. */
export function pageFor({ width = 100, hasColours }: TextOptions): Page {
    return { width: Math.max(40, width), paints: paintsFor(hasColours) };
}

/** A title with a rule that fills the line. */
export function heading(title: string, { width, paints }: Page, paint: Formatter = paints.strong): string {
    const name = paragraph([{ text: title, paint }], width, 0);
    const rule = width - title.length - 1;
    return rule > 0 ? `${name} ${paints.quiet("─".repeat(rule))}` : name;
}

/** Says how many more there are than are shown. */
export function restOf(count: number, most: number, { paints }: Page): string[] {
    return count > most ? [paints.quiet(`  and ${countText(count - most)} more`)] : [];
}
