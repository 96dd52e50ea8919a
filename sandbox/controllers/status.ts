// SPDX-License-Identifier: Apache-2.0

/** The pure half of the simulated InstallPlan controller: how Jobs and releases turn into a status. */

export interface Condition {
    type: string;
    status: "True" | "False";
    reason: string;
    message: string;
    lastTransitionTime: string;
}

/** Status of one release: the host's or one agent's. */
export interface InstallationStatus {
    state?: string;
    configHash?: string;
    targetNamespace?: string;
    releaseName?: string;
    version?: string;
    jobName?: string;
    /** Newest first, one of each type. */
    conditions?: Condition[];
    /** Oldest first, at most ten. */
    stateHistory?: { lastTransitionTime: string; state: string }[];
}

export type Action = "install" | "upgrade" | "uninstall";

/** What the controller sees of a Helm Job. */
export interface JobView {
    readonly action: Action;
    readonly phase: "active" | "completed" | "failed";
    readonly created: Date;
    /** Newest condition of a Job that is no longer active. */
    readonly message: string;
    readonly finished: Date;
}

export type ReleaseStatus =
    "pending-install" | "pending-upgrade" | "deployed" | "failed" | "superseded" | "uninstalling";

/** What the controller sees of a Helm release's newest revision. */
export interface ReleaseView {
    readonly name: string;
    readonly revision: number;
    readonly status: ReleaseStatus;
    readonly version: string;
    readonly description: string;
    readonly deployed: Date;
}

const MAX_STATES = 10;

/** Condition that comes with a state: type, reason, status. */
const CONDITIONS: Readonly<Record<string, readonly [string, string, "True" | "False"]>> = {
    Installed: ["Installed", "InstallSuccessful", "True"],
    InstallFailed: ["Installed", "InstallFailed", "False"],
    Upgraded: ["Upgraded", "UpgradeSuccessful", "True"],
    UpgradeFailed: ["Upgraded", "UpgradeFailed", "False"],
    UninstallFailed: ["Uninstalled", "UninstallFailed", "False"],
};

/** A time as the API stores it, after the controller's rounding to the nearest second. */
export function rounded(time: Date): string {
    return new Date(Math.round(time.getTime() / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** Puts a condition in front and drops the older one of its type. */
export function setCondition(status: InstallationStatus, condition: Condition): void {
    const others = (status.conditions ?? []).filter(({ type }) => type !== condition.type);
    status.conditions = [condition, ...others];
}

/**
 * Moves to a state, unless it is the last one already or its time lies before the last transition: that is how a
 * clock that is behind freezes a plan. "Upgraded" is stored as Installed and differs in its condition only.
 */
export function transition(status: InstallationStatus, state: string, message: string, time: Date): void {
    const stored = state === "Upgraded" ? "Installed" : state;
    const lastTransitionTime = rounded(time);
    const history = status.stateHistory ?? [];
    const last = history.at(-1);
    if (last?.state === stored || (last !== undefined && lastTransitionTime < last.lastTransitionTime)) {
        return;
    }
    status.state = stored;
    status.stateHistory = [...history, { lastTransitionTime, state: stored }].slice(-MAX_STATES);
    const condition = CONDITIONS[state];
    if (condition !== undefined) {
        const [type, reason, conditionStatus] = condition;
        setCondition(status, { type, reason, status: conditionStatus, message, lastTransitionTime });
    }
}

const ACTIVE = { install: "Installing", upgrade: "Upgrading", uninstall: "Uninstalling" } as const;
const FAILED = { install: "InstallFailed", upgrade: "UpgradeFailed", uninstall: "UninstallFailed" } as const;

function observeJob(status: InstallationStatus, job: JobView, release: ReleaseView | undefined): void {
    if (job.phase === "failed") {
        transition(status, FAILED[job.action], job.message, job.finished);
    } else if (job.phase === "active") {
        transition(status, ACTIVE[job.action], "", job.created);
    } else if (job.action === "uninstall" && release === undefined) {
        transition(status, "Uninstalled", job.message, job.finished);
    }
}

function stateOfRelease({ status, revision }: ReleaseView): string | undefined {
    switch (status) {
        case "failed":
            return revision > 1 ? "UpgradeFailed" : "InstallFailed";
        case "deployed":
            return revision > 1 ? "Upgraded" : "Installed";
        case "pending-install":
            return "Installing";
        case "pending-upgrade":
            return "Upgrading";
        case "uninstalling":
            return "Uninstalling";
        case "superseded":
            return undefined;
    }
}

/** Brings a status up to what the last Job and the newest revision of the release say, in this order. */
export function observe(status: InstallationStatus, job?: JobView, release?: ReleaseView): void {
    if (job !== undefined) {
        observeJob(status, job, release);
    }
    if (release === undefined) {
        return;
    }
    if (release.status === "deployed") {
        // The release decides, so the version goes back until Helm has really replaced it.
        status.version = release.version;
        status.releaseName = release.name;
    }
    const state = stateOfRelease(release);
    if (state !== undefined) {
        transition(status, state, release.description, release.deployed);
    }
}

/** What the controller does next about a release, given the state it has just observed. */
export type Step = "install" | "upgrade" | "wait";

/** Failed and installed releases are touched again only when their values or version change. */
export function nextStep(
    status: InstallationStatus,
    wanted: { readonly configHash: string; readonly version: string },
): Step {
    const otherVersion = status.version !== undefined && status.version !== "" && status.version !== wanted.version;
    const changed = status.configHash !== wanted.configHash || otherVersion;
    switch (status.state ?? "") {
        case "":
            return "install";
        case "InstallFailed":
            return changed ? "install" : "wait";
        case "Installed":
        case "UpgradeFailed":
            return changed ? "upgrade" : "wait";
        default:
            return "wait";
    }
}
