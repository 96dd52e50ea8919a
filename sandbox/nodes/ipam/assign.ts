// SPDX-License-Identifier: Apache-2.0
import { contains } from "kubesphere-network/lib/cidr";
import { cidrOf } from "./addresses";
import {
    addressesOf,
    affinityOf,
    blockName,
    give,
    isEmpty,
    newBlock,
    withoutOwner,
    type Block,
    type Owner,
    type Reserved,
} from "./block";
import { blocksOf, eligiblePools, NoAddressError, type Pool, type Seeker } from "./pools";

/** All blocks by CIDR. */
export type Blocks = ReadonlyMap<string, Block>;

/** What addresses are chosen from. */
export interface World {
    readonly pools: readonly Pool[];
    readonly reserved: Reserved;
    readonly now: Date;
}

/** Who seeks one address. */
export interface AddressRequest extends Seeker {
    readonly owner: Owner;
}

/** What has changed: an address was given away, and one block is other than before. */
interface Given {
    readonly address: string;
    readonly block: Block;
}

/** How many blocks a node may have before it claims no more. */
const BLOCKS_OF_NODE = 20;
/** Age from which on a node takes over the empty block of another one, in milliseconds. */
const RECLAIM_AGE = 60_000;

/**
 * Gives one address away. A node first uses free addresses of the blocks that it has in any of the pools, then claims a
 * block of the first pool that has one left, then an empty one of another node, and at last borrows an address from
 * another node's block. Throws a NoAddressError. Source: autoAssign in libcalico-go/lib/ipam/ipam.go of Calico.
 */
export function assign(blocks: Blocks, request: AddressRequest, world: World): Given {
    const pools = eligiblePools(world.pools, request);
    return (
        ofOwnBlocks(blocks, pools, request, world) ??
        ofNewBlock(blocks, pools, request, world) ??
        borrowed(blocks, pools, request, world) ??
        exhausted(pools, request)
    );
}

/** One address for each request of one owner, or none at all; an owner that has addresses already keeps those. */
export function assignAll(
    blocks: Blocks,
    requests: readonly AddressRequest[],
    world: World,
): { readonly addresses: string[]; readonly changed: readonly Block[] } {
    const had = [...new Set(requests.map(({ owner }) => owner.handle_id))].flatMap((handle) => held(blocks, handle));
    if (had.length > 0) {
        return { addresses: had, changed: [] };
    }
    const now = new Map(blocks);
    const changed = new Map<string, Block>();
    const addresses = requests.map((request) => {
        const { address, block } = assign(now, request, world);
        now.set(block.cidr, block);
        changed.set(block.cidr, block);
        return address;
    });
    return { addresses, changed: [...changed.values()] };
}

/** Gives back all that an owner has; the blocks that are other than before. */
export function release(blocks: Blocks, handle: string): Block[] {
    return [...blocks.values()]
        .filter((block) => withoutOwner(block, handle) !== block)
        .map((block) => withoutOwner(block, handle));
}

/** The addresses of an owner, of all blocks. */
export function held(blocks: Blocks, handle: string): string[] {
    return [...blocks.values()].flatMap((block) => addressesOf(block, handle));
}

function ownBlocks(blocks: Blocks, pools: readonly Pool[], node: string): Block[] {
    const ranges = pools.map(({ cidr }) => cidrOf(cidr));
    return [...blocks.values()]
        .filter(
            ({ affinity, cidr }) =>
                affinity === affinityOf(node) && ranges.some((range) => contains(range, cidrOf(cidr))),
        )
        .sort((one, other) => (blockName(one.cidr) < blockName(other.cidr) ? -1 : 1));
}

function ofOwnBlocks(blocks: Blocks, pools: readonly Pool[], request: AddressRequest, world: World): Given | undefined {
    return first(ownBlocks(blocks, pools, request.node.name), (block) => give(block, request.owner, world.reserved));
}

function ofNewBlock(blocks: Blocks, pools: readonly Pool[], request: AddressRequest, world: World): Given | undefined {
    const { name } = request.node;
    if (ownBlocks(blocks, pools, name).length >= BLOCKS_OF_NODE) {
        throw new NoAddressError("cannot allocate new block due to per host block limit");
    }
    const claim = (cidr: string) => give(newBlock(cidr, name, world.now), request.owner, world.reserved);
    return (
        first(allBlocks(pools, name), (cidr) => (blocks.has(cidr) ? undefined : claim(cidr))) ??
        first(allBlocks(pools, name), (cidr) => (isReclaimable(blocks.get(cidr), world) ? claim(cidr) : undefined))
    );
}

function isReclaimable(block: Block | undefined, { now }: World): boolean {
    return (
        block !== undefined &&
        isEmpty(block) &&
        now.getTime() - new Date(block.affinityClaimTime ?? 0).getTime() >= RECLAIM_AGE
    );
}

function borrowed(blocks: Blocks, pools: readonly Pool[], request: AddressRequest, world: World): Given | undefined {
    return first(allBlocks(pools, request.node.name), (cidr) => {
        const block = blocks.get(cidr);
        return block && give(block, request.owner, world.reserved);
    });
}

function exhausted(pools: readonly Pool[], { family }: Seeker): never {
    const cidrs = pools.map(({ cidr }) => cidr).join(" ");
    throw new NoAddressError(
        `failed to request IPv${family} addresses: Assigned 0 out of 1 requested IPv${family} addresses; ` +
            `No IPs available in pools: [${cidrs}]`,
    );
}

function* allBlocks(pools: readonly Pool[], node: string): Generator<string> {
    for (const pool of pools) {
        yield* blocksOf(pool, node);
    }
}

function first<T, R>(candidates: Iterable<T>, attempt: (candidate: T) => R | undefined): R | undefined {
    for (const candidate of candidates) {
        const result = attempt(candidate);
        if (result !== undefined) {
            return result;
        }
    }
    return undefined;
}
