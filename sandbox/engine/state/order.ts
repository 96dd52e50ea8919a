// SPDX-License-Identifier: Apache-2.0
import type { StoredResource } from "./encoding";

/** Every reference that must point to something earlier in a checkpoint; the provider is apart, since it names an id too. */
export function referencesOf(resource: StoredResource): string[] {
    return [
        resource.parent,
        ...(resource.dependencies ?? []),
        ...Object.values(resource.propertyDependencies ?? {}).flat(),
        resource.deletedWith,
        ...(resource.replaceWith ?? []),
    ].filter((urn): urn is string => urn !== undefined && urn !== "");
}

/** "<urn>::<id>" apart. */
export function providerParts(reference: string): { urn: string; id: string } {
    const end = reference.lastIndexOf("::");
    return { urn: reference.slice(0, end), id: reference.slice(end + 2) };
}

/**
 * The resources so that what one refers to comes before it, otherwise as they were. In a cycle, which no program can
 * make, the order within it stays as it was and the integrity check says so.
 */
export function inOrder(resources: readonly StoredResource[]): StoredResource[] {
    const byUrn = new Map<string, StoredResource[]>();
    for (const resource of resources) {
        byUrn.set(resource.urn, [...(byUrn.get(resource.urn) ?? []), resource]);
    }
    const sorted: StoredResource[] = [];
    const seen = new Set<StoredResource>();
    const visit = (resource: StoredResource): void => {
        if (seen.has(resource)) {
            return;
        }
        seen.add(resource);
        const targets = referencesOf(resource).map((urn) => sameAge(byUrn.get(urn) ?? [], resource));
        if (resource.provider) {
            const { urn, id } = providerParts(resource.provider);
            targets.push((byUrn.get(urn) ?? []).find((other) => other.id === id));
        }
        for (const target of targets) {
            if (target !== undefined) {
                visit(target);
            }
        }
        sorted.push(resource);
    };
    resources.forEach(visit);
    return sorted;
}

/** Of resources that share a URN the one meant: what waits for deletion refers to its like, the living to the living. */
function sameAge(candidates: readonly StoredResource[], { delete: old }: StoredResource): StoredResource | undefined {
    return candidates.find((other) => (other.delete ?? false) === (old ?? false)) ?? candidates[0];
}

/**
 * Takes back references to resources that are no longer there (a refresh may find one gone that others still name): a
 * child goes to its parent's parent, other references are dropped.
 */
export function withoutDangling(
    resources: readonly StoredResource[],
    formerParent: (urn: string) => string | undefined,
): StoredResource[] {
    const urns = new Set(resources.map(({ urn }) => urn));
    const there = (urn: string): boolean => urns.has(urn);
    const livingParent = (urn: string | undefined): string | undefined => {
        const passed = new Set<string>();
        let parent = urn;
        while (parent !== undefined && !there(parent) && !passed.has(parent)) {
            passed.add(parent);
            parent = formerParent(parent);
        }
        return parent !== undefined && there(parent) ? parent : undefined;
    };
    return resources.map((resource) =>
        referencesOf(resource).every(there) ? resource : repaired(resource, livingParent(resource.parent), there),
    );
}

function repaired(
    resource: StoredResource,
    parent: string | undefined,
    there: (urn: string) => boolean,
): StoredResource {
    const result = { ...resource };
    if (parent === undefined) {
        delete result.parent;
    } else {
        result.parent = parent;
    }
    if (resource.dependencies !== undefined) {
        result.dependencies = resource.dependencies.filter(there);
    }
    if (resource.propertyDependencies !== undefined) {
        const properties = Object.entries(resource.propertyDependencies);
        result.propertyDependencies = Object.fromEntries(properties.map(([key, urns]) => [key, urns.filter(there)]));
    }
    if (resource.deletedWith !== undefined && !there(resource.deletedWith)) {
        delete result.deletedWith;
    }
    if (resource.replaceWith !== undefined) {
        result.replaceWith = resource.replaceWith.filter(there);
    }
    return result;
}
