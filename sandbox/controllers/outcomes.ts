// SPDX-License-Identifier: Apache-2.0

import { dump, load } from "js-yaml";
import { NAMESPACE } from "kubesphere-network/lib/kinds";
import { KubernetesClient, type KubernetesObject, type Ref } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { CONFIG_MAP, KUBESPHERE_SYSTEM, MANAGER, SIMULATED } from "./names";
import type { Action } from "./status";

/** How a simulated Helm Job can end. */
export const OUTCOME = {
    /** The Job fails: with a message Helm itself reports it, without one the Job's pod never came to run Helm. */
    fail: "fail",
    /** The Job never finishes. */
    hang: "hang",
    /** The Job takes `seconds`. */
    slow: "slow",
    /** The Job finishes on a clock that is `seconds` behind, by default an hour, so the plan ignores it. */
    clockSkew: "clock-skew",
    /** The Job's pod is started twice, which Kubernetes does not rule out, so Helm installs and then upgrades. */
    twice: "twice",
} as const;

export type OutcomeKind = (typeof OUTCOME)[keyof typeof OUTCOME];

/** What happens to the Jobs of one version on one cluster. */
export interface Outcome {
    readonly outcome: OutcomeKind;
    /** Text of the failure. */
    readonly message?: string;
    readonly seconds?: number;
    /** Leaves other actions alone. Defaults to all. */
    readonly action?: Action;
}

/** Which Jobs an outcome is for. */
export interface OutcomeTarget {
    readonly extension: string;
    readonly version: string;
    /** Agent of this cluster. Without it the outcome is for the extension's release on the host. */
    readonly cluster?: string;
}

const NAME = "simulated-outcomes";
const REF: Ref = { kind: CONFIG_MAP, namespace: KUBESPHERE_SYSTEM, name: NAME };
const KINDS: readonly string[] = Object.values(OUTCOME);

function keyOf({ extension, version, cluster }: OutcomeTarget): string {
    return `${extension}-${version}${cluster === undefined ? "" : `.${cluster}`}`;
}

/** The outcome that is set for a Job, read anew for every Job. */
export async function outcomeOf(
    client: KubernetesClient,
    target: OutcomeTarget,
    action: Action,
): Promise<Outcome | undefined> {
    const configMap = await client.get(REF);
    const data = (configMap?.data ?? {}) as Record<string, string>;
    const text = data[keyOf(target)];
    if (text === undefined) {
        return undefined;
    }
    const outcome = load(text) as Outcome;
    if (!KINDS.includes(outcome.outcome)) {
        throw new Error(
            `ConfigMap ${KUBESPHERE_SYSTEM}/${NAME}: '${keyOf(target)}' has outcome ${outcome.outcome}. ` +
                `It must be one of ${KINDS.join(", ")}.`,
        );
    }
    return outcome.action === undefined || outcome.action === action ? outcome : undefined;
}

async function ensureNamespace(client: KubernetesClient): Promise<void> {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: KUBESPHERE_SYSTEM } };
    await client.apply({ kind: NAMESPACE, name: KUBESPHERE_SYSTEM }, object, { fieldManager: MANAGER });
}

/** Sets the outcome of all later Jobs of one version on one cluster; Jobs that run already are not touched. */
export async function setOutcome(kubeconfig: string, options: OutcomeTarget & Outcome): Promise<void> {
    const { extension, version, cluster, ...outcome } = options;
    const key = keyOf({ extension, version, ...(cluster === undefined ? {} : { cluster }) });
    const client = await KubernetesClient.connect({ kubeconfig });
    try {
        await ensureNamespace(client);
        const text = dump(outcome, { skipInvalid: true });
        await write(client, key, text);
    } finally {
        await client.close();
    }
}

async function write(client: KubernetesClient, key: string, text: string): Promise<void> {
    const known = await client.get(REF);
    const data = { ...((known?.data ?? {}) as Record<string, string>), [key]: text };
    const object: KubernetesObject = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: known?.metadata ?? { name: NAME, namespace: KUBESPHERE_SYSTEM, annotations: SIMULATED },
        data,
    };
    try {
        await (known === undefined
            ? client.create(CONFIG_MAP, object, { fieldManager: MANAGER })
            : client.replace(REF, object, { fieldManager: MANAGER }));
    } catch (error) {
        if (!hasReason(error, "Conflict") && !hasReason(error, "AlreadyExists")) {
            throw error;
        }
        await write(client, key, text);
    }
}

/** Lets all later Jobs succeed again. */
export async function clearOutcomes(kubeconfig: string): Promise<void> {
    const client = await KubernetesClient.connect({ kubeconfig });
    try {
        await client.delete(REF, { propagationPolicy: "Background" });
    } finally {
        await client.close();
    }
}
