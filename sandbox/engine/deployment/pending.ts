// SPDX-License-Identifier: Apache-2.0
import type { PendingOperation, ResourceState } from "../model";
import { CREATOR } from "../provider/managed-fields";
import { idOf } from "../provider/object";
import { isObject, withoutSecrets } from "../values";
import { type Context } from "./context";
import { readLive } from "./refresh";
import { callDelete } from "./steps";

/**
 * Finds out what became of operations that a killed run had begun. An object that was created but not written down
 * is taken into the state, so that it is neither made twice nor forgotten.
 */
export async function settlePending(context: Context, operations: readonly PendingOperation[]): Promise<void> {
    for (const operation of operations) {
        const { type, resource } = operation;
        const outcome = type === "deleting" ? await settleDeletion(context, resource) : await look(context, operation);
        await context.state.settle(operation);
        context.events.diagnostic(
            "warning",
            `An earlier run was cut short while ${type} this; ${outcome}.`,
            resource.urn,
        );
    }
}

const GOES_ON = "this run goes on from what the cluster has";

async function look(context: Context, { type, resource }: PendingOperation): Promise<string> {
    // The update comes again: the state still has what was before it.
    if (type !== "creating" || resource.provider === undefined) {
        return GOES_ON;
    }
    const id = idOf(withoutSecrets(resource.inputs ?? {}));
    const live = await readLive(context, { ...resource, id, outputs: resource.outputs ?? {} });
    if (live === undefined || !ours(live, resource)) {
        return "it was not created";
    }
    context.olds.set(resource.urn, live);
    await context.state.put(live);
    return "it exists and is kept";
}

/** What is going anyway is seen to its end: a program that wants it again has to make it anew. */
async function settleDeletion(context: Context, resource: ResourceState): Promise<string> {
    if (resource.delete || resource.provider === undefined) {
        return GOES_ON;
    }
    const live = await readLive(context, resource);
    const { deletionTimestamp } = (live?.outputs?.["metadata"] ?? {}) as { deletionTimestamp?: string };
    if (live !== undefined && deletionTimestamp === undefined) {
        return GOES_ON;
    }
    if (live !== undefined && !context.preview) {
        await callDelete(context, resource);
    }
    context.olds.delete(resource.urn);
    await context.state.remove(resource);
    return "it is deleted";
}

/**
 * True if the object is what the operation was creating: written by the resource's own field manager, or made by this
 * tool since the operation began. An object that was there before is somebody else's.
 */
function ours(live: ResourceState, resource: ResourceState): boolean {
    const metadata = live.outputs?.["metadata"];
    if (!isObject(metadata) || !Array.isArray(metadata["managedFields"])) {
        return false;
    }
    const managers = metadata["managedFields"].map((entry: unknown) =>
        isObject(entry) ? entry["manager"] : undefined,
    );
    // The API server tells whole seconds.
    const begun = Math.floor(Date.parse(resource.modified ?? "") / 1000) * 1000;
    const made = Date.parse(String(metadata["creationTimestamp"])) >= begun;
    return managers.includes(live.outputs?.["__fieldManager"]) || (made && managers.includes(CREATOR));
}
