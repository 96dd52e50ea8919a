// SPDX-License-Identifier: Apache-2.0
import type { TextOptions } from "./page";

/** How texts are written to standard output: with colours and as wide as the terminal, if it is one. */
export function terminal(): TextOptions {
    const { isTTY, columns } = process.stdout;
    return isTTY ? { width: columns, hasColours: true } : NO_TERMINAL;
}

/** How texts are written to a file or a pipe. */
export const NO_TERMINAL: TextOptions = { hasColours: false };
