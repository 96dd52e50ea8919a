// SPDX-License-Identifier: Apache-2.0
import { listAt, textAt } from "../report/read";
import { listed } from "../report/words";
import type { Found } from "./drift";
import { titleOf, type Target } from "./wanted";

/** An object that somebody has deleted, and that is there until its finalizers are done. */
export function deletionDrifts(target: Target): Found[] {
    const since = textAt(target.live?.tree, "metadata", "deletionTimestamp");
    const finalizers = [["metadata"], ["spec"]].flatMap((path) => listAt(target.live?.tree, ...path, "finalizers"));
    const waits =
        finalizers.length === 0 ? "" : ` It is there until these are done: ${listed(finalizers.map(String))}.`;
    return since === undefined
        ? []
        : [
              {
                  rule: "drift-deleting",
                  severity: "danger",
                  leadsTo: [],
                  live: "being deleted",
                  message: `${titleOf(target.object)} is being deleted since ${since}.${waits}`,
                  fields: [],
                  accept: [{ path: [] }],
              },
          ];
}
