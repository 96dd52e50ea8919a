// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN, type Kind, NAMESPACE } from "kubesphere-network/lib/kinds";
import type { Manifest } from "kubesphere-network/lib/manifest";
import { textAt } from "kubesphere-network/lib/report/read";
import type { LiveCluster } from "../cluster/cluster";
import { counting, type Progress, Reads } from "../cluster/reads";
import { COUNTED, KEPT, type Kept } from "./kept";
import { shaped } from "./shape";
import { type KindName, type Snapshot, SNAPSHOT } from "./snapshot";

/**
 * Reads of a cluster what a report needs. Kinds that may not be read are named in the snapshot. Without namespaces there is
 * none: throws a Denied then, and a BadInput if a kind cannot be read for any other reason.
 */
export async function takeSnapshot(cluster: LiveCluster, progress: Progress): Promise<Snapshot> {
    const takenAt = new Date().toISOString();
    const reads = new Reads(cluster);
    const items = new Map<Kept, Manifest[]>();
    for (const kept of KEPT) {
        items.set(kept, await readKept(reads, kept, progress));
        reads.assertAllowed();
    }
    const counts = [];
    for (const kind of COUNTED) {
        const found = await reads.listIfAllowed(kind, {}, (page) => page.map(() => true));
        counts.push({ ...nameOf(kind), count: found?.length ?? 0 });
    }
    return {
        ...SNAPSHOT,
        takenAt,
        context: cluster.context,
        notRead: reads.notRead.map(nameOf),
        notEvaluated: counts.filter((each) => each.count > 0),
        items: ofInstalled(items),
    };
}

async function readKept(reads: Reads, { kind, shape, part }: Kept, progress: Progress): Promise<Manifest[]> {
    const keep = counting(kind, progress, (page) =>
        // What is left of an object has a name at least.
        page.map((item) => ({ ...nameOf(kind), ...(shaped(item, shape) as object) }) as Manifest),
    );
    const found = await (kind === NAMESPACE ? reads.list(kind, part, keep) : reads.listIfAllowed(kind, part, keep));
    return (found ?? []).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
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
