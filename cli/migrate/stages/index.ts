// SPDX-License-Identifier: Apache-2.0
import { IP_POOL, NAMESPACE } from "kubesphere-network/lib/kinds";
import { assertGoingOn, type Conduct } from "../conduct";
import { type Stage, STAGE_NAMES } from "../journal/events";
import type { Migration } from "../migration";
import { handBack } from "../hand-back";
import { bringTo } from "../namespaces/forward";
import { disabled } from "./disabled";
import { drained } from "./drained";
import { ONLY_WHOLE } from "./only-whole";
import { others } from "./others";
import { rolled } from "./rolled";
import { assertReady } from "./target";

/** What is done in each stage. What is done already is seen, and not done again. */
const WORK: Readonly<Record<Stage, (conduct: Conduct, migration: Migration) => Promise<void>>> = {
    ready: ({ cluster }, { to }) => assertReady(cluster, to),
    bound,
    rolled,
    drained,
    disabled,
    others,
    unbound: (conduct, migration) => allTo("after", conduct, migration),
    handed,
};

/** Takes a migration through all its stages. Throws a Stopped or an Interrupted where it cannot, or must not, go on. */
export async function allStages(conduct: Conduct, migration: Migration): Promise<void> {
    for (const stage of STAGE_NAMES.filter((each) => migration.isWhole || !ONLY_WHOLE.includes(each))) {
        assertGoingOn(conduct);
        await conduct.record({ type: "stage-begun", stage });
        await WORK[stage](conduct, migration);
        await conduct.record({ type: "stage-ended", stage });
    }
}

/** Binds the namespaces to both pools; to the new one alone if the old one is disabled, which would fail their new pods. */
async function bound(conduct: Conduct, migration: Migration): Promise<void> {
    if (migration.kapis === undefined) {
        await allTo(migration.from.disabled ? "narrowed" : "both", conduct, migration);
    }
}

/** A pool of which something stays is not written. */
async function handed(conduct: Conduct, { namespaces, from, isWhole }: Migration): Promise<void> {
    await handBack(conduct, [
        ...namespaces.map(({ namespace }) => ({ kind: NAMESPACE, name: namespace })),
        ...(isWhole ? [{ kind: IP_POOL, name: from.name }] : []),
    ]);
}

async function allTo(place: "both" | "narrowed" | "after", conduct: Conduct, migration: Migration): Promise<void> {
    for (const move of migration.namespaces) {
        await bringTo(conduct, move, place, migration);
    }
}
