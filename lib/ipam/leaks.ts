// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, canonical, parseAddress } from "../cidr";
import type { Allocation } from "./allocation";
import type { PoolUse } from "./use";

/** What is read of a pod. */
export interface PodObject {
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
    readonly status?: { readonly podIP?: string; readonly podIPs?: readonly { readonly ip?: string }[] };
}

/** The addresses of pods by "namespace/name". */
export type PodAddresses = ReadonlyMap<string, readonly bigint[]>;

/** The addresses of pods; a pod without one is there all the same. */
export function podAddresses(pods: Iterable<PodObject>): PodAddresses {
    const addresses = new Map<string, readonly bigint[]>();
    for (const { metadata, status } of pods) {
        const texts = [status?.podIP ?? "", ...(status?.podIPs ?? []).map(({ ip }) => ip ?? "")];
        const values = texts.flatMap((text) => parseAddress(text)?.value ?? []);
        addresses.set(`${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`, values);
    }
    return addresses;
}

/**
 * The addresses of a pool that Calico has given to pods that are gone or have another address by now. It takes them back
 * after a quarter of an hour. A virtual machine keeps its address from pod to pod, and is left out. Source:
 * allocationIsValid in kube-controllers/pkg/controllers/node/ipam.go of Calico.
 */
export function leakedOf({ allocated }: PoolUse, pods: PodAddresses): Allocation[] {
    return allocated.filter(({ address, namespace, pod, isOfMachine }) => {
        if (pod === undefined || isOfMachine) {
            return false;
        }
        const own = pods.get(`${namespace ?? ""}/${pod}`);
        return own === undefined || (own.length > 0 && !own.includes(address));
    });
}

/** An address as it is written. */
export function addressText(family: 4 | 6, address: bigint): string {
    const [text = ""] = canonical({
        family,
        prefix: ADDRESS_BITS[family],
        address,
        first: address,
        last: address,
    }).split("/");
    return text;
}
