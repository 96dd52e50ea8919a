// SPDX-License-Identifier: Apache-2.0
import { NETWORK_EXTENSION } from "kubesphere-network/lib/extension/network-values";
import type { InstallPlanModel } from "kubesphere-network/lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "kubesphere-network/lib/extension/rules";
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { planParts } from "../objects/install-plan";
import { checkByLibrary } from "../objects/lib-rules";
import { objectRule, texts } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly extensions: readonly string[];
}

const RULES = INSTALL_PLAN_RULES.filter(({ id }) => id === "extension-placement" || id === "extension-overrides");
const SCHEDULING = "spec.clusterScheduling";

export const installPlanPlacement = objectRule<Config>({
    name: "installplan-placement",
    displayName: "Placement where the extension needs it",
    description: "An InstallPlan must place an extension whose agent does the work, and its placement must be sound.",
    severity: "high",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps:
        "Name the clusters in spec.clusterScheduling.placement.clusters; the host is one of them, by default named host.",
    tags: ["installplan", "multicluster"],
    kinds: [INSTALL_PLAN],
    config: {
        extensions: texts("Extensions that do nothing without an agent.", [NETWORK_EXTENSION]),
    },
    checkObject: (object, { extensions }, findings) => {
        if (object.isPatch) {
            return;
        }
        const scheduling = at(object.tree, "spec", "clusterScheduling");
        const extension = at(object.tree, "spec", "extension", "name");
        if (scheduling === UNKNOWN) {
            findings.undecided(object, SCHEDULING);
            return;
        }
        const placement = at(scheduling, "placement");
        if (placement === undefined && scheduling !== undefined) {
            findings.violation(
                object,
                `'${SCHEDULING}' must have a placement: KubeSphere's controller reads it without looking whether it is there. Add it, or remove clusterScheduling.`,
                SCHEDULING,
            );
        } else if (scheduling !== undefined) {
            checkByLibrary<InstallPlanModel>(object, RULES, planParts(object), findings);
        } else if (extension === UNKNOWN) {
            findings.undecided(object, "spec.extension.name");
        } else if (typeof extension === "string" && extensions.includes(extension)) {
            findings.violation(
                object,
                `'${SCHEDULING}' must place ${extension}: without it only the console's part is installed, and nothing does the work. Name the clusters, such as [host].`,
                SCHEDULING,
            );
        }
    },
});
