// SPDX-License-Identifier: Apache-2.0
import { containsAddress } from "kubesphere-network/lib/cidr";
import { NODE } from "kubesphere-network/lib/kinds";
import { AllowedUse, TunnelMode } from "kubesphere-network/lib/ippool/spec";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import type { Addresses } from "./addresses";
import { cidrOf } from "./ipam/addresses";
import { allows, isEnabled, NoAddressError, selectsNode, type Pool } from "./ipam/pools";
import { MANAGER } from "./names";

/** A kind of tunnel device. Source: node/pkg/allocateip/allocateip.go of Calico. */
interface Tunnel {
    /** Type of the address in a block's attributes. */
    readonly type: string;
    readonly handlePrefix: string;
    /** Annotation of the node that names the address. */
    readonly annotation: string;
    readonly mode: (pool: Pool) => string | undefined;
}

const TUNNELS: readonly Tunnel[] = [
    {
        type: "ipipTunnelAddress",
        handlePrefix: "ipip-tunnel-addr-",
        annotation: "projectcalico.org/IPv4IPIPTunnelAddr",
        mode: ({ ipipMode }) => ipipMode,
    },
    {
        type: "vxlanTunnelAddress",
        handlePrefix: "vxlan-tunnel-addr-",
        annotation: "projectcalico.org/IPv4VXLANTunnelAddr",
        mode: ({ vxlanMode }) => vxlanMode,
    },
];

/** Gives the tunnel devices of nodes addresses of the pools that have such tunnels, and takes them away with the last one. */
export class Tunnels {
    constructor(
        private readonly client: KubernetesClient,
        private readonly addresses: Addresses,
        /** Told when an address is free again. */
        private readonly freed: () => void,
    ) {}

    /** Sees to all tunnels of a node. */
    async sync(node: KubernetesObject): Promise<void> {
        for (const tunnel of TUNNELS) {
            await this.syncOne(node, tunnel);
        }
    }

    private async syncOne(node: KubernetesObject, tunnel: Tunnel): Promise<void> {
        const { name = "" } = node.metadata;
        const handle = `${tunnel.handlePrefix}${name}`;
        const pools = await this.addresses.pools();
        const ranges = pools.filter((pool) => hasTunnel(pool, tunnel, node)).map(({ cidr }) => cidr);
        const [had] = this.addresses.heldBy(handle);
        const keeps = had !== undefined && ranges.some((range) => containsAddress(cidrOf(range), had));
        if (had !== undefined && !keeps) {
            await this.addresses.giveBack(handle);
            this.freed();
        }
        const address = keeps ? had : await this.take(node, tunnel, ranges);
        await this.annotate(node, tunnel.annotation, address);
    }

    /** An address where there is one to get; a node can do without. */
    private async take(
        { metadata: { name = "", labels = {} } }: KubernetesObject,
        { type, handlePrefix }: Tunnel,
        requested: readonly string[],
    ): Promise<string | undefined> {
        if (requested.length === 0) {
            return undefined;
        }
        const owner = { handle_id: `${handlePrefix}${name}`, secondary: { node: name, type } };
        try {
            return await this.addresses.ofTunnel({ requested, node: { name, labels }, owner });
        } catch (error) {
            if (error instanceof NoAddressError) {
                return undefined;
            }
            throw error;
        }
    }

    private async annotate(node: KubernetesObject, annotation: string, address: string | undefined): Promise<void> {
        const { name = "", annotations = {} } = node.metadata;
        if (annotations[annotation] === address) {
            return;
        }
        const path = `/metadata/annotations/${annotation.replaceAll("/", "~1")}`;
        const operation = address === undefined ? { op: "remove", path } : { op: "add", path, value: address };
        await this.client.jsonPatch({ kind: NODE, name }, [operation], { fieldManager: MANAGER });
    }
}

function hasTunnel(pool: Pool, { mode }: Tunnel, { metadata: { labels = {} } }: KubernetesObject): boolean {
    return (
        isEnabled(pool) &&
        (mode(pool) ?? TunnelMode.Never) !== TunnelMode.Never &&
        cidrOf(pool.cidr).family === 4 &&
        allows(pool, AllowedUse.Tunnel) &&
        selectsNode(pool, labels)
    );
}
