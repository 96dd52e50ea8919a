// SPDX-License-Identifier: Apache-2.0

/** How names become nodes. */
interface Folding<T> {
    readonly isDrawn: (name: string) => boolean;
    readonly draw: (name: string) => T;
    /** One node for as many names. */
    readonly fold: (count: number) => T;
}

/** Nodes by name: those that are drawn in full, and one for all others, unless that is a single one. */
export function folded<T>(names: Iterable<string>, { isDrawn, draw, fold }: Folding<T>): ReadonlyMap<string, T> {
    const sorted = [...new Set(names)].sort();
    const rest = sorted.filter((name) => !isDrawn(name));
    const shared = rest.length > 1 ? fold(rest.length) : undefined;
    return new Map(sorted.map((name) => [name, isDrawn(name) || shared === undefined ? draw(name) : shared]));
}
