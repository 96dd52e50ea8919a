// SPDX-License-Identifier: Apache-2.0

/**
 * Why a text is no selector. The message goes on where "it" stops: "has a '(' at character 5 that is never closed".
 */
export class SelectorError extends Error {
    /** Where in the text, in characters from 1 on. The end of the text is one more than its length. */
    public readonly position: number;

    constructor(message: string, position: number) {
        super(message);
        this.name = "SelectorError";
        this.position = position;
    }
}
