// SPDX-License-Identifier: Apache-2.0

/** Goes back to the beginning of the line and empties it. */
const AGAIN = "\r\u001b[K";

/** One line of a terminal that says how far something is. */
export interface ProgressLine {
    show(text: string): void;
    /** Takes the line away. */
    clear(): void;
}

/** The line, which is not there where nobody watches. */
export function progressLine(
    stream: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): ProgressLine {
    const show = (text: string): void => {
        if (stream.isTTY === true) {
            stream.write(`${AGAIN}${text}`);
        }
    };
    return {
        show,
        clear: () => {
            show("");
        },
    };
}
