// SPDX-License-Identifier: Apache-2.0
import { labelValueFindings } from "kubesphere-network/lib/findings";
import { poolNameFindings } from "kubesphere-network/lib/ippool/rules";
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import { IP_POOL_LABEL_PREFIX } from "kubesphere-network/lib/labels";
import { shown } from "kubesphere-network/lib/problem";
import type { Finding } from "kubesphere-network/lib/rule";
import { isPoolList, unknownBindings } from "../objects/bindings";
import { entriesOf } from "../objects/object";
import { objectRule } from "../rule";
import { type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

export const namespacePoolLabel = objectRule({
    name: "namespace-pool-label",
    displayName: "Well-formed pool bindings",
    description: "The label and the annotations that bind a namespace to IPPools must be well formed.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Write ippool.network.kubesphere.io/<pool> with the pool's name and a label value, and in the annotations a JSON list of names, or use the component NamespaceBinding.",
    tags: ["binding", "labels"],
    kinds: [NAMESPACE],
    checkObject: (object, _, { violation, undecided }) => {
        for (const property of unknownBindings(object)) {
            undecided(object, property);
        }
        for (const { key, value, property } of entriesOf(object, "labels")) {
            if (value === UNKNOWN && key.startsWith(IP_POOL_LABEL_PREFIX)) {
                undecided(object, property);
            }
            for (const { message } of labelFindings(key, value, property)) {
                violation(object, message, property);
            }
        }
        for (const { key, value, property } of entriesOf(object, "annotations")) {
            if (isPoolList(key) && value !== UNKNOWN && !isListOfNames(value)) {
                violation(
                    object,
                    `'${property}' (${shown(value)}) must be a JSON list of pools such as ["pool-a"], or Calico fails every pod of the namespace.`,
                    property,
                );
            }
        }
    },
});

function labelFindings(key: string, value: Tree, property: string): Finding[] {
    return key.startsWith(IP_POOL_LABEL_PREFIX)
        ? [
              ...poolNameFindings(property, key.slice(IP_POOL_LABEL_PREFIX.length)),
              ...(value === UNKNOWN ? [] : labelValueFindings(property, value)),
          ]
        : [];
}

function isListOfNames(text: unknown): boolean {
    try {
        const list: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
        return Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === "string" && item !== "");
    } catch {
        return false;
    }
}
