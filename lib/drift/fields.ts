// SPDX-License-Identifier: Apache-2.0
import { at } from "../tree";
import type { DriftField } from "./drift";
import type { Target } from "./wanted";

/** A field with what is wanted of it, and what there is, as both are spelled. */
export function fieldAt({ object, live }: Target, path: readonly string[]): DriftField {
    const [wanted, there] = [at(object.tree, ...path), at(live?.tree, ...path)];
    return { path, ...(wanted !== undefined && { wanted }), ...(there !== undefined && { live: there }) };
}

/** A label or an annotation. */
export function keyPath(section: "labels" | "annotations", key: string): readonly string[] {
    return ["metadata", section, key];
}
