// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { POLICY_TRAFFIC_LABEL, POLICY_TYPE_LABEL } from "../labels";
import * as ISOLATED from "../report/rules/isolation-rules";
import { isMapping } from "../mapping";
import { at, type Tree } from "../tree";
import { aimOf } from "./aim";
import { alike } from "./alike";
import type { Found } from "./drift";
import { fieldAt, keyPath } from "./fields";
import { ruleOf, ruleText } from "./policy-rule";
import { titleOf, type Target } from "./wanted";

/** What differs between a NamespaceNetworkPolicy or a NetworkPolicy and the one that is wanted. */
export function policyDrifts(target: Target): Found[] {
    const { live, object } = target;
    if (live === undefined) {
        return [
            {
                rule: "drift-policy-deleted",
                severity: "warning",
                leadsTo: LEADS_TO,
                wanted: ruleText(at(object.tree, "spec")),
                live: "deleted",
                message: `There is no ${titleOf(object)} any more: what it allows is allowed only if something else allows it.`,
                fields: [],
                accept: [{ path: [] }],
            },
        ];
    }
    const [aim, there] = [alike(aimOf(target)), alike(live)].map(({ tree }) => at(tree, "spec"));
    const parts = [...new Set([aim, there].flatMap((spec) => (isMapping(spec) ? Object.keys(spec) : [])))].sort();
    const changed = parts.filter(
        (part) => !isDeepStrictEqual(at(aim, part), at(there, part)) && !isImplied(part, aim, there),
    );
    return [...(changed.length === 0 ? [] : [rules(target, changed)]), ...labels(target)];
}

const LEADS_TO = [
    ISOLATED.LAST_EGRESS_RULE.id,
    ISOLATED.NETWORK_POLICY_RULE.id,
    ISOLATED.FIRST_EGRESS_ID,
    ISOLATED.NOT_ISOLATED_RULE.id,
];

/** KubeSphere does not read the types, and Kubernetes writes those that follow from the rules. */
function isImplied(part: string, aim: Tree, there: Tree): boolean {
    return part === "policyTypes" && (at(aim, part) === undefined || at(there, part) === undefined);
}

function rules(target: Target, changed: readonly string[]): Found {
    const [wanted, live] = [target.object, target.live].map((object) => at(object?.tree, "spec"));
    const rule = ruleOf(live);
    return {
        rule: "drift-policy-rules",
        severity: "warning",
        leadsTo: LEADS_TO,
        wanted: ruleText(wanted),
        live: ruleText(live),
        message: `${titleOf(target.object)} allows something else: ${ruleText(live)}.`,
        fields: changed.map((part) => fieldAt(target, ["spec", part])),
        ...(rule && { accept: [{ path: [], value: rule }] }),
    };
}

/** The labels by which KubeSphere's console sorts policies. */
function labels(target: Target): Found[] {
    const fields = [POLICY_TYPE_LABEL, POLICY_TRAFFIC_LABEL]
        .map((key) => fieldAt(target, keyPath("labels", key)))
        .filter(({ wanted, live }) => wanted !== undefined && wanted !== live);
    return fields.length === 0
        ? []
        : [
              {
                  rule: "drift-policy-labels",
                  severity: "notice",
                  leadsTo: [],
                  wanted: fields.map(({ wanted }) => String(wanted)).join(", "),
                  live: fields.map(({ live = "nothing" }) => String(live)).join(", "),
                  message: `${titleOf(target.object)} has other labels than KubeSphere's console sorts policies by: it may not show it, or in the wrong place. What it allows is the same.`,
                  fields,
              },
          ];
}
