// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN, IP_POOL, NAMESPACE, NAMESPACE_NETWORK_POLICY, WORKSPACE, WORKSPACE_TEMPLATE } from "../kinds";
import { isKind, type KubeObject } from "../report/objects";

/** Where a program says what it wants of an object. */
export interface Source {
    /**
     * Class of the component that says it, such as "IPPool"; "NetworkPlatform" for a network.yaml; undefined for a
     * resource that a program makes without one.
     */
    readonly component?: string;
    /** Name of that component, or of the resource; NETWORK_FILE where the file itself is read. */
    readonly name: string;
    /** Whether its config of an extension is a text (`configYaml`), not values. */
    readonly hasConfigText?: boolean;
    /** Cluster of a network.yaml's member. */
    readonly member?: string;
}

/** What messages call the file of a platform. */
export const NETWORK_FILE = "network.yaml";

/** Components that say what is wanted of an object, and what their arguments for it are called. */
const COMPONENTS: Readonly<Record<string, (object: KubeObject) => readonly string[] | undefined>> = {
    NetworkPlatform: platformPath,
    IPPool: (object) => (isKind(object, IP_POOL) ? [] : undefined),
    NamespaceBinding: () => [],
    ProjectIsolation: (object) => (isKind(object, NAMESPACE_NETWORK_POLICY) ? ["allow", object.name] : []),
    WorkspaceIsolation: () => [],
    NamespaceNetworkPolicy: () => [],
    NetworkExtension: () => [],
    Extension: () => [],
};

/** Components whose arguments have "takeOwnership". */
const OWNERS: readonly string[] = ["NetworkPlatform", "NamespaceBinding", "ProjectIsolation", "WorkspaceIsolation"];

/** The way to the arguments that say what is wanted of an object; undefined where the object itself is written out. */
export function argumentsOf({ component, member }: Source, object: KubeObject): readonly string[] | undefined {
    const path = component === undefined ? undefined : COMPONENTS[component]?.(object);
    return path && [...(member === undefined ? [] : ["members", member]), ...path];
}

/** Whether its arguments can say that keys are taken over from others. */
export function canTakeOwnership({ component = "" }: Source): boolean {
    return OWNERS.includes(component);
}

/** Whether it is a network.yaml, in which a project has both its pools and its isolation. */
export function isPlatform({ component }: Source): boolean {
    return component === "NetworkPlatform";
}

/** What messages call it. */
export function sourceTitle({ component, name }: Source): string {
    if (component === "NetworkPlatform") {
        return name === NETWORK_FILE ? NETWORK_FILE : `${NETWORK_FILE} of NetworkPlatform "${name}"`;
    }
    return `${component ?? "the resource"} "${name}"`;
}

function platformPath(object: KubeObject): readonly string[] | undefined {
    if (isKind(object, NAMESPACE)) {
        return ["projects", object.name];
    }
    if (isKind(object, NAMESPACE_NETWORK_POLICY)) {
        return ["projects", object.namespace ?? "", "allow", object.name];
    }
    if (isKind(object, WORKSPACE) || isKind(object, WORKSPACE_TEMPLATE)) {
        return ["workspaces", object.name];
    }
    return isKind(object, IP_POOL) ? ["pools", object.name] : isKind(object, INSTALL_PLAN) ? ["extension"] : undefined;
}
