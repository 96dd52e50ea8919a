// SPDX-License-Identifier: Apache-2.0
import { matches } from "../label-selector";
import { NAMESPACE_LABEL } from "../labels";
import { AddressSet } from "./addresses";
import { isPod, isWorkload, type Party, type PolicyPeer, type World } from "./world";

/** What is asked of the world to tell who a peer is. */
export type PeerWorld = Pick<World, "namespaces">;

type IpBlock = NonNullable<PolicyPeer["ipBlock"]>;

/** Addresses that no pod has: this network, loopback, link-local, multicast and broadcast. */
const NEVER_OF_PODS = [
    "0.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "224.0.0.0/4",
    "255.255.255.255/32",
    "::/127",
    "fe80::/10",
    "ff00::/8",
];

/** For each family all addresses that a pod may have. */
const OF_PODS = ["0.0.0.0/0", "::/0"].map((all) => AddressSet.of(all, NEVER_OF_PODS));

/** What a block has, worked out once: rules ask for the same ones again and again. */
interface Block {
    readonly addresses: AddressSet;
    /** Whether it has every address that a pod may have of one family. */
    readonly hasAllOfPods: boolean;
}

const blocks = new WeakMap<IpBlock, Block>();

/**
 * Whether a peer of a rule means a party. `namespace` is that of the policy, in which a podSelector without a
 * namespaceSelector looks for pods; both together must match. Pods on the network of their node are found by no selector,
 * only by blocks. A peer that says nothing, which the API server refuses, means nobody.
 */
export function means(peer: PolicyPeer, party: Party, namespace: string, { namespaces }: PeerWorld): boolean {
    const { ipBlock, podSelector, namespaceSelector } = peer;
    if (ipBlock !== undefined) {
        return isIn(ipBlock, party);
    }
    if ((podSelector === undefined && namespaceSelector === undefined) || !isPod(party)) {
        return false;
    }
    const isThere =
        namespaceSelector === undefined
            ? party.namespace === namespace
            : matches(namespaceSelector, namespaces.get(party.namespace) ?? {});
    return isThere && matches(podSelector ?? {}, party.labels);
}

/** The addresses of a block. */
export function addressesOf(ipBlock: IpBlock): AddressSet {
    return blockOf(ipBlock).addresses;
}

/**
 * Whether a peer means the namespace of a party by the label that KubeSphere 3 gives to namespaces, and misses it since the
 * namespace has no such label.
 */
export function missesLabel(
    { namespaceSelector, podSelector = {} }: PolicyPeer,
    party: Party,
    { namespaces }: PeerWorld,
): boolean {
    return (
        isPod(party) &&
        namespaceSelector?.matchLabels?.[NAMESPACE_LABEL] === party.namespace &&
        namespaces.get(party.namespace)?.[NAMESPACE_LABEL] !== party.namespace &&
        matches(podSelector, party.labels)
    );
}

/**
 * One address is enough: pods of two families have one of each. Pods whose addresses are not known are in a block only if it
 * has every address that a pod may have of IPv4, or of IPv6: in 0.0.0.0/0 without 169.254.169.254, but not in 0.0.0.0/0
 * without 10.0.0.0/8.
 */
function isIn(ipBlock: IpBlock, party: Party): boolean {
    const { addresses, hasAllOfPods } = blockOf(ipBlock);
    const own = isWorkload(party) ? party.addresses : [party.address];
    return own.length === 0 ? hasAllOfPods : own.some((address) => addresses.has(address));
}

function blockOf(ipBlock: IpBlock): Block {
    const known = blocks.get(ipBlock);
    if (known !== undefined) {
        return known;
    }
    const addresses = AddressSet.of(ipBlock.cidr, ipBlock.except);
    const block = { addresses, hasAllOfPods: OF_PODS.some((all) => all.minus(addresses).isEmpty) };
    blocks.set(ipBlock, block);
    return block;
}
