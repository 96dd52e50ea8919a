// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { below } from "./difference";

/**
 * Fields of an object as managedFields has them: "f:<name>" for a field, "k:<keys>" and "v:<value>" for an item of a
 * list, "." for the thing itself; what has nothing below it is owned whole.
 *
 * Source: https://kubernetes.io/docs/reference/using-api/server-side-apply
 */
export type FieldSet = Readonly<Record<string, unknown>>;

const ITSELF = ".";

/** The fields of a set that another one does not have; nothing is left of what only held fields together. */
export function minus(set: FieldSet, other: FieldSet): FieldSet {
    const kept = Object.entries(set).flatMap(([step, inSet]): [string, unknown][] => {
        const inOther = other[step];
        if (!isMapping(inSet) || !isMapping(inOther) || isLeaf(inSet) !== isLeaf(inOther)) {
            return [[step, inSet]];
        }
        const rest = minus(inSet, inOther);
        const left = Object.keys(rest);
        const isEmptied = left.length < Object.keys(inSet).length && left.every((key) => key === ITSELF);
        return isEmptied || isLeaf(inSet) ? [] : [[step, rest]];
    });
    return Object.fromEntries(kept);
}

/** Fields that two sets have in common, as paths in words: "metadata.labels[kubesphere.io/workspace]". */
export function shared(set: FieldSet, other: FieldSet, path = ""): string[] {
    return Object.entries(set).flatMap(([step, inSet]) => {
        const inOther = other[step];
        if (step === ITSELF || !isMapping(inSet) || !isMapping(inOther) || isLeaf(inSet) !== isLeaf(inOther)) {
            return [];
        }
        const name = step.slice(2);
        const at = step.startsWith("f:") ? below(path, name) : `${path}[${name}]`;
        return isLeaf(inSet) ? [at] : shared(inSet, inOther, at);
    });
}

function isLeaf(set: object): boolean {
    return Object.keys(set).length === 0;
}
