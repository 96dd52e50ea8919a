// SPDX-License-Identifier: Apache-2.0
import { isSystemNamespace, SYSTEM_WORKSPACE } from "kubesphere-network/lib/isolation/system";
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import { ISOLATED_KINDS, isolates, isolationProperty } from "../objects/isolation";
import { isOf } from "../objects/object";
import { objectRule } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

export const isolationOfSystem = objectRule({
    name: "isolation-of-system",
    displayName: "No isolation of the system",
    description: "Namespaces and the workspace of the system must not be isolated.",
    severity: "critical",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Do not isolate it: DNS, gateways, monitoring or extensions would be cut off. If that is meant, write an exemption.",
    tags: ["isolation"],
    kinds: ISOLATED_KINDS,
    checkObject: (object, _, { violation, undecided }) => {
        const property = isolationProperty(object);
        const isOn = isolates(object);
        const name = at(object.tree, "metadata", "name");
        const isSystem = isOf(object, NAMESPACE) ? isSystemNamespace(name) : name === SYSTEM_WORKSPACE;
        if (name === UNKNOWN && (isOn === true || isOn === UNKNOWN)) {
            undecided(object, "metadata.name");
        } else if (isSystem && isOn === UNKNOWN) {
            undecided(object, property);
        } else if (isSystem && isOn === true) {
            violation(
                object,
                `'${property}' (enabled) must not isolate ${String(name)}: it belongs to the system, which others cannot reach then.`,
                property,
            );
        }
    },
});
