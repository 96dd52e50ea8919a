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
    if (rule === "drift-deleting") {
        return `${PLAIN} Nor does one with --refresh while the object is there; once it is gone, --refresh ${isPatched(target) ? "fails for want of it" : "makes it again"}.`;
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
        : `${PLAIN} With --refresh it fails with a conflict with ${listed(managersOf(target, conflicting))}, and the update of the whole stack stops there.`;
}

/** Whether an apply of the stack would be refused. */
export function isConflict(target: Target, field: DriftField, trace: Trace): boolean {
    return refusersOf(target, field, trace).length > 0;
}

/** Whoever holds a field against an apply of the stack: what kubectl wrote to an object of its own it takes over. */
function refusersOf(target: Target, { path }: DriftField, { how, manager = "", others = [] }: Trace): string[] {
    const isPatch = wantedAt(target, path)?.isPatch === true;
    return how === "owner" ? [manager, ...others].filter((name) => isPatch || !TAKEN_OVER.test(name)) : [];
}

/** Source: fixCSAFieldManagers in provider/pkg/await/await.go of pulumi-kubernetes. */
const TAKEN_OVER = /^(kubectl|before-first-apply)/;

function managersOf(target: Target, traced: readonly Traced[]): string[] {
    const names = traced.flatMap(({ field, trace }) => refusersOf(target, field, trace));
    return [...new Set(names.map((name) => `"${name}"`))].sort();
}
