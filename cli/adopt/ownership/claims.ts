// SPDX-License-Identifier: Apache-2.0
import { cannotRead, type LiveCluster } from "../../cluster/cluster";
import { Denied } from "../../cluster/denied";
import type { ManagedObject } from "../../cluster/managed-fields";
import { rightOf } from "../../cluster/right";
import { FORBIDDEN, isForbidden } from "../../cluster/status";
import { apply, isRefused, Refused } from "../../cluster/write";
import { BadInput } from "../../inputs/bad-input";
import { differenceOf } from "./difference";
import { shared } from "./field-set";
import { fieldsOf, othersOf } from "./managers";
import type { Wanted } from "./wanted";

/** What the stack takes of one object. */
export interface Claim {
    readonly wanted: Wanted;
    readonly cluster: LiveCluster;
    /** Fields that another manager has, too. */
    readonly takes: readonly { readonly manager: string; readonly fields: readonly string[] }[];
    /** Fields that the object lacks, and that are written with the value that their absence means. */
    readonly writes: readonly string[];
}

/** Objects that are looked at together. */
const AT_ONCE = 8;

/**
 * What taking ownership would do to each object; nothing is written, but the API server is asked to try. Throws a Denied
 * with all rights that are missing, or a BadInput with all objects that are no longer as they were adopted.
 */
export async function claimsOf(
    wanted: readonly Wanted[],
    clusterOf: (wanted: Wanted) => LiveCluster,
    progress: (done: number) => void,
): Promise<Claim[]> {
    const claims: Claim[] = [];
    const errors: unknown[] = [];
    for (let done = 0; done < wanted.length; done += AT_ONCE) {
        progress(done);
        const some = wanted.slice(done, done + AT_ONCE);
        for (const look of await Promise.allSettled(some.map((each) => claimOf(each, clusterOf(each))))) {
            if (look.status === "fulfilled") {
                claims.push(look.value);
            } else {
                errors.push(look.reason);
            }
        }
    }
    assertNone(errors);
    return claims.filter(({ takes, writes }) => takes.length + writes.length > 0);
}

async function claimOf(wanted: Wanted, cluster: LiveCluster): Promise<Claim> {
    const { fieldManager } = wanted;
    // Both are asked for, so that all rights that are missing are told at once.
    const [read, tried] = await Promise.allSettled([
        reading(wanted, cluster),
        trying(wanted, apply<ManagedObject>(cluster, wanted, withUid(wanted), { fieldManager, dryRun: true })),
    ]);
    assertNone([read, tried].flatMap((each) => (isDenied(each) ? [each.reason as Denied] : [])));
    if (read.status === "rejected") {
        throw read.reason;
    }
    const writes = missingFields(wanted, read.value);
    if (tried.status === "rejected") {
        throw tried.reason;
    }
    const own = fieldsOf(tried.value, fieldManager);
    const takes = othersOf(tried.value, fieldManager)
        .map(({ manager = "", fieldsV1 = {} }) => ({ manager, fields: shared(fieldsV1, own) }))
        .filter((taken) => taken.fields.length > 0);
    return { wanted, cluster, takes, writes };
}

/** The fields that the object lacks. Throws a BadInput if it is no longer the one that was adopted. */
function missingFields(wanted: Wanted, live: ManagedObject | undefined): readonly string[] {
    const subject = titleOf(wanted);
    if (live?.metadata.uid !== wanted.uid) {
        const what = live === undefined ? "is gone" : "is another object of the same name";
        throw new BadInput([`${subject} ${what}. Run ksnet adopt again.`]);
    }
    const { changed, missing } = differenceOf(live, wanted.fields);
    if (changed.length > 0) {
        const list = changed.join(", ");
        throw new BadInput([`${subject} was changed since it was adopted: ${list}. Run ksnet adopt again.`]);
    }
    return missing;
}

/** An object in words: "IPPool pool-a", "NamespaceNetworkPolicy shop/from-web". */
export function titleOf({ kind, name, namespace }: Wanted): string {
    return `${kind.kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** With the uid, the API server refuses to make the object anew if it was deleted meanwhile. */
export function withUid({ fields, uid }: Wanted): object {
    return { ...fields, metadata: { ...fields.metadata, uid } };
}

async function reading({ kind, name, namespace }: Wanted, cluster: LiveCluster): Promise<ManagedObject | undefined> {
    try {
        return await cluster.get<ManagedObject>(kind, name, namespace);
    } catch (error) {
        throw isForbidden(error) ? new Denied([rightOf("get", kind)]) : cannotRead(kind, error);
    }
}

async function trying<T>(wanted: Wanted, answer: Promise<T>): Promise<T> {
    try {
        return await answer;
    } catch (error) {
        if (isRefused(error, FORBIDDEN)) {
            throw new Denied([rightOf("patch", wanted.kind)]);
        }
        throw error instanceof Refused
            ? new BadInput([`${titleOf(wanted)} cannot be written: ${error.message}`])
            : error;
    }
}

function isDenied(look: PromiseSettledResult<unknown>): look is PromiseRejectedResult {
    return look.status === "rejected" && look.reason instanceof Denied;
}

function assertNone(errors: readonly unknown[]): void {
    const missing = errors.flatMap((error) => (error instanceof Denied ? error.missing : []));
    if (missing.length > 0) {
        throw new Denied([...new Set(missing)]);
    }
    const stranger = errors.find((error): error is Error => error instanceof Error && !(error instanceof BadInput));
    if (stranger !== undefined) {
        throw stranger;
    }
    if (errors.length > 0) {
        throw new BadInput(errors.flatMap((error) => (error as BadInput).problems));
    }
}
