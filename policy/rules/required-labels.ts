// SPDX-License-Identifier: Apache-2.0
import { shown } from "kubesphere-network/lib/problem";
import { exceptIn } from "../objects/except";
import { keyAt } from "../objects/object";
import { matchesWhole } from "../objects/scope";
import { objectRule, texts } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

/** What must hold for a label. */
interface Label {
    /** Values that are allowed. */
    readonly values?: readonly string[];
    /** Regular expression of the whole value. */
    readonly pattern?: string;
    /** False if the label may be missing. Defaults to true. */
    readonly required?: boolean;
}

interface Config {
    readonly labels: Readonly<Record<string, Readonly<Record<string, Label>>>>;
    readonly exceptNamespaces: readonly string[];
}

export const requiredLabels = objectRule<Config>({
    name: "required-labels",
    displayName: "The organisation's labels",
    description: "Objects must have the labels that the organisation requires of their kind, with allowed values.",
    severity: "medium",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Add the label, or give it one of the allowed values. Without configuration the rule says nothing.",
    tags: ["labels", "organisation"],
    config: {
        labels: {
            type: "object",
            default: {},
            description:
                'Labels by kind and key: { "IPPool": { "team": { "values": ["net"], "pattern": "^[a-z]+$", "required": true } } }. All three are optional; required is true if left out.',
            additionalProperties: {
                type: "object",
                additionalProperties: {
                    type: "object",
                    additionalProperties: false,
                    properties: {
                        values: { type: "array", items: { type: "string" } },
                        pattern: { type: "string" },
                        required: { type: "boolean" },
                    },
                },
            },
        },
        exceptNamespaces: texts("Namespaces that, with all in them, need no labels."),
    },
    checkObject: (object, { labels, exceptNamespaces }, findings) => {
        const { violation, undecided } = exceptIn(exceptNamespaces, object, findings);
        for (const [key, label] of object.isPatch ? [] : Object.entries(labels[object.kind] ?? {})) {
            const property = keyAt("labels", key);
            const value = at(object.tree, "metadata", "labels", key);
            const fault = value === UNKNOWN ? undefined : faultOf(value, label);
            if (value === UNKNOWN) {
                undecided(object, property);
            } else if (fault !== undefined) {
                violation(object, `'${property}' (${shown(value)}) must ${fault}.`, property);
            }
        }
    },
});

function faultOf(value: unknown, { values, pattern, required = true }: Label): string | undefined {
    if (value === undefined) {
        return required ? "be set" : undefined;
    }
    if (values !== undefined && !values.includes(shown(value))) {
        return `be one of ${values.join(", ")}`;
    }
    return pattern !== undefined && !matchesWhole(pattern, shown(value)) ? `match ${pattern}` : undefined;
}
