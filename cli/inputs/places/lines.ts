// SPDX-License-Identifier: Apache-2.0
import type { Position } from "kubesphere-network/lib/platform/document";

/** The lines of a text, and at which of them an offset is. */
export class Lines {
    private readonly starts = [0];

    constructor(private readonly text: string) {
        for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
            this.starts.push(at + 1);
        }
    }

    /** Where a node begins. The parser opens it before the blanks, line breaks and comments in front of it. */
    positionOf(offset: number): Position {
        const blanks = /(?:\s|#[^\n]*)*/y;
        blanks.lastIndex = offset;
        const start = offset + (blanks.exec(this.text)?.[0].length ?? 0);
        const line = this.lineOf(start);
        return { line: line + 1, column: start - (this.starts[line] ?? 0) + 1 };
    }

    /** The text of a line, counted from 1, without its end. */
    textOf(line: number): string {
        return this.text.slice(this.starts[line - 1], this.starts[line]).replace(/\r?\n$/, "");
    }

    /** The last line that begins at the offset or before, counted from 0. */
    private lineOf(offset: number): number {
        let low = 0;
        let high = this.starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.starts[middle] ?? 0) <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
