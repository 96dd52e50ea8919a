// SPDX-License-Identifier: Apache-2.0
import { load, YAMLException } from "js-yaml";
import { isMapping } from "kubesphere-network/lib/mapping";
import { BadInput } from "./bad-input";
import { MANIFEST_SCHEMA } from "./yaml-schema";
import { documentsOf, type YamlText } from "./documents";

/** A document of a file, and what it says. */
export interface Document extends YamlText {
    readonly value: unknown;
}

const TEMPLATE =
    "Is it a Helm template? Render it first, and check what comes out: helm template <chart> | ksnet check -";

/** The JSON that a text is; undefined if it is something else. */
export function parseJson(text: string): unknown {
    try {
        return /^\s*[{[]/.test(text) ? (JSON.parse(text) as unknown) : undefined;
    } catch {
        return undefined;
    }
}

/** The documents of a text, whose JSON is known if it is such. */
export function parseDocuments(text: string, label: string, json: unknown): Document[] {
    return json === undefined ? parseYaml(text, label) : [{ text, line: 1, value: json }];
}

/** The documents of a YAML text. Throws a BadInput with the place of each that is no YAML. */
export function parseYaml(text: string, label: string): Document[] {
    const problems: string[] = [];
    const documents = documentsOf(text).flatMap((document): Document[] => {
        try {
            const value = load(document.text, { schema: MANIFEST_SCHEMA });
            if (!document.text.includes("{{") || !hasMappingAsKey(value)) {
                return [{ ...document, value }];
            }
            problems.push(`${label}:${document.line}:1: not a manifest. ${TEMPLATE}`);
        } catch (error) {
            problems.push(`${label}:${whatIsWrong(error, document)}`);
        }
        return [];
    });
    if (problems.length > 0) {
        throw new BadInput(problems);
    }
    return documents;
}

function whatIsWrong(error: unknown, { text, line }: YamlText): string {
    if (!(error instanceof YAMLException)) {
        throw error;
    }
    const mark = error.mark as { line: number; column: number };
    const hint = text.includes("{{") ? ` ${TEMPLATE}` : "";
    return `${line + mark.line}:${mark.column + 1}: not YAML: ${error.reason}.${hint}`;
}

/** What "{{ .Values.name }}" is to YAML: a mapping as the key of another. */
function hasMappingAsKey(value: unknown): boolean {
    return Array.isArray(value)
        ? value.some(hasMappingAsKey)
        : isMapping(value) && ("[object Object]" in value || Object.values(value).some(hasMappingAsKey));
}
