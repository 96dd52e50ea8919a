// SPDX-License-Identifier: Apache-2.0
import { parseCidr } from "kubesphere-network/lib/cidr";
import { NAMESPACE_NETWORK_POLICY, NETWORK_POLICY } from "kubesphere-network/lib/kinds";
import { shown } from "kubesphere-network/lib/problem";
import { peersOf } from "../objects/peers";
import { objectRule } from "../rule";
import { UNKNOWN } from "kubesphere-network/lib/tree";

export const policyAnyAddress = objectRule({
    name: "policy-any-address",
    displayName: "No allowance of any address",
    description: "An allow list must not let through every address.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Name the addresses that are meant. What is public on purpose gets an exemption.",
    tags: ["isolation", "connectivity"],
    kinds: [NAMESPACE_NETWORK_POLICY, NETWORK_POLICY],
    checkObject: (object, _, { violation, undecided }) => {
        for (const direction of ["ingress", "egress"] as const) {
            for (const { cidr, property } of peersOf(object, direction)) {
                const place = `${property}.ipBlock.cidr`;
                if (cidr === UNKNOWN) {
                    undecided(object, place);
                } else if (parseCidr(cidr)?.prefix === 0) {
                    const text = `'${place}' (${shown(cidr)}) must not be every address. Name those that are meant.`;
                    violation(object, text, place);
                }
            }
        }
    },
});
