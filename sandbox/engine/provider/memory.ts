// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import type { Properties } from "../values";
import { CREATOR } from "./managed-fields";
import { Annotation, annotationOf } from "./object";

/** What stays with a resource for its whole life. */
export interface Memory {
    /** Who it writes as. One manager a resource, so that two patches of one object do not undo each other. */
    readonly fieldManager: string;
    /** The version it was created with. */
    readonly initialApiVersion: string;
}

/**
 * Out of the outputs of the state, or new. A new manager follows from the URN: what a killed run has written is then
 * known as the resource's own by the run that follows.
 */
export function memoryOf(urn: string, inputs: Properties, outputs: Properties = {}): Memory {
    const { __fieldManager: fieldManager, __initialApiVersion: initialApiVersion } = outputs;
    const known = annotationOf(inputs, Annotation.PatchFieldManager) ?? fieldManager;
    return {
        fieldManager: typeof known === "string" ? known : `${CREATOR}-${shortHash(urn)}`,
        initialApiVersion: typeof initialApiVersion === "string" ? initialApiVersion : String(inputs.apiVersion),
    };
}

function shortHash(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
