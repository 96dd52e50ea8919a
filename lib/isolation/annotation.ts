// SPDX-License-Identifier: Apache-2.0
import { annotationKeyFindings, dnsLabelFindings, oneOfFindings } from "../findings";
import { WORKSPACE, WORKSPACE_TEMPLATE } from "../kinds";
import { ISOLATION } from "../labels";
import { manifest, type Manifest } from "../manifest";
import type { Rule } from "../rule";
import { systemNamespaceRule, systemWorkspaceRule } from "./system";

/** Where the isolation of a workspace is written: on one cluster's Workspace, or for all clusters on the host's template. */
export const IsolationTarget = { Workspace: "Workspace", WorkspaceTemplate: "WorkspaceTemplate" } as const;
export type IsolationTarget = (typeof IsolationTarget)[keyof typeof IsolationTarget];

/** The isolation of one namespace. */
export interface NamespaceIsolation {
    readonly namespace: string;
    /** True if undefined. */
    readonly enabled?: boolean;
    readonly annotationKey?: string;
    readonly allowSystem?: boolean;
}

/** The isolation of one workspace. */
export interface WorkspaceIsolationModel {
    readonly workspace: string;
    /** True if undefined. */
    readonly enabled?: boolean;
    readonly allowSystem?: boolean;
    readonly target?: string;
    readonly annotationKey?: string;
}

export const NAMESPACE_ISOLATION_RULES: readonly Rule<NamespaceIsolation>[] = [
    {
        id: "isolation-namespace",
        reason: "The API server takes no other name.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names",
        reads: ["namespace"],
        check: ({ namespace }) => dnsLabelFindings("namespace", namespace),
    },
    systemNamespaceRule,
    annotationKeyRule(),
];

export const WORKSPACE_ISOLATION_RULES: readonly Rule<WorkspaceIsolationModel>[] = [
    {
        id: "isolation-workspace",
        reason: "The API server takes no other name.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names",
        reads: ["workspace"],
        check: ({ workspace }) => dnsLabelFindings("workspace", workspace),
    },
    {
        id: "isolation-target",
        reason: "Only these two objects carry the isolation of a workspace.",
        source: "pkg/controller/workspacetemplate/workspacetemplate_controller.go of KubeSphere",
        reads: ["target"],
        check: ({ target }) =>
            target === undefined ? [] : oneOfFindings("target", target, Object.values(IsolationTarget)),
    },
    systemWorkspaceRule,
    annotationKeyRule(),
];

/** The annotation that switches isolation on or off. Off is written out, since a missing key never undoes a template's. */
export function isolationAnnotation(key: string, enabled: boolean): Record<string, string> {
    return { [key]: enabled ? ISOLATION.on : ISOLATION.off };
}

/**
 * The patch of a Workspace or a WorkspaceTemplate. KubeSphere copies only what is below a template's spec to the
 * Workspaces, so the annotation of a template goes there. Source: workspacetemplate_controller.go.
 */
export function workspaceIsolationPatch(
    target: IsolationTarget,
    name: unknown,
    annotations: { readonly isolation: unknown; readonly own?: unknown; readonly both: unknown },
): Manifest {
    return target === IsolationTarget.Workspace
        ? manifest(WORKSPACE, { name, annotations: annotations.both })
        : manifest(
              WORKSPACE_TEMPLATE,
              { name, annotations: annotations.own },
              { spec: { template: { metadata: { annotations: annotations.isolation } } } },
          );
}

function annotationKeyRule<T extends { readonly annotationKey?: string }>(): Rule<T> {
    return {
        id: "isolation-annotation-key",
        reason: "The API server takes no other key.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations",
        reads: ["annotationKey"],
        check: ({ annotationKey }) =>
            annotationKey === undefined ? [] : annotationKeyFindings("annotationKey", annotationKey),
    };
}
