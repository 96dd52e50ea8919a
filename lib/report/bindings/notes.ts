// SPDX-License-Identifier: Apache-2.0
import { LATE, listed, numbered, quoted } from "../words";
import type { BindingWorld } from "./world";

/** What could not be told of bindings. */
export function notesOf({ pairs, moves, known }: Pick<BindingWorld, "pairs" | "moves" | "known">): string[] {
    const late = pairs
        .filter(({ before, after }) => after && after.unknown.join() !== (before?.unknown ?? []).join())
        .map(({ name, after }) => `Which pools ${name} is bound to is ${LATE}: ${listed(after?.unknown ?? [])}.`);
    const unseen = [...new Set(moves.flatMap(({ gained }) => gained))]
        .filter((pool) => known.stateOf(pool, "after") === "unknown" && !known.find(pool, "after"))
        .sort();
    return unseen.length === 0
        ? late
        : [
              ...late,
              `Namespaces are newly bound to ${quoted(unseen)}, and whether ${numbered(unseen.length, "this pool exists", "these pools exist")} is not known here.`,
          ];
}
