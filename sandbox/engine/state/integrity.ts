// SPDX-License-Identifier: Apache-2.0
import type { StoredResource } from "./encoding";
import { providerParts, referencesOf } from "./order";

const PROVIDER_TYPE = "pulumi:providers:";

/** What `pulumi stack import` would refuse about a list of resources; empty if nothing. Rules of Pulumi's pkg/resource/deploy/snapshot.go, VerifyIntegrity. */
export function integrityProblems(resources: readonly StoredResource[]): string[] {
    const earlier = new Set<string>();
    const living = new Set<string>();
    const providers = new Set<string>();
    const problems: string[] = [];
    for (const [index, resource] of resources.entries()) {
        problems.push(...ownProblems(resource, index), ...referenceProblems(resource, earlier, providers));
        if (!resource.delete && living.has(resource.urn)) {
            problems.push(`There are two resources ${resource.urn} and neither waits for deletion.`);
        }
        if (resource.type.startsWith(PROVIDER_TYPE)) {
            providers.add(`${resource.urn}::${resource.id ?? ""}`);
        }
        earlier.add(resource.urn);
        if (!resource.delete) {
            living.add(resource.urn);
        }
    }
    return problems;
}

function ownProblems(resource: StoredResource, index: number): string[] {
    const name = resource.urn || `Resource ${index}`;
    return [
        ...(resource.urn ? [] : [`Resource ${index} has no 'urn'.`]),
        ...(resource.type ? [] : [`${name} has no 'type'.`]),
        ...(!resource.custom && resource.id ? [`${name} is a component and has the id '${resource.id}'.`] : []),
        ...(resource.type.startsWith(PROVIDER_TYPE) && !resource.id ? [`${name} is a provider without an id.`] : []),
    ];
}

function referenceProblems(
    resource: StoredResource,
    earlier: ReadonlySet<string>,
    providers: ReadonlySet<string>,
): string[] {
    const missing = referencesOf(resource).filter((urn) => !earlier.has(urn));
    const problems = [...new Set(missing)].map(
        (urn) => `${resource.urn} refers to ${urn}, which does not come before it.`,
    );
    if (resource.provider && !resource.pendingReplacement && !providers.has(resource.provider)) {
        const { urn, id } = providerParts(resource.provider);
        problems.push(
            `${resource.urn} refers to the provider ${urn} with the id '${id}', which does not come before it.`,
        );
    }
    return problems;
}
