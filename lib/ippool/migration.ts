// SPDX-License-Identifier: Apache-2.0
import { overlaps, parseCidr } from "../cidr";
import { shown } from "../problem";
import type { RuleInfo } from "../rule";
import { defaultBlockSize } from "./spec";

/** The rule that neither CIDR nor block size of a pool ever changes. Kept by a hook, with a migration as its message. */
export const IMMUTABLE_RULE: RuleInfo = {
    id: "ippool-immutable",
    reason: "Calico cannot change a pool in place, and a new one under the same name would take the addresses from running pods.",
    source: "libcalico-go/config/crd/crd.projectcalico.org_ippools.yaml of Calico 3.32",
};

/** What of a pool can never change. */
export interface PoolIdentity {
    readonly cidr?: unknown;
    readonly blockSize?: unknown;
}

/** What of a pool cannot change the way it was changed, and how to get there all the same. */
export interface Migration {
    /** Sentences: what was changed. */
    readonly changes: readonly string[];
    /** Sentences, in their order: what to do instead. */
    readonly steps: readonly string[];
}

/** Why a pool cannot become the other one, whatever part of it is changed. */
export const IMMUTABLE_REASON = "Calico cannot change a pool in place: addresses in use would be lost.";

/** The migration from a pool to one that cannot be made of it; undefined if nothing changes that is fixed. */
export function migrationOf(
    poolName: string,
    before: PoolIdentity,
    after: PoolIdentity,
    show: (value: unknown) => string = shown,
): Migration | undefined {
    const changed = (["cidr", "blockSize"] as const).filter(
        (property) => fixed(before)[property] !== fixed(after)[property],
    );
    const next = `${poolName}-v2`;
    return changed.length === 0
        ? undefined
        : {
              changes: changed.map(
                  (property) =>
                      `'${property}' must stay ${show(fixed(before)[property])}. It was changed to ${show(fixed(after)[property])}.`,
              ),
              steps: [
                  `Put "${poolName}" back as it was and add a pool "${next}" ${nextRange(before, after, show)}.`,
                  `Bind the namespaces of "${poolName}" to "${poolName}" and "${next}".`,
                  `Bind them to "${next}" alone and restart their workloads.`,
                  `Set disabled: true on "${poolName}". Once no pod has an address of ${show(before.cidr)}, remove it.`,
              ],
          };
}

/** Why a change of a pool is refused and what to do instead; undefined if it changes nothing that is fixed. */
export function immutableChange(
    poolName: string,
    before: PoolIdentity,
    after: PoolIdentity,
    show: (value: unknown) => string = shown,
): string | undefined {
    const migration = migrationOf(poolName, before, after, show);
    return (
        migration &&
        [
            `IPPool "${poolName}":`,
            ...migration.changes.map((change) => `  - ${change}`),
            `${IMMUTABLE_REASON} Migrate instead:`,
            ...migration.steps.map((step, index) => `  ${index + 1}. ${step}`),
        ].join("\n")
    );
}

/** What the new pool may have: never addresses of the old one, which is there until the last pod has left it. */
function nextRange(before: PoolIdentity, after: PoolIdentity, show: (value: unknown) => string): string {
    const [old, wanted] = [before.cidr, after.cidr].map((cidr) => parseCidr(typeof cidr === "string" ? cidr : ""));
    const size = `blockSize ${show(fixed(after).blockSize)}`;
    return old && wanted && overlaps(old, wanted)
        ? `with ${size} and a CIDR that does not overlap ${show(before.cidr)}`
        : `with cidr ${show(after.cidr)} and ${size}`;
}

/** A pool without a block size has Calico's default one, so that writing it out is no change. */
function fixed({ cidr, blockSize }: PoolIdentity): PoolIdentity {
    return { cidr, blockSize: blockSize ?? (typeof cidr === "string" ? defaultBlockSize(cidr) : undefined) };
}
