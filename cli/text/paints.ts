// SPDX-License-Identifier: Apache-2.0
import type { Severity } from "kubesphere-network/lib/report/report";
import pc from "picocolors";
import type { Formatter } from "picocolors/types";
import type { Tone } from "./table";

/** How things look in a terminal. */
export interface Paints {
    readonly severity: Readonly<Record<Severity, Formatter>>;
    readonly tone: Readonly<Record<Tone, Formatter>>;
    readonly good: Formatter;
    readonly strong: Formatter;
    readonly quiet: Formatter;
}

/** The colours, or none at all. */
export function paintsFor(hasColours: boolean): Paints {
    const { red, yellow, cyan, green, bold, dim } = pc.createColors(hasColours);
    return {
        severity: { danger: (text) => bold(red(text)), warning: (text) => bold(yellow(text)), notice: cyan },
        tone: { bad: red, good: green, other: yellow, quiet: dim },
        good: green,
        strong: bold,
        quiet: dim,
    };
}
