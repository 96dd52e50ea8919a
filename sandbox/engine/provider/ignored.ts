// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject } from "../../kubernetes/client";
import { parsePath, type PathStep, withOldAt } from "../paths";
import { isObject } from "../values";
import { isOwnManager } from "./managed-fields";

/** True if a set of managed fields has this field, or anything inside it. */
function hasField(fields: unknown, path: readonly PathStep[]): boolean {
    const [step, ...rest] = path;
    if (step === undefined) {
        return true;
    }
    const child = isObject(fields) ? fields[`f:${String(step)}`] : undefined;
    return child !== undefined && hasField(child, rest);
}

function isForeign(live: KubernetesObject, fieldManager: string, path: readonly PathStep[]): boolean {
    const owners = (live.metadata.managedFields ?? []).filter(({ fieldsV1 }) => hasField(fieldsV1, path));
    const isOwn = (manager: string) => manager === fieldManager || isOwnManager(live, manager);
    return owners.length > 0 && !owners.some(({ manager }) => isOwn(manager));
}

/**
 * The object with ignored fields as they are in the cluster: left out where another manager owns them, because sending
 * them would be a conflict, and with their live value where nobody else would keep them.
 */
export function withIgnored(
    object: KubernetesObject,
    live: KubernetesObject,
    place: { fieldManager: string; ignoreChanges: readonly string[] },
): KubernetesObject {
    return place.ignoreChanges.map(parsePath).reduce<KubernetesObject>((result, path) => {
        const source = isForeign(live, place.fieldManager, path) ? {} : live;
        return withOldAt(result, source, path) as KubernetesObject;
    }, object);
}
