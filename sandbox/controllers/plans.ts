// SPDX-License-Identifier: Apache-2.0

import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { EXTENSION, INSTALL_PLAN } from "kubesphere-network/lib/kinds";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { INSTALL_PLAN_PROTECTION, MANAGER } from "./names";
import { asWritten, statusAsWritten, type InstallPlan } from "./plan";

const ATTEMPTS = 5;
const PAUSE_MILLISECONDS = 10;

/** Repeats what failed because somebody else wrote first. */
async function onConflict(write: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
        try {
            await write();
            return;
        } catch (error) {
            if (!hasReason(error, "Conflict") || attempt === ATTEMPTS) {
                throw error;
            }
            await sleep(PAUSE_MILLISECONDS);
        }
    }
}

/** Reads and writes InstallPlans, and mirrors each write in the Extension's status. */
export class Plans {
    constructor(private readonly client: KubernetesClient) {}

    async get(name: string): Promise<InstallPlan | undefined> {
        const plan = (await this.client.get({ kind: INSTALL_PLAN, name })) as InstallPlan | undefined;
        return plan === undefined ? undefined : { ...plan, status: plan.status ?? {} };
    }

    async addFinalizer(plan: InstallPlan): Promise<void> {
        const { name = "", finalizers = [] } = plan.metadata;
        const value = [...finalizers, INSTALL_PLAN_PROTECTION];
        const operation = { op: "add", path: "/metadata/finalizers", value };
        await this.client.jsonPatch({ kind: INSTALL_PLAN, name }, [operation], { fieldManager: MANAGER });
    }

    /**
     * Writes the status of the plan in hand over whatever is stored, together with its labels and annotations, if
     * any of them differs. The plan in hand becomes what is stored then, the spec of other writers included.
     */
    async update(plan: InstallPlan): Promise<void> {
        await onConflict(async () => {
            const stored = await this.get(plan.metadata.name ?? "");
            if (stored === undefined || same(stored, plan)) {
                return;
            }
            const { labels, annotations } = plan.metadata;
            const target = { ...stored, metadata: { ...stored.metadata, labels, annotations }, status: plan.status };
            await this.replace(plan, target);
        });
        await this.mirror(plan);
    }

    /** Lets the deletion go on. */
    async removeFinalizer(plan: InstallPlan): Promise<void> {
        const { finalizers = [] } = plan.metadata;
        if (finalizers.includes(INSTALL_PLAN_PROTECTION)) {
            const others = finalizers.filter((finalizer) => finalizer !== INSTALL_PLAN_PROTECTION);
            await this.replace(plan, { ...plan, metadata: { ...plan.metadata, finalizers: others } });
        }
    }

    private async replace(plan: InstallPlan, target: InstallPlan): Promise<void> {
        const ref = { kind: INSTALL_PLAN, name: plan.metadata.name ?? "" };
        const written = await this.client.replace(ref, asWritten(target), { fieldManager: MANAGER });
        Object.assign(plan, written, { status: written.status ?? {} });
    }

    private async mirror(plan: InstallPlan): Promise<void> {
        const ref = { kind: EXTENSION, name: plan.spec.extension.name };
        await onConflict(async () => {
            const extension = await this.client.get(ref);
            if (extension === undefined) {
                return;
            }
            const before = (extension.status ?? {}) as Record<string, unknown>;
            const status = mirrored(before, plan);
            if (!isDeepStrictEqual(before, status)) {
                const updated: KubernetesObject = { ...extension, status };
                await this.client.replace(ref, updated, { fieldManager: MANAGER });
            }
        });
    }
}

function same(stored: InstallPlan, plan: InstallPlan): boolean {
    const parts = ({ metadata: { labels = {}, annotations = {} }, status = {} }: InstallPlan) => ({
        labels,
        annotations,
        status: statusAsWritten(status),
    });
    return isDeepStrictEqual(parts(stored), parts(plan));
}

const MIRRORED = [
    "state",
    "enabled",
    "conditions",
    "plannedInstallVersion",
    "installedVersion",
    "clusterSchedulingStatuses",
];

/** Status of an Extension after a write of its plan; all of the plan's part goes when it is uninstalled. */
function mirrored(before: Readonly<Record<string, unknown>>, plan: InstallPlan): Record<string, unknown> {
    const own = Object.fromEntries(Object.entries(before).filter(([name]) => !MIRRORED.includes(name)));
    const { state, conditions, version, enabled, clusterSchedulingStatuses } = statusAsWritten(plan.status ?? {});
    if (state === "Uninstalled") {
        return own;
    }
    const part = {
        state,
        enabled,
        conditions,
        plannedInstallVersion: plan.spec.extension.version,
        installedVersion: version,
        clusterSchedulingStatuses,
    };
    return { ...own, ...Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) };
}
