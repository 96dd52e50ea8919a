// SPDX-License-Identifier: Apache-2.0

/** One document of a YAML text. */
export interface YamlText {
    readonly text: string;
    /** Line of the whole on which it begins, counted from 1. */
    readonly line: number;
}

/** A line at which a document begins or ends. No scalar can hold one. */
const MARKER = /(?<![^\n])(?:---|\.\.\.)(?=\s|$)/g;

/** The documents of a YAML text. Directives belong to the document behind them. */
export function documentsOf(text: string): YamlText[] {
    const documents: YamlText[] = [];
    let start = 0;
    let line = 1;
    const endAt = (end: number): void => {
        const document = text.slice(start, end);
        if (!isDirectives(document)) {
            documents.push({ text: document, line });
            line += document.split("\n").length - 1;
            start = end;
        }
    };
    for (const { index, 0: marker } of text.matchAll(MARKER)) {
        endAt(marker === "---" ? index : endOfLine(text, index));
    }
    endAt(text.length);
    return documents.filter((document) => document.text.trim() !== "");
}

function endOfLine(text: string, from: number): number {
    const end = text.indexOf("\n", from);
    return end < 0 ? text.length : end + 1;
}

function isDirectives(text: string): boolean {
    return text.startsWith("%") || text.includes("\n%")
        ? text.split("\n").every((line) => /^(?:%|\s*(?:#|$))/.test(line))
        : false;
}
