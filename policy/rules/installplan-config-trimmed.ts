// SPDX-License-Identifier: Apache-2.0
import { trimConfig } from "kubesphere-network/lib/extension/config";
import { INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import { isMapping } from "kubesphere-network/lib/mapping";
import type { PolicyObject } from "../objects/object";
import { type Edit, objectRule } from "../rule";
import { at, type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

const OVERRIDES = ["spec", "clusterScheduling", "overrides"];

/** Texts that KubeSphere's webhook trims, with their paths. */
function texts({ tree }: PolicyObject): [path: readonly string[], text: Tree][] {
    const overrides = at(tree, ...OVERRIDES);
    return [
        [["spec", "config"], at(tree, "spec", "config")],
        ...(isMapping(overrides)
            ? Object.entries(overrides).map(([cluster, text]): [readonly string[], Tree] => [
                  [...OVERRIDES, cluster],
                  text,
              ])
            : [[OVERRIDES, overrides] as [readonly string[], Tree]]),
    ];
}

export const installPlanConfigTrimmed = objectRule({
    name: "installplan-config-trimmed",
    displayName: "Configuration without trailing spaces",
    description:
        "The configuration of an InstallPlan must have no spaces at the ends of lines: KubeSphere cuts them off, and every later run shows a change.",
    severity: "low",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Remove the spaces. With the level remediate they are removed.",
    tags: ["installplan"],
    kinds: [INSTALL_PLAN],
    checkObject: (object, _, { violation, undecided }) => {
        for (const [path, text] of texts(object)) {
            const property = path.join(".");
            if (text === UNKNOWN) {
                undecided(object, property);
            } else if (typeof text === "string" && trimConfig(text) !== text) {
                violation(object, `'${property}' must have no spaces at the ends of its lines. Remove them.`, property);
            }
        }
    },
    remediate: (object): Edit[] =>
        texts(object).flatMap(([path, text]) =>
            typeof text === "string" && trimConfig(text) !== text ? [{ path, value: trimConfig(text) }] : [],
        ),
});
