// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { InstallPlanSpec } from "../../lib/extension/install-plan";
import type { InstallPlanStatus } from "../../lib/extension/readiness";
import { clusterAccess, type ClusterAccess } from "../cluster/access";
import { ifReadable } from "../cluster/world";
import { hasEngine } from "../hooks";
import { userError } from "../user-error";
import { failure, planNow, waitUntilReady } from "./plan-watch";

/** An InstallPlan as a resource: what the provider gave back. */
export interface PlanResource extends pulumi.CustomResource {
    readonly spec: pulumi.Output<InstallPlanSpec>;
    readonly status: pulumi.Output<InstallPlanStatus | undefined>;
}

/** Where an InstallPlan is and how long it may take. */
export interface Settling {
    readonly provider: pulumi.ProviderResource | undefined;
    readonly createSeconds: number;
    readonly updateSeconds: number;
}

/** What is told of a plan's status. */
export type Settled = Pick<InstallPlanStatus, "state" | "targetNamespace">;

/**
 * Hooks that hold back whatever depends on the plan until it is ready. They run only when something changed, so that
 * `settled` is needed too.
 */
export function readinessHooks(settling: Settling): pulumi.ResourceHookBinding {
    const waitingFor =
        (timeoutSeconds: number): pulumi.ResourceHookFunction =>
        async ({ id, urn }) => {
            const cluster = await reachable(settling.provider);
            if (cluster !== undefined) {
                // The resource itself has no URN before its hooks are done, and everything logged would wait for that.
                const place = { urn: pulumi.output(urn) } as pulumi.Resource;
                await waitUntilReady(cluster, id, waiting(timeoutSeconds, place));
            }
        };
    return { afterCreate: [waitingFor(settling.createSeconds)], afterUpdate: [waitingFor(settling.updateSeconds)] };
}

/**
 * How the plan stands, looked up at every preview and every update. A plan that failed is an error on each of them, not
 * only in the run in which it failed; an update also waits for one that is still under way.
 */
export function settled(plan: PlanResource, settling: Settling | undefined): pulumi.Output<Settled> {
    const recorded = plan.status.apply((status) => status ?? {});
    if (settling === undefined || !hasEngine()) {
        return recorded;
    }
    // The provider's kubeconfig may be a secret; nothing of it is in what comes out. The recorded status is read apart,
    // because a preview does not know the status of a plan that has none.
    const live = pulumi.unsecret(
        pulumi.all([plan.id, plan.spec]).apply(async ([id, spec]): Promise<Live> => {
            const cluster = await reachable(settling.provider);
            return cluster ? liveStatus({ id, spec, plan }, settling, cluster) : {};
        }),
    );
    // Thrown where nothing else hangs on it: outputs and whatever else is registered do not suffer from it.
    live.apply(({ failure }) => {
        if (failure !== undefined) {
            throw userError(failure, plan);
        }
    });
    return pulumi.output(live.apply(({ status }) => status ?? recorded));
}

/** What a look at the cluster gave: a status, if it could be read, and what must end the run. */
interface Live {
    readonly status?: Settled;
    readonly failure?: string;
}

interface Expected {
    readonly id: string;
    readonly spec: InstallPlanSpec;
    readonly plan: pulumi.Resource;
}

async function liveStatus({ id, spec, plan }: Expected, settling: Settling, cluster: ClusterAccess): Promise<Live> {
    const now = await ifReadable(planNow(cluster, id));
    if (now === undefined) {
        return {};
    }
    if (!isDeepStrictEqual(intent(now.spec), intent(spec))) {
        // In a preview this is the change that is still to come.
        if (!pulumi.runtime.isDryRun()) {
            void pulumi.log.warn(
                `Somebody else changed InstallPlan "${id}": a refresh shows how. An update undoes it, or names who holds what was changed.`,
                plan,
            );
        }
        return now;
    }
    if (now.readiness.phase === "failed") {
        return { status: now.status, failure: await failure(cluster, id, now) };
    }
    if (now.readiness.phase === "ready" || pulumi.runtime.isDryRun()) {
        return now;
    }
    return waitUntilReady(cluster, id, waiting(Math.max(settling.createSeconds, settling.updateSeconds), plan)).catch(
        (error: unknown) => ({
            status: now.status,
            failure: error instanceof Error ? error.message : String(error),
        }),
    );
}

/** What a spec asks for, without what KubeSphere and the API server add to it or leave out of it. */
function intent({ extension, enabled, config, clusterScheduling }: InstallPlanSpec): unknown {
    const { placement, overrides } = clusterScheduling ?? {};
    return [
        extension.name,
        extension.version,
        enabled,
        config ?? "",
        placement === undefined ? undefined : [placement.clusters ?? [], placement.clusterSelector],
        overrides ?? {},
    ];
}

function waiting(timeoutSeconds: number, resource: pulumi.Resource) {
    return {
        timeoutSeconds,
        report: (line: string) => void pulumi.log.info(line, resource, undefined, true),
    };
}

function reachable(provider: pulumi.ProviderResource | undefined): Promise<ClusterAccess | undefined> {
    return ifReadable(clusterAccess(provider));
}
