// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/** The resources that a value comes from, also those that only turn out on the way; none for plain values. */
export async function makersOf(value: unknown): Promise<pulumi.Resource[]> {
    if (!pulumi.Output.isInstance(value)) {
        return [];
    }
    const output = value as unknown as { allResources(): Promise<Set<pulumi.Resource>> };
    return [...(await output.allResources())];
}

/**
 * Whether a value comes from another resource of the program: then that resource, or one beside it, may make what the
 * value names. What comes from another stack is there already.
 */
export async function comesLater(value: unknown): Promise<boolean> {
    return (await makersOf(value)).some((resource) => !(resource instanceof pulumi.StackReference));
}

/** Whether options make a resource wait for others. */
export function waits({ dependsOn }: pulumi.ResourceOptions = {}): boolean {
    return dependsOn !== undefined && !(Array.isArray(dependsOn) && dependsOn.length === 0);
}
