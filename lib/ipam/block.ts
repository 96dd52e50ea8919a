// SPDX-License-Identifier: Apache-2.0
import { type Cidr, contains, parseCidr } from "../cidr";

/** What is read of an IPAMBlock. Source: AllocationBlock in libcalico-go/lib/backend/model/block.go of Calico. */
export interface IPAMBlock {
    readonly metadata?: { readonly name?: string };
    readonly spec?: {
        readonly cidr?: string;
        /** Who has taken the block, such as "host:node-1". */
        readonly affinity?: string | null;
        /** For each address the place of its attributes; null if it is free. */
        readonly allocations?: readonly (number | null)[];
        readonly attributes?: readonly BlockAttributes[];
    };
}

/** Who has an address: a handle, and what is known of its owner. */
export interface BlockAttributes {
    readonly handle_id?: string | null;
    readonly secondary?: Readonly<Record<string, string>> | null;
}

/** A block with its CIDR read. */
export interface BlockInPool {
    readonly cidr: Cidr;
    readonly block: IPAMBlock;
}

/** The blocks of a pool: those that lie in its CIDR. */
export function blocksWithin(pool: Cidr, blocks: readonly IPAMBlock[]): BlockInPool[] {
    return parsedBlocks(blocks).filter(({ cidr }) => contains(pool, cidr));
}

/** The blocks that have a CIDR. */
export function parsedBlocks(blocks: readonly IPAMBlock[]): BlockInPool[] {
    return blocks.flatMap((block) => {
        const cidr = parseCidr(block.spec?.cidr);
        return cidr === undefined ? [] : [{ cidr, block }];
    });
}

/** How many addresses of a block are given away or kept back. */
export function takenIn({ spec }: IPAMBlock): number {
    return (spec?.allocations ?? []).filter((index) => index !== null).length;
}

/** The node that has taken a block; undefined for a block of no node, such as one for load balancers. */
export function nodeOfBlock({ spec }: IPAMBlock): string | undefined {
    return spec?.affinity?.startsWith("host:") === true ? spec.affinity.slice("host:".length) : undefined;
}
