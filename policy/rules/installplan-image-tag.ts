// SPDX-License-Identifier: Apache-2.0
import type { InstallPlanModel } from "kubesphere-network/lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "kubesphere-network/lib/extension/rules";
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { mayBeOfNetwork, planParts } from "../objects/install-plan";
import { checkByLibrary } from "../objects/lib-rules";
import { objectRule } from "../rule";
import { IMAGE_TAG } from "./installplan-config";

const RULES = INSTALL_PLAN_RULES.filter(
    ({ id }) => id === "extension-network-config" || id === "extension-network-overrides",
);

export const installPlanImageTag = objectRule({
    name: "installplan-image-tag",
    displayName: "No image tag of another version",
    description:
        "The configuration of the network extension must not pin image tags that do not belong to its version.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Remove the tag: an upgrade would keep the old image. The chart of each version knows its own.",
    tags: ["installplan", "helm"],
    kinds: [INSTALL_PLAN],
    checkObject: (object, _, { violation, undecided }) => {
        checkByLibrary<InstallPlanModel>(object, mayBeOfNetwork(object) ? RULES : [], planParts(object), {
            violation: (about, message, property = "", severity) => {
                if (IMAGE_TAG.test(property)) {
                    violation(about, message, property, severity);
                }
            },
            undecided,
        });
    },
});
