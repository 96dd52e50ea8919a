// SPDX-License-Identifier: Apache-2.0
import { canonical, hasHostBits, parseCidr } from "kubesphere-network/lib/cidr";
import { IP_POOL_RULES } from "kubesphere-network/lib/ippool/rules";
import type { NamedIPPool } from "kubesphere-network/lib/ippool/spec";
import { IP_POOL } from "kubesphere-network/lib/kinds";
import { checkByLibrary } from "../objects/lib-rules";
import { type Edit, objectRule } from "../rule";
import { at } from "kubesphere-network/lib/tree";

const PROPERTIES = [
    "cidr",
    "blockSize",
    "ipipMode",
    "vxlanMode",
    "natOutgoing",
    "nodeSelector",
    "disabled",
    "allowedUses",
    "disableBGPExport",
    "assignmentMode",
    "namespaceSelector",
] as const satisfies readonly (keyof NamedIPPool)[];

export const ipPoolSpec = objectRule({
    name: "ippool-spec",
    displayName: "IPPools that Calico can work with",
    description: "An IPPool must hold what Calico can work with.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Set the property to what the message says. With the level remediate a CIDR with bits after its prefix is masked.",
    tags: ["ippool", "calico"],
    kinds: [IP_POOL],
    checkObject: (object, _, findings) => {
        if (object.isPatch) {
            return;
        }
        const parts = PROPERTIES.map((name) => [name, [at(object.tree, "spec", name), `spec.${name}`]] as const);
        // Without a name of its own the object gets one from the engine, which is then no concern of this rule.
        const name = at(object.tree, "metadata", "name") ?? "auto-named";
        checkByLibrary(
            object,
            IP_POOL_RULES,
            { poolName: [name, "metadata.name"], ...Object.fromEntries(parts) },
            findings,
        );
    },
    remediate: ({ tree, isPatch }): Edit[] => {
        const cidr = isPatch ? undefined : parseCidr(at(tree, "spec", "cidr"));
        return cidr !== undefined && hasHostBits(cidr) ? [{ path: ["spec", "cidr"], value: canonical(cidr) }] : [];
    },
});
