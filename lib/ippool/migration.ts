// SPDX-License-Identifier: Apache-2.0
import { shown } from "../problem";

/** What of a pool can never change. */
export interface PoolIdentity {
    readonly cidr?: unknown;
    readonly blockSize?: unknown;
}

/** Why a change of a pool is refused and what to do instead; undefined if it changes nothing that is fixed. */
export function immutableChange(poolName: string, before: PoolIdentity, after: PoolIdentity): string | undefined {
    const changed = (["cidr", "blockSize"] as const).filter((property) => before[property] !== after[property]);
    if (changed.length === 0) {
        return undefined;
    }
    const changes = changed.map(
        (property) =>
            `  - '${property}' must stay ${shown(before[property])}. It was changed to ${shown(after[property])}.`,
    );
    const next = `${poolName}-v2`;
    const range = changed.includes("cidr")
        ? `with cidr ${shown(after.cidr)} and blockSize ${shown(after.blockSize)}`
        : `with blockSize ${shown(after.blockSize)} and another CIDR, which must not overlap ${shown(before.cidr)}`;
    return [
        `IPPool "${poolName}":`,
        ...changes,
        "Calico cannot change a pool in place: addresses in use would be lost. Migrate instead:",
        `  1. Put "${poolName}" back as it was and add a pool "${next}" ${range}.`,
        `  2. Bind the namespaces of "${poolName}" to "${poolName}" and "${next}".`,
        `  3. Set disabled: true on "${poolName}", bind the namespaces to "${next}" alone and restart their workloads.`,
        `  4. Once no pod has an address of ${shown(before.cidr)}, remove "${poolName}" from the program.`,
    ].join("\n");
}
