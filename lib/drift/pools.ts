// SPDX-License-Identifier: Apache-2.0
import { AssignmentMode, IP_POOL_DEFAULTS } from "../ippool/spec";
import { shown } from "../problem";
import { poolOf, type PoolProperty } from "../report/pools/pool";
import { settingsOf } from "../report/pools/settings";
import type { Difference, Severity } from "../report/report";
import * as BINDING from "../report/rules/binding-rules";
import * as POOL from "../report/rules/pool-rules";
import { listed } from "../report/words";
import { at } from "../tree";
import { aimOf } from "./aim";
import { alike } from "./alike";
import type { Found, Setting } from "./drift";
import { fieldAt } from "./fields";
import type { Target } from "./wanted";

/** Properties of a pool that are told together. */
interface Aspect {
    readonly rule: string;
    readonly severity: Severity;
    readonly properties: readonly PoolProperty[];
    readonly leadsTo: readonly string[];
}

const ASPECTS: readonly Aspect[] = [
    {
        rule: "drift-pool-addresses",
        severity: "danger",
        properties: ["cidr", "blockSize"],
        // What a migration would do is no way back from a pool that somebody has put in its place.
        leadsTo: [POOL.TAKEN_OVER_RULE.id, POOL.OVERLAP_RULE.id, POOL.FEW_BLOCKS_RULE.id],
    },
    {
        rule: "drift-pool-disabled",
        severity: "warning",
        properties: ["disabled"],
        leadsTo: [
            BINDING.POOL_DISABLED_RULE.id,
            POOL.DISABLED_RULE.id,
            POOL.PINNED_RULE.id,
            POOL.NONE_LEFT_RULE.id,
            POOL.OPEN_RULE.id,
        ],
    },
    { rule: "drift-pool-nat", severity: "warning", properties: ["natOutgoing"], leadsTo: [POOL.NAT_RULE.id] },
    {
        rule: "drift-pool-encapsulation",
        severity: "warning",
        properties: ["ipipMode", "vxlanMode"],
        leadsTo: [POOL.ENCAPSULATION_RULE.id, POOL.MODE_MISSING_RULE.id],
    },
    {
        rule: "drift-pool-selector",
        severity: "warning",
        properties: ["nodeSelector", "namespaceSelector"],
        leadsTo: [
            POOL.NODE_SELECTOR_RULE.id,
            POOL.NAMESPACE_SELECTOR_RULE.id,
            POOL.NONE_LEFT_RULE.id,
            POOL.OPEN_RULE.id,
        ],
    },
    {
        rule: "drift-pool-uses",
        severity: "warning",
        properties: ["allowedUses", "assignmentMode"],
        leadsTo: [POOL.ALLOWED_USES_RULE.id, POOL.ASSIGNMENT_MODE_RULE.id, POOL.NONE_LEFT_RULE.id, POOL.OPEN_RULE.id],
    },
    {
        rule: "drift-pool-bgp-export",
        severity: "warning",
        properties: ["disableBGPExport"],
        leadsTo: [POOL.BGP_EXPORT_RULE.id],
    },
];

/** What differs between a pool and the one that is wanted. */
export function poolDrifts(target: Target): Found[] {
    const { live } = target;
    if (live === undefined) {
        return [deleted(target)];
    }
    const settings = settingsOf(poolOf(alike(aimOf(target))), poolOf(alike(live))).filter((each) => !isFilledIn(each));
    return ASPECTS.flatMap((aspect) => {
        const own = settings.filter(({ property }) => aspect.properties.some((each) => property === `spec.${each}`));
        return own.length === 0 ? [] : [found(target, aspect, own)];
    });
}

function deleted({ object: { name, tree } }: Target): Found {
    return {
        rule: "drift-pool-deleted",
        severity: "danger",
        leadsTo: [BINDING.POOL_MISSING_RULE.id, POOL.DELETED_RULE.id, POOL.PINNED_RULE.id, POOL.NONE_LEFT_RULE.id],
        wanted: shown(at(tree, "spec", "cidr")),
        live: "deleted",
        message: `There is no pool "${name}" any more.`,
        fields: [],
        accept: [{ path: [] }],
    };
}

function found(
    target: Target,
    { rule, severity, properties, leadsTo }: Aspect,
    settings: readonly Difference[],
): Found {
    const fields = settings.map(({ property }) => fieldAt(target, property.split(".")));
    return {
        rule,
        severity,
        leadsTo,
        wanted: listed(settings.map(({ before }) => shown(before))),
        live: listed(settings.map(({ after }) => shown(after))),
        message: `${settings.map(sentence).join(" ")}${properties.includes("cidr") ? madeAgain(target) : ""}`,
        fields,
        ...(isWritable(target, settings) && { accept: settings.map((setting) => settingOf(target, setting)) }),
    };
}

/** A component writes every mode: that one is missing cannot be wanted. */
function isWritable({ live }: Target, settings: readonly Difference[]): boolean {
    return settings.every(
        ({ property }) => !MODES.includes(property) || at(live?.tree, ...property.split(".")) !== undefined,
    );
}

const MODES: readonly string[] = ["spec.ipipMode", "spec.vxlanMode"];

function settingOf({ live }: Target, { property }: Difference): Setting {
    const [, name = ""] = property.split(".");
    const value = at(live?.tree, "spec", name) ?? DEFAULTS[name];
    return { path: [name], ...(value !== undefined && { value }) };
}

/** What a pool is without the property. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
    ...IP_POOL_DEFAULTS,
    assignmentMode: AssignmentMode.Automatic,
    disableBGPExport: false,
};

/** Where nothing is wanted of a mode, what the API server or Calico filled in is what it is anyway. */
function isFilledIn({ property, before, after }: Difference): boolean {
    const name = property.replace("spec.", "");
    return before === undefined && after === DEFAULTS[name];
}

function sentence({ property, before, after }: Difference): string {
    return `${property.replace("spec.", "")} is ${shown(after)}, and ${shown(before)} is wanted.`;
}

function madeAgain({ wanted, live }: Target): string {
    const uids = wanted.flatMap(({ uid }) => uid ?? []);
    const isAnother = uids.length > 0 && !uids.some((uid) => uid === at(live?.tree, "metadata", "uid"));
    return isAnother
        ? ` It is another object of the same name, made ${shown(at(live?.tree, "metadata", "creationTimestamp"))}.`
        : "";
}
