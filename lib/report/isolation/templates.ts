// SPDX-License-Identifier: Apache-2.0
import { WORKSPACE, WORKSPACE_TEMPLATE } from "../../kinds";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION } from "../../labels";
import { shown } from "../../problem";
import { at, type Tree } from "../../tree";
import type { ClusterChange } from "../objects";
import { TEMPLATE_ANNOTATION_RULE, TEMPLATE_KEY_RULE, TEMPLATE_WINS_RULE } from "../rules/isolation-rules";
import type { Found } from "./found";

const OWN = ["metadata", "annotations", NETWORK_ISOLATE_ANNOTATION];
const COPIED = ["spec", "template", ...OWN];

/** A WorkspaceTemplate or a Workspace before and after. */
interface Trees {
    readonly name: string;
    readonly before: Tree;
    readonly after: Tree;
}

/** What is said of isolation that is written on WorkspaceTemplates, or beside them. */
export function templateFindings(change: ClusterChange): Found[] {
    return [
        ...treesOf(change, WORKSPACE_TEMPLATE).flatMap((template) => [...misplaced(template), ...left(template)]),
        ...treesOf(change, WORKSPACE).flatMap((workspace) => overwritten(workspace, change)),
    ];
}

function treesOf({ before, after }: ClusterChange, kind: typeof WORKSPACE): Trees[] {
    const [old, all] = [before.of(kind), after.of(kind)];
    return [...new Set([...old.keys(), ...all.keys()])]
        .sort()
        .map((name) => ({ name, before: old.get(name)?.tree, after: all.get(name)?.tree }));
}

function misplaced({ name, before, after }: Trees): Found[] {
    const value = at(after, ...OWN);
    return typeof value !== "string" || value === at(before, ...OWN)
        ? []
        : [
              {
                  severity: "warning",
                  rule: TEMPLATE_ANNOTATION_RULE.id,
                  object: { kind: WORKSPACE_TEMPLATE.kind, name },
                  ...texts(at(before, ...OWN), value),
                  message: `The annotation ${NETWORK_ISOLATE_ANNOTATION} of the template itself has no effect.`,
                  wayOut: `Write it below the template's spec: ${COPIED.slice(0, -1).join(".")}.`,
              },
          ];
}

/** A key that goes from a template stays on its Workspaces. */
function left({ name, before, after }: Trees): Found[] {
    return at(before, ...COPIED) !== ISOLATION.on || at(after, ...COPIED) !== undefined
        ? []
        : [
              {
                  severity: "warning",
                  rule: TEMPLATE_KEY_RULE.id,
                  object: { kind: WORKSPACE_TEMPLATE.kind, name },
                  before: ISOLATION.on,
                  message:
                      "The annotation goes from the template, but the Workspaces on its clusters keep it: the workspace stays isolated.",
                  wayOut: `To switch isolation off, write "${ISOLATION.off}" on the template.`,
              },
          ];
}

/** What a Workspace says counts only until KubeSphere looks at its template again. */
function overwritten({ name, before, after }: Trees, change: ClusterChange): Found[] {
    const [old, all] = [change.before, change.after].map((side) => side.of(WORKSPACE_TEMPLATE).get(name)?.tree);
    const [own, forced] = [at(after, ...OWN), at(all, ...COPIED)];
    const isOld = own === at(before, ...OWN) && forced === at(old, ...COPIED);
    return isOld || typeof own !== "string" || typeof forced !== "string" || own === forced
        ? []
        : [
              {
                  severity: "warning",
                  rule: TEMPLATE_WINS_RULE.id,
                  object: { kind: WORKSPACE.kind, name },
                  before: own,
                  after: forced,
                  message: `The Workspace has "${own}" and its template "${forced}", which KubeSphere writes over it.`,
                  wayOut: "Write it on the template, or on the Workspaces and not on the template.",
              },
          ];
}

function texts(before: Tree, after: string): Pick<Found, "before" | "after"> {
    return { ...(typeof before === "string" && { before: shown(before) }), after };
}
