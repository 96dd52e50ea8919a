// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import yaml from "js-yaml";
import type { Problem } from "kubesphere-network/lib/problem";
import { isObject, type Properties } from "../values";

// Dates stay the text that they are; keys may be merged with `<<`.
const MERGE = new yaml.Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (key) => key === "<<" });
const SCHEMA = yaml.CORE_SCHEMA.extend({ implicit: [MERGE] });

/** Endings of Pulumi's settings files, in the order in which it looks for them. */
export const EXTENSIONS = [".json", ".yaml", ".yml"] as const;

/** Reads a settings file; undefined if there is none, an empty object if there is nothing in it. */
export function readSettings(path: string): Properties | undefined {
    let text: string;
    try {
        text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw new Error(`${path} cannot be read: ${(error as Error).message}.`, { cause: error });
    }
    const value = parse(text, path) ?? {};
    if (!isObject(value)) {
        throw new Error(`${path} must hold an object of keys and values.`);
    }
    return value;
}

function parse(text: string, path: string): unknown {
    try {
        return extname(path) === ".json" ? JSON.parse(text) : yaml.load(text, { schema: SCHEMA, filename: path });
    } catch (error) {
        throw new Error(`${path} cannot be understood: ${(error as Error).message}`, { cause: error });
    }
}

/** A problem with a key of a settings file. */
export function settingsProblem(property: string, says: string): Problem {
    return { rule: "pulumi-settings", property, message: `'${property}' ${says}` };
}

/** Keys of an object that are not among the known ones. */
export function otherKeys(value: Properties, known: readonly string[]): string[] {
    return Object.keys(value).filter((key) => !known.includes(key) && value[key] !== null);
}

/** The text of an optional key; anything else than text is a problem. */
export function textOf(value: Properties, key: string, problems: Problem[]): string | undefined {
    const text = value[key] ?? undefined;
    if (text === undefined || typeof text === "string") {
        return text;
    }
    problems.push(settingsProblem(key, `(${JSON.stringify(text)}) must be text. Put it in quotes.`));
    return undefined;
}
