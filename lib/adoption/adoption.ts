// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../cluster/objects";
import type { Manifest } from "../manifest";
import type { PlatformModel } from "../platform/spec";

/** A live object as the API server gives it. */
export interface LiveObject extends ClusterObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly [field: string]: unknown;
}

/** A cluster that was read. */
export interface AdoptedCluster {
    /** Name of its Cluster object: "host" for the host, else the key under `members`. */
    readonly name: string;
    /** Context of the kubeconfig that led to it. */
    readonly context: string;
    /**
     * Logical name of the Kubernetes provider that NetworkPlatform makes for it. Undefined where the program uses the
     * default provider, whose context stands in the project's config: with a single cluster.
     */
    readonly provider?: string;
}

/** An object that the program will have as it is on the cluster. */
export interface AdoptedObject {
    /** Name of the cluster, as in `Adoption.clusters`. */
    readonly cluster: string;
    /** Logical name of the resource, directly under the NetworkPlatform. */
    readonly name: string;
    /** Pulumi type token, such as "kubernetes:crd.projectcalico.org/v1:IPPool" or "kubernetes:core/v1:NamespacePatch". */
    readonly type: string;
    /** Whether the resource is a patch: it has only those keys of the object that are in its inputs. */
    readonly isPatch: boolean;
    /** The provider's id: "name", or "namespace/name". */
    readonly id: string;
    /** What the component registers, field for field; absent fields that mean Calico's defaults are written out. */
    readonly inputs: Manifest;
    /** The whole object as it was read, with managedFields. */
    readonly live: LiveObject;
    /** Logical names of the resources that it waits for, as the component says in dependsOn. */
    readonly dependsOn: readonly string[];
}

/** Something that is on the cluster and not in the program. */
export interface LeftOut {
    readonly cluster: string;
    /** Such as "IPPool". */
    readonly kind: string;
    /** "name", or "namespace/name". */
    readonly name: string;
    /** What of it, where the rest is adopted: "binding", "isolation". */
    readonly part?: string;
    /** Why, as a whole sentence. */
    readonly reason: string;
    /** What to do to have it adopted all the same, as a whole sentence; undefined where nothing should be done. */
    readonly wayOut?: string;
}

/** A cluster, or several, as a program that changes nothing. */
export interface Adoption {
    /** Name of the NetworkPlatform in the program. */
    readonly platform: string;
    /** What network.yaml says. It has passed all checks that NetworkPlatform makes before it reads a cluster. */
    readonly spec: PlatformModel;
    /** The host first, then the members by name. */
    readonly clusters: readonly AdoptedCluster[];
    /** In the order in which the component registers them. */
    readonly objects: readonly AdoptedObject[];
    /** By cluster, kind and name. */
    readonly leftOut: readonly LeftOut[];
}
