// SPDX-License-Identifier: Apache-2.0
import { POD } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject, Ref } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { MANAGER } from "./names";

/** Where a pod is. */
export function refOf({ metadata: { name = "", namespace = "" } }: KubernetesObject): Ref {
    return { kind: POD, name, namespace };
}

/** Carries out one JSON Patch operation on a pod, unless it is gone or its name has a new owner. */
export async function writePod(
    client: KubernetesClient,
    { metadata: { uid } }: KubernetesObject,
    ref: Ref,
    operation: object,
): Promise<void> {
    try {
        const isSame = { op: "test", path: "/metadata/uid", value: uid };
        await client.jsonPatch(ref, [isSame, operation], { fieldManager: MANAGER });
    } catch (error) {
        // A test that fails is answered as Invalid.
        if (!hasReason(error, "NotFound") && !hasReason(error, "Invalid")) {
            throw error;
        }
    }
}
