// SPDX-License-Identifier: Apache-2.0
import type { ByName, ClusterObject } from "../cluster/objects";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION, WORKSPACE_ISOLATE_ANNOTATION, WORKSPACE_LABEL } from "../labels";
import type { NamespaceIsolation, WorkspaceIsolationModel } from "./annotation";
import type { PolicySpec } from "./label-rules";
import type { NamedPolicy } from "./policy";
import { isSystemNamespace, SYSTEM_WORKSPACE } from "./system";

/** A NamespaceNetworkPolicy of a cluster. */
export interface PolicyObject extends ClusterObject {
    readonly spec?: PolicySpec;
}

/** What is read of a Service. */
export interface ServiceObject extends ClusterObject {
    readonly spec?: {
        readonly selector?: Readonly<Record<string, string>>;
        readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
    };
}

/** What is read of a Workspace, or of a WorkspaceTemplate. */
export interface WorkspaceObject extends ClusterObject {
    readonly spec?: { readonly template?: ClusterObject };
}

/** The isolation of a project, and what else a program says of it. */
export interface StatedProject extends NamespaceIsolation {
    /** Names of its policies for egress. */
    readonly egress: readonly string[];
    /** True if the same program may make the namespace. */
    readonly mayComeLater: boolean;
}

/** What a project meets on its cluster. Each part is undefined if it was not, or could not be, read. */
export interface ProjectSurroundings {
    readonly namespaces?: ByName;
    readonly workspaces?: ByName<WorkspaceObject>;
    /** The policies of the project's namespace. */
    readonly policies?: readonly PolicyObject[];
    /** The services of kube-system. */
    readonly systemServices?: ByName<ServiceObject>;
}

/** A project among what is there already. */
export interface ProjectInCluster {
    readonly project: StatedProject;
    readonly cluster: ProjectSurroundings;
}

/** A policy that no ProjectIsolation lists. */
export interface LonePolicy {
    readonly policyName: string;
    readonly namespace: string;
    readonly direction: string;
    /** True if the same program may make the namespace. */
    readonly mayComeLater: boolean;
    /** True if the same program isolates the namespace, or may do so. */
    readonly isIsolatedHere: boolean;
    /** True if the same program has no other policy for egress of the namespace before this one. */
    readonly isFirst: boolean;
}

/** The same among what is there already. */
export interface LonePolicyInCluster {
    readonly policy: LonePolicy;
    readonly cluster: ProjectSurroundings;
}

/** What the peers of a policy are on its cluster. */
export interface PeerSurroundings {
    readonly namespaces?: ByName;
    /** Services by namespace; one whose services could not be read is missing. */
    readonly services: ReadonlyMap<string, ByName<ServiceObject>>;
}

/** A policy among what is there already. */
export interface PolicyInCluster {
    readonly policy: NamedPolicy;
    readonly cluster: PeerSurroundings;
}

/** What a workspace meets on its cluster. Each part is undefined if it was not, or could not be, read. */
export interface WorkspaceSurroundings {
    /** Workspaces, or WorkspaceTemplates if that is the target. */
    readonly workspaces?: ByName<WorkspaceObject>;
    readonly namespaces?: ByName;
    readonly policies?: readonly PolicyObject[];
}

/** A workspace among what is there already. */
export interface WorkspaceInCluster {
    readonly isolation: WorkspaceIsolationModel;
    /** Whether the program may still make the workspace. */
    readonly mayComeLater: boolean;
    readonly cluster: WorkspaceSurroundings;
}

/** Whether an object is isolated by the annotation of that key. A WorkspaceTemplate has it in what it is a template of. */
export function isIsolated(object: WorkspaceObject | undefined, key = NETWORK_ISOLATE_ANNOTATION): boolean {
    return annotationsOf(object)[key] === ISOLATION.on;
}

/** The workspace that a namespace says it belongs to. */
export function workspaceOf(namespace: ClusterObject | undefined): string | undefined {
    return namespace?.metadata?.labels?.[WORKSPACE_LABEL] || undefined;
}

/** Whether a namespace belongs to the system, by its name or by its workspace. */
export function isOfSystem(namespace: ClusterObject): boolean {
    return isSystemNamespace(namespace.metadata?.name) || workspaceOf(namespace) === SYSTEM_WORKSPACE;
}

/** The first object, as a message names it, that has the isolation annotation under its other name. */
export function holderOfOtherKey(kind: string, objects: ByName<WorkspaceObject> | undefined): string | undefined {
    const found = [...(objects?.values() ?? [])].find(
        (object) => annotationsOf(object)[WORKSPACE_ISOLATE_ANNOTATION] !== undefined,
    );
    return found && `${kind} ${found.metadata?.name ?? ""}`;
}

function annotationsOf(object: WorkspaceObject | undefined): Readonly<Record<string, string>> {
    const annotated = object?.spec?.template ?? object;
    return annotated?.metadata?.annotations ?? {};
}
