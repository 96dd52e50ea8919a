// SPDX-License-Identifier: Apache-2.0
import { agentConfig, configHash } from "./config";
import type { InstallPlanSpec } from "./install-plan";
import { type ClusterState, type PlacedClusters, placedClusters } from "./placement";

/** How one release stands: `status` of an InstallPlan, or one entry of its `clusterSchedulingStatuses`. */
export interface InstallationStatus {
    readonly state?: string;
    readonly version?: string;
    readonly configHash?: string;
    readonly enabled?: boolean;
    readonly jobName?: string;
    readonly targetNamespace?: string;
    /** Oldest first. */
    readonly stateHistory?: readonly { readonly state: string; readonly lastTransitionTime: string }[];
    /** Newest first. */
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
}

/** `status` of an InstallPlan. */
export interface InstallPlanStatus extends InstallationStatus {
    readonly clusterSchedulingStatuses?: Readonly<Record<string, InstallationStatus>>;
}

/** All that readiness is decided from. */
export interface Observed {
    readonly spec: InstallPlanSpec;
    readonly status?: InstallPlanStatus;
    /** Every Cluster object; undefined if they could not be read. */
    readonly clusters?: readonly ClusterState[];
    /** Whether the ExtensionVersion exists; undefined if it was not looked for. */
    readonly versionExists?: boolean;
}

/** What an InstallPlan's status means. */
export interface Readiness {
    readonly phase: "ready" | "waiting" | "failed";
    /** One sentence: what is waited for, or every cause of the failure. */
    readonly reason: string;
    /** One line for the host and one for each cluster that has something to say. */
    readonly lines: readonly string[];
}

/** One release, judged. */
export interface Part extends Pick<Readiness, "phase"> {
    /** What is so, with "host" or the cluster before it. */
    readonly text: string;
}

/** What one release has to look like. */
interface Desired {
    readonly who: string;
    readonly version: string;
    readonly configHash: string;
    /** Only the host's release says whether it is enabled. */
    readonly enabled?: boolean;
}

/**
 * Whether an InstallPlan has done what its spec says. Between two writes the status is false for moments: the host
 * already has the new version while an agent is still "Installed" with the old one, and a version goes forward, back
 * and forward again. So ready means: state, version and config hash of the host and of every placed, schedulable
 * cluster, all at the same time. A failure counts only if it is a failure of this spec; KubeSphere starts an older
 * one again by itself.
 */
export function readiness(observed: Observed): Readiness {
    const parts = partsOf(observed);
    const failed = parts.filter(({ phase }) => phase === "failed");
    const waiting = parts.find(({ phase }) => phase === "waiting");
    const lines = parts.map(({ text }) => text);
    if (failed.length > 0) {
        return { phase: "failed", reason: failed.map(({ text }) => text).join("; "), lines };
    }
    if (waiting === undefined) {
        return { phase: "ready", reason: `${nameAndVersion(observed.spec)} is installed`, lines };
    }
    if (observed.versionExists === false) {
        const { name, version } = observed.spec.extension;
        const reason =
            `extension ${name} has no version ${version}: KubeSphere ignores such a plan without a word. ` +
            `See the versions there are: kubectl get extensionversions.kubesphere.io -l kubesphere.io/extension-ref=${name}`;
        return { phase: "failed", reason, lines };
    }
    return { phase: "waiting", reason: waiting.text, lines };
}

/** Each release of a plan: the host's first, then those of clusters that have an agent, or are to get or lose one. */
export function partsOf(observed: Observed): readonly [host: Part, ...agents: Part[]] {
    return [hostPart(observed), ...agentParts(observed)];
}

function nameAndVersion({ extension }: InstallPlanSpec): string {
    return `${extension.name} ${extension.version}`;
}

function hostPart({ spec, status }: Observed): Part {
    return judge(status, {
        who: "host",
        version: spec.extension.version,
        configHash: configHash(spec.config ?? ""),
        enabled: spec.enabled,
    });
}

function agentParts({ spec, status, clusters }: Observed): Part[] {
    const agents = status?.clusterSchedulingStatuses ?? {};
    const placement = spec.clusterScheduling?.placement;
    if (placement === undefined) {
        return Object.keys(agents).map((cluster) => ({
            phase: "ready",
            text: `cluster ${cluster}: its agent stays, because no placement is given; an empty list of clusters removes it`,
        }));
    }
    const placed = placedClusters(placement, clusters);
    const required = placed?.required ?? Object.keys(agents);
    return [
        ...required.map((cluster) => judge(agents[cluster], desiredAgent(spec, cluster))),
        ...(placed === undefined ? [] : otherParts(placed, agents)),
    ];
}

function desiredAgent(spec: InstallPlanSpec, cluster: string): Desired {
    const override = spec.clusterScheduling?.overrides?.[cluster];
    return {
        who: `cluster ${cluster}`,
        version: spec.extension.version,
        configHash: configHash(agentConfig(spec.config ?? "", override)),
    };
}

/** Clusters that are named but cannot get an agent, and agents that are to go away. */
function otherParts(placed: PlacedClusters, agents: Readonly<Record<string, InstallationStatus>>): Part[] {
    const { required, skipped, missing } = placed;
    const leftOver = Object.entries(agents).filter(
        ([cluster]) => !required.includes(cluster) && !skipped.has(cluster) && !missing.includes(cluster),
    );
    return [
        ...[...skipped].map(([cluster, why]): Part => ({
            phase: "ready",
            text: `cluster ${cluster} ${why}: KubeSphere passes it over until it is`,
        })),
        ...missing.map((cluster): Part => ({
            phase: "failed",
            text: `cluster ${cluster} does not exist, so KubeSphere passes it over without a word. See: kubectl get clusters.cluster.kubesphere.io`,
        })),
        ...leftOver.map(([cluster, status]): Part => {
            const failed = status.state === "UninstallFailed";
            return {
                phase: failed ? "failed" : "waiting",
                text: failed
                    ? `cluster ${cluster}: UninstallFailed${cause(status)}`
                    : `cluster ${cluster}: its agent is being removed (${described(status)})`,
            };
        }),
    ];
}

function judge(status: InstallationStatus | undefined, desired: Desired): Part {
    const { who } = desired;
    const state = status?.state ?? "";
    if (status === undefined || state === "") {
        return { phase: "waiting", text: `${who}: not begun` };
    }
    if (hasFailed(status, desired)) {
        return { phase: "failed", text: `${who}: ${state} ${status.version ?? ""}${cause(status)}` };
    }
    if (state !== "Installed") {
        return { phase: "waiting", text: `${who}: ${described(status)}` };
    }
    const behind = whatIsBehind(status, desired);
    return behind === undefined
        ? { phase: "ready", text: `${who}: ${described(status)}` }
        : { phase: "waiting", text: `${who}: ${described(status)}, ${behind}` };
}

/** A failed install or upgrade counts only if KubeSphere will not start it again: with the same version and config. */
function hasFailed({ state, version, configHash: hash }: InstallationStatus, desired: Desired): boolean {
    return (
        state === "UninstallFailed" ||
        (state?.endsWith("Failed") === true && version === desired.version && hash === desired.configHash)
    );
}

function whatIsBehind(status: InstallationStatus, desired: Desired): string | undefined {
    if (status.version !== desired.version) {
        return `${desired.version} has not begun`;
    }
    if (status.configHash !== desired.configHash) {
        return "the new config has not begun";
    }
    return desired.enabled !== undefined && desired.enabled !== (status.enabled ?? false)
        ? `is not ${desired.enabled ? "enabled" : "disabled"} yet`
        : undefined;
}

function described({ state = "", version, jobName }: InstallationStatus): string {
    const job = state === "Installed" || !jobName ? "" : `, job ${jobName}`;
    return `${state}${version ? ` ${version}` : ""}${job}`;
}

function cause({ conditions, jobName }: InstallationStatus): string {
    const message = conditions?.[0]?.message;
    return `${message ? `: ${message}` : ""}${jobName ? ` (job ${jobName})` : ""}`;
}
