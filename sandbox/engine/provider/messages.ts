// SPDX-License-Identifier: Apache-2.0
import { hasReason } from "../../kubernetes/error";
import type { Properties } from "../values";
import { Annotation, describe } from "./object";

/** What a person is told when a name is taken. The ways out are those of Pulumi's provider. */
export function alreadyExists(object: Properties): string {
    return [
        `${describe(object)} already exists in the cluster, so it was not created. Ways out:`,
        "  - it should be managed here from now on: import it (resource option `import`, or `pulumi import`)",
        `  - only some fields of it are meant: use a Patch resource (${String(object.kind)}Patch)`,
        "  - the resource was renamed in the program: give it an alias of its old name",
        "  - it is not needed any more: delete it",
        "  - it should be overwritten: set upsertExistingObjects on the provider",
    ].join("\n");
}

export interface FieldConflict {
    readonly manager: string;
    readonly field: string;
}

/** Managers and fields of a server-side-apply conflict. */
export function conflictsOf(error: unknown): FieldConflict[] {
    if (!hasReason(error, "Conflict")) {
        return [];
    }
    return error.causes
        .filter(({ reason }) => reason === "FieldManagerConflict")
        .map(({ message = "", field = "" }) => ({
            manager: /conflict with "([^"]*)"/.exec(message)?.[1] ?? message,
            field,
        }));
}

export function conflict(object: Properties, fieldManager: string, conflicts: readonly FieldConflict[]): string {
    const lines = conflicts.map(({ manager, field }) => `  - "${manager}" owns ${field}`);
    return [
        `${describe(object)}: field manager "${fieldManager}" had an apply conflict:`,
        ...lines,
        "Leave these fields out of the program, or take them over: with ksnet adopt take-ownership if that was not run " +
            "after an import, with takeOwnership: true where a component has it, " +
            `else with the annotation ${Annotation.PatchForce}: "true".`,
    ].join("\n");
}

export function notServed(object: Properties): string {
    return (
        `${describe(object)}: the API server does not serve kind ${String(object.kind)} of ${String(object.apiVersion)}. ` +
        "Install its CustomResourceDefinition first, and let the resource depend on it."
    );
}

export function missingTarget(object: Properties): string {
    return (
        `${describe(object)} does not exist, so there is nothing to patch. ` +
        `Create it first, or use a ${String(object.kind)} resource instead of ${String(object.kind)}Patch.`
    );
}

export function gone(object: Properties): string {
    return `${describe(object)} no longer exists in the cluster. Run refresh, which takes it out of the state, then up.`;
}

export function soleOwner(object: Properties, field: string): string {
    return (
        `${describe(object)}: this patch is the only owner of the required field ${field}, so it cannot be given back. ` +
        "Set the resource option retainOnDelete, or let somebody else own the field first."
    );
}
