// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { isMapping } from "../mapping";
import type { Finding } from "../rule";
import { chartValueFindings } from "./chart-values";
import type { ChartValues } from "./install-plan";

/** What is wrong with chart values that are a YAML text; nothing where it is no YAML, which another rule says. */
export function chartTextFindings(version: string, text: string | undefined, root: string): Finding[] {
    return typeof text === "string" ? chartValueFindings(version, textValues(text), root) : [];
}

/** The values of a text: none of the empty one, and undefined where it is no YAML mapping. */
export function textValues(text: string): ChartValues | undefined {
    try {
        const values = load(text) ?? {};
        return isMapping(values) ? values : undefined;
    } catch {
        return undefined;
    }
}
