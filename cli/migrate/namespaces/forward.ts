// SPDX-License-Identifier: Apache-2.0
import type { ObjectMeta } from "kubesphere-network/lib/cluster/objects";
import type { NamespaceMove } from "kubesphere-network/lib/migration/plan";
import { type Conduct, inJournal } from "../conduct";
import type { Action } from "../journal/events";
import { Stopped } from "../stopped";
import { keyHolders } from "./holders";
import { type Difference, differencesFrom, openTo, type Place, type Pools } from "./keys";
import { writeNamespace } from "./write";

/** What leads to each place of the way. */
const ACTIONS: Readonly<Record<Exclude<Place, "before">, Action>> = {
    both: "bind",
    narrowed: "narrow",
    after: "unbind",
};

/** Brings a namespace to a place of its way. Throws a Stopped where somebody else has changed its binding meanwhile. */
export async function bringTo(
    conduct: Conduct,
    move: NamespaceMove,
    place: Exclude<Place, "before">,
    pools: Pools,
): Promise<void> {
    const object = { kind: "Namespace", name: move.namespace };
    const differences = (metadata: ObjectMeta): Difference[] => {
        const open = openTo(move, place, metadata, pools);
        // A label that goes away had one meaning, whatever its value.
        const foreign = open.filter(({ isForeign, part }) => isForeign && part === "annotations");
        if (foreign.length > 0) {
            throw new Stopped(foreign.map((each) => foreignText(move, each)));
        }
        return open;
    };
    await inJournal(conduct, { action: ACTIONS[place], object }, () =>
        writeNamespace(conduct.cluster, move.namespace, differences, async (metadata) => {
            if (differencesFrom(move, "before", metadata).length === 0) {
                const holders = keyHolders(move, metadata.managedFields);
                await conduct.record({ type: "held", namespace: move.namespace, holders });
            }
        }),
    );
}

/** Says what somebody else has written, and what to do about it. */
function foreignText({ namespace }: NamespaceMove, { key, live, wanted }: Difference): string {
    return [
        `Namespace "${namespace}": somebody else has changed its annotation ${key} to ${textOf(live)} while the migration ran; it was to become ${textOf(wanted)}. It stays as it is.`,
        `See who it was with "kubectl get namespace ${namespace} -o yaml --show-managed-fields". A resumed migration goes on from what is there then.`,
    ].join(" ");
}

function textOf(value: string | null): string {
    return value ?? "nothing";
}
