// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { KubernetesClient, KubernetesObject, Ref } from "../../kubernetes/client";
import { hasReason, KubernetesError } from "../../kubernetes/error";
import type { Properties } from "../values";
import { applyOver, relinquish } from "./apply";
import { type Cluster, eventually, type Target } from "./cluster";
import { CREATOR } from "./managed-fields";
import type { Memory } from "./memory";
import { alreadyExists, missingTarget, soleOwner } from "./messages";
import { describe, isPatch, prune } from "./object";
import type { ResourceRequest } from "./provider";

export function isCrd({ apiVersion, kind }: Properties): boolean {
    return String(apiVersion).startsWith("apiextensions.k8s.io/") && kind === "CustomResourceDefinition";
}

/** Throws the error again, except in a preview by somebody who is not allowed to write, not even for show. */
function tolerateForbiddenPreview(cluster: Cluster, request: ResourceRequest, error: unknown): void {
    if (!request.preview || !(error instanceof KubernetesError) || error.code !== 403) {
        throw error;
    }
    cluster.mention(request, `this user may not do dry runs, so the API server does not check: ${error.message}`);
}

/** True if a live object can only be the one that a create wrote whose answer was lost. */
function isOwnCreate(live: KubernetesObject, object: KubernetesObject): boolean {
    const managers = live.metadata.managedFields ?? [];
    return managers.every(({ manager }) => manager === CREATOR) && isDeepStrictEqual(prune(live, object), object);
}

/** What an error of a create means: undefined if it may go away, or does not count in a preview. */
async function afterRefusal(
    cluster: Cluster,
    request: ResourceRequest,
    { client, ref, object }: Target,
    error: unknown,
): Promise<KubernetesObject | undefined> {
    if (error instanceof KubernetesError && error.code === 404) {
        return undefined;
    }
    if (!hasReason(error, "AlreadyExists")) {
        tolerateForbiddenPreview(cluster, request, error);
        return undefined;
    }
    if (request.preview) {
        // It may be the one that this resource replaces.
        return undefined;
    }
    const live = error.repeated ? await client.get(ref, cluster.options(request)) : undefined;
    if (live && isOwnCreate(live, object)) {
        return live;
    }
    throw new Error(alreadyExists(object), { cause: error });
}

/** Creates an object that must not be there yet; undefined if a preview cannot know the outcome. */
export async function createObject(
    cluster: Cluster,
    request: ResourceRequest,
    target: Target,
    memory: Memory,
): Promise<KubernetesObject | undefined> {
    const { client, ref, object } = target;
    const { upsertExistingObjects, enablePatchForce: force } = cluster.settings;
    const options = cluster.options(request);
    const attempt = async () => {
        try {
            return upsertExistingObjects
                ? await client.apply(ref, object, { ...options, fieldManager: memory.fieldManager, force })
                : await client.create(ref.kind, object, { ...options, fieldManager: CREATOR });
        } catch (error) {
            return afterRefusal(cluster, request, target, error);
        }
    };
    const missing = `${describe(object)} cannot be created: namespace "${ref.namespace ?? ""}" does not exist.`;
    return request.preview ? attempt() : eventually(request, missing, attempt);
}

/** Sets some fields of somebody else's object; undefined if a preview cannot know the outcome. */
export async function patchObject(
    cluster: Cluster,
    request: ResourceRequest,
    target: Target,
    memory: Memory,
): Promise<KubernetesObject | undefined> {
    const live = await target.client.get(target.ref, cluster.options(request));
    if (live) {
        return overwrite(cluster, request, target, { live, memory });
    }
    if (request.preview) {
        request.log(
            "info",
            `${describe(target.object)} does not exist yet, so the API server does not check this patch`,
        );
        return undefined;
    }
    throw new Error(missingTarget(target.object));
}

/** Writes over an object that is there; undefined if a preview cannot know the outcome. */
export async function overwrite(
    cluster: Cluster,
    request: ResourceRequest,
    { client, ref, object }: Target,
    { live, memory }: { live: KubernetesObject; memory: Memory },
): Promise<KubernetesObject | undefined> {
    const options = cluster.options(request);
    const { fieldManager } = memory;
    const { enablePatchForce: force } = cluster.settings;
    try {
        if (isCrd(object)) {
            // Replaced as a whole, so that versions and schemas that the program dropped are gone.
            const { resourceVersion = "" } = live.metadata;
            const whole = { ...object, metadata: { ...object.metadata, resourceVersion } };
            return await client.replace(ref, whole, { ...options, fieldManager });
        }
        const patch = isPatch(request.type, object);
        return await applyOver(client, { ref, object, live, patch, force, fieldManager }, options);
    } catch (error) {
        tolerateForbiddenPreview(cluster, request, error);
        return undefined;
    }
}

/** Gives back what a Patch resource has set. The object stays. */
export async function giveBack(
    cluster: Cluster,
    request: ResourceRequest,
    { client, ref }: { client: KubernetesClient; ref: Ref },
    { fieldManager }: Memory,
): Promise<void> {
    const options = cluster.options(request);
    const live = await client.get(ref, options);
    if (!live) {
        return;
    }
    try {
        await relinquish(client, { ref, live, fieldManager }, options);
    } catch (error) {
        const causes = error instanceof KubernetesError ? error.causes : [];
        const required = causes.find(({ reason }) => reason === "FieldValueRequired");
        throw required ? new Error(soleOwner(live, required.field ?? ""), { cause: error }) : error;
    }
}
