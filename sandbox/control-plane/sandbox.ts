// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MOST_NODES } from "../nodes/node";
import {
    kubeSphereServer,
    startSupervised,
    type ControlPlane,
    type ControlPlaneOptions,
    type KubeSphereServer,
} from "./control-plane";
import { ControlPlaneError } from "./error";
import { existingCluster } from "./existing";
import { dataFolderOf, sandboxesFolder } from "./folders";
import { gone, signal } from "./process";
import { isAlive, Part, readRecord, recordedNames, removeIfStale, type SandboxRecord } from "./record";

/** Name of the sandbox that is meant when none is named. */
export const DEFAULT_SANDBOX = "default";

const STOP_TIMEOUT = 10_000;

/** How a sandbox is started. */
export interface SandboxOptions extends Omit<ControlPlaneOptions, "binaries"> {
    /** Uses the cluster of KUBECONFIG's current context instead of starting one. Defaults to false. */
    readonly existing?: boolean;
    /**
     * How many simulated nodes run pods, which get addresses of the Calico pools; with them Kubernetes' own controllers of
     * workloads run too. Defaults to 0: no pod runs. Not together with `existing`.
     */
    readonly nodes?: number;
}

/** A sandbox as another process sees it. */
export interface SandboxStatus {
    readonly name: string;
    /** "stale": its keeper is gone, and its remains were removed just now. "absent": there is none. */
    readonly state: "running" | "starting" | "stale" | "absent";
    readonly url?: string;
    readonly kubeconfig?: string;
    /** The simulated KubeSphere's API server. */
    readonly kubeSphere?: KubeSphereServer;
    readonly auditLog?: string;
    readonly dataFolder: string;
    /** Process id of the supervisor. */
    readonly pid?: number;
    /** ISO 8601. */
    readonly startedAt?: string;
    /** Process ids of what runs, by name. */
    readonly processes?: Readonly<Record<string, number>>;
    /** Whether it visits a cluster that was there before. */
    readonly existing?: boolean;
}

/**
 * Starts a control plane with the CustomResourceDefinitions, the base namespaces and the simulated KubeSphere, and waits
 * until all of it is ready. Defaults to the name "default".
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<ControlPlane> {
    const { existing = false, nodes = 0, ...rest } = options;
    checkNodes(nodes, existing);
    const root = rest.root ?? sandboxesFolder();
    recordedNames(root).forEach((name) => removeIfStale(join(root, name)));
    const named = { ...rest, root, name: rest.name ?? DEFAULT_SANDBOX };
    const cluster = existing ? await existingCluster() : {};
    return startSupervised({ ...named, ...cluster }, { crds: true, controllers: true, nodes });
}

function checkNodes(nodes: number, existing: boolean): void {
    if (existing && nodes > 0) {
        throw new ControlPlaneError(
            "'nodes' cannot be simulated in an existing cluster, which has its own. Leave it out.",
        );
    }
    if (!Number.isInteger(nodes) || nodes < 0 || nodes > MOST_NODES) {
        throw new ControlPlaneError(`'nodes' (${nodes}) must be a whole number from 0 to ${MOST_NODES}.`);
    }
}

/** Stops a sandbox, whichever process started it, and removes its data. Whether there was one that ran. */
export async function stopSandbox(name: string = DEFAULT_SANDBOX, root: string = sandboxesFolder()): Promise<boolean> {
    const dataFolder = dataFolderOf(root, name);
    const record = readRecord(dataFolder);
    if (!record || !isAlive(record)) {
        removeIfStale(dataFolder);
        return false;
    }
    signal(record.keeper, "SIGTERM");
    if (!(await gone(record.keeper, STOP_TIMEOUT))) {
        signal(record.keeper, "SIGKILL");
        await gone(record.keeper, STOP_TIMEOUT);
    }
    removeIfStale(dataFolder);
    return true;
}

/** How a sandbox is doing. Removes what is left of one that ended without being stopped. */
export function sandboxStatus(name: string = DEFAULT_SANDBOX, root: string = sandboxesFolder()): SandboxStatus {
    const dataFolder = dataFolderOf(root, name);
    if (removeIfStale(dataFolder)) {
        return { name, state: "stale", dataFolder };
    }
    const record = readRecord(dataFolder);
    return record ? statusOf(record, dataFolder) : { name, state: "absent", dataFolder };
}

function statusOf(record: SandboxRecord, dataFolder: string): SandboxStatus {
    const processes = Object.entries(record.components).map(([name, { pid }]) => [name, pid] as const);
    const auditLog = join(dataFolder, Part.AuditLog);
    const kubeSphere = kubeSphereServer(record, dataFolder);
    return {
        name: record.name,
        state: record.phase,
        ...(record.url === undefined ? {} : { url: record.url }),
        kubeconfig: join(dataFolder, Part.Kubeconfig),
        ...(kubeSphere && { kubeSphere }),
        ...(existsSync(auditLog) ? { auditLog } : {}),
        dataFolder,
        pid: record.keeper.pid,
        startedAt: record.startedAt,
        processes: Object.fromEntries(processes),
        existing: record.existing,
    };
}

/** All sandboxes under a root that run or start. Removes what is left of others. */
export function listSandboxes(root: string = sandboxesFolder()): SandboxStatus[] {
    return recordedNames(root)
        .map((name) => sandboxStatus(name, root))
        .filter(({ state }) => state === "running" || state === "starting");
}

/** Path of a running sandbox's kubeconfig. Throws a ControlPlaneError if it does not run. */
export function sandboxKubeconfig(name: string = DEFAULT_SANDBOX, root: string = sandboxesFolder()): string {
    const { kubeconfig } = runningSandbox(name, root);
    return kubeconfig ?? "";
}

/**
 * Path of the kubeconfig that leads to a running sandbox's simulated KubeSphere. Throws a ControlPlaneError if the sandbox
 * does not run, or visits a cluster.
 */
export function sandboxKubeSphereKubeconfig(name: string = DEFAULT_SANDBOX, root: string = sandboxesFolder()): string {
    const { kubeSphere } = runningSandbox(name, root);
    if (kubeSphere === undefined) {
        throw new ControlPlaneError(
            `The sandbox "${name}" has no API server of a simulated KubeSphere: it visits a cluster that was there before.`,
        );
    }
    return kubeSphere.kubeconfig;
}

function runningSandbox(name: string, root: string): SandboxStatus {
    const status = sandboxStatus(name, root);
    if (status.state !== "running") {
        const option = name === DEFAULT_SANDBOX ? "" : ` --name ${name}`;
        throw new ControlPlaneError(`No sandbox named "${name}" runs. Start it with: ksnet sandbox start${option}`);
    }
    return status;
}
