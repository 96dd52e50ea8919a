// SPDX-License-Identifier: Apache-2.0
import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { findBinaries } from "./binaries";
import { ControlPlaneError } from "./error";
import { SecretFile } from "./flags";
import { dataFolderOf, sandboxesFolder } from "./folders";
import { LOOPBACK } from "./ports";
import { identityOf } from "./process";
import type { Progress } from "./progress";
import type { Command, CommandMessage, ControlPlaneBinaries, SupervisorMessage, SupervisorOptions } from "./protocol";
import { claim, Part, readRecord, type SandboxRecord } from "./record";

/** How a control plane is started. */
export interface ControlPlaneOptions {
    /** Small letters, digits and dashes. Defaults to a random name. */
    readonly name?: string;
    /** Folder under which the data folder is made. Defaults to kubesphere-network/sandboxes in $XDG_STATE_HOME or ~/.local/state. */
    readonly root?: string;
    /** Keeps it running after this process has ended. Defaults to false: it ends with this process, however that ends. */
    readonly detached?: boolean;
    /** What to run. Defaults to KUBEBUILDER_ASSETS, then to what is built from Go once for all. */
    readonly binaries?: ControlPlaneBinaries;
    /** Told what happens while something is built. Defaults to nobody. */
    readonly progress?: Progress;
}

/** A ControlPlaneOptions with, instead of programs to run, a cluster that is there already. */
export interface VisitOptions extends Omit<ControlPlaneOptions, "binaries" | "progress"> {
    /** Text of a kubeconfig with rights of an administrator. */
    readonly kubeconfig: string;
    /** Address of its API server, as it is shown. */
    readonly url: string;
}

/** The API server of a simulated KubeSphere. */
export interface KubeSphereServer {
    /** Its address, e.g. "https://127.0.0.1:40002". */
    readonly url: string;
    /** Path of a kubeconfig that leads an administrator there; the context is "kubesphere". */
    readonly kubeconfig: string;
}

/** A running control plane. */
export interface ControlPlane {
    readonly name: string;
    /** Address of the API server, e.g. "https://127.0.0.1:40001". */
    readonly url: string;
    /** Path of a kubeconfig for a cluster administrator. */
    readonly kubeconfig: string;
    /** The simulated KubeSphere's API server; undefined where there is none. */
    readonly kubeSphere?: KubeSphereServer;
    /** Path of the API server's audit log, one JSON object a line. */
    readonly auditLog: string;
    /** Everything that it has on disk. Removed when it stops. */
    readonly dataFolder: string;
    /** Ends all its processes and removes its data. */
    stop(): Promise<void>;
    /** Ends the API server at once. Objects are kept. */
    stopApiServer(): Promise<void>;
    /** Starts the API server again at the same address and waits until it is ready. */
    startApiServer(): Promise<void>;
}

/** What the supervisor does besides running the control plane. */
export type SupervisorDuties = Pick<SupervisorOptions, "crds" | "controllers"> &
    Partial<Pick<SupervisorOptions, "nodes">>;

/**
 * Starts etcd, kube-apiserver and kube-controller-manager on free ports of the loopback address and waits until the API
 * server is ready. Any number can run side by side. Throws a ControlPlaneError if the name is taken or nothing can be run.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    return startSupervised(options, { crds: false, controllers: false });
}

/** As startControlPlane, with more duties for the supervisor. */
export async function startSupervised(
    options: ControlPlaneOptions | VisitOptions,
    duties: SupervisorDuties,
): Promise<ControlPlane> {
    const name = options.name ?? `s-${randomBytes(4).toString("hex")}`;
    const dataFolder = dataFolderOf(options.root ?? sandboxesFolder(), name);
    const owner = identityOf(process.pid);
    if (!owner) {
        throw new ControlPlaneError("A sandbox needs Linux or macOS: when this process started cannot be found out.");
    }
    const visit = "kubeconfig" in options;
    const binaries = visit ? undefined : (options.binaries ?? (await findBinaries(options.progress)));
    claim(dataFolder, name, owner, visit);
    const kubeconfig = join(dataFolder, Part.Kubeconfig);
    if (visit) {
        writeFileSync(kubeconfig, options.kubeconfig, { mode: 0o600 });
    }
    const detached = options.detached === true;
    const url = visit ? options.url : undefined;
    const supervisor = new SupervisorProcess({ nodes: 0, ...duties, name, dataFolder, detached, binaries, url });
    await supervisor.ready();
    const record = readRecord(dataFolder);
    const kubeSphere = record && kubeSphereServer(record, dataFolder);
    return {
        name,
        url: record?.url ?? "",
        kubeconfig,
        ...(kubeSphere && { kubeSphere }),
        auditLog: join(dataFolder, Part.AuditLog),
        dataFolder,
        stop: () => supervisor.stop(),
        stopApiServer: () => supervisor.ask("stopApiServer"),
        startApiServer: () => supervisor.ask("startApiServer"),
    };
}

/** Where the simulated KubeSphere's API server of a sandbox is; undefined if it has none. */
export function kubeSphereServer({ ports }: SandboxRecord, dataFolder: string): KubeSphereServer | undefined {
    const { kubeSphere: port } = ports;
    return port === undefined
        ? undefined
        : { url: `https://${LOOPBACK}:${port}`, kubeconfig: join(dataFolder, SecretFile.KubeSphere) };
}

/** What Node needs to run this file's neighbours: nothing once they are compiled, and a loader costs each process a second. */
function loaderFlags(): string[] {
    return extname(__filename) === ".js" ? [] : process.execArgv.filter((flag) => !flag.startsWith("--inspect"));
}

/** The owner's end of a supervisor. */
class SupervisorProcess {
    private readonly child: ChildProcess;
    private readonly ended: Promise<void>;
    private lastId = 0;

    constructor(options: SupervisorOptions) {
        const logs = join(options.dataFolder, Part.Logs);
        mkdirSync(logs, { recursive: true, mode: 0o700 });
        const log = openSync(join(logs, "supervisor.log"), "a", 0o600);
        this.child = fork(join(__dirname, `supervisor${extname(__filename)}`), [JSON.stringify(options)], {
            // Detached: Ctrl-C reaches the owner alone, and one signal ends the whole group.
            detached: true,
            execArgv: loaderFlags(),
            stdio: ["ignore", log, log, "ipc"],
        });
        closeSync(log);
        this.ended = new Promise((resolve) => {
            this.child.once("exit", () => {
                resolve();
            });
            this.child.once("error", () => {
                resolve();
            });
        });
    }

    /** Waits until the sandbox is ready; from then on it does not keep this process from ending. */
    public async ready(): Promise<void> {
        const answer = await this.answer((message) => message.type === "ready" || message.type === "failed");
        if (answer.type === "failed") {
            await this.ended;
            throw new ControlPlaneError(answer.message);
        }
        this.child.unref();
        this.child.channel?.unref();
    }

    public async ask(command: Command): Promise<void> {
        const id = ++this.lastId;
        const answered = this.answer((message) => message.type === "done" && message.id === id);
        this.send({ id, command });
        const answer = await answered;
        if (answer.type === "done" && answer.message !== undefined) {
            throw new ControlPlaneError(answer.message);
        }
    }

    public async stop(): Promise<void> {
        if (this.child.exitCode === null && this.child.signalCode === null) {
            this.child.ref();
            this.send({ id: ++this.lastId, command: "stop" });
            await this.ended;
        }
    }

    private send(message: CommandMessage): void {
        if (!this.child.connected) {
            throw new ControlPlaneError("The sandbox has ended.");
        }
        this.child.send(message);
    }

    private async answer(wanted: (message: SupervisorMessage) => boolean): Promise<SupervisorMessage> {
        this.child.channel?.ref();
        return new Promise((resolve, reject) => {
            const listen = (message: SupervisorMessage) => {
                if (wanted(message)) {
                    this.child.off("message", listen);
                    this.child.channel?.unref();
                    resolve(message);
                }
            };
            this.child.on("message", listen);
            void this.ended.then(() => {
                reject(new ControlPlaneError("The sandbox ended before it answered. See its log."));
            });
        });
    }
}
