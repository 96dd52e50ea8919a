// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { shown } from "kubesphere-network/lib/problem";
import type { PolicyObject } from "../objects/object";
import { means } from "../objects/scope";

/** One object that a rule does not hold for, with who answers for it and until when. */
export interface Exemption {
    /** Name of the rule. */
    readonly rule: string;
    /** Pattern of the object: its name, namespace/name, Kind/name, the resource's name or its URN; "*" for any characters. */
    readonly resource: string;
    readonly reason: string;
    readonly owner: string;
    /** The last day, such as "2027-01-31". */
    readonly expires: string;
}

const FIELDS = ["rule", "resource", "reason", "owner", "expires"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with a list of exemptions; nothing if it can be used. */
export function exemptionProblems(list: unknown, ruleNames: readonly string[]): string[] {
    if (!Array.isArray(list)) {
        return [`'exemptions' (${shown(list)}) must be a list.`];
    }
    return list.flatMap((entry: unknown, index) => {
        const at = `exemptions[${index}]`;
        if (!isMapping(entry)) {
            return [`'${at}' (${shown(entry)}) must have ${FIELDS.join(", ")}.`];
        }
        const unknown = Object.keys(entry).filter((key) => !FIELDS.some((field) => field === key));
        return [
            ...unknown.map((key) => `'${at}.${key}' is not known here. Use ${FIELDS.join(", ")}.`),
            ...FIELDS.filter((field) => typeof entry[field] !== "string" || entry[field].trim() === "").map(
                (field) => `'${at}.${field}' (${shown(entry[field])}) must be text that is not empty.`,
            ),
            ...fieldProblems(at, entry, ruleNames),
        ];
    });
}

function fieldProblems(at: string, { rule, expires }: Record<string, unknown>, ruleNames: readonly string[]): string[] {
    return [
        ...(typeof rule === "string" && !ruleNames.includes(rule)
            ? [`'${at}.rule' (${rule}) must be a rule of the pack. See: docs/policies.md`]
            : []),
        ...(typeof expires === "string" && !isDay(expires)
            ? [`'${at}.expires' (${expires}) must be a day such as 2027-01-31.`]
            : []),
    ];
}

function isDay(text: string): boolean {
    return DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** The exemptions of a run, and which of them were of use. */
export class Exemptions {
    private readonly used = new Set<Exemption>();

    constructor(
        public readonly all: readonly Exemption[],
        /** Today, as a day such as "2026-11-21" in UTC. */
        private readonly today: string,
    ) {}

    /** Whether a violation of the rule by the object is exempt. Noted as used. */
    covers(rule: string, object: PolicyObject): boolean {
        const found = this.all.filter(
            (each) => each.rule === rule && !this.isExpired(each) && means([each.resource], object),
        );
        for (const each of found) {
            this.used.add(each);
        }
        return found.length > 0;
    }

    isExpired({ expires }: Exemption): boolean {
        return expires < this.today;
    }

    get expired(): Exemption[] {
        return this.all.filter((each) => this.isExpired(each));
    }

    /** Those that no violation needed, as far as anything was checked. */
    get unused(): Exemption[] {
        return this.all.filter((each) => !this.used.has(each) && !this.isExpired(each));
    }
}

/** Today in UTC. */
export function today(now = new Date()): string {
    return now.toISOString().slice(0, "2026-11-21".length);
}
