// SPDX-License-Identifier: Apache-2.0
import { SelectorError } from "./error";

/** A word or sign of a selector, as it is written. The end has no text. */
export interface Token {
    readonly kind: "word" | "string" | "sign" | "end";
    readonly text: string;
    /** In characters from 1 on. */
    readonly position: number;
}

/** Longest label that Calico reads. */
const MAX_LABEL_LENGTH = 512;

// A function's name and its '(' are one sign: with a blank between them, Calico takes the name for a label.
const PARTS =
    /(?<blank>[ \t]+)|(?<string>"[^"]*"|'[^']*')|(?<sign>(?:has|all|global)\(|==|!=|&&|\|\||[!(){},])|(?<word>[\w./-]+)|(?<other>.)/gsu;

const KINDS = ["string", "sign", "word"] as const;

/**
 * The words and signs of a selector, with the end as the last one. Throws a SelectorError for a character that has no
 * meaning and for a label that is too long. Source: libcalico-go/lib/selector/tokenizer/tokenizer.go of Calico.
 */
export function tokenize(selector: string): Token[] {
    const tokens: Token[] = [];
    let position = 1;
    for (const { 0: text, groups = {} } of selector.matchAll(PARTS)) {
        const kind = KINDS.find((each) => groups[each] !== undefined);
        if (kind === "word" && text.length > MAX_LABEL_LENGTH) {
            const what = `has a label at character ${position} that is longer than ${MAX_LABEL_LENGTH} characters`;
            throw new SelectorError(what, position);
        }
        if (kind !== undefined) {
            tokens.push({ kind, text, position });
        } else if (groups.blank === undefined) {
            throw new SelectorError(strayCharacter(text, position), position);
        }
        position += Array.from(text).length;
    }
    return [...tokens, { kind: "end", text: "", position }];
}

function strayCharacter(character: string, position: number): string {
    if (character === '"' || character === "'") {
        return `has a quote at character ${position} that is never closed`;
    }
    if (["=", "&", "|"].includes(character)) {
        return `has '${character}' at character ${position} where '${character.repeat(2)}' must come`;
    }
    // As JSON, so that a line break is seen.
    return `has '${JSON.stringify(character).slice(1, -1)}' at character ${position}, which may only stand in quotes`;
}
