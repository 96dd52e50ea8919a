// SPDX-License-Identifier: Apache-2.0
import schema from "../schema.json";
import { finding } from "./findings";
import { isMapping } from "./mapping";
import type { Problem } from "./problem";
import type { RuleInfo } from "./rule";

export const TYPE_RULE: RuleInfo = {
    id: "argument-type",
    reason: "Only TypeScript's compiler knows types: elsewhere a text in place of a switch would count as true.",
    source: "schema.json",
};

/** A type as schema.json has it. */
interface Type {
    readonly type?: string;
    readonly items?: Type;
    readonly additionalProperties?: Type;
    readonly $ref?: string;
}

interface ObjectType {
    readonly properties?: Readonly<Record<string, Type>>;
    readonly inputProperties?: Readonly<Record<string, Type>>;
}

const PREFIX = "kubesphere-network:index:";
const REFERENCE = "#/types/";
const TYPES = { ...schema.types, ...schema.resources } as Readonly<Record<string, ObjectType>>;

/**
 * Switches, lists and mappings among the arguments of a component, or of a type of arguments, that are of another type.
 * Texts, numbers and free values are left to the rules about them, which have more to say.
 */
export function typeProblems(name: string, args: object, isKnown: (value: unknown) => boolean = () => true): Problem[] {
    return propertyProblems(`${PREFIX}${name}`, "", args, isKnown);
}

type IsKnown = (value: unknown) => boolean;

function propertyProblems(token: string, path: string, value: object, isKnown: IsKnown): Problem[] {
    const { properties, inputProperties = properties } = TYPES[token] ?? {};
    return Object.entries(value)
        .filter(([, each]) => each !== undefined && each !== null)
        .flatMap(([name, each]) =>
            valueProblems(inputProperties?.[name], path === "" ? name : `${path}.${name}`, each, isKnown),
        );
}

function valueProblems(type: Type = {}, path: string, value: unknown, isKnown: IsKnown): Problem[] {
    if (!isKnown(value)) {
        return [];
    }
    if (type.type === "boolean") {
        return typeof value === "boolean" ? [] : wrong(path, value, "must be true or false, without quotes.");
    }
    if (type.items !== undefined) {
        return Array.isArray(value)
            ? value.flatMap((item, index) => valueProblems(type.items, `${path}[${index}]`, item, isKnown))
            : wrong(path, value, "must be a list.");
    }
    return mappingProblems(type, path, value, isKnown);
}

function mappingProblems({ $ref, additionalProperties: entry }: Type, path: string, value: unknown, isKnown: IsKnown) {
    const token = $ref?.replace(REFERENCE, "") ?? "";
    const isObject = TYPES[token]?.properties !== undefined;
    if (!isObject && entry?.$ref?.startsWith(REFERENCE) !== true) {
        return [];
    }
    if (!isMapping(value)) {
        return wrong(path, value, "must be a mapping.");
    }
    return isObject
        ? propertyProblems(token, path, value, isKnown)
        : Object.entries(value).flatMap(([key, each]) => valueProblems(entry, `${path}.${key}`, each, isKnown));
}

function wrong(path: string, value: unknown, rest: string): Problem[] {
    return [{ rule: TYPE_RULE.id, ...finding(path, value, rest) }];
}
