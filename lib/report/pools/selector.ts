// SPDX-License-Identifier: Apache-2.0
import { SelectorError } from "../../selector/error";
import { parseSelector } from "../../selector/parse";
import type { Selector } from "../../selector/selector";

/** The selector that a text is; undefined if it is none, which other rules refuse. */
export function selectorOf(text: string | undefined): Selector | undefined {
    try {
        return text === undefined ? undefined : parseSelector(text);
    } catch (error) {
        if (error instanceof SelectorError) {
            return undefined;
        }
        throw error;
    }
}
