// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { checkPlatform, type CheckedPlatform, readPlatform } from "../../lib/platform/read";
import { failOn, isPrompt, type Where } from "../checked";
import type { AwaitReadyArgs } from "../extension/extension";
import { networkExtensionResource, type NetworkExtensionArgs } from "../extension/network-extension";
import { type IPPoolArgs, ipPoolResource } from "../ippool/ip-pool";
import { namespaceBindingResource } from "../ippool/namespace-binding";
import type { PolicyRuleArgs } from "../isolation/namespace-network-policy";
import { projectIsolationResources } from "../isolation/project-isolation";
import { type IsolationTarget, workspaceIsolationResource } from "../isolation/workspace-isolation";

/** One workspace of a platform. */
export interface PlatformWorkspaceArgs {
    /** True to isolate the workspace, false to say that it is not. Nothing is written when omitted. */
    isolated?: boolean;
    /** What is annotated: "Workspace" or "WorkspaceTemplate". Defaults to "Workspace". */
    target?: IsolationTarget;
    /** True to take the key over from whoever has written it. Defaults to false. */
    takeOwnership?: boolean;
}

/** One project of a platform. */
export interface PlatformProjectArgs {
    /** Workspace that the namespace belongs to, one of the platform's. Not written: the namespace itself says it. */
    workspace?: string;
    /** Pools that its pods get addresses from, all of them. Nothing is written when omitted. */
    pools?: string[];
    /** True to isolate the project, false to say that it is not. Nothing is written when omitted. */
    isolated?: boolean;
    /** What is allowed all the same: policies by name. Only with isolated set to true. */
    allow?: Record<string, PolicyRuleArgs>;
    /** True to take the keys over from whoever has written them. Defaults to false. */
    takeOwnership?: boolean;
}

/** A whole platform. All of it must be known when the program runs. */
export interface NetworkPlatformSpec {
    /** The network extension. Not installed when omitted. */
    extension?: NetworkExtensionArgs;
    /** Pools by the name of their IPPool object. */
    pools?: Record<string, IPPoolArgs>;
    /** Names of pools that exist already and are not made here; projects may be bound to them. */
    externalPools?: string[];
    /** Workspaces by name. They must exist; only their isolation is written. */
    workspaces?: Record<string, PlatformWorkspaceArgs>;
    /** Projects by the name of their namespace, which must exist. */
    projects?: Record<string, PlatformProjectArgs>;
}

/** Names of what a NetworkPlatform made. */
export interface PlatformObjects {
    /** The extension's InstallPlan; none without an extension. */
    installPlans: string[];
    /** Pools. */
    ipPools: string[];
    /** Namespaces bound to pools. */
    namespaceBindings: string[];
    /** Workspaces whose isolation is written. */
    workspaceIsolations: string[];
    /** Namespaces whose isolation is written. */
    projectIsolations: string[];
    /** Policies, as "namespace/name". */
    namespaceNetworkPolicies: string[];
}

/** What a NetworkPlatform is made of: either spec or file. */
export interface NetworkPlatformArgs {
    /** The platform as an object. */
    spec?: NetworkPlatformSpec;
    /** Path of the platform's network.yaml, seen from the folder that the program runs in. */
    file?: string;
    /** How the network extension's readiness is waited for. */
    awaitReady?: AwaitReadyArgs;
}

/**
 * A whole platform's network from one description: the network extension, then pools, then the projects bound to them,
 * and the isolation of workspaces and projects with what is allowed all the same. Everything is checked before the
 * first object is registered, also what only the whole can tell: overlapping pools, projects bound to pools that nobody
 * makes, rules without isolation. Problems of a file are reported with line and column.
 *
 * The objects are those of NetworkExtension, IPPool, NamespaceBinding, WorkspaceIsolation and ProjectIsolation, directly
 * under this component. Workspaces and namespaces are not created.
 *
 * Example: new NetworkPlatform("platform", { file: "network.yaml" })
 */
export class NetworkPlatform extends pulumi.ComponentResource {
    /** Names of what was made, by kind. */
    public readonly made: pulumi.Output<PlatformObjects>;
    /** State of the network extension, such as "Installed". Empty without one, or if it could not be read. */
    public readonly extensionState: pulumi.Output<string>;

    constructor(name: string, args: NetworkPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:NetworkPlatform", name, args, opts);
        const spec = checkedSpec(args, { subject: `NetworkPlatform "${name}"`, resource: this });
        const child = { parent: this };
        const extension =
            spec.extension &&
            networkExtensionResource(
                `${name}-extension`,
                { ...spec.extension, awaitReady: args.awaitReady },
                { ...child, customTimeouts: opts?.customTimeouts },
            );
        // The extension brings the webhook that checks pools and the kind of the policies.
        const later = { ...child, dependsOn: extension ? [extension.resource] : [] };
        const bound = bind(name, spec, later);
        const workspaces = isolateWorkspaces(name, spec, later);
        const { projects, policies } = isolateProjects(name, spec, later);
        this.made = pulumi.output({
            installPlans: pulumi.all(extension ? [extension.installPlanName] : []),
            ipPools: Object.keys(spec.pools ?? {}),
            namespaceBindings: bound,
            workspaceIsolations: workspaces,
            projectIsolations: projects,
            namespaceNetworkPolicies: policies,
        });
        this.extensionState = extension?.state ?? pulumi.output("");
        this.registerOutputs({ made: this.made, extensionState: this.extensionState });
    }
}

function checkedSpec({ spec, file }: NetworkPlatformArgs, where: Where): NetworkPlatformSpec {
    if ((spec === undefined) === (file === undefined)) {
        const message = "'spec' and 'file': exactly one of them must be set. Keep the one that describes the platform.";
        failOn([{ rule: "platform-once", property: "spec", message }], where);
    }
    const { platform, problems } = file === undefined ? checkedObject(spec) : readFile(file);
    failOn(problems, where);
    return platform as NetworkPlatformSpec;
}

function checkedObject(spec: unknown): CheckedPlatform {
    const message =
        "'spec' must be known when the program runs, without Outputs. Use the components of the single objects for what comes later.";
    return isPrompt(spec)
        ? checkPlatform(spec)
        : { platform: {}, problems: [{ rule: "platform-prompt", property: "spec", message }] };
}

function readFile(file: string): CheckedPlatform {
    try {
        return readPlatform(readFileSync(file, "utf8"), file);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) {
            throw error;
        }
        const message = `'file' (${file}) cannot be read: ${code}. The path is seen from ${process.cwd()}.`;
        return { platform: {}, problems: [{ rule: "platform-file", property: "file", message }] };
    }
}

interface ChildOptions {
    readonly parent: pulumi.Resource;
    readonly dependsOn: pulumi.Resource[];
}

/** Registers the pools and the bindings to them; a binding waits for its pools, or pods of the namespace fail. */
function bind(name: string, { pools = {}, projects = {} }: NetworkPlatformSpec, opts: ChildOptions): string[] {
    const made = new Map(
        Object.entries(pools).map(([poolName, pool]) => [
            poolName,
            ipPoolResource(`${name}-pool-${poolName}`, { ...pool, poolName }, opts).resource,
        ]),
    );
    const bound = Object.entries(projects).filter(([, project]) => project.pools !== undefined);
    return bound.map(([namespace, { pools: names = [], takeOwnership }]) => {
        const after = names.flatMap((poolName) => made.get(poolName) ?? []);
        namespaceBindingResource(
            `${name}-binding-${namespace}`,
            { namespace, pools: names, takeOwnership },
            { ...opts, dependsOn: [...opts.dependsOn, ...after] },
        );
        return namespace;
    });
}

function isolateWorkspaces(name: string, { workspaces = {} }: NetworkPlatformSpec, opts: ChildOptions): string[] {
    const stated = Object.entries(workspaces).filter(([, { isolated }]) => isolated !== undefined);
    return stated.map(([workspace, { isolated: enabled, target, takeOwnership }]) => {
        workspaceIsolationResource(
            `${name}-workspace-${workspace}`,
            { workspace, enabled, target, takeOwnership },
            opts,
        );
        return workspace;
    });
}

function isolateProjects(name: string, { projects = {} }: NetworkPlatformSpec, opts: ChildOptions) {
    const stated = Object.entries(projects).filter(([, { isolated }]) => isolated !== undefined);
    const policies = stated.flatMap(([namespace, { isolated: enabled, allow, takeOwnership }]) => {
        const args = { namespace, enabled, allow, takeOwnership };
        projectIsolationResources(`${name}-project-${namespace}`, args, opts);
        return Object.keys(allow ?? {}).map((policyName) => `${namespace}/${policyName}`);
    });
    return { projects: stated.map(([namespace]) => namespace), policies };
}
