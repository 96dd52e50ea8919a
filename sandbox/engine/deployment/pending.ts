// SPDX-License-Identifier: Apache-2.0
import type { PendingOperation, ResourceState } from "../model";
import { CREATOR } from "../provider/managed-fields";
import { idOf } from "../provider/object";
import { isObject, withoutSecrets } from "../values";
import { type Context } from "./context";
import { readLive } from "./refresh";

/**
 * Finds out what became of operations that a killed run had begun. An object that was created but not written down
 * is taken into the state, so that it is neither made twice nor forgotten.
 */
export async function settlePending(context: Context, operations: readonly PendingOperation[]): Promise<void> {
    for (const operation of operations) {
        const { type, resource } = operation;
        const live = await look(context, type, resource);
        if (live !== undefined) {
            context.olds.set(resource.urn, live);
            await context.state.put(live);
        }
        await context.state.settle(operation);
        const found = type === "creating" ? (live === undefined ? "it was not created" : "it exists and is kept") : "";
        const outcome = found === "" ? "this run goes on from what the cluster has" : found;
        context.events.diagnostic(
            "warning",
            `An earlier run was cut short while ${type} this; ${outcome}.`,
            resource.urn,
        );
    }
}

async function look(
    context: Context,
    type: PendingOperation["type"],
    resource: ResourceState,
): Promise<ResourceState | undefined> {
    // A replacement that was being created leaves the old one in the state under the same URN.
    const id = type === "creating" ? idOf(withoutSecrets(resource.inputs ?? {})) : resource.id;
    if (id === undefined || resource.provider === undefined || (type === "deleting" && resource.delete)) {
        return undefined;
    }
    const live = await readLive(context, { ...resource, id, outputs: resource.outputs ?? {} });
    return live === undefined || (type === "creating" && !ours(live, resource)) ? undefined : live;
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
