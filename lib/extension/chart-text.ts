// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import type { Finding } from "../rule";
import { chartValueFindings } from "./chart-values";

/** What is wrong with chart values that are a YAML text; nothing where it is no YAML, which another rule says. */
export function chartTextFindings(version: string, text: string | undefined, root: string): Finding[] {
    return chartValueFindings(version, parsed(text), root);
}

function parsed(text: string | undefined): unknown {
    try {
        return typeof text === "string" ? load(text) : undefined;
    } catch {
        return undefined;
    }
}
