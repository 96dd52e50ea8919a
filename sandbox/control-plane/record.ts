// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, ControlPlaneError } from "./error";
import { isRunning, signal, type ProcessIdentity } from "./process";

/** Version of the record's form. Records of another version are not read. */
const VERSION = 1;

/** What one sandbox leaves on disk about itself, so that other processes find it. */
export interface SandboxRecord {
    readonly version: typeof VERSION;
    readonly name: string;
    readonly phase: "starting" | "running";
    /** ISO 8601. */
    readonly startedAt: string;
    /** The process that keeps the sandbox: its owner at first, its supervisor then. */
    readonly keeper: ProcessIdentity;
    /** Processes that the supervisor started, by name. */
    readonly components: Readonly<Record<string, ProcessIdentity>>;
    /** Ports on the loopback address, by what they are for. */
    readonly ports: Readonly<Record<string, number>>;
    /** The API server's address; nothing while the sandbox starts. */
    readonly url?: string;
    /** Whether the cluster is somebody else's, and only visited. */
    readonly existing: boolean;
}

/** Where the parts of a sandbox are in its data folder. */
export const Part = {
    Record: "sandbox.json",
    Kubeconfig: "kubeconfig",
    AuditLog: "audit.log",
    Users: "users",
    Certificates: "pki",
    Logs: "logs",
    Etcd: "etcd",
} as const;

/** The record in a data folder; nothing if there is none that can be read. */
export function readRecord(dataFolder: string): SandboxRecord | undefined {
    try {
        const record = JSON.parse(readFileSync(join(dataFolder, Part.Record), "utf8")) as SandboxRecord;
        return (record.version as number) === VERSION ? record : undefined;
    } catch {
        return undefined;
    }
}

/** Replaces the record in one step, so that a reader never sees half of one. */
export function writeRecord(dataFolder: string, record: SandboxRecord): void {
    const next = join(dataFolder, `.${Part.Record}.${process.pid}`);
    writeFileSync(next, `${JSON.stringify(record, null, 4)}\n`, { mode: 0o600 });
    renameSync(next, join(dataFolder, Part.Record));
}

/** Takes a name by making its data folder, in one step. Throws if a sandbox of that name runs; removes one that does not. */
export function claim(dataFolder: string, name: string, owner: ProcessIdentity, existing = false): SandboxRecord {
    const root = dirname(dataFolder);
    mkdirSync(root, { recursive: true, mode: 0o700 });
    const record: SandboxRecord = {
        version: VERSION,
        name,
        phase: "starting",
        startedAt: new Date().toISOString(),
        keeper: owner,
        components: {},
        ports: {},
        existing,
    };
    const claimed = join(root, `.claim-${process.pid}-${randomBytes(4).toString("hex")}`);
    mkdirSync(claimed, { mode: 0o700 });
    writeRecord(claimed, record);
    try {
        removeIfStale(dataFolder);
        // Fails on a folder that is not empty: of two claims at once, one wins.
        renameSync(claimed, dataFolder);
    } catch (error) {
        rmSync(claimed, { recursive: true, force: true });
        if (["ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) {
            throw new ControlPlaneError(
                `A sandbox named "${name}" already runs in ${dataFolder}. ` +
                    `Use it (ksnet sandbox env --name ${name}), stop it (ksnet sandbox stop --name ${name}) or choose another name.`,
            );
        }
        throw error;
    }
    return record;
}

/** Whether the process that keeps this sandbox still runs. */
export function isAlive(record: SandboxRecord): boolean {
    return isRunning(record.keeper);
}

/** Removes a data folder that nobody keeps any more, and the processes that outlived their keeper. Whether it did. */
export function removeIfStale(dataFolder: string): boolean {
    const record = readRecord(dataFolder);
    if (!existsSync(dataFolder) || (record && isAlive(record))) {
        return false;
    }
    for (const component of Object.values(record?.components ?? {})) {
        signal(component, "SIGKILL");
    }
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    return true;
}

/** Names of all data folders under a root, running or not. */
export function recordedNames(root: string): string[] {
    try {
        return readdirSync(root, { withFileTypes: true })
            .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
            .map((entry) => entry.name)
            .sort();
    } catch {
        return [];
    }
}
