// SPDX-License-Identifier: Apache-2.0
import { type Kind, WORKSPACE, WORKSPACE_TEMPLATE } from "../../kinds";
import type { ClusterChange, Objects } from "../objects";
import type { Isolation } from "../report";
import { isThere, sidesOf, switchOf } from "./stated";

const KINDS = [WORKSPACE, WORKSPACE_TEMPLATE];

/** The isolation of a workspace before and after. */
export interface Workspace {
    readonly name: string;
    /** What its isolation is written on: a template's counts on every cluster of its placement. */
    readonly kind: Kind["kind"];
    readonly before: Isolation;
    readonly after: Isolation;
}

/** Every workspace, by name, that the objects tell anything of, but those that the change deletes. */
export function workspacesOf(change: ClusterChange): Workspace[] {
    const [was, will] = sidesOf(change);
    const objects = (side: Objects, name: string) => KINDS.map((kind) => side.of(kind).get(name));
    const names = KINDS.flatMap((kind) => [...change.before.of(kind).keys(), ...change.after.of(kind).keys()]);
    return [...new Set(names)]
        .sort()
        .filter((name) => objects(change.after, name).some(Boolean) || !objects(change.before, name).some(isThere))
        .map((name) => ({
            name,
            kind: [was, will].some((side) => side.template(name) !== undefined)
                ? WORKSPACE_TEMPLATE.kind
                : WORKSPACE.kind,
            ...switchOf(was.workspace(name), will.workspace(name)),
        }));
}
