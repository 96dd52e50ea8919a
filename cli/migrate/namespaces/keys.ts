// SPDX-License-Identifier: Apache-2.0
import type { ObjectMeta } from "kubesphere-network/lib/cluster/objects";
import { means, poolList } from "kubesphere-network/lib/ippool/pins";
import type { MigrationPool, NamespaceMove } from "kubesphere-network/lib/migration/plan";

/** What a namespace is on its way. */
export type Place = keyof Omit<NamespaceMove, "namespace">;
const PLACES: readonly Place[] = ["before", "both", "narrowed", "after"];

/** Where a namespace says what it is bound to. */
export const PARTS = ["labels", "annotations"] as const;
export type Part = (typeof PARTS)[number];

/** Both pools of a migration. */
export interface Pools {
    readonly from: MigrationPool;
    readonly to: MigrationPool;
}

/** A label or an annotation that is not as it is to be; null where it is not there. */
export interface Difference {
    readonly part: Part;
    readonly key: string;
    readonly live: string | null;
    readonly wanted: string | null;
    /** Somebody else has written what is there: this migration never does. */
    readonly isForeign: boolean;
}

/** What of a namespace is not as it is to be at a place of its way. */
export function differencesFrom(move: NamespaceMove, place: Place, metadata: ObjectMeta = {}): Difference[] {
    return PARTS.flatMap((part) =>
        Object.entries(move[place][part]).flatMap(([key, wanted]) => {
            const live = metadata[part]?.[key] ?? null;
            return live === wanted ? [] : [{ part, key, live, wanted, isForeign: !isKnown(move, part, key, live) }];
        }),
    );
}

/** Whether a value of a key is one that a namespace has on its way. */
export function isKnown(move: NamespaceMove, part: Part, key: string, live: string | null): boolean {
    return PLACES.some((place) => (move[place][part][key] ?? null) === live);
}

/** What of a namespace has to be written to bring it forward to a place: not what is further on its way already. */
export function openTo(move: NamespaceMove, place: Place, metadata: ObjectMeta, pools: Pools): Difference[] {
    const later = PLACES.slice(PLACES.indexOf(place) + 1);
    const isAtEnd = differencesFrom(move, "after", metadata).length === 0;
    if (isAtEnd && differencesFrom(move, "before", metadata).length > 0) {
        return [];
    }
    const isFurther = ({ part, key, live }: Difference): boolean =>
        live !== move.before[part][key] && later.some((each) => move[each][part][key] === live);
    return differencesFrom(move, place, metadata).filter(
        (each) => !isFurther(each) && !(each.isForeign && doesAsWell(each, place, pools)),
    );
}

/**
 * Whether what somebody else has written does as well: of a label only the key counts, and a list of pools may have
 * others, too.
 */
function doesAsWell({ part, live, wanted }: Difference, place: Place, { from, to }: Pools): boolean {
    if (part === "labels") {
        return wanted !== null && live !== null;
    }
    const list = poolList(live ?? undefined);
    const names = (pool: MigrationPool): boolean => list?.some((entry) => means(entry, pool)) === true;
    return names(to) && (place === "both" || !names(from));
}
