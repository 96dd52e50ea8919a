// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import { INSTALL_PLAN, type Kind, NAMESPACE } from "kubesphere-network/lib/kinds";
import type { Manifest } from "kubesphere-network/lib/manifest";
import { textAt } from "kubesphere-network/lib/report/read";
import { cannotRead, type LiveCluster } from "../cluster/cluster";
import { COUNTED, KEPT, type Kept } from "./kept";
import { shaped } from "./shape";
import { type KindName, type Snapshot, SNAPSHOT } from "./snapshot";

/** Told how many objects of a kind are read so far. */
export type Progress = (kind: string, count: number) => void;

/** HTTP status of what may not be read. */
const FORBIDDEN = 403;

/**
 * Reads of a cluster what a report needs, a page at a time, so that never more than a page is in memory as a whole.
 * Throws a BadInput if a kind cannot be read, unless it is one that may not be read: that is said in the snapshot. Without
 * namespaces there is none.
 */
export async function takeSnapshot(cluster: LiveCluster, progress: Progress): Promise<Snapshot> {
    const takenAt = new Date().toISOString();
    const notRead: KindName[] = [];
    const ifAllowed = async <T>(kind: Kind, reading: Promise<T>): Promise<T | undefined> => {
        try {
            return await reading;
        } catch (error) {
            if (!(error instanceof CannotRead) || error.status !== FORBIDDEN || kind === NAMESPACE) {
                throw cannotRead(kind, error);
            }
            notRead.push(nameOf(kind));
            return undefined;
        }
    };
    const items = new Map<Kept, Manifest[]>();
    for (const kept of KEPT) {
        items.set(kept, (await ifAllowed(kept.kind, readKept(cluster, kept, progress))) ?? []);
    }
    const counts = [];
    for (const kind of COUNTED) {
        counts.push({ ...nameOf(kind), count: (await ifAllowed(kind, count(cluster, kind))) ?? 0 });
    }
    return {
        ...SNAPSHOT,
        takenAt,
        context: cluster.context,
        notRead,
        notEvaluated: counts.filter((each) => each.count > 0),
        items: ofInstalled(items),
    };
}

async function readKept(cluster: LiveCluster, { kind, shape, part }: Kept, progress: Progress): Promise<Manifest[]> {
    const found: Manifest[] = [];
    for await (const page of cluster.pages(kind, part)) {
        // What is left of an object has a name at least.
        found.push(...page.map((item) => ({ ...nameOf(kind), ...(shaped(item, shape) as object) }) as Manifest));
        progress(kind.kind, found.length);
    }
    return found.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

async function count(cluster: LiveCluster, kind: Kind): Promise<number> {
    let number = 0;
    for await (const page of cluster.pages(kind)) {
        number += page.length;
    }
    return number;
}

function nameOf({ apiVersion, kind }: Kind): KindName {
    return { apiVersion, kind };
}

function placeOf(item: Manifest): string {
    return ["namespace", "name"].map((key) => textAt(item, "metadata", key) ?? "").join("/");
}

/** All items, but of extensions that nobody has installed: a marketplace has hundreds. */
function ofInstalled(items: ReadonlyMap<Kept, readonly Manifest[]>): Manifest[] {
    const plans = [...items].flatMap(([{ kind }, found]) => (kind === INSTALL_PLAN ? found : []));
    const installed = new Set(plans.map((plan) => textAt(plan, "spec", "extension", "name")));
    return [...items].flatMap(([{ extension }, found]) =>
        extension === undefined ? found : found.filter((item) => installed.has(textAt(item, ...extension))),
    );
}
