// SPDX-License-Identifier: Apache-2.0
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { IP_POOL_RULES } from "kubesphere-network/lib/ippool/rules";
import type { NamedIPPool } from "kubesphere-network/lib/ippool/spec";
import { IP_POOL, typeToken } from "kubesphere-network/lib/kinds";
import { problemsOf } from "kubesphere-network/lib/rule";
import { knownParts } from "../known";

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

/** Refuses a pool that Calico would refuse, or accept and break on, however it got into the stack. */
export const ipPoolSpec: ResourceValidationPolicy = {
    name: "ippool-spec",
    description: "An IPPool must hold what Calico can work with.",
    enforcementLevel: "mandatory",
    validateResource: (args, reportViolation) => {
        if (args.type !== typeToken(IP_POOL)) {
            return;
        }
        const props = args.props as { metadata?: { name?: string }; spec?: Record<string, unknown> };
        const fields = PROPERTIES.map((property) => [property, () => props.spec?.[property]] as const);
        // Without a name of its own the object gets one from the engine, which is then no concern of this rule.
        const name = () => props.metadata?.name ?? "auto-named";
        const { value, isKnown } = knownParts({ poolName: name, ...Object.fromEntries(fields) });
        for (const { message } of problemsOf(IP_POOL_RULES, value as unknown as NamedIPPool, isKnown)) {
            reportViolation(message);
        }
    },
};
