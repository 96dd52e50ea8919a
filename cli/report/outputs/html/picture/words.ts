// SPDX-License-Identifier: Apache-2.0
import { counted, countText } from "../../../../text/words";
import type { Fate, Picture } from "./model";

const FATE_WORDS: Readonly<Record<Fate, string>> = {
    removed: "removed",
    added: "added",
    changed: "changed",
    kept: "kept",
};

/** What a picture shows, for those who do not see it. */
export function alternative({ pools, groups, bindings, wires }: Picture, place: string): string {
    const namespaces = groups.flatMap((group) => group.namespaces);
    const parts = [
        `${counted(pools.length, "pool")} and ${counted(namespaces.length, "namespace")}`,
        ...countsOf("bindings", bindings),
        ...countsOf("connections", wires),
    ];
    return `Picture${place}: ${parts.join("; ")}. The tables of pools, bindings, isolation and connectivity say what it shows.`;
}

/** What a picture does not show. */
export function caption({ wires, undrawn }: Picture): string {
    const stays = "Connections that do not change are not drawn.";
    return undrawn === 0
        ? stays
        : `The first ${countText(wires.length)} of ${countText(wires.length + undrawn)} connections that change are drawn: the table of connections has all. ${stays}`;
}

function countsOf(noun: string, items: readonly { readonly fate: Fate }[]): string[] {
    const counts = (Object.keys(FATE_WORDS) as Fate[]).flatMap((fate) => {
        const count = items.filter((item) => item.fate === fate).length;
        return count === 0 ? [] : [`${countText(count)} ${FATE_WORDS[fate]}`];
    });
    return counts.length === 0 ? [] : [`${noun}: ${counts.join(", ")}`];
}
