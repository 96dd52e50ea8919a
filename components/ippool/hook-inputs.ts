// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { withUnknowns } from "../unknowns";

/** What hooks read of a pool's inputs. Parts may be unknown in a preview. */
export interface PoolInputs {
    readonly metadata?: { readonly name?: unknown };
    readonly spec?: { readonly cidr?: unknown; readonly blockSize?: unknown };
}

/** Inputs with secrets opened: a hook gets each property that has a secret inside as a secret output. */
export async function poolInputs(inputs: Record<string, unknown> = {}): Promise<PoolInputs> {
    const entries = Object.entries(inputs).map(async ([key, value]) => [key, await opened(value)] as const);
    return Object.fromEntries(await Promise.all(entries));
}

async function opened(value: unknown): Promise<unknown> {
    return pulumi.Output.isInstance<unknown>(value) ? await withUnknowns(value) : value;
}
