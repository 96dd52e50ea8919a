// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { resourceName } from "../../lib/platform/names";
import { writtenOut } from "../../lib/platform/ready-rules";
import { ipPoolResource } from "../ippool/ip-pool";
import { namespaceBindingResource } from "../binding/namespace-binding";
import { projectIsolationResources } from "../isolation/project-isolation";
import { workspaceIsolationResource } from "../isolation/workspace-isolation";
import type { PlatformMemberArgs } from "./platform-spec";

/** What the objects of one cluster get. */
export interface SectionOptions extends pulumi.CustomResourceOptions {
    readonly parent: pulumi.Resource;
    readonly dependsOn: pulumi.Resource[];
}

/** Names of what was made on one cluster, by kind. */
export interface SectionObjects {
    readonly ipPools: string[];
    readonly namespaceBindings: string[];
    readonly workspaceIsolations: string[];
    readonly projectIsolations: string[];
    readonly namespaceNetworkPolicies: string[];
}

/** Registers all objects of one cluster. What they name may come later if the platform itself waits for others. */
export function sectionResources(
    name: string,
    section: PlatformMemberArgs,
    opts: SectionOptions,
    waitsForOthers: boolean,
): SectionObjects {
    const namespaceBindings = bind(name, section, opts, waitsForOthers);
    const workspaceIsolations = isolateWorkspaces(name, section, opts, waitsForOthers);
    const { projects, policies } = isolateProjects(name, section, opts, waitsForOthers);
    return {
        ipPools: Object.keys(section.pools ?? {}),
        namespaceBindings,
        workspaceIsolations,
        projectIsolations: projects,
        namespaceNetworkPolicies: policies,
    };
}

/** Registers the pools and the bindings to them; a binding waits for its pools, or pods of the namespace fail. */
function bind(
    name: string,
    { pools = {}, projects = {} }: PlatformMemberArgs,
    opts: SectionOptions,
    waitsForOthers: boolean,
): string[] {
    const made = new Map(
        Object.entries(pools).map(([poolName, pool]) => [
            poolName,
            ipPoolResource(resourceName.pool(name, poolName), { ...pool, poolName }, opts, waitsForOthers).resource,
        ]),
    );
    const bound = Object.entries(projects).filter(([, project]) => project.pools !== undefined);
    for (const [namespace, { pools: names = [], takeOwnership }] of bound) {
        const after = names.flatMap((poolName) => made.get(poolName) ?? []);
        namespaceBindingResource(
            resourceName.binding(name, namespace),
            { namespace, pools: names, takeOwnership },
            { ...opts, dependsOn: [...opts.dependsOn, ...after] },
            waitsForOthers,
        );
    }
    return bound.map(([namespace]) => namespace);
}

function isolateWorkspaces(
    name: string,
    { workspaces = {} }: PlatformMemberArgs,
    opts: SectionOptions,
    waitsForOthers: boolean,
): string[] {
    const stated = Object.entries(workspaces).filter(([, { isolated }]) => isolated !== undefined);
    return stated.map(([workspace, { isolated: enabled, ...args }]) => {
        workspaceIsolationResource(
            resourceName.workspace(name, workspace),
            { workspace, enabled, ...args },
            opts,
            waitsForOthers,
        );
        return workspace;
    });
}

function isolateProjects(
    name: string,
    { projects = {} }: PlatformMemberArgs,
    opts: SectionOptions,
    waitsForOthers: boolean,
) {
    const stated = Object.entries(projects).filter(([, { isolated }]) => isolated !== undefined);
    const policies = stated.flatMap(([namespace, { isolated: enabled, allow = {}, ...project }]) => {
        const rules = Object.entries(allow).map(([policyName, rule]) => [policyName, writtenOut(rule)] as const);
        const { annotationKey, allowSystem, takeOwnership } = project;
        const written = { enabled, allow: Object.fromEntries(rules), annotationKey, allowSystem, takeOwnership };
        const args = { namespace, ...written };
        projectIsolationResources(resourceName.project(name, namespace), args, opts, waitsForOthers);
        return rules.map(([policyName]) => `${namespace}/${policyName}`);
    });
    return { projects: stated.map(([namespace]) => namespace), policies };
}
