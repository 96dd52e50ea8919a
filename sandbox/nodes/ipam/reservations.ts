// SPDX-License-Identifier: Apache-2.0
import { containsAddress, parseCidr } from "kubesphere-network/lib/cidr";
import type { KubernetesObject } from "../../kubernetes/client";
import type { Reserved } from "./block";

/** Which addresses IPReservations keep from everybody. Entries that are no CIDR reserve nothing. */
export function reservedBy(reservations: Iterable<KubernetesObject>): Reserved {
    const ranges = [...reservations]
        .flatMap(({ spec }) => (spec as { reservedCIDRs?: readonly string[] } | undefined)?.reservedCIDRs ?? [])
        .map(parseCidr)
        .filter((cidr) => cidr !== undefined);
    return (address) => ranges.some((range) => containsAddress(range, address));
}
