// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { assertGoodInput, BadInput, messageOf } from "../bad-input";
import { type Input, STDIN } from "../input";
import { filesOf } from "./files";
import { manifestsInput } from "./manifests";
import { parseJson, parseYaml } from "./parse";
import { stackInput } from "./stack";

/** Reads files, folders and standard input. Throws a BadInput with all that is wrong with any of them. */
export async function readInputs(paths: readonly string[]): Promise<Input[]> {
    const { files, problems } = filesOf(paths);
    const inputs: Input[] = [];
    const found = [...problems];
    for (const { path, isNamed } of files) {
        try {
            const content = path === STDIN ? await text(process.stdin) : readFileSync(path, "utf8");
            const input = inputOf(content.replace(/^\uFEFF/, ""), path);
            if (isNamed && input.kind === "manifests" && input.objects.length === 0) {
                found.push(`${path}: there is no Kubernetes object in it, and no preview or export of a Pulumi stack.`);
            }
            inputs.push(input);
        } catch (error) {
            found.push(...(error instanceof BadInput ? error.problems : [`${path}: ${messageOf(error)}`]));
        }
    }
    assertGoodInput(found);
    return inputs;
}

/** The content decides what it is, not the name. */
function inputOf(content: string, label: string): Input {
    const json = parseJson(content);
    return (
        stackInput(json, label) ??
        manifestsInput(
            json === undefined ? parseYaml(content, label) : [{ text: content, line: 1, value: json }],
            label,
        )
    );
}
