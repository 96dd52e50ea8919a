// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { shown } from "kubesphere-network/lib/problem";
import { type Edit, objectRule } from "../rule";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

const PATH = ["spec", "upgradeStrategy"];
const MANUAL = "Manual";

export const installPlanStrategy = objectRule({
    name: "installplan-strategy",
    displayName: "Manual upgrades",
    description:
        "An InstallPlan must have the upgradeStrategy Manual: the version in the program is the one that runs.",
    severity: "medium",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Set spec.upgradeStrategy to Manual or leave it out. With the level remediate it is set.",
    tags: ["installplan"],
    kinds: [INSTALL_PLAN],
    checkObject: (object, _, { violation, undecided }) => {
        const strategy = at(object.tree, ...PATH);
        if (strategy === UNKNOWN) {
            undecided(object, PATH.join("."));
        } else if (strategy !== undefined && strategy !== MANUAL) {
            violation(object, `'upgradeStrategy' (${shown(strategy)}) must be ${MANUAL}.`, PATH.join("."));
        }
    },
    remediate: ({ tree }): Edit[] => {
        const strategy = at(tree, ...PATH);
        return [undefined, UNKNOWN, MANUAL].includes(strategy as string) ? [] : [{ path: PATH, value: MANUAL }];
    },
});
