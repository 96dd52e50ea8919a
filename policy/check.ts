// SPDX-License-Identifier: Apache-2.0
import type { EnforcementLevel } from "@pulumi/policy";
import { Ajv } from "ajv";
import { isMapping } from "kubesphere-network/lib/mapping";
import { shown } from "kubesphere-network/lib/problem";
import type { Exemptions } from "./exemptions/exemptions";
import { expiredMessage, unusedMessage } from "./exemptions/policies";
import { judge, type Verdict } from "./judge";
import type { PolicyObject } from "./objects/object";
import { configSchemaOf } from "./config-schema";
import { type Preset, presetConfig } from "./presets";
import type { PackRule } from "./rule";

/** How strictly each rule is applied, and with what configuration. */
export type Settings = ReadonlyMap<string, { readonly level: EnforcementLevel; readonly config: object }>;

/** The policies about the exemptions themselves. */
const ABOUT_EXEMPTIONS = ["exemptions", "exemptions-unused"];

const LEVELS: readonly unknown[] = ["advisory", "mandatory", "remediate", "disabled"] satisfies EnforcementLevel[];

/**
 * The settings of every rule: those of a preset, and over them a configuration as Pulumi takes it (rule name, or "all",
 * to a level or to an object with enforcementLevel and properties). Problems are all that is wrong with it.
 */
export function settingsOf(
    rules: readonly PackRule[],
    preset: Preset,
    given: unknown,
): { readonly settings: Settings; readonly problems: readonly string[] } {
    if (!isMapping(given)) {
        return { settings: new Map(), problems: [`the configuration (${shown(given)}) must be a mapping of rules.`] };
    }
    const levels = presetConfig(preset, rules);
    const names = [...ABOUT_EXEMPTIONS, ...rules.map(({ name }) => name)];
    const strangers = Object.keys(given).filter((name) => name !== "all" && !names.includes(name));
    const all = entryOf("all", given["all"]);
    const problems = strangers.map((name) => `'${name}' is no rule. Use one of ${["all", ...names].join(", ")}.`);
    const settings = new Map(
        names.map((name) => {
            const rule = rules.find((each) => each.name === name);
            const own = entryOf(name, given[name]);
            problems.push(...own.problems, ...(rule ? configProblems(rule, own.config) : []));
            return [
                name,
                { level: own.level ?? all.level ?? levels[name] ?? "mandatory", config: own.config },
            ] as const;
        }),
    );
    return { settings, problems: [...problems, ...all.problems] };
}

function entryOf(name: string, given: unknown): { level?: EnforcementLevel; config: object; problems: string[] } {
    const { enforcementLevel: level, ...config } = isMapping(given) ? given : { enforcementLevel: given };
    const isKnown = level === undefined || LEVELS.includes(level);
    const problems = isKnown ? [] : [`'${name}' (${shown(level)}) must be one of ${LEVELS.join(", ")}.`];
    return { ...(isKnown && level !== undefined && { level: level as EnforcementLevel }), config, problems };
}

function configProblems(rule: PackRule, config: object): string[] {
    if (Object.keys(config).length === 0) {
        return [];
    }
    const validate = new Ajv({ allErrors: true, strict: false }).compile({
        type: "object",
        additionalProperties: false,
        ...configSchemaOf(rule),
    });
    validate(config);
    return (validate.errors ?? []).map(({ instancePath, message = "does not fit", params }) => {
        const extra = (params as { additionalProperty?: string }).additionalProperty;
        return `'${rule.name}${instancePath.replaceAll("/", ".")}' ${message}${extra === undefined ? "" : `: ${extra}`}.`;
    });
}

/** What one rule, or the exemptions themselves, have to say, and whether it stops. */
export interface Finding {
    /** Name of the rule. */
    readonly rule: string;
    /** "advisory" stops nothing. */
    readonly level: "advisory" | "mandatory";
    readonly message: string;
    /** Missing for what is about exemptions. */
    readonly object?: PolicyObject;
    /** Path in the object, such as "spec.cidr". */
    readonly property?: string;
    /** Set where a preview does not know enough to tell. */
    readonly isUndecided?: true;
}

/** Everything that the rules find in objects of one stack, cluster or set of manifests. */
export function check(
    rules: readonly PackRule[],
    objects: readonly PolicyObject[],
    settings: Settings,
    exemptions: Exemptions,
): Finding[] {
    const found = rules.flatMap((rule) => {
        const { level = rule.enforcementLevel, config = {} } = settings.get(rule.name) ?? {};
        return level === "disabled"
            ? []
            : judge(rule, objects, config, exemptions).map((verdict) => findingOf(verdict, level));
    });
    const about = (rule: string, messages: readonly string[]): Finding[] => {
        const { level = "mandatory" } = settings.get(rule) ?? {};
        return level === "disabled" ? [] : messages.map((message) => ({ rule, level: stops(level), message }));
    };
    return [
        ...about("exemptions", exemptions.expired.map(expiredMessage)),
        ...found,
        ...about("exemptions-unused", exemptions.unused.map(unusedMessage)),
    ];
}

function findingOf(verdict: Verdict, level: EnforcementLevel): Finding {
    const { rule, object, message, property, isUndecided, severity } = verdict;
    return {
        rule: rule.name,
        level: isUndecided || severity ? "advisory" : stops(level),
        message,
        object,
        ...(property !== undefined && { property }),
        ...(isUndecided && { isUndecided }),
    };
}

/** Without an engine nothing is put right, so that "remediate" stops as "mandatory" does. */
function stops(level: EnforcementLevel): "advisory" | "mandatory" {
    return level === "advisory" ? "advisory" : "mandatory";
}
