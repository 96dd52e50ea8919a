// SPDX-License-Identifier: Apache-2.0
import { type ManagedObject, rewriteManagers } from "../../cluster/managed-fields";
import { NOT_FOUND } from "../../cluster/status";
import { apply, Refused } from "../../cluster/write";
import { type Claim, withUid } from "./claims";
import { withoutOthers } from "./managers";

/**
 * Has the stack's field manager apply its fields, then takes them off everybody else. Killed in between, a second run
 * does the rest. Throws Refused if the server says no.
 */
export async function take({ wanted, cluster }: Claim): Promise<void> {
    const { fieldManager } = wanted;
    const applied = await apply<ManagedObject>(cluster, wanted, withUid(wanted), { fieldManager, dryRun: false });
    const outcome = await rewriteManagers(cluster, wanted, (live) => withoutOthers(live, fieldManager), applied);
    if (outcome === "gone") {
        throw new Refused("somebody has deleted it meanwhile", NOT_FOUND);
    }
}
