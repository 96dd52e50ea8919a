// SPDX-License-Identifier: Apache-2.0
import { type Problem, shown } from "kubesphere-network/lib/problem";
import { isObject, type Properties } from "../values";
import { otherKeys, settingsProblem } from "./settings-file";

/** Type of a configuration value; the items of an array have one too. */
export interface ConfigType {
    readonly type: string;
    readonly items?: ConfigType | undefined;
}

/** What a project says about one configuration key. */
export interface ConfigDeclaration {
    /** "<namespace>:<name>" */
    readonly key: string;
    /** Absent: anything. */
    readonly type?: ConfigType | undefined;
    /** What a stack has that does not set the key. */
    readonly value?: unknown;
    readonly secret: boolean;
}

const TYPES = ["string", "integer", "boolean", "array", "object"];
const KEYS = ["type", "items", "description", "default", "value", "secret"];

/** The `config` block of a project. Rules of Pulumi's sdk/go/common/workspace/project.go. */
export function parseConfigSchema(config: unknown, project: string, problems: Problem[]): ConfigDeclaration[] {
    if (config === undefined || config === null) {
        return [];
    }
    if (!isObject(config)) {
        problems.push(settingsProblem("config", `(${shown(config)}) must be an object of keys and their types.`));
        return [];
    }
    return Object.entries(config).map(([key, value]) => parseDeclaration(key, value, project, problems));
}

function parseDeclaration(key: string, value: unknown, project: string, problems: Problem[]): ConfigDeclaration {
    const own = isOwn(key, project);
    const declared: Properties = isObject(value) ? value : { [own ? "default" : "value"]: value };
    const found = [...generalProblems(key, declared), ...(own ? ownProblems(declared) : foreignProblems(declared))];
    problems.push(...found.map((says) => settingsProblem(`config.${key}`, says)));
    return {
        key: qualified(key, project),
        type: typeOf(declared),
        value: declared["default"] ?? declared["value"] ?? undefined,
        secret: declared["secret"] === true,
    };
}

function generalProblems(key: string, declared: Properties): string[] {
    const unknown = otherKeys(declared, KEYS);
    return [
        ...(unknown.length > 0 ? [`has unknown keys: ${unknown.join(", ")}. Use ${KEYS.join(", ")}.`] : []),
        ...(declared["default"] != null && declared["value"] != null
            ? ["has both 'default' and 'value'. Keep one of them."]
            : []),
        ...(/[.[\]"]/.test(key)
            ? ["is a path into an object, which the sandbox does not take apart. Declare the whole object."]
            : []),
    ];
}

function ownProblems(declared: Properties): string[] {
    const type = typeOf(declared);
    if (type === undefined) {
        return [];
    }
    if (!TYPES.includes(type.type)) {
        return [`has the type '${type.type}'. Use one of ${TYPES.join(", ")}.`];
    }
    if (type.type === "array" && type.items === undefined) {
        return ["is an array whose 'items' have no type. Add `items: {type: ...}`."];
    }
    const value = declared["default"];
    return value == null || fits(value, type)
        ? []
        : [`has the default ${shown(value)}, which is not of the type ${typeName(type)}.`];
}

function foreignProblems(declared: Properties): string[] {
    if (declared["type"] != null) {
        return ["belongs to another namespace and must not define a 'type'."];
    }
    if (declared["default"] != null) {
        return ["belongs to another namespace and must not define a 'default'. Use 'value'."];
    }
    return declared["value"] == null ? ["belongs to another namespace and needs a 'value'."] : [];
}

function typeOf(declared: Properties): ConfigType | undefined {
    if (typeof declared["type"] !== "string") {
        return undefined;
    }
    return { type: declared["type"], items: isObject(declared["items"]) ? typeOf(declared["items"]) : undefined };
}

/** "array<string>" and the like. */
export function typeName(type: ConfigType): string {
    return type.items === undefined ? type.type : `array<${typeName(type.items)}>`;
}

/** True if a value is of a type. Plain values of a stack are texts, so numbers and booleans may be written as such. */
export function fits(value: unknown, type: ConfigType): boolean {
    switch (type.type) {
        case "string":
            return typeof value === "string";
        case "integer":
            return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value));
        case "boolean":
            return typeof value === "boolean" || value === "true" || value === "false";
        case "object":
            return isObject(value);
        default: {
            const { items } = type;
            return Array.isArray(value) && items !== undefined && value.every((item) => fits(item, items));
        }
    }
}

/** True if a key is the project's own, with or without its name in front. */
export function isOwn(key: string, project: string): boolean {
    return !key.includes(":") || key.startsWith(`${project}:`);
}

/** "<namespace>:<name>" of a key, in whose place the old spelling "<namespace>:config:<name>" may stand. */
export function qualified(key: string, project: string): string {
    const parts = key.split(":");
    if (parts.length === 1) {
        return `${project}:${key}`;
    }
    return parts.length === 3 && parts[1] === "config" ? `${String(parts[0])}:${String(parts[2])}` : key;
}
