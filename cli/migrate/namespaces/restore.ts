// SPDX-License-Identifier: Apache-2.0
import type { NamespaceMove } from "kubesphere-network/lib/migration/plan";
import { type Conduct, inJournal } from "../conduct";
import { type Difference, differencesFrom } from "./keys";
import { writeNamespace } from "./write";

/**
 * Puts the binding of a namespace back as it was before, but no key that somebody else has changed meanwhile. Gives what is
 * left as it is, in whole sentences.
 */
export async function restore(conduct: Conduct, move: NamespaceMove): Promise<string[]> {
    let left: string[] = [];
    const object = { kind: "Namespace", name: move.namespace };
    await inJournal(conduct, { action: "restore", object }, () =>
        writeNamespace(conduct.cluster, move.namespace, (metadata) => {
            const differences = differencesFrom(move, "before", metadata);
            left = differences.filter(({ isForeign }) => isForeign).map((each) => leftText(move, each));
            return differences.filter(({ isForeign }) => !isForeign);
        }),
    );
    return left;
}

function leftText({ namespace }: NamespaceMove, { part, key, live, wanted }: Difference): string {
    const what = part === "labels" ? "label" : "annotation";
    return `Namespace "${namespace}": somebody else has changed its ${what} ${key} to ${live ?? "nothing"}. It stays so; before the migration it was ${wanted ?? "not there"}.`;
}
