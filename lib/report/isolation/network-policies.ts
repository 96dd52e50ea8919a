// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { MADE_PREFIX } from "../../isolation/rules";
import { NAMESPACE_NETWORK_POLICY, NETWORK_POLICY } from "../../kinds";
import { isMapping } from "../../mapping";
import { at, type Tree } from "../../tree";
import { type ClusterChange, type KubeObject, nameKey } from "../objects";
import { NETWORK_POLICY_RULE, RESERVED_NAME_RULE } from "../rules/isolation-rules";
import { listed, numbered } from "../words";
import { type Found, refOf } from "./found";
import { policyChanges, type PolicyChanges } from "./policies";

/** Name of the NetworkPolicy by which KubeSphere isolates a namespace, without its prefix. */
const ISOLATE = "network-isolate";

/** What becomes of the NetworkPolicies of a cluster that are not KubeSphere's own. */
export function networkPolicyChanges(change: ClusterChange): Pick<PolicyChanges, "created" | "changed" | "deleted"> {
    const all = [...policyChanges(change, NETWORK_POLICY).values()];
    const of = (part: "created" | "changed" | "deleted"): KubeObject[] =>
        all.flatMap((changes) => changes[part]).filter(({ name }) => !name.startsWith(MADE_PREFIX));
    return { created: of("created"), changed: of("changed"), deleted: of("deleted") };
}

/** What is said of NetworkPolicies; who is cut off by them, the connections tell. */
export function networkPolicyFindings(change: ClusterChange): Found[] {
    const { created, changed, deleted } = networkPolicyChanges(change);
    const said = (policy: KubeObject, message: string): Found => ({
        severity: "notice",
        rule: NETWORK_POLICY_RULE.id,
        object: refOf(policy),
        message,
    });
    return [
        ...created.map((policy) =>
            said(policy, "It is new: the pods that it selects are reached, or reach others, only as policies allow."),
        ),
        ...changed.map((policy) => {
            const keys = changedKeys(specOf(change.before, policy), at(policy.tree, "spec"));
            return said(policy, `Its ${listed(keys)} ${numbered(keys.length, "changes", "change")}.`);
        }),
        ...deleted.map((policy) =>
            said(policy, "It goes: what it allowed counts no more, and pods that no other policy selects are open."),
        ),
    ];
}

/** Policies that the change makes under names which KubeSphere uses itself. */
export function reservedNameFindings(change: ClusterChange): Found[] {
    const created = (kind: typeof NETWORK_POLICY): KubeObject[] =>
        [...policyChanges(change, kind).values()].flatMap((changes) => changes.created);
    const policies = change.after.of(NAMESPACE_NETWORK_POLICY);
    // What KubeSphere made itself may be among manifests that were saved.
    const isMade = ({ name, namespace }: KubeObject): boolean => {
        const from = name.slice(MADE_PREFIX.length);
        return from === ISOLATE || policies.has(nameKey({ name: from, ...(namespace !== undefined && { namespace }) }));
    };
    return [
        ...created(NETWORK_POLICY)
            .filter((policy) => policy.name.startsWith(MADE_PREFIX) && !isMade(policy))
            .map((policy) =>
                reserved(
                    policy,
                    `KubeSphere deletes NetworkPolicies whose name begins with "${MADE_PREFIX}" and that it did not make.`,
                ),
            ),
        ...created(NAMESPACE_NETWORK_POLICY)
            .filter(({ name }) => name === ISOLATE)
            .map((policy) =>
                reserved(
                    policy,
                    `It becomes the NetworkPolicy "${MADE_PREFIX}${ISOLATE}", by which KubeSphere isolates the project: each overwrites the other.`,
                ),
            ),
    ];
}

function reserved(policy: KubeObject, message: string): Found {
    return {
        severity: "danger",
        rule: RESERVED_NAME_RULE.id,
        object: refOf(policy),
        message,
        wayOut: "Choose another name.",
    };
}

function specOf(objects: ClusterChange["before"], policy: KubeObject): Tree {
    return at(objects.of(NETWORK_POLICY).get(nameKey(policy))?.tree, "spec");
}

/** Keys of a spec that differ; the spec itself where it is no mapping. */
function changedKeys(before: Tree, after: Tree): string[] {
    if (!isMapping(before) || !isMapping(after)) {
        return ["spec"];
    }
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.filter((key) => !isDeepStrictEqual(before[key], after[key])).sort();
}
