// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { ipPoolManifest } from "../../lib/ippool/manifest";
import { IP_POOL_RULES } from "../../lib/ippool/rules";
import {
    AllowedUse,
    AssignmentMode,
    defaultBlockSize,
    IP_POOL_DEFAULTS,
    type NamedIPPool,
    TunnelMode,
} from "../../lib/ippool/spec";
import { IP_POOL, typeToken } from "../../lib/kinds";
import { checked, isPrompt } from "../checked";
import { onceFound } from "../cluster/gate";
import { after, customResource, derived, orDefault, providerOf } from "../objects";
import { waits } from "../comes-later";
import { deletionGuard } from "./deletion-guard";
import { immutableHook } from "./immutable-hook";
import { overlapRule, poolsOf } from "./pools-of-cluster";
import { livePoolProblems } from "./surroundings";

export { AllowedUse, AssignmentMode, TunnelMode };

/** What an IPPool is made of. */
export interface IPPoolArgs {
    /**
     * Name of the IPPool object, which namespaces are bound by. At most 63 lower-case letters, digits, "-" and "."; not
     * "default", "id", "name" or "type". Defaults to the component's name.
     */
    poolName?: pulumi.Input<string>;
    /**
     * Addresses of the pool, such as "10.233.64.0/20" or "fd00:10:233::/64", with no bits set after the prefix. Must not
     * overlap another pool of the cluster nor the link-local ranges. Can never be changed.
     */
    cidr: pulumi.Input<string>;
    /**
     * Addresses that Calico hands to a node at a time, as a prefix length: 20 to 32 for IPv4, 116 to 128 for IPv6, and
     * not less than the prefix of the CIDR. A pool needs a block for every node. Can never be changed. Defaults to 26
     * for IPv4 and 122 for IPv6, or to the whole pool if that is smaller.
     */
    blockSize?: pulumi.Input<number>;
    /**
     * When packets between pods are wrapped in IPIP: "Never", "Always" or "CrossSubnet". Must be "Never" for IPv6 and
     * where VXLAN is on. Defaults to "Never".
     */
    ipipMode?: pulumi.Input<TunnelMode>;
    /**
     * When packets between pods are wrapped in VXLAN: "Never", "Always" or "CrossSubnet". Must be "Never" where IPIP is
     * on. Defaults to "Never".
     */
    vxlanMode?: pulumi.Input<TunnelMode>;
    /**
     * True if packets that leave the pools get the node's address. Needed where the network outside does not route the
     * addresses of pods. Defaults to false, as in Calico.
     */
    natOutgoing?: pulumi.Input<boolean>;
    /** Nodes that may use the pool, as a Calico selector of at most 1024 characters. Defaults to "all()". */
    nodeSelector?: pulumi.Input<string>;
    /**
     * True to hand out no more addresses. Running pods keep theirs, but a new pod fails if its namespace is bound to
     * the pool. Defaults to false.
     */
    disabled?: pulumi.Input<boolean>;
    /** True to keep the pool's routes out of BGP. Not written when omitted, which means false. */
    disableBGPExport?: pulumi.Input<boolean>;
    /**
     * What addresses are used for: "Workload" (pods), "Tunnel" (tunnel devices of nodes) or, alone, "LoadBalancer"
     * (Calico 3.30 and later). A pool that nodes have tunnel addresses of can hardly be deleted: give pools that may go
     * again ["Workload"]. Defaults to ["Workload", "Tunnel"].
     */
    allowedUses?: pulumi.Input<pulumi.Input<AllowedUse>[]>;
    /**
     * "Automatic" if any pod may get an address of the pool, "Manual" if only pods that ask for it by name (Calico 3.30
     * and later). Not written when omitted, which means "Automatic".
     */
    assignmentMode?: pulumi.Input<AssignmentMode>;
    /**
     * Namespaces that may use the pool, as a Calico selector of at most 1024 characters (Calico 3.31 and later); the
     * use "Tunnel" must be left out then. Not written when omitted, which means all.
     */
    namespaceSelector?: pulumi.Input<string>;
    /**
     * True to refuse the deletion of the pool, in previews too, while the cluster has addresses of it in use. It takes
     * effect with the update after which it is set. "pulumi destroy" then needs "--run-program". To give the guard up,
     * set it to false and update first. Defaults to false.
     */
    guardDeletion?: boolean;
}

/** The same pool as a resource among others. */
export interface IPPoolResource {
    readonly resource: pulumi.CustomResource;
    /** What it was made from, checked. */
    readonly pool: { readonly poolName: pulumi.Input<string>; readonly cidr: pulumi.Input<string> };
}

/** Checks and registers one IPPool object with its hooks. One that waits for others may wait for Calico itself. */
export function ipPoolResource(
    name: string,
    args: IPPoolArgs,
    opts: pulumi.CustomResourceOptions = {},
    waitsForOthers = false,
): IPPoolResource {
    const provider = providerOf(typeToken(IP_POOL), opts);
    const rules = [...IP_POOL_RULES, overlapRule(poolsOf(provider))];
    const where = { subject: `IPPool "${name}"`, resource: opts.parent };
    const pool = checked("IPPool", { ...args, poolName: args.poolName ?? name }, rules, where);
    const poolName = onceFound(pool.poolName, pool, {
        provider,
        where,
        check: (values: NamedIPPool, world) => livePoolProblems(values, world, waitsForOthers),
    });
    const manifest = ipPoolManifest(poolName, {
        cidr: pool.cidr,
        blockSize: blockSize(pool),
        ipipMode: orDefault(pool.ipipMode, IP_POOL_DEFAULTS.ipipMode),
        vxlanMode: orDefault(pool.vxlanMode, IP_POOL_DEFAULTS.vxlanMode),
        natOutgoing: orDefault(pool.natOutgoing, IP_POOL_DEFAULTS.natOutgoing),
        nodeSelector: orDefault(pool.nodeSelector, IP_POOL_DEFAULTS.nodeSelector),
        disabled: orDefault(pool.disabled, IP_POOL_DEFAULTS.disabled),
        allowedUses: orDefault<pulumi.Input<AllowedUse>[]>(pool.allowedUses, [...IP_POOL_DEFAULTS.allowedUses]),
        disableBGPExport: pool.disableBGPExport,
        assignmentMode: pool.assignmentMode,
        namespaceSelector: pool.namespaceSelector,
    });
    const resource = customResource(name, manifest, withHooks(opts, provider, args.guardDeletion === true));
    return { resource, pool };
}

/**
 * A pool of addresses for pods: one Calico IPPool object. Every mode is written out, so that nothing depends on which
 * version of Calico fills it in, and everything that Calico would refuse or break on is refused in the preview.
 *
 * The CIDR and the block size can never be changed: an update that tries so is stopped, with the steps of a migration.
 *
 * Example: new IPPool("pool-a", { cidr: "10.233.64.0/20", vxlanMode: "CrossSubnet", natOutgoing: true })
 *
 * See https://docs.tigera.io/calico/latest/reference/resources/ippool
 */
export class IPPool extends pulumi.ComponentResource {
    /** Name of the IPPool object. */
    public readonly poolName: pulumi.Output<string>;
    /** Addresses of the pool. */
    public readonly cidr: pulumi.Output<string>;

    constructor(name: string, args: IPPoolArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:IPPool", name, args, opts);
        const { resource, pool } = ipPoolResource(name, args, { parent: this }, waits(opts));
        this.poolName = after(resource, pool.poolName);
        this.cidr = after(resource, pool.cidr);
        this.registerOutputs({ poolName: this.poolName, cidr: this.cidr });
    }
}

function blockSize({ blockSize: given, cidr }: IPPoolArgs): pulumi.Input<number | undefined> {
    if (given === undefined) {
        return derived(cidr, defaultBlockSize);
    }
    const late: pulumi.Output<[number | undefined, string]> = pulumi.all([given, cidr]);
    return isPrompt(given) ? given : late.apply(([size, known]) => size ?? defaultBlockSize(known));
}

function withHooks(
    opts: pulumi.CustomResourceOptions,
    provider: pulumi.ProviderResource | undefined,
    isGuarded: boolean,
): pulumi.CustomResourceOptions {
    const immutable = immutableHook();
    // Registered for every pool's cluster: the engine asks for the hook of a pool that the program no longer has.
    const guard = deletionGuard(provider);
    return pulumi.mergeOptions(opts, {
        hooks: {
            ...(immutable ? { beforeUpdate: [immutable] } : {}),
            ...(guard && isGuarded ? { beforeDelete: [guard] } : {}),
        },
    });
}
