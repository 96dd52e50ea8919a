// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN_RULES } from "kubesphere-network/lib/extension/rules";
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { checkChart, planParts } from "../objects/install-plan";
import { checkByLibrary } from "../objects/lib-rules";
import { objectRule } from "../rule";

/** Where the chart's values have the tag of an image. */
export const IMAGE_TAG = /(^|\.)(tag|\w*Tag)$/;

const YAML_RULES = INSTALL_PLAN_RULES.filter(({ id }) => id === "extension-config-yaml");

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
    checkObject: (object, _, findings) => {
        checkByLibrary(object, YAML_RULES, planParts(object), findings);
        checkChart(object, findings, (property) => !IMAGE_TAG.test(property));
    },
});
