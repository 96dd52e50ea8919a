// SPDX-License-Identifier: Apache-2.0
import { WORKSPACE_TEMPLATE } from "kubesphere-network/lib/kinds";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION } from "kubesphere-network/lib/labels";
import { isMapping } from "kubesphere-network/lib/mapping";
import { shown } from "kubesphere-network/lib/problem";
import { ISOLATED_KINDS, isolationPath } from "../objects/isolation";
import { entriesOf, isOf, type Section } from "../objects/object";
import { objectRule, texts } from "../rule";
import { at, type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly keys: readonly string[];
}

/** Any key that looks as if isolation were meant. */
const LOOKS_LIKE = /isolat/;

export const isolationAnnotation = objectRule<Config>({
    name: "isolation-annotation",
    displayName: "Isolation by the key that works",
    description: "Isolation must be written as the annotation kubesphere.io/network-isolate, enabled or disabled.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Write the annotation kubesphere.io/network-isolate with enabled or disabled. Off is written out: a missing key never undoes a template's.",
    tags: ["isolation", "annotations"],
    kinds: ISOLATED_KINDS,
    config: {
        keys: texts("Keys that the cluster takes.", [NETWORK_ISOLATE_ANNOTATION]),
    },
    checkObject: (object, { keys }, { violation, undecided }) => {
        const path = isolationPath(object);
        const annotations = at(object.tree, ...path);
        // Isolation has no effect there: neither as a label, nor as an annotation of a template itself.
        const misplaced: Section[] = isOf(object, WORKSPACE_TEMPLATE) ? ["labels", "annotations"] : ["labels"];
        for (const section of [path, ...misplaced.map((each) => ["metadata", each])]) {
            if (at(object.tree, ...section) === UNKNOWN) {
                undecided(object, section.join("."));
            }
        }
        for (const [key, value] of Object.entries(isMapping(annotations) ? annotations : {})) {
            const property = `${path.join(".")}["${key}"]`;
            const fault = faultOf(key, value, keys);
            if (value === UNKNOWN && keys.includes(key)) {
                undecided(object, property);
            } else if (fault !== undefined) {
                violation(object, `'${property}' ${fault}`, property);
            }
        }
        const entries = misplaced.flatMap((section) => entriesOf(object, section));
        for (const { property } of entries.filter(({ key }) => keys.includes(key))) {
            violation(object, `'${property}' has no effect. Move it to '${path.join(".")}'.`, property);
        }
    },
});

function faultOf(key: string, value: Tree, keys: readonly string[]): string | undefined {
    if (keys.includes(key)) {
        return value === ISOLATION.on || value === ISOLATION.off
            ? undefined
            : `(${shown(value)}) must be ${ISOLATION.on} or ${ISOLATION.off}.`;
    }
    return key.startsWith("kubesphere.io/") && LOOKS_LIKE.test(key)
        ? `is a key that no known code of KubeSphere reads. Write ${keys.join(" or ")}, or add the key to 'keys' if your cluster reads it.`
        : undefined;
}
