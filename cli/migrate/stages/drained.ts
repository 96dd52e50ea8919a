// SPDX-License-Identifier: Apache-2.0
import { hasAddressOf } from "kubesphere-network/lib/cluster/pods";
import { type PodObject } from "kubesphere-network/lib/migration/world";
import { counted, listed } from "kubesphere-network/lib/report/words";
import type { Conduct } from "../conduct";
import type { Migration } from "../migration";
import { rangeOf } from "../pods/arrival";
import { podsIn } from "../pods/look";
import { type Look, waitUntil } from "../wait";

/** Waits until no pod of the bound namespaces has an old address; those on their way out still have theirs. */
export async function drained(conduct: Conduct, migration: Migration): Promise<void> {
    await waitUntil(conduct, () => look(conduct, migration));
}

async function look({ cluster }: Conduct, { from, namespaces }: Migration): Promise<Look> {
    const left: PodObject[] = [];
    for (const { namespace } of namespaces) {
        left.push(...(await podsIn(cluster, namespace)).filter((pod) => hasAddressOf(rangeOf(from), pod)));
    }
    const names = left.map(({ metadata }) => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`);
    return {
        missing:
            left.length === 0
                ? []
                : [
                      `${counted(left.length, "pod")} of the bound namespaces ${left.length === 1 ? "has" : "have"} an address of IPPool "${from.name}" yet: ${listed(names)}.`,
                      "Wait for jobs to end, and delete pods that nothing makes anew when they can be missed.",
                  ],
        progress: -left.length,
        text: `Waiting for ${counted(left.length, "pod")} to leave IPPool "${from.name}"`,
    };
}
