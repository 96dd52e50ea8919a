// SPDX-License-Identifier: Apache-2.0
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { policyLabelProblems, type PolicySpec } from "kubesphere-network/lib/isolation/label-rules";
import { NAMESPACE_NETWORK_POLICY, typeToken } from "kubesphere-network/lib/kinds";
import { known, UNKNOWN } from "../known";

/** Refuses a policy whose labels do not say what its spec does: KubeSphere's console would show it wrongly or not at all. */
export const namespaceNetworkPolicyLabels: ResourceValidationPolicy = {
    name: "namespace-network-policy-labels",
    description: "The labels of a NamespaceNetworkPolicy must say its direction and whether its peers are inside.",
    enforcementLevel: "mandatory",
    validateResource: (args, reportViolation) => {
        if (args.type !== typeToken(NAMESPACE_NETWORK_POLICY)) {
            return;
        }
        const props = args.props as { metadata?: { labels?: Record<string, string> }; spec?: PolicySpec };
        const labels = known(() => props.metadata?.labels ?? {});
        const shape = known(() => shapeOf(props.spec ?? {}));
        if (labels === UNKNOWN || shape === UNKNOWN) {
            return;
        }
        for (const { message } of policyLabelProblems(labels, shape)) {
            reportViolation(message);
        }
    },
};

/** The spec without its values, so that an unknown name or port does not keep the rule from running. */
function shapeOf({ ingress, egress }: PolicySpec): PolicySpec {
    const peers = (list: readonly object[] | undefined) =>
        list?.map((peer) => ("ipBlock" in peer ? { ipBlock: {} } : {}));
    return {
        ...(ingress ? { ingress: ingress.map(({ from }) => ({ from: peers(from) })) } : {}),
        ...(egress ? { egress: egress.map(({ to }) => ({ to: peers(to) })) } : {}),
    };
}
