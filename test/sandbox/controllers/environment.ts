// SPDX-License-Identifier: Apache-2.0

import { setTimeout as sleep } from "node:timers/promises";
import { installCrds, startControlPlane, type ControlPlane } from "../../../sandbox/control-plane";
import type { InstallPlan, InstallPlanSpec } from "../../../sandbox/controllers/plan";
import { KubernetesClient } from "../../../sandbox/kubernetes/client";
import { INSTALL_PLAN } from "../../../lib/kinds";

/** A control plane with the CRDs and a client for it. */
export interface Environment {
    readonly controlPlane: ControlPlane;
    readonly kubeconfig: string;
    readonly client: KubernetesClient;
    stop(): Promise<void>;
}

export async function startEnvironment(): Promise<Environment> {
    const controlPlane = await startControlPlane();
    const { kubeconfig } = controlPlane;
    await installCrds(kubeconfig);
    const client = await KubernetesClient.connect({ kubeconfig });
    return {
        controlPlane,
        kubeconfig,
        client,
        async stop() {
            await client.close();
            await controlPlane.stop();
        },
    };
}

/** Polls until a value is there; says what was waited for if that takes too long. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const end = Date.now() + 30_000;
    for (;;) {
        const value = await probe();
        if (value !== undefined) {
            return value;
        }
        if (Date.now() > end) {
            throw new Error(`waited in vain for ${what}`);
        }
        await sleep(20);
    }
}

export async function getPlan(client: KubernetesClient, name = "network"): Promise<InstallPlan | undefined> {
    return (await client.get({ kind: INSTALL_PLAN, name })) as InstallPlan | undefined;
}

/** Applies an InstallPlan as a user would; in a dry run nothing is written. */
export async function applyPlan(
    client: KubernetesClient,
    spec: Partial<InstallPlanSpec>,
    options: { readonly name?: string; readonly dryRun?: boolean } = {},
): Promise<InstallPlan> {
    const { name = "network", dryRun = false } = options;
    const whole = { extension: { name, version: "1.2.0" }, enabled: true, upgradeStrategy: "Manual", ...spec };
    const { apiVersion, kind } = INSTALL_PLAN;
    const ref = { kind: INSTALL_PLAN, name };
    const object = { apiVersion, kind, metadata: { name }, spec: whole };
    return (await client.apply(ref, object, { fieldManager: "test", force: true, dryRun })) as InstallPlan;
}

/** The plan once its status is as asked. */
export function planWhere(
    client: KubernetesClient,
    what: string,
    is: (plan: InstallPlan) => boolean,
    name = "network",
): Promise<InstallPlan> {
    return eventually(what, async () => {
        const plan = await getPlan(client, name);
        return plan !== undefined && is(plan) ? plan : undefined;
    });
}
