// SPDX-License-Identifier: Apache-2.0
import { exceptIn } from "../objects/except";
import { entriesOf } from "../objects/object";
import { objectRule, texts } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly prefixes: readonly string[];
    readonly exceptNamespaces: readonly string[];
}

export const forbiddenPrefixes = objectRule<Config>({
    name: "forbidden-prefixes",
    displayName: "No labels and annotations with forbidden prefixes",
    description: "Labels and annotations must not begin with what the organisation forbids.",
    severity: "medium",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Choose another key. Without configuration the rule says nothing.",
    tags: ["labels", "annotations", "organisation"],
    config: {
        prefixes: texts('Beginnings of keys, such as "legacy.example.com/".'),
        exceptNamespaces: texts("Namespaces in which they are allowed."),
    },
    checkObject: (object, { prefixes, exceptNamespaces }, findings) => {
        const { violation, undecided } = exceptIn(exceptNamespaces, object, findings);
        if (prefixes.length === 0) {
            return;
        }
        for (const section of ["labels", "annotations"] as const) {
            if (at(object.tree, "metadata", section) === UNKNOWN) {
                undecided(object, `metadata.${section}`);
            }
            for (const { key, property } of entriesOf(object, section)) {
                const prefix = prefixes.find((each) => key.startsWith(each));
                if (prefix !== undefined) {
                    violation(object, `'${property}' must not begin with ${prefix}. Choose another key.`, property);
                }
            }
        }
    },
});
