// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "../model";
import { operationWords } from "./operations";
import type { Palette } from "./palette";

/** One line of a diff. */
export interface Line {
    /** Levels of four blanks. */
    readonly indent: number;
    readonly text: string;
    /** What the line's colour says. */
    readonly operation: Operation;
    /** True if the operation's mark stands in front of the text too. */
    readonly marked?: boolean;
}

/** A line as it is printed; a mark takes the last two of the blanks in front of the text. */
export function printLine(line: Line, palette: Palette): string {
    const blanks = "    ".repeat(line.indent);
    const front = line.marked === true ? blanks.slice(0, -2) + operationWords(line.operation).mark : blanks;
    return palette
        .operation(line.operation)(front + line.text)
        .trimEnd();
}
