// SPDX-License-Identifier: Apache-2.0
import { DEPRECATED_IP_POOL } from "kubesphere-network/lib/kinds";
import { objectRule } from "../rule";

export const ipPoolDeprecatedKind = objectRule({
    name: "ippool-deprecated-kind",
    displayName: "No pools of KubeSphere 3",
    description: "An IPPool must be Calico's own: the network extension has removed network.kubesphere.io's.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Use an IPPool of crd.projectcalico.org/v1, or the component IPPool.",
    tags: ["ippool", "kubesphere-4"],
    kinds: [DEPRECATED_IP_POOL],
    checkObject: (object, _, { violation }) => {
        violation(
            object,
            "'apiVersion' (network.kubesphere.io/v1alpha1) must be crd.projectcalico.org/v1: the network extension has removed KubeSphere's own pools.",
            "apiVersion",
        );
    },
});
