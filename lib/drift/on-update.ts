// SPDX-License-Identifier: Apache-2.0
import { listed } from "../report/words";
import type { DriftField, Found } from "./drift";
import type { Trace } from "./trace";
import { isPatched, type Target, wantedAt } from "./wanted";

/** A field and who changed it. */
export interface Traced {
    readonly field: DriftField;
    readonly trace: Trace;
}

const PLAIN = 'A plain "pulumi up" says "unchanged" and changes nothing.';

/**
 * What an update of the stack does about a drift. An update compares a program with the state alone; with --refresh it
 * reads the cluster, and writes by server-side apply.
 *
 * Sources: https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts; fixCSAFieldManagers and
 * patchForce in provider/pkg/await/await.go of pulumi-kubernetes
 */
export function onUpdate(target: Target, { rule, fields }: Found, traced: readonly Traced[]): string {
    if (target.live === undefined) {
        return isPatched(target)
            ? `${PLAIN} With --refresh it wants to patch an object that is not there, and fails.`
            : `${PLAIN} With --refresh it makes the object again.`;
    }
    if (rule === "drift-pool-addresses") {
        return `${PLAIN} With --refresh it is refused: neither CIDR nor block size of a pool can be changed, and Calico before 3.32 takes the new one without minding what is in use.`;
    }
    const owned = fields.filter(({ path }) => wantedAt(target, path) !== undefined);
    if (owned.length === 0) {
        return isPatched(target)
            ? "No update touches it, with --refresh or without: the stack does not own what somebody added."
            : `${PLAIN} Nor does one with --refresh: what the program does not state is not compared.`;
    }
    const conflicting = traced.filter(({ field, trace }) => owned.includes(field) && isConflict(target, field, trace));
    const isMore = owned.length < fields.length ? " What somebody added stays in any case." : "";
    return conflicting.length === 0
        ? `${PLAIN} With --refresh it sets it back.${isMore}`
        : `${PLAIN} With --refresh it fails with a conflict with ${listed(managersOf(conflicting))}, and the update of the whole stack stops there.`;
}

/** Whether an apply of the stack would be refused. What kubectl wrote to an object of the stack's own it takes over. */
export function isConflict(target: Target, { path }: DriftField, { how, manager = "" }: Trace): boolean {
    const isPatch = wantedAt(target, path)?.isPatch === true;
    return how === "owner" && (isPatch || !manager.startsWith("kubectl"));
}

function managersOf(traced: readonly Traced[]): string[] {
    return [...new Set(traced.map(({ trace: { manager = "" } }) => `"${manager}"`))].sort();
}
