// SPDX-License-Identifier: Apache-2.0
import { exceptIn } from "../objects/except";
import { matchesWhole } from "../objects/scope";
import { objectRule, texts } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly patterns: Readonly<Record<string, string>>;
    readonly exceptNamespaces: readonly string[];
}

export const namingPatterns = objectRule<Config>({
    name: "naming-patterns",
    displayName: "The organisation's names",
    description: "Objects must be named as the organisation wants it for their kind.",
    severity: "low",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Choose a name that matches. A pool cannot be renamed: make a new one and migrate. Without configuration the rule says nothing.",
    tags: ["naming", "organisation"],
    config: {
        patterns: {
            type: "object",
            default: {},
            additionalProperties: { type: "string" },
            description:
                'Regular expressions of whole names by kind: { "IPPool": "[a-z]+-v[46]", "Namespace": "..." }.',
        },
        exceptNamespaces: texts("Namespaces that, with all in them, may be named otherwise."),
    },
    checkObject: (object, { patterns, exceptNamespaces }, findings) => {
        const { violation, undecided } = exceptIn(exceptNamespaces, object, findings);
        const pattern = patterns[object.kind];
        // The name of an object that belongs to somebody else is not ours to choose.
        if (pattern === undefined || object.isPatch) {
            return;
        }
        const name = at(object.tree, "metadata", "name");
        if (name === UNKNOWN) {
            undecided(object, "metadata.name");
        } else if (typeof name === "string" && !matchesWhole(pattern, name)) {
            violation(object, `'metadata.name' (${name}) must match ${pattern}.`, "metadata.name");
        }
    },
});
