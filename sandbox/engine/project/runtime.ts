// SPDX-License-Identifier: Apache-2.0
import { type Problem, shown } from "kubesphere-network/lib/problem";
import { isObject, type Properties } from "../values";
import { otherKeys, settingsProblem } from "./settings-file";

/** Options of Pulumi's Node.js runtime that matter when a program is run. */
export interface NodeRuntime {
    /** Compile TypeScript on the way. Defaults to true. */
    readonly typescript: boolean;
    /** Path of the tsconfig.json to compile with, from the program's folder. */
    readonly tsconfig: string | undefined;
    /** Arguments for node itself, quoted as in a shell. */
    readonly nodeargs: string;
}

/** Only `pulumi install` asks for these. */
const INSTALL_OPTIONS = ["packagemanager", "production"];

/** The `runtime` of a project, a name or `{name, options}`. */
export function parseRuntime(value: unknown, problems: Problem[], warnings: string[]): NodeRuntime {
    const runtime = isObject(value) ? value : { name: value };
    const name = runtime["name"];
    if (name !== "nodejs") {
        problems.push(
            settingsProblem(
                "runtime",
                `(${shown(name)}) is not one that the sandbox runs: it runs nodejs. Use the Pulumi CLI for this project.`,
            ),
        );
        return { typescript: true, tsconfig: undefined, nodeargs: "" };
    }
    const options = isObject(runtime["options"]) ? runtime["options"] : {};
    for (const key of otherKeys(options, ["typescript", "tsconfig", "nodeargs", ...INSTALL_OPTIONS])) {
        warnings.push(`'runtime.options.${key}' is not an option of the nodejs runtime and has no effect.`);
    }
    return {
        typescript: option(options, "typescript", true, problems),
        tsconfig: options["tsconfig"] == null ? undefined : option(options, "tsconfig", "", problems),
        nodeargs: option(options, "nodeargs", "", problems),
    };
}

function option<T extends string | boolean>(options: Properties, key: string, fallback: T, problems: Problem[]): T {
    const value = options[key] ?? fallback;
    if (typeof value === typeof fallback) {
        return value as T;
    }
    const wanted = typeof fallback === "boolean" ? "true or false" : "text";
    problems.push(settingsProblem(`runtime.options.${key}`, `(${shown(value)}) must be ${wanted}.`));
    return fallback;
}
