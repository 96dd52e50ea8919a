// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { isMapping } from "../mapping";
import { shown } from "../problem";
import { Plan } from "../report/extension/plan";
import { printed, type ValuePath } from "../report/extension/secrets";
import { propertyOf, type ValueDifference, valueDifferences, valuesOf } from "../report/extension/values";
import type { Severity } from "../report/report";
import * as EXTENSION from "../report/rules/extension-rules";
import { listed } from "../report/words";
import { at, type Tree, UNKNOWN } from "../tree";
import { aimOf } from "./aim";
import type { Found } from "./drift";
import { fieldAt } from "./fields";
import { valueSettings } from "./plan-arguments";
import type { Target } from "./wanted";

/** What differs between an InstallPlan and the one that is wanted: values by their key paths, not the texts. */
export function planDrifts(target: Target): Found[] {
    const { live, object } = target;
    if (live === undefined) {
        const message = `The extension ${object.name} has no InstallPlan any more: KubeSphere uninstalls it, or has.`;
        return [
            found("drift-plan-deleted", "danger", { live: "deleted", message, fields: [], accept: [{ path: [] }] }),
        ];
    }
    const [aim, there] = [new Plan(aimOf(target)), new Plan(live)];
    return [
        ...plain(target, VERSION, [aim.version, there.version]),
        ...plain(target, ENABLED, [aim.enabled, there.enabled]),
        ...placement(target, aim, there),
        ...config(target, aim, there),
        ...overrides(target, aim, there),
    ];
}

const VERSION = { rule: "drift-plan-version", path: ["spec", "extension", "version"], argument: ["version"] } as const;
const ENABLED = { rule: "drift-plan-enabled", path: ["spec", "enabled"], argument: ["enabled"] } as const;

const LEADS_TO: Readonly<Record<string, readonly { readonly id: string }[]>> = {
    "drift-plan-deleted": [EXTENSION.UNINSTALLED_RULE, EXTENSION.DELETION_STUCK_RULE],
    "drift-plan-version": [
        EXTENSION.UPGRADED_RULE,
        EXTENSION.DOWNGRADED_RULE,
        EXTENSION.PINNED_RULE,
        EXTENSION.DOWNTIME_RULE,
    ],
    "drift-plan-enabled": [EXTENSION.ENABLED_RULE],
    "drift-plan-placement": [
        EXTENSION.AGENTS_ADDED_RULE,
        EXTENSION.AGENTS_REMOVED_RULE,
        EXTENSION.PLACEMENT_DROPPED_RULE,
    ],
    "drift-plan-config": [
        EXTENSION.FEATURE_OFF_RULE,
        EXTENSION.IMAGE_RULE,
        EXTENSION.PINNED_RULE,
        EXTENSION.DOWNTIME_RULE,
    ],
    "drift-plan-override": [EXTENSION.FEATURE_OFF_RULE, EXTENSION.IMAGE_RULE],
};

function found(rule: string, severity: Severity, rest: Omit<Found, "rule" | "severity" | "leadsTo">): Found {
    return { rule, severity, leadsTo: (LEADS_TO[rule] ?? []).map(({ id }) => id), ...rest };
}

function plain(
    target: Target,
    { rule, path, argument }: typeof VERSION | typeof ENABLED,
    [wanted, live]: readonly [unknown, unknown],
): Found[] {
    const name = argument[0];
    return wanted === live
        ? []
        : [
              found(rule, "warning", {
                  wanted: shown(wanted),
                  live: shown(live),
                  message: `The ${name === "version" ? "version" : 'switch "enabled"'} of the extension is ${shown(live)}, and ${shown(wanted)} is wanted.`,
                  fields: [fieldAt(target, path)],
                  accept: [{ path: argument, value: live }],
              }),
          ];
}

function placement(target: Target, aim: Plan, there: Plan): Found[] {
    const [wanted, live] = [aim.placement, there.placement].map(placementText);
    const clusters = at(there.placement, "clusters");
    const value = Array.isArray(clusters) ? clusters : undefined;
    return wanted === live
        ? []
        : [
              found("drift-plan-placement", "warning", {
                  ...{ wanted, live },
                  message: `The agents of the extension belong on ${live ?? "no cluster that is said"}, and ${wanted ?? "nothing"} is wanted.`,
                  fields: [fieldAt(target, ["spec", "clusterScheduling", "placement"])],
                  ...((value !== undefined || there.placement === undefined) && {
                      accept: [{ path: ["placement", "clusters"], ...(value && { value }) }],
                  }),
              }),
          ];
}

/** The clusters in words, in whatever order they are written. */
function placementText(placement: Tree): string | undefined {
    const [clusters, selector] = [at(placement, "clusters"), at(placement, "clusterSelector")];
    if (Array.isArray(clusters) && clusters.length > 0) {
        return clusters.map(String).sort().join(", ");
    }
    return isMapping(selector) ? `clusters with ${JSON.stringify(selector)}` : undefined;
}

function config(target: Target, aim: Plan, there: Plan): Found[] {
    const text = there.hostText;
    if (text !== UNKNOWN && valuesOf(text) === undefined && text !== aim.hostText) {
        const fields = [{ ...fieldAt(target, ["spec", "config"]), isHidden: true }];
        const message = "The config is no YAML mapping: Helm cannot install or upgrade the extension with it.";
        return [found("drift-plan-config", "danger", { message, fields })];
    }
    const differences = differencesOf(aim.hostText, there.hostText);
    return differences.length === 0 ? [] : [values(target, "drift-plan-config", differences)];
}

/** What an agent gets is the config with its override over it: a difference that the config has as well is told with that. */
function overrides(target: Target, aim: Plan, there: Plan): Found[] {
    const ofHost = differencesOf(aim.hostText, there.hostText);
    const clusters = [aim, there].flatMap(({ scheduling }) => Object.keys(mappingOf(at(scheduling, "overrides"))));
    return [...new Set(clusters)].sort().flatMap((cluster) => {
        const own = differencesOf(aim.agentText(cluster), there.agentText(cluster)).filter(
            (one) => !ofHost.some((other) => isDeepStrictEqual(one, other)),
        );
        return own.length === 0 ? [] : [values(target, "drift-plan-override", own, cluster)];
    });
}

function values(target: Target, rule: string, differences: readonly ValueDifference[], cluster?: string): Found {
    const path = cluster === undefined ? ["spec", "config"] : ["spec", "clusterScheduling", "overrides", cluster];
    const who = cluster === undefined ? "the extension" : `the agent on ${cluster}`;
    const said = (value: unknown, at: ValuePath): string => (value === undefined ? "nothing" : printed(at, value));
    return found(rule, "warning", {
        wanted: listed(differences.map(({ path: key, before }) => said(before, key))),
        live: listed(differences.map(({ path: key, after }) => said(after, key))),
        message: `Values of ${who} differ: ${differences.map(({ path: key, before, after }) => `${propertyOf(key)} is ${said(after, key)}, and ${said(before, key)} is wanted`).join("; ")}.`,
        fields: [{ ...fieldAt(target, path), isHidden: true }],
        accept: valueSettings(differences, cluster),
    });
}

/** None where one of the two cannot be read: a text that is secret, or no YAML. */
function differencesOf(wanted: string | typeof UNKNOWN, live: string | typeof UNKNOWN): ValueDifference[] {
    const [before, after] = [wanted, live].map((text) => (typeof text === "string" ? valuesOf(text) : undefined));
    return before && after ? valueDifferences(before, after) : [];
}

function mappingOf(value: Tree): Readonly<Record<string, unknown>> {
    return isMapping(value) ? value : {};
}
