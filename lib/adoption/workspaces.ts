// SPDX-License-Identifier: Apache-2.0
import { isolationAnnotation, IsolationTarget, workspaceIsolationPatch } from "../isolation/annotation";
import { SYSTEM_WORKSPACE } from "../isolation/system";
import { type Kind, WORKSPACE, WORKSPACE_TEMPLATE } from "../kinds";
import { resourceName } from "../platform/names";
import { shown } from "../problem";
import { at } from "../tree";
import type { LiveObject } from "./adoption";
import { type Found, leftOut, together } from "./candidate";
import { nameOf, sorted } from "./contents";
import { ISOLATION_KEYS, statedIsolation } from "./isolation";
import { patchToken } from "./patches";
import { selectsWorkspace } from "./selection";
import type { Site } from "./site";

/** Where the annotations of an isolation are. */
interface Target {
    readonly kind: Kind;
    readonly target: IsolationTarget;
    readonly path: readonly string[];
}

const WORKSPACE_TARGET: Target = {
    kind: WORKSPACE,
    target: IsolationTarget.Workspace,
    path: ["metadata", "annotations"],
};

const TEMPLATE_TARGET: Target = {
    kind: WORKSPACE_TEMPLATE,
    target: IsolationTarget.WorkspaceTemplate,
    path: ["spec", "template", "metadata", "annotations"],
};

/**
 * The isolation of the workspaces of a cluster. Where the host's template says something, KubeSphere writes that over
 * the Workspace of every cluster: the template is adopted then, and the Workspaces follow.
 */
export function adoptWorkspaces(site: Site, templates: readonly LiveObject[]): Found {
    const { contents } = site;
    const fromTemplates = sorted(contents.host?.workspaceTemplates ?? [])
        .filter((template) => selectsWorkspace(site.selection, nameOf(template)))
        .map((template) => together([adopt(template, TEMPLATE_TARGET, site), withoutEffect(template, site)]));
    const own = sorted(contents.workspaces)
        .filter((workspace) => selectsWorkspace(site.selection, nameOf(workspace)))
        .map((workspace) => {
            const template = templates.find((each) => nameOf(each) === nameOf(workspace));
            return template && isStated(annotationsOf(template, TEMPLATE_TARGET))
                ? followed(workspace, template, site)
                : adopt(workspace, WORKSPACE_TARGET, site);
        });
    return together([...fromTemplates, ...own]);
}

function adopt(object: LiveObject, target: Target, site: Site): Found {
    const name = nameOf(object);
    const title = { cluster: site.cluster, kind: target.kind.kind, name, part: "isolation" };
    const { isolation, leftOut: rest } = statedIsolation(object, annotationsOf(object, target), target.path, title);
    if (isolation === undefined) {
        return { candidates: [], leftOut: rest };
    }
    if (name === SYSTEM_WORKSPACE) {
        return leftOut(title, { reason: "The workspace belongs to the system." });
    }
    const { key, ...value } = isolation;
    const annotation = isolationAnnotation(key, isolation.isolated);
    const isTemplate = target === TEMPLATE_TARGET;
    const candidate = {
        at: ["workspaces", name],
        value: { ...value, ...(isTemplate && { target: target.target }) },
        title,
        object: site.object(object, {
            name: resourceName.workspace(site.prefix, name),
            type: patchToken(target.kind),
            isPatch: true,
            inputs: workspaceIsolationPatch(target.target, name, { isolation: annotation, both: annotation }),
            dependsOn: [site.extension],
        }),
    };
    return { candidates: [candidate], leftOut: rest };
}

/** A Workspace whose template decides: it says the same, or will at KubeSphere's next look. */
function followed(workspace: LiveObject, template: LiveObject, site: Site): Found {
    const wanted = annotationsOf(template, TEMPLATE_TARGET);
    const there = annotationsOf(workspace, WORKSPACE_TARGET);
    const other = ISOLATION_KEYS.find((key) => there[key] !== undefined && there[key] !== wanted[key]);
    const name = nameOf(workspace);
    const title = { cluster: site.cluster, kind: WORKSPACE.kind, name, part: "isolation" };
    return other === undefined
        ? together([])
        : leftOut(title, {
              reason: `Its ${other} is ${shown(there[other])}, and its WorkspaceTemplate says ${shown(wanted[other])}, which KubeSphere writes over it.`,
              wayOut: "Decide for one of them: the template is for all clusters, the Workspace for one.",
          });
}

/** An annotation of the template itself, which nobody reads. */
function withoutEffect(template: LiveObject, site: Site): Found {
    const key = ISOLATION_KEYS.find((each) => template.metadata?.annotations?.[each] !== undefined);
    const title = { cluster: site.cluster, kind: WORKSPACE_TEMPLATE.kind, name: nameOf(template), part: "isolation" };
    return key === undefined
        ? together([])
        : leftOut(title, {
              reason: `It has ${key} on itself, which KubeSphere copies nowhere: only what is below spec.template reaches the workspaces.`,
              wayOut: "Remove the annotation, or write it below spec.template.metadata and adopt again.",
          });
}

function annotationsOf(object: LiveObject, { path }: Target): Readonly<Record<string, unknown>> {
    return (at(object, ...path) as Record<string, unknown> | undefined) ?? {};
}

function isStated(annotations: Readonly<Record<string, unknown>>): boolean {
    return ISOLATION_KEYS.some((key) => annotations[key] !== undefined);
}
