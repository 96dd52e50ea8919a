// SPDX-License-Identifier: Apache-2.0
import type { IsolationChange } from "kubesphere-network/lib/report/report";
import { counted } from "../../../../text/words";
import { folded } from "./fold";
import type { Group, IsolationState, NamespaceNode } from "./model";

/** Namespaces that one picture has in full. */
const MOST_NAMESPACES = 100;

/** What is known of namespaces, by their names. */
export interface Known {
    /** Namespaces of which something changes, those that must be drawn first. */
    readonly changed: readonly string[];
    /** Workspaces by namespace. */
    readonly workspaces: ReadonlyMap<string, string | undefined>;
    readonly isolation: readonly IsolationChange[];
}

/** Namespaces by name: those of which something changes, and one node for the others. */
export function namespaceNodes({ changed, workspaces, isolation }: Known): ReadonlyMap<string, NamespaceNode> {
    const projects = statesOf(isolation, "project");
    const switched = namesOf(isolation.filter(isSwitched), "project");
    const drawn = new Set([...new Set([...changed, ...switched])].slice(0, MOST_NAMESPACES));
    return folded([...workspaces.keys(), ...changed, ...projects.keys()], {
        isDrawn: (name) => drawn.has(name),
        draw: (name) => ({
            kind: "namespace",
            name,
            workspace: workspaces.get(name),
            isolation: projects.get(name),
        }),
        fold: (count) => ({ kind: "namespace", name: counted(count, "more namespace") }),
    });
}

/** Nodes by workspace in order of names; those of an unknown one, or of several, come last. */
export function groupsOf({ isolation }: Known, nodes: Iterable<NamespaceNode>): Group[] {
    const isolated = statesOf(isolation, "workspace");
    const all = [...new Set(nodes)];
    const known = new Set([
        ...namesOf(isolation.filter(isSwitched), "workspace"),
        ...all.flatMap(({ workspace }) => workspace ?? []),
    ]);
    const loose = all.filter(({ workspace }) => workspace === undefined);
    return [
        ...[...known].sort().map((workspace) => ({
            workspace,
            isolation: isolated.get(workspace),
            namespaces: all.filter((node) => node.workspace === workspace),
        })),
        ...(loose.length > 0 ? [{ namespaces: loose }] : []),
    ];
}

function isSwitched({ before, after }: IsolationState): boolean {
    return before !== after;
}

function namesOf(isolation: readonly IsolationChange[], kind: IsolationChange["kind"]): string[] {
    return isolation.filter((change) => change.kind === kind).map(({ name }) => name);
}

function statesOf(isolation: readonly IsolationChange[], kind: IsolationChange["kind"]): Map<string, IsolationState> {
    return new Map(isolation.filter((change) => change.kind === kind).map((change) => [change.name, change]));
}
