// SPDX-License-Identifier: Apache-2.0
import { finding } from "../findings";
import { POLICY_TRAFFIC_LABEL, POLICY_TYPE_LABEL } from "../labels";
import type { Problem } from "../problem";
import { PolicyDirection, policyLabels } from "./policy";

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
                rule: "policy-one-kind-of-traffic",
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
            rule: "policy-labels",
            ...finding(`metadata.labels["${key}"]`, labels[key], `must be ${expected[key] ?? ""}, as the spec is.`),
        }));
}
