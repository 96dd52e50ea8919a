// SPDX-License-Identifier: Apache-2.0
import { type Cidr, parseAddress, parseCidr } from "../../cidr";
import { POD } from "../../kinds";
import type { Labels, LabelSelector } from "../../label-selector";
import type { NetworkPolicy, PolicyPeer, Workload } from "../../reach/world";
import type { Pod } from "./pods";

/** What tells pods apart: the labels that selectors ask for, and the places between which blocks of addresses begin and end. */
export interface Distinctions {
    readonly keys: ReadonlySet<string>;
    /** The labels of namespaces that selectors ask for. */
    readonly namespaceKeys: ReadonlySet<string>;
    readonly bounds: Readonly<Record<4 | 6, readonly bigint[]>>;
}

/** What the policies and other selectors tell pods apart by. */
export function distinctions(policies: Iterable<NetworkPolicy>, selectors: Iterable<LabelSelector>): Distinctions {
    const [keys, namespaceKeys] = [new Set<string>(), new Set<string>()];
    const blocks: Cidr[] = [];
    const addPeer = ({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): void => {
        addKeys(keys, podSelector);
        addKeys(namespaceKeys, namespaceSelector);
        const texts = ipBlock === undefined ? [] : [ipBlock.cidr, ...(ipBlock.except ?? [])];
        blocks.push(...texts.map(parseCidr).filter((block) => block !== undefined));
    };
    for (const selector of selectors) {
        addKeys(keys, selector);
    }
    for (const { podSelector, ingress = [], egress = [] } of policies) {
        addKeys(keys, podSelector);
        [...ingress, ...egress].flatMap(({ peers = [] }) => peers).forEach(addPeer);
    }
    const boundsOf = (family: 4 | 6): bigint[] =>
        [
            ...new Set(
                blocks.filter((each) => each.family === family).flatMap(({ first, last }) => [first, last + 1n]),
            ),
        ].sort((a, b) => (a < b ? -1 : 1));
    return { keys, namespaceKeys, bounds: { 4: boundsOf(4), 6: boundsOf(6) } };
}

function addKeys(keys: Set<string>, { matchLabels = {}, matchExpressions = [] }: LabelSelector = {}): void {
    for (const key of [...Object.keys(matchLabels), ...matchExpressions.map((expression) => expression.key)]) {
        keys.add(key);
    }
}

/** Pods as workloads: those of one owner are one, as long as nothing tells them apart. */
export function workloadsOf(pods: readonly Pod[], by: Distinctions): Workload[] {
    const owners = new Map<string, Map<string, Pod[]>>();
    for (const pod of pods) {
        const owner = JSON.stringify([pod.namespace, pod.owner.kind, pod.owner.name]);
        const alike = owners.get(owner) ?? new Map<string, Pod[]>();
        owners.set(owner, alike);
        const key = signature(pod, by);
        const group = alike.get(key) ?? [];
        alike.set(key, group);
        group.push(pod);
    }
    return [...owners.values()].flatMap((alike) => [...alike.values()].map((group) => workload(group, alike.size > 1)));
}

function workload(pods: readonly Pod[], isPartOfOwner: boolean): Workload {
    const [first] = pods as [Pod];
    const { kind, name } = isPartOfOwner ? { kind: POD.kind, name: first.podName ?? first.owner.name } : first.owner;
    return {
        namespace: first.namespace,
        kind,
        name: isPartOfOwner && pods.length > 1 ? `${name} and ${pods.length - 1} more of ${first.owner.name}` : name,
        labels: commonLabels(pods),
        ports: first.ports,
        addresses: [...new Set(pods.flatMap(({ addresses }) => addresses))],
        isHostNetwork: first.isHostNetwork,
    };
}

function signature({ labels, ports, addresses, isHostNetwork }: Pod, { keys, bounds }: Distinctions): string {
    const asked = Object.entries(labels).filter(([key]) => keys.has(key));
    const places = addresses.map((text) => {
        const address = parseAddress(text);
        return address === undefined ? text : `${address.family}:${placeOf(bounds[address.family], address.value)}`;
    });
    return JSON.stringify([asked.sort(([a], [b]) => (a < b ? -1 : 1)), ports, places.sort(), isHostNetwork]);
}

/** How many bounds are at or below an address. */
function placeOf(bounds: readonly bigint[], address: bigint): number {
    let [low, high] = [0, bounds.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((bounds[middle] ?? 0n) <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

function commonLabels([first, ...others]: readonly Pod[]): Labels {
    const entries = Object.entries(first?.labels ?? {});
    return Object.fromEntries(
        entries.filter(([key, value]) =>
            others.every(({ labels }) => Object.hasOwn(labels, key) && labels[key] === value),
        ),
    );
}
