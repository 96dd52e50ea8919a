// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { isObject, type Properties } from "../values";

/** How strictly a rule is applied. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";

/** Settings of one rule. */
export interface PolicyConfig {
    enforcementLevel?: EnforcementLevel;
    properties?: Properties;
}

/** What a pack says about one of its rules. */
export interface PolicyInfo {
    readonly name: string;
    readonly description: string;
    readonly kind: "resource" | "stack" | "unknown";
    readonly enforcementLevel: EnforcementLevel;
    readonly severity?: string;
    /** JSON Schema of the rule's own properties. */
    readonly schema?: { readonly properties: Properties; readonly required: readonly string[] };
}

const LEVELS: readonly string[] = ["advisory", "mandatory", "remediate", "disabled"] satisfies EnforcementLevel[];

/**
 * Reads the file of `--policy-pack-config`: rule name, or "all", to an enforcement level or to an object with
 * `enforcementLevel` and the rule's properties.
 */
export function readPolicyConfig(file: string): Record<string, PolicyConfig> {
    const text = readFileSync(file, "utf8").trim();
    const content: unknown = text === "" ? {} : parse(file, text);
    if (!isObject(content)) {
        throw new Error(`${file} must be an object of rule name to settings.`);
    }
    const problems: string[] = [];
    const entries = Object.entries(content).map(([name, given]) => [name, ruleConfig(name, given, problems)] as const);
    if (problems.length > 0) {
        throw new Error(`${file}:\n${problems.join("\n")}`);
    }
    return Object.fromEntries(entries);
}

function parse(file: string, text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch (error) {
        throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
}

function ruleConfig(name: string, given: unknown, problems: string[]): PolicyConfig {
    const settings = typeof given === "string" ? { enforcementLevel: given } : given;
    if (!isObject(settings)) {
        problems.push(`'${name}' (${JSON.stringify(given)}) must be an enforcement level or an object.`);
        return {};
    }
    const { enforcementLevel, ...properties } = settings;
    if (enforcementLevel !== undefined && !isLevel(enforcementLevel)) {
        problems.push(
            `'${name}.enforcementLevel' (${JSON.stringify(enforcementLevel)}) must be one of ${LEVELS.join(", ")}.`,
        );
        return {};
    }
    return { ...(enforcementLevel ? { enforcementLevel } : {}), properties };
}

function isLevel(value: unknown): value is EnforcementLevel {
    return typeof value === "string" && LEVELS.includes(value);
}

/**
 * Settings of every rule of a pack: the rules' own defaults, over them what the pack was made with, over that what
 * the user gives. Throws with every value that does not fit the rule's schema.
 */
export function reconcileConfig(
    policies: readonly PolicyInfo[],
    initial: Readonly<Record<string, PolicyConfig>>,
    given: Readonly<Record<string, PolicyConfig>>,
): Record<string, Required<PolicyConfig>> {
    const names = new Set(["all", ...policies.map((policy) => policy.name)]);
    const problems = Object.keys(given)
        .filter((name) => !names.has(name))
        .map((name) => `'${name}' is no rule of this pack. It has ${[...names].sort().join(", ")}.`);
    const result: Record<string, Required<PolicyConfig>> = {};
    for (const policy of policies) {
        const layers = [initial["all"], initial[policy.name], given["all"], given[policy.name]];
        const level = layers.reduce((at, layer) => layer?.enforcementLevel ?? at, policy.enforcementLevel);
        const own = [initial[policy.name]?.properties, given[policy.name]?.properties];
        const properties = Object.assign(defaultsOf(policy), ...own) as Properties;
        problems.push(...problemsOf(policy, properties));
        result[policy.name] = { enforcementLevel: level, properties };
    }
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
    return result;
}

function defaultsOf(policy: PolicyInfo): Properties {
    const entries = Object.entries(policy.schema?.properties ?? {});
    return Object.fromEntries(
        entries.flatMap(([key, schema]) => (isObject(schema) && "default" in schema ? [[key, schema["default"]]] : [])),
    );
}

function problemsOf(policy: PolicyInfo, properties: Properties): string[] {
    if (policy.schema === undefined) {
        return [];
    }
    const validate = new Ajv({ allErrors: true, strict: false }).compile({ type: "object", ...policy.schema });
    validate(properties);
    return (validate.errors ?? []).map((error) => {
        const at = error.instancePath.replaceAll("/", ".");
        return `'${policy.name}${at}' ${error.message ?? "does not fit the rule's schema"}.`;
    });
}
