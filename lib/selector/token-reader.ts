// SPDX-License-Identifier: Apache-2.0
import { SelectorError } from "./error";
import type { Token } from "./tokens";

/** Reads tokens one by one and says what else should have come. The last token must be the end; it is never passed. */
export class TokenReader {
    readonly #tokens: readonly Token[];
    #next = 0;

    constructor(tokens: readonly Token[]) {
        this.#tokens = tokens;
    }

    /** The next token, which stays the next one. */
    public peek(): Token {
        return this.#tokens[this.#next] as Token;
    }

    /** Passes the next token. */
    public take(): Token {
        const token = this.peek();
        this.#next += token.kind === "end" ? 0 : 1;
        return token;
    }

    /** Passes the next token if it is this sign, and tells whether it was. */
    public takeIf(sign: string): boolean {
        const isIt = this.peek().text === sign;
        if (isIt) {
            this.take();
        }
        return isIt;
    }

    /** Passes a token of a kind. Throws a SelectorError with what is wanted if another kind comes. */
    public takeKind(kind: Token["kind"], wanted: string): Token {
        const token = this.take();
        if (token.kind !== kind) {
            throw unexpected(token, wanted);
        }
        return token;
    }

    /** Passes the sign that closes an earlier one. Throws a SelectorError with what is wanted if another one comes. */
    public takeClosing(opening: Token, sign: string, wanted = `'${sign}'`): void {
        const token = this.take();
        if (token.kind === "end") {
            const what = `has a '${opening.text}' at character ${opening.position} that is never closed`;
            throw new SelectorError(what, opening.position);
        }
        if (token.text !== sign) {
            throw unexpected(token, wanted);
        }
    }
}

/** The error for a token in the place of something else. */
export function unexpected({ kind, text, position }: Token, wanted: string): SelectorError {
    const found = kind === "string" ? text : `'${text}'`;
    const what = kind === "end" ? "ends" : `has ${found} at character ${position}`;
    return new SelectorError(`${what} where ${wanted} must come`, position);
}
