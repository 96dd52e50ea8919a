// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { isObject } from "../values";

/** What a policy pack's PulumiPolicy.yaml says. */
export interface PackProject {
    /** Folder of PulumiPolicy.yaml, absolute. */
    readonly folder: string;
    /** Folder or file that the pack's code starts from, absolute. */
    readonly program: string;
    /** Takes precedence over the version that the pack itself reports. */
    readonly version?: string;
    /** Settings of the Node runtime, as environment variables. */
    readonly env: Readonly<Record<string, string>>;
}

/** Runtime options that the Node host of Pulumi knows, and the variables that it passes them on with. */
const RUNTIME_OPTIONS: Readonly<Record<string, string>> = {
    typescript: "PULUMI_NODEJS_TYPESCRIPT",
    tsconfig: "PULUMI_NODEJS_TSCONFIG_PATH",
};

/** Reads PulumiPolicy.yaml; throws with one sentence if the sandbox cannot run the pack. */
export function readPackProject(path: string): PackProject {
    const folder = resolve(path);
    const file = join(folder, "PulumiPolicy.yaml");
    if (!existsSync(file)) {
        throw new Error(`'${folder}' is not a policy pack: it has no PulumiPolicy.yaml. Pass the folder of a pack.`);
    }
    const content = load(readFileSync(file, "utf8"), { filename: file });
    if (!isObject(content)) {
        throw new Error(`${file} must be a mapping with 'runtime: nodejs'.`);
    }
    const main = text(content["main"]);
    return {
        folder,
        program: main === undefined ? folder : resolve(folder, main),
        version: text(content["version"]),
        env: runtimeEnv(file, content["runtime"]),
    };
}

function runtimeEnv(file: string, runtime: unknown): Record<string, string> {
    const name = isObject(runtime) ? runtime["name"] : runtime;
    if (name !== "nodejs") {
        throw new Error(
            `${file}: 'runtime' (${JSON.stringify(name)}) must be "nodejs"; the sandbox runs no other language. ` +
                "Run this pack with the Pulumi CLI.",
        );
    }
    const options = isObject(runtime) && isObject(runtime["options"]) ? Object.entries(runtime["options"]) : [];
    return Object.fromEntries(
        options.map(([key, value]) => {
            const variable = RUNTIME_OPTIONS[key];
            if (variable === undefined) {
                throw new Error(
                    `${file}: runtime option '${key}' is not supported by the sandbox; it knows ` +
                        `${Object.keys(RUNTIME_OPTIONS).join(" and ")}. Remove it or run the pack with the Pulumi CLI.`,
                );
            }
            return [variable, String(value)];
        }),
    );
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
