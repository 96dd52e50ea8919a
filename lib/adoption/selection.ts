// SPDX-License-Identifier: Apache-2.0
import { didYouMean } from "../closest";
import { workspaceOf } from "../isolation/surroundings";
import type { LiveObject } from "./adoption";
import { type ClusterContents, nameOf } from "./contents";

/** What is adopted: everything, or what is named. */
export interface Selection {
    readonly workspaces: readonly string[];
    readonly namespaces: readonly string[];
    readonly pools: readonly string[];
}

/** Everything there is. */
export const EVERYTHING: Selection = { workspaces: [], namespaces: [], pools: [] };

/** Whether nothing is named, which means everything. */
export function isEverything({ workspaces, namespaces, pools }: Selection): boolean {
    return workspaces.length + namespaces.length + pools.length === 0;
}

export function selectsPool(selection: Selection, name: string): boolean {
    return isEverything(selection) || selection.pools.includes(name);
}

export function selectsWorkspace(selection: Selection, name: string): boolean {
    return isEverything(selection) || selection.workspaces.includes(name);
}

export function selectsNamespace(selection: Selection, namespace: LiveObject): boolean {
    return (
        selection.namespaces.includes(nameOf(namespace)) || selectsWorkspace(selection, workspaceOf(namespace) ?? "")
    );
}

/** What of a selection there is not, each as a whole sentence. */
export function selectionProblems(selection: Selection, clusters: readonly ClusterContents[]): string[] {
    const namespaces = clusters.flatMap((cluster) => cluster.namespaces);
    const lists = [
        {
            option: "--workspace",
            kind: "workspace",
            wanted: selection.workspaces,
            there: [
                ...clusters.flatMap(({ workspaces, host }) => [...workspaces, ...(host?.workspaceTemplates ?? [])]),
            ].map(nameOf),
        },
        { option: "--namespace", kind: "namespace", wanted: selection.namespaces, there: namespaces.map(nameOf) },
        {
            option: "--pool",
            kind: "IPPool",
            wanted: selection.pools,
            there: clusters.flatMap(({ pools }) => pools.map(nameOf)),
        },
    ];
    return lists.flatMap(({ option, kind, wanted, there }) =>
        wanted
            .filter((name) => !there.includes(name))
            .map((name) => `${option} ${name}: there is no such ${kind}.${didYouMean(name, [...there].sort())}`),
    );
}
