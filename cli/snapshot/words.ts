// SPDX-License-Identifier: Apache-2.0
import { counted, listed } from "kubesphere-network/lib/report/words";
import type { Snapshot } from "./snapshot";

/** What is not known of a cluster, in whole sentences that call it by its title. */
export function snapshotNotes({ notRead, notEvaluated }: Snapshot, title: string): string[] {
    const kinds = notRead.map(({ kind, apiVersion }) => `${kind} (${apiVersion})`);
    const policies = notEvaluated.map(({ kind, count }) => counted(count, kind, kind.replace(/y$/, "ies")));
    return [
        ...about(
            kinds,
            (names) =>
                `The rights did not suffice to read ${names} in ${title}: what depends on that counts as if there were none.`,
        ),
        ...about(
            policies,
            (counts) => `Calico's own policies are not evaluated: ${title} has ${counts} of crd.projectcalico.org/v1.`,
        ),
    ];
}

/** The snapshot in one line. */
export function snapshotSummary({ items, context }: Snapshot): string {
    return `${counted(items.length, "object")} of the cluster "${context}".`;
}

function about(texts: readonly string[], say: (texts: string) => string): string[] {
    return texts.length === 0 ? [] : [say(listed(texts))];
}
