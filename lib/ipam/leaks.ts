// SPDX-License-Identifier: Apache-2.0
import { parseAddress } from "../cidr";
import { namespacedName } from "../cluster/objects";
import { type PodWithAddress, statedAddresses } from "../cluster/pods";
import type { Allocation } from "./allocation";
import type { PoolUse } from "./use";

/** The addresses of pods by "namespace/name". */
export type PodAddresses = ReadonlyMap<string, readonly bigint[]>;

/** The addresses of pods, of those too that have ended; a pod without one is there all the same. */
export function podAddresses(pods: readonly PodWithAddress[]): PodAddresses {
    return new Map(
        pods.map((pod) => [
            namespacedName(pod),
            statedAddresses(pod).flatMap((text) => parseAddress(text)?.value ?? []),
        ]),
    );
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
