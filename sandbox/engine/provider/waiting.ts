// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesClient, KubernetesObject, Ref } from "../../kubernetes/client";
import type { Properties } from "../values";
import { Annotation, annotationOf, describe } from "./object";
import type { ResourceRequest } from "./provider";
import { unready, type Unready } from "./readiness";
import { waitFor } from "./wait-for";

/** What an operation may take if neither the program nor the object says otherwise. */
const DEFAULT_SECONDS = 600;
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 1000;
/** After this long a person wants to know what is going on. */
const QUIET_SECONDS = 5;

/** Limit of an operation: resource option, annotation, ten minutes. */
export function limitSeconds(request: ResourceRequest, inputs: Properties): number {
    const annotated = Number(annotationOf(inputs, Annotation.TimeoutSeconds));
    const given = request.timeoutSeconds ?? 0;
    return given > 0 ? given : annotated > 0 ? annotated : DEFAULT_SECONDS;
}

/** What happens to objects that belong to the deleted one. Foreground, unless the object says otherwise. */
export function propagationPolicy(inputs: Properties): "Foreground" | "Background" | "Orphan" {
    const policy = annotationOf(inputs, Annotation.DeletionPropagation)?.toLowerCase();
    return policy === "orphan" ? "Orphan" : policy === "background" ? "Background" : "Foreground";
}

/** Asks again and again, less and less often, until there is nothing left to wait for, or the time is up. */
async function poll(
    request: ResourceRequest,
    seconds: number,
    ask: () => Promise<Unready | undefined>,
): Promise<Unready | undefined> {
    const begun = Date.now();
    let told = false;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE)) {
        const waitingFor = await ask();
        const elapsed = (Date.now() - begun) / 1000;
        if (!waitingFor || waitingFor.failed || elapsed >= seconds) {
            return waitingFor;
        }
        if (!told && elapsed > QUIET_SECONDS) {
            told = true;
            request.log("info", `waiting: ${waitingFor.reason}`);
        }
        await sleep(pause, undefined, request.signal ? { signal: request.signal } : {});
    }
}

/** Waits until the object is ready. The newest object, and what is wrong with it if it is not. */
export async function awaitReady(
    client: KubernetesClient,
    request: ResourceRequest,
    place: { ref: Ref; inputs: Properties; written: KubernetesObject },
): Promise<{ live: KubernetesObject; trouble?: string }> {
    const { ref, inputs, written } = place;
    let live = written;
    const troubleOf = waitFor(inputs) ?? unready;
    if (annotationOf(inputs, Annotation.SkipAwait) === "true" || !troubleOf(written)) {
        return { live };
    }
    const seconds = limitSeconds(request, inputs);
    const remaining = await poll(request, seconds, async () => {
        const newest = await client.get(ref, request);
        live = newest ?? live;
        return newest ? troubleOf(newest) : { reason: "it was deleted by somebody else", failed: true };
    });
    if (!remaining) {
        return { live };
    }
    const when = remaining.failed ? "will not become ready" : `is not ready after ${seconds} seconds`;
    return { live, trouble: `${describe(inputs)} was written, but ${when}: ${remaining.reason}` };
}

/** Kinds whose deletion is not waited for either if the object says that nobody shall wait, as Pulumi's provider has it. */
const SKIP_GONE = new Set([
    "Namespace",
    "Pod",
    "ReplicationController",
    "DaemonSet",
    "Deployment",
    "StatefulSet",
    "Job",
]);

/** Waits until the object that was deleted is gone. */
export async function awaitGone(
    client: KubernetesClient,
    request: ResourceRequest,
    place: { ref: Ref; inputs: Properties; uid: unknown },
): Promise<void> {
    if (annotationOf(place.inputs, Annotation.SkipAwait) === "true" && SKIP_GONE.has(place.ref.kind.kind)) {
        return;
    }
    const seconds = limitSeconds(request, place.inputs);
    const remaining = await poll(request, seconds, async () => {
        const live = await client.get(place.ref, request);
        // An object of the same name with another uid is somebody's new one.
        const gone = !live || (typeof place.uid === "string" && live.metadata.uid !== place.uid);
        return gone ? undefined : { reason: whatHolds(live) };
    });
    if (remaining) {
        throw new Error(
            `${describe(place.inputs)} is not gone ${seconds} seconds after its deletion: ${remaining.reason}`,
        );
    }
}

function whatHolds(live: KubernetesObject): string {
    const spec = live.spec as { finalizers?: string[] } | undefined;
    const finalizers = [
        ...(live.metadata.finalizers ?? []),
        ...(live.kind === "Namespace" ? (spec?.finalizers ?? []) : []),
    ];
    const { conditions = [] } = (live.status ?? {}) as {
        conditions?: { type: string; status: string; message: string }[];
    };
    const remarks = conditions
        .filter(({ type, status }) => live.kind === "Namespace" && type.startsWith("Namespace") && status === "True")
        .map(({ message }) => `. ${message}`);
    const held =
        finalizers.length === 0 ? "it has no finalizers left" : `its finalizers remain: ${finalizers.join(", ")}`;
    return held + remarks.join("");
}
