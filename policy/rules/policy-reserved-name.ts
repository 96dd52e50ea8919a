// SPDX-License-Identifier: Apache-2.0
import { MADE_PREFIX, policyNameFindings } from "kubesphere-network/lib/isolation/rules";
import { NAMESPACE_NETWORK_POLICY, NETWORK_POLICY } from "kubesphere-network/lib/kinds";
import { isOf } from "../objects/object";
import { objectRule } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

export const policyReservedName = objectRule({
    name: "policy-reserved-name",
    displayName: "No names that are KubeSphere's own",
    description:
        "A NetworkPolicy must not begin with nsnp-, and a NamespaceNetworkPolicy must not have a name that becomes such.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Choose another name: KubeSphere deletes NetworkPolicies that begin with nsnp- and are not its own.",
    tags: ["isolation", "naming"],
    kinds: [NAMESPACE_NETWORK_POLICY, NETWORK_POLICY],
    checkObject: (object, _, { violation, undecided }) => {
        const name = at(object.tree, "metadata", "name");
        const property = "metadata.name";
        if (name === UNKNOWN) {
            undecided(object, property);
        } else if (isOf(object, NETWORK_POLICY)) {
            if (typeof name === "string" && name.startsWith(MADE_PREFIX)) {
                violation(
                    object,
                    `'${property}' (${name}) must not begin with nsnp-: KubeSphere deletes such NetworkPolicies. Choose another name.`,
                    property,
                );
            }
        } else if (name !== undefined) {
            for (const { message } of policyNameFindings(property, name)) {
                violation(object, message, property);
            }
        }
    },
});
