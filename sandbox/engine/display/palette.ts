// SPDX-License-Identifier: Apache-2.0
import colours from "picocolors";
import type { Operation } from "../model";
import { operationWords } from "./operations";

export type Paint = (text: string) => string;

/** Colours of a run's output; all of them leave the text as it is where there is no colour. */
export interface Palette {
    readonly headline: Paint;
    readonly resource: Paint;
    readonly info: Paint;
    readonly error: Paint;
    readonly warning: Paint;
    readonly faint: Paint;
    operation(operation: Operation): Paint;
    /** Text with Pulumi's colour tags, such as `<{%fg 1%}>` and `<{%reset%}>`, rendered or left out. */
    tagged(text: string): string;
}

/** Colour only if asked for and not forbidden by the NO_COLOR convention (https://no-color.org). */
export function createPalette(colour: boolean): Palette {
    const enabled = colour && !process.env["NO_COLOR"];
    const paint = colours.createColors(enabled);
    const paints: Record<ReturnType<typeof operationWords>["colour"], Paint> = {
        green: paint.green,
        yellow: paint.yellow,
        red: paint.red,
        magenta: paint.magentaBright,
        cyan: paint.cyanBright,
        none: (text) => text,
    };
    return {
        headline: (text) => paint.bold(paint.magentaBright(text)),
        resource: paint.blueBright,
        info: paint.magenta,
        error: paint.red,
        warning: paint.yellow,
        faint: paint.dim,
        operation: (operation) => paints[operationWords(operation).colour],
        tagged: (text) => text.replaceAll(/<\{%(.*?)%\}>/g, (_, tag: string) => (enabled ? escapeOf(tag) : "")),
    };
}

function escapeOf(tag: string): string {
    const [name = "", number = ""] = tag.split(" ");
    const codes: Record<string, string> = {
        reset: "0",
        bold: "1",
        underline: "4",
        fg: `38;5;${number}`,
        bg: `48;5;${number}`,
    };
    const code = codes[name];
    return code === undefined ? "" : `\u001b[${code}m`;
}
