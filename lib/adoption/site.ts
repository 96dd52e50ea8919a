// SPDX-License-Identifier: Apache-2.0
import { byName, type ByName } from "../cluster/objects";
import { grouped } from "../grouped";
import { memberName, resourceName } from "../platform/names";
import type { AdoptedObject, LiveObject } from "./adoption";
import { type ClusterContents, sorted } from "./contents";
import type { Selection } from "./selection";

/** What is said of the resource that an object becomes. */
export type Registered = Pick<AdoptedObject, "name" | "type" | "isPatch" | "inputs" | "dependsOn">;

/** Where objects are adopted: one cluster of a platform. */
export interface Site {
    /** Name of the cluster. */
    readonly cluster: string;
    readonly contents: ClusterContents;
    readonly selection: Selection;
    readonly pools: ByName<LiveObject>;
    readonly namespaces: ByName<LiveObject>;
    /** Policies by their namespace. */
    readonly policies: ReadonlyMap<string, readonly LiveObject[]>;
    /** What names of the cluster's resources begin with. */
    readonly prefix: string;
    /** The extension's resource, which all others wait for. */
    readonly extension: string;
    /** The object as a resource of this cluster. */
    readonly object: (live: LiveObject, registered: Registered) => AdoptedObject;
}

/** The site of one cluster. */
export function siteOf(platform: string, contents: ClusterContents, selection: Selection): Site {
    const cluster = contents.name;
    return {
        cluster,
        contents,
        selection,
        pools: byName(contents.pools),
        namespaces: byName(contents.namespaces),
        policies: byNamespace(contents.policies),
        prefix: contents.host === undefined ? memberName(platform, cluster) : platform,
        extension: resourceName.extension(platform),
        object: (live, registered) => ({ cluster, ...registered, id: idOf(live), live }),
    };
}

/** The keys in front of what is on a cluster, in the whole platform. */
export function sectionPath({ host, name }: ClusterContents): readonly string[] {
    return host === undefined ? ["members", name] : [];
}

function byNamespace(objects: readonly LiveObject[]): ReadonlyMap<string, readonly LiveObject[]> {
    return grouped(sorted(objects), ({ metadata }) => metadata?.namespace ?? "");
}

function idOf({ metadata: { name = "", namespace } = {} }: LiveObject): string {
    return namespace === undefined ? name : `${namespace}/${name}`;
}
