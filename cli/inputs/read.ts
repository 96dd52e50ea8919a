// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { assertGoodInput, BadInput, messageOf } from "./bad-input";
import { type Input, STDIN } from "./input";
import { type File, filesOf } from "./files";
import { manifestsInput } from "./manifests";
import { parseDocuments, parseJson } from "./parse";
import { stackInput } from "./stack";

/** Reads files, folders and standard input as a check does. Throws a BadInput with all that is wrong with any of them. */
export function readInputs(paths: readonly string[]): Promise<Input[]> {
    return readFiles(paths, (content, { path, isNamed }) => {
        const input = inputOf(content, path);
        if (isNamed && input.kind === "manifests" && input.objects.length === 0) {
            throw new BadInput([
                `${path}: there is no Kubernetes object in it, and no preview or export of a Pulumi stack.`,
            ]);
        }
        return input;
    });
}

/** Reads files, folders and standard input, each file in a way of its own. Throws a BadInput with all that is wrong. */
export async function readFiles<T>(paths: readonly string[], read: (content: string, file: File) => T): Promise<T[]> {
    const { files, problems } = filesOf(paths);
    const found: T[] = [];
    const wrong = [...problems];
    for (const file of files) {
        try {
            const content = file.path === STDIN ? await text(process.stdin) : readFileSync(file.path, "utf8");
            found.push(read(content.replace(/^\uFEFF/, ""), file));
        } catch (error) {
            wrong.push(...(error instanceof BadInput ? error.problems : [`${file.path}: ${messageOf(error)}`]));
        }
    }
    assertGoodInput(wrong);
    return found;
}

/** The content decides what it is, not the name. */
function inputOf(content: string, label: string): Input {
    const json = parseJson(content);
    return stackInput(json, label) ?? manifestsInput(parseDocuments(content, label, json), label);
}
