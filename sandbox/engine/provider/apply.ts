// SPDX-License-Identifier: Apache-2.0
import type { ApplyOptions, KubernetesClient, KubernetesObject, Ref, WriteOptions } from "../../kubernetes/client";
import { hasReason } from "../../kubernetes/error";
import { Annotation, annotationOf } from "./object";
import { isOwnManager, takeOver } from "./managed-fields";
import { conflict, conflictsOf } from "./messages";

/** One server-side apply over an object that is there. */
export interface Application {
    readonly ref: Ref;
    readonly object: KubernetesObject;
    readonly live: KubernetesObject;
    readonly fieldManager: string;
    /** True if the object belongs to somebody else, and only some of its fields are set. */
    readonly patch: boolean;
    readonly force: boolean;
}

const ATTEMPTS = 5;

/** Hands fields of the create, and of kubectl, to the field manager, so that the apply does not conflict with them. */
async function takeOverFields(
    client: KubernetesClient,
    application: Application,
    options: WriteOptions,
): Promise<void> {
    let live: KubernetesObject | undefined = application.live;
    for (let attempt = 1; live; attempt++) {
        const operations = takeOver(live, application.fieldManager);
        if (!operations) {
            return;
        }
        try {
            await client.jsonPatch(application.ref, operations, options);
            return;
        } catch (error) {
            if (!hasReason(error, "Conflict") || attempt === ATTEMPTS) {
                throw error;
            }
            live = await client.get(application.ref, options);
        }
    }
}

/** Applies an object over the live one, never creating it, and says who owns what it could not set. */
export async function applyOver(
    client: KubernetesClient,
    application: Application,
    options: WriteOptions,
): Promise<KubernetesObject> {
    const { ref, object, live, fieldManager, patch } = application;
    if (!patch && !options.dryRun) {
        await takeOverFields(client, application, options);
    }
    // With the uid, the server refuses to create the object anew if it was deleted meanwhile.
    const sent = { ...object, metadata: { ...object.metadata, uid: live.metadata.uid } } as KubernetesObject;
    const unmanaged = (live.metadata.managedFields ?? []).length === 0;
    const force = application.force || unmanaged || annotationOf(object, Annotation.PatchForce) === "true";
    const applying: ApplyOptions = { ...options, fieldManager, force };
    try {
        return await client.apply(ref, sent, applying);
    } catch (error) {
        const conflicts = conflictsOf(error);
        if (conflicts.length === 0) {
            throw error;
        }
        // A dry run cannot take fields over first, so conflicts with the tool itself say nothing.
        const foreign = conflicts.filter(({ manager }) => patch || !isOwnManager(live, manager));
        if (options.dryRun && foreign.length === 0) {
            return client.apply(ref, sent, { ...applying, force: true });
        }
        throw new Error(conflict(object, fieldManager, options.dryRun ? foreign : conflicts), { cause: error });
    }
}

/** Gives back every field of a manager. The object stays, and so do all fields that others own, too. */
export async function relinquish(
    client: KubernetesClient,
    place: { ref: Ref; live: KubernetesObject; fieldManager: string },
    options: WriteOptions,
): Promise<void> {
    const { ref, live, fieldManager } = place;
    const { name, namespace, uid } = live.metadata;
    const metadata = { name, uid, ...(namespace === undefined ? {} : { namespace }) } as KubernetesObject["metadata"];
    const empty: KubernetesObject = { apiVersion: live.apiVersion, kind: live.kind, metadata };
    await client.apply(ref, empty, { ...options, fieldManager, force: false });
}
