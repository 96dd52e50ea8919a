// SPDX-License-Identifier: Apache-2.0

import { randomInt } from "node:crypto";
import { configHash } from "kubesphere-network/lib/extension/config";
import { EXTENSION_REF_LABEL } from "kubesphere-network/lib/labels";
import type { KubernetesClient, KubernetesObject, Ref } from "../kubernetes/client";
import {
    ACTION_ANNOTATION,
    CLUSTER_LABEL,
    CONFIG_HASH_ANNOTATION,
    JOB,
    JOB_MANAGER,
    MANAGED_LABEL,
    MANAGER,
    RELEASE_ANNOTATION,
    SIMULATED,
    SIMULATED_ANNOTATION,
    VERSION_ANNOTATION,
} from "./names";
import type { InstallPlan } from "./plan";
import { rounded, type Action, type JobView } from "./status";

/** What a Helm Job is to do. */
export interface Task {
    readonly action: Action;
    readonly namespace: string;
    readonly release: string;
    /** Cluster that outcomes are looked up for. Absent for the extension's release on the host. */
    readonly cluster?: string;
    /** Member cluster that the release lives on. Absent on the host. */
    readonly member?: string;
    readonly extension: string;
    readonly version: string;
    readonly values: string;
}

const AGENT_ANNOTATION = "sandbox.kubesphere-network/agent-of";
/** Characters of random names in Kubernetes: none that makes words. */
const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

function suffix(): string {
    return Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

function podTemplate({ action, release, namespace }: Task): object {
    return {
        metadata: { annotations: SIMULATED },
        spec: {
            restartPolicy: "Never",
            containers: [
                {
                    name: "helm",
                    image: "simulated/helm-executor",
                    command: ["helm", action, release, "--namespace", namespace],
                },
            ],
        },
    };
}

/** Creates the Job of one Helm action, to be carried out by the HelmRunner; returns its name. */
export async function createJob(client: KubernetesClient, plan: InstallPlan, task: Task): Promise<string> {
    const name = `helm-${task.action}-${task.release}-${suffix()}`;
    const owner = { apiVersion: plan.apiVersion, kind: plan.kind, name: plan.metadata.name, uid: plan.metadata.uid };
    const uninstall = task.action === "uninstall";
    const job: KubernetesObject = {
        apiVersion: JOB.apiVersion,
        kind: JOB.kind,
        metadata: {
            name,
            namespace: task.namespace,
            labels: {
                [MANAGED_LABEL]: "true",
                [EXTENSION_REF_LABEL]: task.extension,
                ...(uninstall ? {} : { name }),
                ...(task.member === undefined ? {} : { [CLUSTER_LABEL]: task.member }),
            },
            annotations: {
                ...SIMULATED,
                [ACTION_ANNOTATION]: task.action,
                ...(uninstall ? {} : { [CONFIG_HASH_ANNOTATION]: configHash(task.values) }),
                [RELEASE_ANNOTATION]: task.release,
                [VERSION_ANNOTATION]: task.version,
                ...(task.cluster === undefined ? {} : { [AGENT_ANNOTATION]: task.cluster }),
            },
            ownerReferences: [owner],
        },
        spec: { backoffLimit: 0, managedBy: JOB_MANAGER, template: podTemplate(task) },
    };
    await client.create(JOB, job, { fieldManager: MANAGER });
    return name;
}

/** The task of a Job that createJob made; undefined for any other Job. */
export function taskOf(job: KubernetesObject): Omit<Task, "values"> | undefined {
    const { annotations = {}, labels = {}, namespace = "" } = job.metadata;
    if (annotations[SIMULATED_ANNOTATION] === undefined || annotations[RELEASE_ANNOTATION] === undefined) {
        return undefined;
    }
    const cluster = annotations[AGENT_ANNOTATION];
    const member = labels[CLUSTER_LABEL];
    return {
        action: annotations[ACTION_ANNOTATION] as Action,
        namespace,
        release: annotations[RELEASE_ANNOTATION],
        extension: labels[EXTENSION_REF_LABEL] ?? "",
        version: annotations[VERSION_ANNOTATION] ?? "",
        ...(cluster === undefined ? {} : { cluster }),
        ...(member === undefined ? {} : { member }),
    };
}

interface JobStatus {
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly { lastTransitionTime: string; message?: string }[];
}

function phaseOf(succeeded: number, failed: number): JobView["phase"] {
    return succeeded > 0 ? "completed" : failed > 0 ? "failed" : "active";
}

/** What the InstallPlan controller reads from a Job. */
export function viewOf(job: KubernetesObject): JobView {
    const { succeeded = 0, failed = 0, conditions = [] } = (job.status ?? {}) as JobStatus;
    const [newest] = [...conditions].sort((left, right) =>
        right.lastTransitionTime.localeCompare(left.lastTransitionTime),
    );
    return {
        action: job.metadata.annotations?.[ACTION_ANNOTATION] as Action,
        phase: phaseOf(succeeded, failed),
        created: new Date(job.metadata.creationTimestamp ?? 0),
        message: newest?.message ?? "",
        finished: new Date(newest?.lastTransitionTime ?? 0),
    };
}

const BACKOFF_LIMIT_REACHED = "Job has reached the specified backoff limit";

/** Ends a Job the way the Job controller does. */
export async function finishJob(
    client: KubernetesClient,
    job: KubernetesObject,
    result: { readonly failure?: string; readonly failed: boolean; readonly time: Date },
): Promise<void> {
    const { name = "", namespace = "" } = job.metadata;
    const ref: Ref = { kind: JOB, name, namespace };
    const current = await client.get(ref);
    if (current === undefined || viewOf(current).phase !== "active") {
        return;
    }
    // Jobs take less here than a second; rounded as the controller rounds, they never end before they began.
    const time = rounded(result.time);
    const condition = (type: string) =>
        result.failed
            ? { type, status: "True", reason: "BackoffLimitExceeded", message: result.failure ?? BACKOFF_LIMIT_REACHED }
            : {
                  type,
                  status: "True",
                  reason: "CompletionsReached",
                  message: "Reached expected number of succeeded pods",
              };
    const types = result.failed ? ["FailureTarget", "Failed"] : ["SuccessCriteriaMet", "Complete"];
    const status = {
        startTime: [time, current.metadata.creationTimestamp ?? time].sort()[0],
        ...(result.failed ? { failed: 1 } : { succeeded: 1, completionTime: time }),
        conditions: types.map((type) => ({ ...condition(type), lastProbeTime: time, lastTransitionTime: time })),
    };
    await client.replace({ ...ref, subresource: "status" }, { ...current, status }, { fieldManager: MANAGER });
}
