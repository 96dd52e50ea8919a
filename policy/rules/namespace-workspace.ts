// SPDX-License-Identifier: Apache-2.0
import { isSystemNamespace } from "kubesphere-network/lib/isolation/system";
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import { WORKSPACE_LABEL } from "kubesphere-network/lib/labels";
import { shown } from "kubesphere-network/lib/problem";
import { keyAt, type PolicyObject } from "../objects/object";
import { objectRule, texts } from "../rule";
import { matches } from "../objects/scope";
import { at, UNKNOWN } from "kubesphere-network/lib/tree";

interface Config {
    readonly workspaces: readonly string[];
    readonly exceptNamespaces: readonly string[];
}

const PROPERTY = keyAt("labels", WORKSPACE_LABEL);

export const namespaceWorkspace = objectRule<Config>({
    name: "namespace-workspace",
    displayName: "Namespaces in workspaces",
    description: "A Namespace should belong to a workspace by the label kubesphere.io/workspace.",
    severity: "medium",
    enforcementLevel: "advisory",
    strict: "mandatory",
    remediationSteps:
        "Label the namespace with its workspace: without, isolation of the workspace or the project has no effect.",
    tags: ["labels", "isolation"],
    kinds: [NAMESPACE],
    config: {
        workspaces: texts('Workspaces that there are, with "*" for any characters. Any if the list is empty.'),
        exceptNamespaces: texts("Namespaces that need no workspace, beside those of the system."),
    },
    checkObject: (object, { workspaces, exceptNamespaces }, { violation, undecided }) => {
        const workspace = at(object.tree, "metadata", "labels", WORKSPACE_LABEL);
        const isMissing = typeof workspace !== "string" || workspace === "";
        if (workspace === UNKNOWN) {
            undecided(object, PROPERTY);
        } else if (isMissing && !object.isPatch && at(object.tree, "metadata", "name") === UNKNOWN) {
            undecided(object, "metadata.name");
        } else if (isMissing && needsWorkspace(object, exceptNamespaces)) {
            violation(
                object,
                `'${PROPERTY}' (${shown(workspace)}) must name the workspace of the namespace.`,
                PROPERTY,
            );
        } else if (typeof workspace === "string" && workspaces.length > 0 && !matches(workspaces, workspace)) {
            violation(object, `'${PROPERTY}' (${workspace}) must be one of ${workspaces.join(", ")}.`, PROPERTY);
        }
    },
});

/** A patch writes single keys of a namespace whose other labels are not seen here. */
function needsWorkspace({ name = "", isPatch }: PolicyObject, exceptNamespaces: readonly string[]): boolean {
    return !isPatch && !isSystemNamespace(name) && !matches(exceptNamespaces, name);
}
