// SPDX-License-Identifier: Apache-2.0
import { addressText, type Cidr, containsAddress } from "../cidr";
import type { Allocation } from "../ipam/allocation";
import type { MigrationWorld } from "./world";

/** An address of the tunnel device of a node. */
export interface TunnelAddress {
    readonly node: string;
    readonly address: string;
}

/** Where Calico notes the addresses of tunnel devices. Source: libcalico-go/lib/backend/k8s/resources/node.go of Calico */
export const TUNNEL_ANNOTATIONS: readonly string[] = [
    "IPv4IPIPTunnelAddr",
    "IPv4VXLANTunnelAddr",
    "IPv6VXLANTunnelAddr",
    "IPv4WireguardInterfaceAddr",
    "IPv6WireguardInterfaceAddr",
].map((name) => `projectcalico.org/${name}`);

/** The addresses of a block that tunnel devices have, as nodes or Calico's allocations tell, by node. */
export function tunnelsIn(
    range: Cidr,
    nodes: MigrationWorld["nodes"],
    allocated: readonly Allocation[],
): TunnelAddress[] {
    const noted = nodes.flatMap(({ metadata }) =>
        TUNNEL_ANNOTATIONS.flatMap((key) => {
            const address = metadata?.annotations?.[key];
            return address !== undefined && containsAddress(range, address)
                ? [{ node: metadata?.name ?? "", address }]
                : [];
        }),
    );
    const given = allocated.flatMap(({ use, node, address }) =>
        use === "tunnel" ? [{ node: node ?? "", address: addressText(range.family, address) }] : [],
    );
    const all = new Map([...noted, ...given].map((tunnel) => [`${tunnel.node} ${tunnel.address}`, tunnel]));
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tunnel]) => tunnel);
}
