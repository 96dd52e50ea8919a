// SPDX-License-Identifier: Apache-2.0
import { finding } from "../findings";
import { POLICY_TRAFFIC_LABEL, POLICY_TYPE_LABEL } from "../labels";
import type { Problem } from "../problem";
import type { RuleInfo } from "../rule";
import { PolicyDirection, policyLabels } from "./policy";

/** The rule that one policy is about one kind of traffic. */
export const ONE_TRAFFIC_RULE: RuleInfo = {
    id: "policy-one-kind-of-traffic",
    reason: "The labels by which KubeSphere's console shows policies can say one direction and one kind of peer.",
    source: "pkg/jobs/network/network.go of ks-upgrade",
};

/** The rule that a policy's labels say what its spec does. */
export const LABELS_RULE: RuleInfo = {
    id: "policy-labels",
    reason: "KubeSphere's console does not show a policy without its labels, and shows one with wrong labels at a wrong place.",
    source: "pkg/jobs/network/network.go of ks-upgrade",
};

/** As much of a NamespaceNetworkPolicy's spec as its labels depend on. */
export interface PolicySpec {
    readonly ingress?: readonly { readonly from?: readonly object[] }[];
    readonly egress?: readonly { readonly to?: readonly object[] }[];
}

/** Finds fault with labels that do not say what the spec does. */
export function policyLabelProblems(labels: Readonly<Record<string, string>>, spec: PolicySpec): Problem[] {
    const directions = [
        ...(spec.ingress ? [PolicyDirection.Ingress] : []),
        ...(spec.egress ? [PolicyDirection.Egress] : []),
    ];
    const peers = [
        ...(spec.ingress ?? []).flatMap(({ from = [] }) => from),
        ...(spec.egress ?? []).flatMap(({ to = [] }) => to),
    ];
    const outside = peers.filter((peer) => "ipBlock" in peer).length;
    const [direction] = directions;
    if (direction === undefined || directions.length > 1 || (outside > 0 && outside < peers.length)) {
        return [
            {
                rule: ONE_TRAFFIC_RULE.id,
                property: "spec",
                message:
                    "'spec' must have either 'ingress' or 'egress', with peers either inside the cluster or outside: its labels can say one of each. Make several policies of it.",
            },
        ];
    }
    const expected = policyLabels(direction, outside > 0 ? "ipBlocks" : "namespaces");
    return [POLICY_TYPE_LABEL, POLICY_TRAFFIC_LABEL]
        .filter((key) => labels[key] !== expected[key])
        .map((key) => ({
            rule: LABELS_RULE.id,
            ...finding(`metadata.labels["${key}"]`, labels[key], `must be ${expected[key] ?? ""}, as the spec is.`),
        }));
}
