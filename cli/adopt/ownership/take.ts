// SPDX-License-Identifier: Apache-2.0
import { apply, jsonPatch, Refused } from "../../cluster/write";
import { type Claim, withUid } from "./claims";
import { type ManagedObject, withoutOthers } from "./managers";

const CONFLICT = 409;

/** How often the fields are taken off others before somebody who writes all the time is given way to. */
const ATTEMPTS = 5;

/**
 * Has the stack's field manager apply its fields, then takes them off everybody else. Killed in between, a second run
 * does the rest. Throws Refused if the server says no.
 */
export async function take({ wanted, cluster }: Claim): Promise<void> {
    const { kind, name, namespace, fieldManager } = wanted;
    let live = await apply<ManagedObject>(cluster, wanted, withUid(wanted), { fieldManager, dryRun: false });
    for (let attempt = 1; ; attempt++) {
        const steps = withoutOthers(live, fieldManager);
        if (steps === undefined) {
            return;
        }
        try {
            await jsonPatch(cluster, wanted, steps);
            return;
        } catch (error) {
            const isRace = error instanceof Refused && error.status === CONFLICT && attempt < ATTEMPTS;
            const latest = isRace ? await cluster.get<ManagedObject>(kind, name, namespace) : undefined;
            if (latest === undefined) {
                throw error;
            }
            live = latest;
        }
    }
}
