// SPDX-License-Identifier: Apache-2.0
import { type Kind, NAMESPACE, typeToken } from "../kinds";
import { manifest, type Manifest } from "../manifest";

/** Type of the resource that has single keys of an object of a kind. */
export function patchToken(kind: Kind): string {
    return `${typeToken(kind)}Patch`;
}

/** The patch of a namespace as the components write it. */
export function namespacePatch(name: string, metadata: Readonly<Record<string, unknown>>): Manifest {
    return manifest(NAMESPACE, { name, ...metadata });
}
