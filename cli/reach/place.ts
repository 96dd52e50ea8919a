// SPDX-License-Identifier: Apache-2.0
import type { World } from "kubesphere-network/lib/reach/world";
import { KUBESPHERE_PLACES } from "kubesphere-network/lib/report/connectivity/places";
import { worldsOf } from "kubesphere-network/lib/report/connectivity/worlds";
import type { ClusterChange, Objects } from "kubesphere-network/lib/report/objects";
import { type ChangeOptions, readChange } from "../change/read";
import { BadInput } from "../inputs/bad-input";
import { readWorld } from "../snapshot/world";

/** Where to ask: in a cluster as it is, or before and after a change. */
export interface PlaceOptions extends ChangeOptions {
    /** Name of the cluster's provider, where a change is of several. */
    readonly cluster?: string;
}

/** One cluster at one time. */
export interface Time {
    readonly objects: Objects;
    readonly world: World;
}

/** Where somebody asks who reaches whom. */
export interface Place {
    readonly now: Time;
    /** What a change makes of it, if one was given. */
    readonly after?: Time;
    /** What could not be known, in whole sentences. */
    readonly notes: readonly string[];
}

/** Reads what is to be asked about. Throws a BadInput if that cannot be done, or is not asked right. */
export async function readPlace(options: PlaceOptions): Promise<Place> {
    const { preview, before, after, snapshot = [], cluster } = options;
    if ((preview ?? before ?? after) !== undefined) {
        const { changes, notes } = await readChange(options);
        return placeOf(chosen(changes, cluster), notes, true);
    }
    const [file, ...others] = snapshot;
    if (others.length > 0 || cluster !== undefined) {
        throw new BadInput(["Without a change there is one cluster: give one --snapshot, and no --cluster."]);
    }
    const { objects, notes } = await readWorld({ ...options, snapshot: file });
    return placeOf({ before: objects, after: objects, isWhole: true }, notes, false);
}

function placeOf(change: ClusterChange, notes: readonly string[], isChange: boolean): Place {
    const worlds = worldsOf(change, KUBESPHERE_PLACES);
    return {
        now: { objects: change.before, world: worlds.before },
        ...(isChange && { after: { objects: change.after, world: worlds.after } }),
        notes: [...notes, ...worlds.notes],
    };
}

function chosen(changes: readonly ClusterChange[], wanted: string | undefined): ClusterChange {
    const names = changes.flatMap(({ cluster }) => cluster ?? []);
    const found =
        changes.length === 1 && wanted === undefined ? changes[0] : changes.find(({ cluster }) => cluster === wanted);
    if (found === undefined || (wanted === undefined && changes.length > 1)) {
        throw new BadInput([
            names.length === 0
                ? "--cluster: the change is of one cluster. Leave the option out."
                : `The change is of several clusters. Choose one with --cluster: ${names.join(", ")}.`,
        ]);
    }
    return found;
}
