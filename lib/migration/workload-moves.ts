// SPDX-License-Identifier: Apache-2.0
import { DAEMON_SET, DEPLOYMENT, JOB, NODE, POD, STATEFUL_SET } from "../kinds";
import { counted, numbered } from "../report/words";
import { managerOf } from "./managers";
import { isRunning } from "./old-pods";
import { byOwner, type Owner, ownerKey, Owners } from "./owners";
import type { Roll, WorkloadMove } from "./plan";
import { oneByOne, type Replacement, replacementOf } from "./replacement";
import type { MigrationWorld, PodObject, WorkloadObject } from "./world";

/** A workload with what is known of it. */
export interface Mover {
    readonly move: WorkloadMove;
    /** All pods that have to move. */
    readonly old: readonly PodObject[];
    /** The object of a Deployment, a StatefulSet or a DaemonSet; undefined for other kinds. */
    readonly object?: WorkloadObject;
    readonly replacement: Replacement;
}

/** The workloads that pods belong to, by namespace, kind and name. */
export function moversOf(old: readonly PodObject[], world: MigrationWorld): Mover[] {
    const owners = new Owners(world.replicaSets);
    const all = byOwner(world.pods.filter(isRunning), owners);
    const objects = workloadsByKey(world);
    return [...byOwner(old, owners)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, { owner, pods }]) =>
            moverOf(owner, pods, { object: objects.get(key), count: all.get(key)?.pods.length ?? 0 }),
        );
}

/** The Deployments, StatefulSets and DaemonSets of a cluster by ownerKey. */
function workloadsByKey({ deployments, statefulSets, daemonSets }: MigrationWorld): Map<string, WorkloadObject> {
    const kinds = [
        [DEPLOYMENT, deployments],
        [STATEFUL_SET, statefulSets],
        [DAEMON_SET, daemonSets],
    ] as const;
    return new Map(
        kinds.flatMap(([{ kind }, objects]) =>
            objects.map((object): [string, WorkloadObject] => {
                const { namespace = "", name = "" } = object.metadata ?? {};
                return [ownerKey({ kind, namespace, name }), object];
            }),
        ),
    );
}

function moverOf(
    owner: Owner,
    old: readonly PodObject[],
    { object, count }: { readonly object?: WorkloadObject; readonly count: number },
): Mover {
    const replacement = object ? replacementOf(owner.kind, object) : oneByOne(count);
    const roll = rollOf(owner, replacement);
    const managedBy = object && managerOf(object);
    const move: WorkloadMove = {
        ...owner,
        roll,
        pods: old.length,
        consequences: CONSEQUENCES[roll](owner, replacement, object),
        ...(managedBy !== undefined && { managedBy }),
    };
    return { move, old, replacement, ...(object && { object }) };
}

/** Whether eviction, which asks the owner for another pod, is of no use: nobody makes one, or it would begin anew. */
const WAITED: readonly string[] = [JOB.kind, POD.kind, NODE.kind];

const ROLLED: readonly string[] = [DEPLOYMENT.kind, STATEFUL_SET.kind, DAEMON_SET.kind];

function rollOf({ kind }: Owner, { obstacle }: Replacement): Roll {
    if (WAITED.includes(kind)) {
        return "wait";
    }
    return ROLLED.includes(kind) && obstacle === undefined ? "restart" : "evict";
}

type Consequences = (owner: Owner, replacement: Replacement, object: WorkloadObject | undefined) => string[];

const CONSEQUENCES: Readonly<Record<Roll, Consequences>> = {
    restart: ({ kind }, replacement) => [
        kind === DAEMON_SET.kind ? daemonGap(replacement) : gap(replacement),
        ...(replacement.surge > 0 ? [surplus(replacement)] : []),
    ],
    evict: ({ kind }, { obstacle, pods }) => [
        `${obstacle === undefined ? `Nothing here rolls a ${kind}` : `A restart does not replace its pods, since ${obstacle}`}: they are evicted one by one.`,
        ...(pods === 1 ? ["Its only pod is gone for a moment."] : []),
    ],
    wait: ({ kind }) => [
        kind === JOB.kind
            ? "It keeps its addresses until it ends."
            : kind === NODE.kind
              ? "The node itself runs it from a file, and keeps its address until it is restarted there."
              : "Nothing makes it anew: it keeps its address until somebody deletes it.",
    ],
};

function gap({ gone, pods }: Replacement): string {
    if (gone === 0) {
        return pods === 1 ? "Its only pod stays until a new one is ready." : "Its pods stay until new ones are ready.";
    }
    if (pods === 1) {
        return "Its only pod is gone for a moment.";
    }
    return gone === pods
        ? `All of its ${pods} pods are gone for a moment.`
        : `Up to ${gone} of its ${pods} pods ${numbered(gone, "is", "are")} gone at a time.`;
}

function daemonGap({ gone }: Replacement): string {
    return gone === 0
        ? "Its pods stay until new ones are ready on their nodes."
        : `Its pod is gone for a moment on up to ${counted(gone, "node")} at a time.`;
}

function surplus({ surge }: Replacement): string {
    return `Up to ${counted(surge, "pod runs", "pods run")} beside them meanwhile.`;
}
