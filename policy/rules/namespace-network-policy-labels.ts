// SPDX-License-Identifier: Apache-2.0
import { policyLabelProblems, type PolicySpec } from "kubesphere-network/lib/isolation/label-rules";
import { policyLabels } from "kubesphere-network/lib/isolation/policy";
import { NAMESPACE_NETWORK_POLICY } from "kubesphere-network/lib/kinds";
import { isMapping } from "kubesphere-network/lib/mapping";
import { type Edit, objectRule } from "../rule";
import { at, type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

export const namespaceNetworkPolicyLabels = objectRule({
    name: "namespace-network-policy-labels",
    displayName: "Labels that say what the policy does",
    description: "The labels of a NamespaceNetworkPolicy must say its direction and whether its peers are inside.",
    severity: "medium",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Set kubesphere.io/policy-type and kubesphere.io/policy-traffic as the message says. With the level remediate they are set from the spec.",
    tags: ["labels", "isolation"],
    kinds: [NAMESPACE_NETWORK_POLICY],
    checkObject: (object, _, { violation, undecided }) => {
        const labels = at(object.tree, "metadata", "labels") ?? {};
        const shape = shapeOf(at(object.tree, "spec"));
        if (object.isPatch) {
            return;
        }
        if (labels === UNKNOWN || shape === undefined) {
            undecided(object, labels === UNKNOWN ? "metadata.labels" : "spec");
            return;
        }
        for (const { message, property } of policyLabelProblems(labels as Record<string, string>, shape)) {
            const [, key = ""] = /\["(.*)"\]$/.exec(property) ?? [];
            if (at(labels, key) === UNKNOWN) {
                undecided(object, property);
            } else {
                violation(object, message, property);
            }
        }
    },
    remediate: (object): Edit[] => {
        const labels = at(object.tree, "metadata", "labels") ?? {};
        const shape = shapeOf(at(object.tree, "spec"));
        if (labels === UNKNOWN || shape === undefined || object.isPatch) {
            return [];
        }
        const isOutside = [...(shape.ingress ?? []), ...(shape.egress ?? [])].some((rule) =>
            Object.values(rule)
                .flat()
                .some((peer) => isMapping(peer) && "ipBlock" in peer),
        );
        const expected = policyLabels(shape.ingress ? "ingress" : "egress", isOutside ? "ipBlocks" : "namespaces");
        // A policy that does two things at once has no right labels.
        return policyLabelProblems(expected, shape).length > 0
            ? []
            : Object.entries(expected)
                  .filter(([key, value]) => at(labels, key) !== value && at(labels, key) !== UNKNOWN)
                  .map(([key, value]) => ({ path: ["metadata", "labels", key], value }));
    },
});

const PEERS = { ingress: "from", egress: "to" } as const;

/** The spec without its values, so that an unknown name or port decides nothing; undefined if more than that is unknown. */
function shapeOf(spec: Tree): PolicySpec | undefined {
    const directions = (["ingress", "egress"] as const).filter((direction) => at(spec, direction) !== undefined);
    const rules = directions.map((direction) => [direction, peerLists(at(spec, direction), PEERS[direction])] as const);
    return spec === UNKNOWN || rules.some(([, lists]) => lists === undefined) ? undefined : Object.fromEntries(rules);
}

/** For each rule its peers, of which only the kind is told; undefined if that is not known. */
function peerLists(rules: Tree, key: string): Record<string, object[]>[] | undefined {
    const lists = Array.isArray(rules) ? rules.map((rule: Tree) => at(rule, key) ?? []) : [];
    const isUnknown = rules === UNKNOWN || lists.some((list) => list === UNKNOWN || [list].flat().includes(UNKNOWN));
    return isUnknown
        ? undefined
        : lists.map((list) => ({
              [key]: [list].flat().map((peer) => (isMapping(peer) && "ipBlock" in peer ? { ipBlock: {} } : {})),
          }));
}
