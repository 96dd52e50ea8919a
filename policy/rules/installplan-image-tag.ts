// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { checkChart } from "../objects/install-plan";
import { objectRule } from "../rule";
import { IMAGE_TAG } from "./installplan-config";

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
    checkObject: (object, _, findings) => {
        checkChart(object, findings, (property) => IMAGE_TAG.test(property));
    },
});
