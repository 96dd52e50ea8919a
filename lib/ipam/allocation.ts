// SPDX-License-Identifier: Apache-2.0
import { type BlockAttributes, type BlockInPool, nodeOfBlock } from "./block";

/** Handle of the addresses that Calico keeps back on Windows. Source: libcalico-go/lib/ipam/ipam_block.go of Calico. */
const WINDOWS_HANDLE = "windows-reserved-ipam-handle";

/** Attribute `type` of the addresses of tunnel devices. Source: libcalico-go/lib/backend/model/block.go of Calico. */
const TUNNEL_TYPES: readonly string[] = [
    "ipipTunnelAddress",
    "vxlanTunnelAddress",
    "vxlanV6TunnelAddress",
    "wireguardTunnelAddress",
    "wireguardV6TunnelAddress",
];

/** Handles of the same, for blocks without the attribute. Source: node/pkg/allocateip/allocateip.go of Calico. */
const TUNNEL_HANDLE = /^(ipip|vxlan|vxlan-v6|wireguard|wireguard-v6)-tunnel-addr-/;

/** What an address is given away for; "reserved" is kept back, and "other" has neither namespace nor tunnel. */
export type AddressUse = "namespaced" | "tunnel" | "reserved" | "other";

/** An address of a block that is not free. */
export interface Allocation {
    readonly address: bigint;
    readonly use: AddressUse;
    readonly namespace?: string;
    readonly pod?: string;
    /** Where it is used. */
    readonly node?: string;
    /** Whether the block belongs to somebody else than the node that uses the address. */
    readonly isBorrowed: boolean;
    /** Whether a virtual machine has it, which keeps it from one pod to the next. */
    readonly isOfMachine: boolean;
}

/** The addresses of a block that are not free, in their order. */
export function allocationsOf({ cidr, block }: BlockInPool): Allocation[] {
    const { allocations = [], attributes = [] } = block.spec ?? {};
    const owner = nodeOfBlock(block);
    return allocations.flatMap((index, ordinal) =>
        index === null ? [] : [allocation(cidr.first + BigInt(ordinal), attributes[index] ?? {}, owner)],
    );
}

/** An allocation without an attribute for its node is of an old Calico, and nobody knows whether it is borrowed. */
function allocation(address: bigint, attributes: BlockAttributes, owner: string | undefined): Allocation {
    const { namespace, pod, node, "vmi-name": machine } = attributes.secondary ?? {};
    return {
        address,
        use: useOf(attributes),
        namespace,
        pod,
        node,
        isBorrowed: node !== undefined && node !== owner,
        isOfMachine: machine !== undefined,
    };
}

function useOf({ handle_id, secondary }: BlockAttributes): AddressUse {
    const handle = (handle_id ?? "").toLowerCase();
    if (handle === WINDOWS_HANDLE) {
        return "reserved";
    }
    if (TUNNEL_TYPES.includes(secondary?.type ?? "") || TUNNEL_HANDLE.test(handle)) {
        return "tunnel";
    }
    return secondary?.namespace === undefined ? "other" : "namespaced";
}
