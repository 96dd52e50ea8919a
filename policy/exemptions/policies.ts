// SPDX-License-Identifier: Apache-2.0
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { docsOf } from "../docs";
import type { Exemption } from "./exemptions";
import { EXEMPTIONS_VARIABLE, type ExemptionsConfig, type ExemptionsInForce } from "./in-force";

/** What is said of an exemption that has run out. */
export function expiredMessage({ rule, resource, owner, expires }: Exemption): string {
    return `The exemption of "${resource}" from ${rule} expired on ${expires}. Put the object right, or have ${owner} renew it.`;
}

/** What is said of an exemption that nothing needed. */
export function unusedMessage({ rule, resource, owner }: Exemption): string {
    return `The exemption of "${resource}" from ${rule} is not needed. Have ${owner} remove it.`;
}

/** The two policies about exemptions: the first of a pack, which gets to know them, and the last, which counts them. */
export function exemptionPolicies(exemptions: ExemptionsInForce): {
    readonly inForce: ResourceValidationPolicy & StackValidationPolicy;
    readonly unused: StackValidationPolicy;
} {
    return {
        inForce: {
            name: "exemptions",
            displayName: "Exemptions hold",
            description: "Exemptions from rules must be complete and must not have expired.",
            severity: "high",
            enforcementLevel: "mandatory",
            remediationSteps: "Put right what is exempt and remove the exemption, or have its owner renew it.",
            tags: ["exemptions"],
            url: docsOf("exemptions"),
            configSchema: {
                properties: {
                    file: {
                        type: "string",
                        description: `YAML or JSON file with exemptions, absolute or seen from the folder of the pack. Defaults to the environment variable ${EXEMPTIONS_VARIABLE}.`,
                    },
                    entries: {
                        type: "array",
                        default: [],
                        description: "More exemptions, each with rule, resource, reason, owner and expires.",
                    },
                    forbidden: { type: "boolean", default: false, description: "True to let none be used." },
                },
            },
            // Every resource brings the configuration along, and the first of them comes before any that has rules.
            validateResource: (args) => {
                exemptions.configure(args.getConfig<ExemptionsConfig>());
            },
            validateStack: (args, report) => {
                exemptions.configure(args.getConfig<ExemptionsConfig>());
                for (const message of [...exemptions.problems, ...exemptions.current.expired.map(expiredMessage)]) {
                    report(message);
                }
            },
        },
        unused: {
            name: "exemptions-unused",
            displayName: "Exemptions are needed",
            description: "Exemptions that nothing needs should be removed.",
            severity: "low",
            enforcementLevel: "advisory",
            remediationSteps: "Remove the exemption.",
            tags: ["exemptions"],
            url: docsOf("exemptions-unused"),
            validateStack: (_, report) => {
                for (const exemption of exemptions.current.unused) {
                    report(unusedMessage(exemption));
                }
            },
        },
    };
}
