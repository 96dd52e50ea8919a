// SPDX-License-Identifier: Apache-2.0
import { listed } from "../../../../text/words";
import type { Binding, Fate, Line, Picture, PoolNode } from "./model";

/** Where the line from a pool to all those begins of which the same becomes. */
export interface Outlet {
    readonly pool: PoolNode;
    readonly fate: Fate;
}

/** One line from a pool to all namespaces. */
export type Bus = Line<Outlet, Binding>;

const FATE_WORDS: Readonly<Record<Fate, string>> = {
    kept: "is kept by",
    added: "is given to",
    removed: "is taken from",
    changed: "is kept by",
};

/** The lines of bindings: at most one for each pool and fate, so that a pool of many namespaces has few. */
export function busesOf({ pools, bindings }: Picture): Bus[] {
    return pools.flatMap((pool) => {
        const own = bindings.filter((binding) => binding.pool === pool);
        return [...new Set(own.map(({ fate }) => fate))].map((fate) => {
            const to = own.filter((binding) => binding.fate === fate);
            const names = listed(to.map(({ namespace }) => namespace.name));
            return { fate, from: [{ pool, fate }], to, title: `${pool.name} ${FATE_WORDS[fate]} ${names}` };
        });
    });
}
