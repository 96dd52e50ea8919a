// SPDX-License-Identifier: Apache-2.0
import type { Context } from "../deployment/context";
import { isProviderType } from "../urn";
import { importError, readImportFile } from "./import-file";
import { type Import, resolveImports } from "./resolve";

/** The resources of an import file that the stack does not have yet. Throws one error for all that keeps them out. */
export function newImports({ place, olds }: Context, path: string): Import[] {
    const { imports, problems } = resolveImports(readImportFile(path), place);
    const known = new Set([...olds.keys(), ...imports.map(({ urn }) => urn)]);
    const fresh = imports.filter((each) => !isThere(each, olds));
    const wrong = fresh.flatMap(({ spec, subject, urn, parent, provider }) => {
        const old = olds.get(urn);
        return [
            ...(old === undefined ? [] : [`${subject}: the stack has it already, with the id '${old.id ?? ""}'.`]),
            ...(parent === undefined || known.has(parent)
                ? []
                : [`${subject}: its parent '${spec.parent ?? ""}' (${parent}) is not in the stack.`]),
            ...(provider === undefined || known.has(provider)
                ? []
                : [`${subject}: its provider '${spec.provider ?? ""}' (${provider}) is not in the stack.`]),
        ];
    });
    if (problems.length + wrong.length > 0) {
        throw importError(path, [...problems, ...wrong]);
    }
    return fresh;
}

/** True for what the stack has as the file says: a file may be imported again. */
function isThere({ spec, urn }: Import, olds: Context["olds"]): boolean {
    const old = olds.get(urn);
    return old !== undefined && (isProviderType(spec.type) || (old.importID ?? old.id) === spec.id);
}
