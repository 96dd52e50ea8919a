// SPDX-License-Identifier: Apache-2.0
import { type Cidr, containsAddress } from "../cidr";

/** What is read of a pod to tell its addresses. */
export interface PodWithAddress {
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
    readonly spec?: { readonly hostNetwork?: boolean };
    readonly status?: {
        readonly phase?: string;
        readonly podIP?: string;
        readonly podIPs?: readonly { readonly ip?: string }[];
    };
}

/** Whether a pod has ended, so that nothing of it runs again. */
export function hasEnded({ status }: Pick<PodWithAddress, "status">): boolean {
    return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** The addresses that a pod says it has, whoever else has them. */
export function statedAddresses({ status }: PodWithAddress): string[] {
    const all = [status?.podIP, ...(status?.podIPs ?? []).map(({ ip }) => ip)];
    return [...new Set(all.flatMap((text) => (text === undefined || text === "" ? [] : [text])))];
}

/** The addresses of a pod that are its own: none of a pod on the network of its node, or of one that has ended. */
export function addressesOf(pod: PodWithAddress): string[] {
    return hasEnded(pod) || pod.spec?.hostNetwork === true ? [] : statedAddresses(pod);
}

/** Whether a pod has an address of a block. */
export function hasAddressOf(range: Cidr, pod: PodWithAddress): boolean {
    return addressesOf(pod).some((address) => containsAddress(range, address));
}
