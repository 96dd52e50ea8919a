// SPDX-License-Identifier: Apache-2.0
import { type ByName, namespacedName } from "../cluster/objects";
import type { VersionedCluster, ExtensionVersionObject } from "../extension/live-rules";
import type { ServiceObject } from "../isolation/surroundings";
import type { LiveObject } from "./adoption";

/** What only the host cluster has. Each part that is undefined could not be read. */
export interface HostContents {
    readonly installPlans: readonly LiveObject[];
    readonly workspaceTemplates: readonly LiveObject[];
    readonly extensionVersions?: readonly ExtensionVersionObject[];
    readonly clusters?: readonly VersionedCluster[];
}

/** All of a cluster that an adoption looks at, as its API server gives it. */
export interface ClusterContents {
    /** Name of its Cluster object. */
    readonly name: string;
    /** Context of the kubeconfig that led to it. */
    readonly context: string;
    readonly pools: readonly LiveObject[];
    readonly namespaces: readonly LiveObject[];
    readonly workspaces: readonly LiveObject[];
    readonly policies: readonly LiveObject[];
    /** Services of those namespaces that policies name services of; a namespace is missing where they could not be read. */
    readonly services: ReadonlyMap<string, ByName<ServiceObject>>;
    /** Undefined on a member. */
    readonly host?: HostContents;
}

/** Name of an object; every object that a server gives has one. */
export function nameOf({ metadata }: LiveObject): string {
    return metadata?.name ?? "";
}

/** Objects in the order of their names. */
export function sorted<T extends LiveObject>(objects: readonly T[]): T[] {
    return [...objects].sort((a, b) => (namespacedName(a) < namespacedName(b) ? -1 : 1));
}
