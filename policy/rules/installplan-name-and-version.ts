// SPDX-License-Identifier: Apache-2.0
import type { InstallPlanModel } from "kubesphere-network/lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "kubesphere-network/lib/extension/rules";
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { shown } from "kubesphere-network/lib/problem";
import { planParts } from "../objects/install-plan";
import { checkByLibrary } from "../objects/lib-rules";
import { objectRule } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

const RULES = INSTALL_PLAN_RULES.filter(({ id }) => id === "extension-name" || id === "extension-version-exact");

export const installPlanNameAndVersion = objectRule({
    name: "installplan-name-and-version",
    displayName: "InstallPlans with the extension's name and an exact version",
    description: "An InstallPlan must be named after its extension and name one exact version.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Set metadata.name to the extension's name, and the version to one that there is; kubectl get extensionversions.kubesphere.io lists them.",
    tags: ["installplan"],
    kinds: [INSTALL_PLAN],
    checkObject: (object, _, findings) => {
        if (object.isPatch) {
            return;
        }
        checkByLibrary<InstallPlanModel>(object, RULES, planParts(object), findings);
        const [name, extension] = [at(object.tree, "metadata", "name"), at(object.tree, "spec", "extension", "name")];
        if (name === UNKNOWN) {
            findings.undecided(object, "metadata.name");
        } else if (typeof extension === "string" && name !== extension) {
            findings.violation(
                object,
                `'metadata.name' (${shown(name)}) must be the name of the extension (${extension}): KubeSphere finds a plan by it. Set it to ${extension}.`,
                "metadata.name",
            );
        }
    },
});
