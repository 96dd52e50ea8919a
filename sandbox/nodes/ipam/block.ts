// SPDX-License-Identifier: Apache-2.0
import { addressAt, cidrOf, sizeOf } from "./addresses";

/** Who has addresses of a block. Source: libcalico-go/lib/backend/model/block.go of Calico. */
export interface Owner {
    /** Names the sandbox of one pod or the tunnel of one node: all that it has is given back at once. */
    readonly handle_id: string;
    readonly secondary: Readonly<Record<string, string>>;
}

/** The spec of an IPAMBlock. Never changed in place. */
export interface Block {
    readonly cidr: string;
    /** The node that takes addresses from it first, as "host:<node>". Missing once the node has let it go. */
    readonly affinity?: string;
    /** ISO 8601. */
    readonly affinityClaimTime?: string;
    /** For each address the index of its owner in `attributes`. */
    readonly allocations: readonly (number | null)[];
    readonly attributes: readonly Partial<Owner>[];
    /** Free addresses in the order in which they are given away. */
    readonly unallocated: readonly number[];
    readonly sequenceNumber: number;
    /** Sequence number of the block when each of its addresses was given away. */
    readonly sequenceNumberForAllocation: Readonly<Record<string, number>>;
    readonly strictAffinity: boolean;
    readonly deleted: boolean;
}

/** Whether an address is kept from everybody. */
export type Reserved = (address: string) => boolean;

/** The affinity of a node's blocks. */
export function affinityOf(node: string): string {
    return `host:${node}`;
}

/** Name of the IPAMBlock: "10-42-0-0-26" for 10.42.0.0/26. Source: CIDRToName in libcalico-go/lib/names of Calico. */
export function blockName(cidr: string): string {
    return cidr.replace(/[./:]/g, "-");
}

/** A block that a node has just claimed, with all its addresses free. */
export function newBlock(cidr: string, node: string, now: Date): Block {
    const size = sizeOf(cidrOf(cidr));
    return {
        cidr,
        affinity: affinityOf(node),
        affinityClaimTime: now.toISOString(),
        allocations: Array.from({ length: size }, () => null),
        attributes: [],
        unallocated: Array.from({ length: size }, (_, ordinal) => ordinal),
        // A block that is made again does not repeat the numbers of its former life.
        sequenceNumber: now.getTime(),
        sequenceNumberForAllocation: {},
        strictAffinity: false,
        deleted: false,
    };
}

/** The next free address of a block, and the block after it was given to an owner; undefined if the block is full. */
export function give(
    block: Block,
    owner: Owner,
    reserved: Reserved,
): { readonly address: string; readonly block: Block } | undefined {
    const cidr = cidrOf(block.cidr);
    const given = block.unallocated.find((ordinal) => !reserved(addressAt(cidr, ordinal)));
    if (given === undefined) {
        return undefined;
    }
    const known = block.attributes.findIndex(({ handle_id }) => handle_id === owner.handle_id);
    const index = known === -1 ? block.attributes.length : known;
    const after = {
        ...block,
        allocations: block.allocations.map((allocation, ordinal) => (ordinal === given ? index : allocation)),
        attributes: known === -1 ? [...block.attributes, owner] : block.attributes,
        unallocated: block.unallocated.filter((ordinal) => ordinal !== given),
        sequenceNumber: block.sequenceNumber + 1,
        sequenceNumberForAllocation: { ...block.sequenceNumberForAllocation, [given]: block.sequenceNumber },
    };
    return { address: addressAt(cidr, given), block: after };
}

/** The block after an owner has given back all that it had; the same block if that is nothing. */
export function withoutOwner(block: Block, handle: string): Block {
    const index = block.attributes.findIndex(({ handle_id }) => handle_id === handle);
    if (index === -1) {
        return block;
    }
    const returned = ordinalsOf(block, index);
    const numbers = Object.entries(block.sequenceNumberForAllocation);
    return {
        ...block,
        allocations: block.allocations.map((allocation) => shifted(allocation, index)),
        attributes: block.attributes.filter((_, position) => position !== index),
        unallocated: [...block.unallocated, ...returned],
        sequenceNumber: block.sequenceNumber + 1,
        sequenceNumberForAllocation: Object.fromEntries(
            numbers.filter(([ordinal]) => !returned.includes(Number(ordinal))),
        ),
    };
}

/** The addresses that an owner has of a block. */
export function addressesOf(block: Block, handle: string): string[] {
    const index = block.attributes.findIndex(({ handle_id }) => handle_id === handle);
    const cidr = cidrOf(block.cidr);
    return index === -1 ? [] : ordinalsOf(block, index).map((ordinal) => addressAt(cidr, ordinal));
}

/** Whether nobody has an address of the block. */
export function isEmpty(block: Block): boolean {
    return block.allocations.every((allocation) => allocation === null);
}

function ordinalsOf(block: Block, index: number): number[] {
    return block.allocations.flatMap((allocation, ordinal) => (allocation === index ? [ordinal] : []));
}

function shifted(allocation: number | null, removed: number): number | null {
    if (allocation === null || allocation === removed) {
        return null;
    }
    return allocation > removed ? allocation - 1 : allocation;
}
