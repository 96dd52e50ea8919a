// SPDX-License-Identifier: Apache-2.0
import { dump } from "js-yaml";
import { type OutlinePart } from "./outline";

/** Editors that know the language server of YAML complete and check the file by it. */
const SCHEMA = "# yaml-language-server: $schema=./node_modules/kubesphere-network/network.schema.json";

/** A description as YAML, with comments, which no library writes: each part is written alone. */
export function yamlText(parts: readonly OutlinePart[], header: readonly string[]): string {
    const head = [SCHEMA, ...header.map((line) => `# ${line}`.trimEnd())].join("\n");
    return `${[head, ...parts.map((part) => partText(part, 0))].join("\n\n")}\n`;
}

function partText({ key, comment, value, parts }: OutlinePart, depth: number): string {
    const indent = "  ".repeat(depth);
    const said = comment === undefined ? "" : `${indent}# ${comment}\n`;
    return parts === undefined
        ? `${said}${indented(dump({ [key]: value }, { lineWidth: -1, noRefs: true }).trimEnd(), indent)}`
        : `${said}${indent}${keyText(key)}:\n${parts.map((part) => partText(part, depth + 1)).join("\n")}`;
}

/** Lines of a text of several lines that are empty stay so. */
function indented(text: string, indent: string): string {
    return text.replace(/^(?=.)/gm, indent);
}

/** A key as YAML needs it: a name such as "1e3" or "on" in quotes. */
function keyText(key: string): string {
    return dump({ [key]: 0 }).slice(0, -": 0\n".length);
}
