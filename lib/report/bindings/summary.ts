// SPDX-License-Identifier: Apache-2.0
import { counted } from "../words";
import type { BindingWorld } from "./world";

/** How many namespaces are bound to other pools; undefined if none is. */
export function summaryOf({ moves, pairs }: Pick<BindingWorld, "moves" | "pairs">): string | undefined {
    const gone = pairs.filter(({ before, after }) => before && before.pools.length > 0 && !after);
    const counts = [
        [moves.filter(({ from }) => from.length === 0).length, "newly bound"],
        [moves.filter(({ from, to }) => from.length > 0 && to.length > 0).length, "bound to other pools"],
        [moves.filter(({ to }) => to.length === 0).length, "no longer bound"],
        [gone.length, "deleted with its binding"],
    ] as const;
    const parts = counts
        .filter(([count]) => count > 0)
        .map(([count, what]) => `${counted(count, "namespace")} ${what}`);
    return parts.length === 0 ? undefined : parts.join(", ");
}
