// SPDX-License-Identifier: Apache-2.0
import type { InstallPlanModel } from "kubesphere-network/lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "kubesphere-network/lib/extension/rules";
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { mayBeOfNetwork, planParts } from "../objects/install-plan";
import { checkByLibrary } from "../objects/lib-rules";
import { objectRule } from "../rule";

/** Where the chart's values have the tag of an image. */
export const IMAGE_TAG = /(^|\.)(tag|\w*Tag)$/;

const EVERY = INSTALL_PLAN_RULES.filter(({ id }) => id === "extension-config-yaml");
const NETWORK = INSTALL_PLAN_RULES.filter(
    ({ id }) => id === "extension-network-config" || id === "extension-network-overrides",
);

export const installPlanConfig = objectRule({
    name: "installplan-config",
    displayName: "Configuration that the chart knows",
    description:
        "The configuration of an InstallPlan must be YAML, and for the network extension have keys and types of its version's chart.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Correct the key as the message says: Helm ignores keys that the chart does not have, without a word.",
    tags: ["installplan", "helm"],
    kinds: [INSTALL_PLAN],
    checkObject: (object, _, { violation, undecided }) => {
        const rules = mayBeOfNetwork(object) ? [...EVERY, ...NETWORK] : EVERY;
        checkByLibrary<InstallPlanModel>(object, rules, planParts(object), {
            violation: (about, message, property = "", severity) => {
                if (!IMAGE_TAG.test(property)) {
                    violation(about, message, property, severity);
                }
            },
            undecided,
        });
    },
});
