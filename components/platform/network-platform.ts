// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { HOST, memberName, PLATFORM_TYPE, resourceName } from "../../lib/platform/names";
import type { AwaitReadyArgs } from "../extension/extension";
import { networkExtensionResource } from "../extension/network-extension";
import { waits } from "../comes-later";
import { ClusterProviders, type PlatformClusterArgs } from "./member-clusters";
import type { NetworkPlatformSpec } from "./platform-spec";
import { checkedSpec } from "./read-spec";
import { type SectionObjects, sectionResources } from "./section";

/** Names of what a NetworkPlatform made; those of a member cluster begin with its name and "/". */
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
    /**
     * How clusters are reached, by the name of their Cluster object: every member of the description and, if it is not
     * that of the component's own provider, the host. Defaults to the host alone, with the component's own provider.
     */
    clusters?: Record<string, PlatformClusterArgs>;
    /** Name of the host's Cluster object. Defaults to "host". */
    hostCluster?: string;
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
 * With several clusters the extension and what stands at the top are on the host, and what stands under a member is on
 * that cluster, with a provider of its own. Names of resources do not depend on other clusters, so that a new cluster
 * touches nothing that is there.
 *
 * Example: new NetworkPlatform("platform", { file: "network.yaml" })
 */
export class NetworkPlatform extends pulumi.ComponentResource {
    /** Names of what was made, by kind. */
    public readonly made: pulumi.Output<PlatformObjects>;
    /** State of the network extension, such as "Installed". Empty without one, or if it could not be read. */
    public readonly extensionState: pulumi.Output<string>;
    /** The values that the extension's agent gets on each placed cluster, by the cluster's name. Empty without one. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that a schema has for any JSON value
    public readonly effectiveConfig: pulumi.Output<Record<string, any>>;

    constructor(name: string, args: NetworkPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
        super(PLATFORM_TYPE, name, args, opts);
        const spec = checkedSpec(args, { subject: `NetworkPlatform "${name}"`, resource: this });
        const clusters = new ClusterProviders(name, args.clusters ?? {}, this);
        const onHost = { parent: this, ...clusters.options(args.hostCluster ?? HOST) };
        const extension =
            spec.extension &&
            networkExtensionResource(
                resourceName.extension(name),
                { ...spec.extension, awaitReady: args.awaitReady },
                { ...onHost, customTimeouts: opts?.customTimeouts },
            );
        // The extension brings the webhook that checks pools and the kind of the policies.
        const dependsOn = extension ? [extension.resource] : [];
        const host = sectionResources(name, spec, { ...onHost, dependsOn }, waits(opts));
        const members = Object.entries(spec.members ?? {}).map(([cluster, section]) => {
            const onMember = { parent: this, ...clusters.options(cluster), dependsOn };
            const made = sectionResources(memberName(name, cluster), section, onMember, waits(opts));
            return prefixed(`${cluster}/`, made);
        });
        const all = (kind: keyof SectionObjects): string[] => [host, ...members].flatMap((made) => made[kind]);
        this.made = pulumi.output({
            installPlans: pulumi.all(extension ? [extension.installPlanName] : []),
            ipPools: all("ipPools"),
            namespaceBindings: all("namespaceBindings"),
            workspaceIsolations: all("workspaceIsolations"),
            projectIsolations: all("projectIsolations"),
            namespaceNetworkPolicies: all("namespaceNetworkPolicies"),
        });
        this.extensionState = extension?.state ?? pulumi.output("");
        this.effectiveConfig = extension?.effectiveConfig ?? pulumi.output<Record<string, object>>({});
        const { made, extensionState, effectiveConfig } = this;
        this.registerOutputs({ made, extensionState, effectiveConfig });
    }
}

function prefixed(prefix: string, made: SectionObjects): SectionObjects {
    const entries = Object.entries(made) as [keyof SectionObjects, string[]][];
    return Object.fromEntries(
        entries.map(([kind, names]) => [kind, names.map((name) => prefix + name)]),
    ) as unknown as SectionObjects;
}
