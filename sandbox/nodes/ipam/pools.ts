// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, canonical, parseCidr } from "kubesphere-network/lib/cidr";
import {
    AllowedUse,
    AssignmentMode,
    IP_POOL_DEFAULTS,
    blockSizeOf,
    type IPPoolSpec,
} from "kubesphere-network/lib/ippool/spec";
import { selects } from "kubesphere-network/lib/selector/evaluate";
import { parseSelector } from "kubesphere-network/lib/selector/parse";
import { cidrOf, subnet } from "./addresses";

/** A pool as Calico's address management sees it. */
export interface Pool extends IPPoolSpec {
    readonly name: string;
    /** Whether it is being deleted, which ends it as disabling does. */
    readonly deleting?: boolean;
}

/** Labels of a node or a namespace. */
export type Labels = Readonly<Record<string, string>>;

/** For whom pools are looked for. */
export interface Seeker {
    readonly family: 4 | 6;
    readonly use: AllowedUse;
    /** CIDRs of the pools that are asked for. Empty if any will do. */
    readonly requested: readonly string[];
    readonly node: { readonly name: string; readonly labels: Labels };
    /** Labels of the pod's namespace. None for a tunnel. */
    readonly namespaceLabels: Labels;
}

/** Why Calico gives no address, in Calico's words. */
export class NoAddressError extends Error {}

/** Whether new addresses come from a pool. */
export function isEnabled({ disabled = false, deleting = false }: Pool): boolean {
    return !disabled && !deleting;
}

/** Whether a pool's addresses may be used for something. Without a list: for pods and tunnels. */
export function allows({ allowedUses }: Pool, use: AllowedUse): boolean {
    const uses = allowedUses ?? [];
    return (uses.length === 0 ? IP_POOL_DEFAULTS.allowedUses : uses).some((allowed) => allowed === use);
}

/** Whether a pool's nodeSelector selects a node. */
export function selectsNode({ nodeSelector = "" }: Pool, labels: Labels): boolean {
    return selects(parseSelector(nodeSelector), labels);
}

/**
 * The pools that an address may come from, in the order in which they are tried. Pools that are asked for must all be
 * there and enabled, and then their selectors and their mode are not looked at. Throws a NoAddressError if there are none.
 * Source: determinePools in libcalico-go/lib/ipam/ipam.go of Calico.
 */
export function eligiblePools(pools: readonly Pool[], seeker: Seeker): Pool[] {
    const enabled = pools
        .filter((pool) => isEnabled(pool) && cidrOf(pool.cidr).family === seeker.family)
        .sort((one, other) => (one.name < other.name ? -1 : 1));
    if (enabled.length === 0) {
        throw new NoAddressError("cannot find a qualified ippool");
    }
    const matching = seeker.requested.length > 0 ? requestedPools(enabled, seeker) : openPools(enabled, seeker);
    if (matching.length === 0) {
        throw new NoAddressError(`no configured Calico pools for node ${seeker.node.name}`);
    }
    const allowed = matching.filter((pool) => allows(pool, seeker.use));
    if (allowed.length === 0) {
        throw new NoAddressError(`cannot find a qualified ippool, no pools match the required use (${seeker.use})`);
    }
    return allowed;
}

function requestedPools(enabled: readonly Pool[], { requested }: Seeker): Pool[] {
    return requested.map((cidr) => {
        const pool = enabled.find((candidate) => canonical(cidrOf(candidate.cidr)) === cidr);
        if (pool === undefined) {
            throw new NoAddressError(`the given pool (${cidr}) does not exist, or is not enabled`);
        }
        return pool;
    });
}

function openPools(enabled: readonly Pool[], { node, namespaceLabels }: Seeker): Pool[] {
    return enabled.filter(
        (pool) =>
            (pool.assignmentMode ?? AssignmentMode.Automatic) === AssignmentMode.Automatic &&
            selectsNode(pool, node.labels) &&
            selects(parseSelector(pool.namespaceSelector ?? ""), namespaceLabels),
    );
}

/**
 * The CIDRs of the pools that a list names: each entry is a CIDR or the exact name of a pool. Throws a NoAddressError for
 * an entry that is neither. Source: ResolvePools in cni-plugin/internal/pkg/utils/utils.go of Calico.
 */
export function resolvePools(entries: readonly string[], pools: readonly Pool[], family: 4 | 6): string[] {
    return entries.map((entry) => {
        const named = pools.find(({ name }) => name === entry)?.cidr;
        const cidr = parseCidr(entry) ?? parseCidr(named);
        if (cidr === undefined) {
            throw new NoAddressError(`error parsing pool "${entry}": invalid CIDR address: ${entry}`);
        }
        const text = canonical(cidr);
        if (cidr.family !== family) {
            throw new NoAddressError(`"${text.split("/")[0] ?? ""}" isn't a IPv${family} address`);
        }
        return text;
    });
}

/** The CIDRs of a pool's blocks, from the one on at which a node begins, so that nodes rarely want the same one. */
export function* blocksOf(pool: Pool, node: string): Generator<string> {
    const cidr = cidrOf(pool.cidr);
    const prefix = pool.blockSize ? pool.blockSize : blockSizeOf(cidr);
    const size = 1n << BigInt(ADDRESS_BITS[cidr.family] - prefix);
    const count = (cidr.last - cidr.first + 1n) / size;
    const start = count === 0n ? 0n : BigInt(seedOf(node)) % count;
    for (let index = 0n; index < count; index++) {
        yield subnet(cidr, cidr.first + ((start + index) % count) * size, prefix);
    }
}

/** FNV-1a, 32 bits: the same start for a node every time. Calico feeds such a hash to Go's random numbers first. */
function seedOf(text: string): number {
    return [...Buffer.from(text)].reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
