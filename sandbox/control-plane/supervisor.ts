// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { extname, join } from "node:path";
import type { ControllersOptions } from "../controllers";
import { ClusterProcesses } from "./cluster-processes";
import { Component } from "./component";
import { installCrds, installNamespaces } from "./crds";
import { messageOf } from "./error";
import { SecretFile } from "./flags";
import { identityOf, type ProcessIdentity } from "./process";
import type { Command, CommandMessage, SupervisorMessage, SupervisorOptions } from "./protocol";
import { Part, readRecord, writeRecord, type SandboxRecord } from "./record";

const CONTROLLERS = "simulated-kubesphere";
const CONTROLLERS_RESTART_DELAY = 1000;

/** Keeps one sandbox: owns its processes, and ends them when it is told to, when its owner is gone, or when one of them fails. */
class Supervisor {
    private readonly cluster?: ClusterProcesses;
    private readonly processes = new Map<string, Component>();
    private ready = false;
    private stopping = false;

    constructor(private readonly options: SupervisorOptions) {
        if (options.binaries) {
            this.cluster = new ClusterProcesses({
                name: options.name,
                dataFolder: options.dataFolder,
                binaries: options.binaries,
                onUnexpectedEnd: (error) => {
                    void this.fail(error);
                },
            });
        }
    }

    public listen(): void {
        process.on("message", (message: CommandMessage) => {
            void this.obey(message);
        });
        process.on("disconnect", () => {
            if (!(this.options.detached && this.ready)) {
                void this.stop(0);
            }
        });
        for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
            process.on(signal, () => void this.stop(0));
        }
    }

    public async start(): Promise<void> {
        this.record();
        // Takes half a second, which is spent while the API server starts.
        const client = import("@kubernetes/client-node");
        const controllers = this.options.controllers ? this.prepareControllers() : undefined;
        await Promise.all([this.cluster?.start(), client]);
        this.record();
        const foreign = this.options.crds ? await this.install() : false;
        this.cluster?.startControllerManager();
        if (controllers) {
            await (foreign ? this.discard(controllers) : this.startControllers(controllers));
        }
        this.ready = true;
        this.record();
        this.tell({ type: "ready" });
    }

    /** Writes down why, tells the owner and ends everything. The data folder stays, for its logs. */
    public async fail(error: unknown): Promise<void> {
        if (!this.stopping) {
            this.stopping = true;
            console.error(messageOf(error));
            await this.endProcesses();
            this.tell({ type: "failed", message: messageOf(error) });
            process.exitCode = 1;
            leave();
        }
    }

    private async obey({ id, command }: CommandMessage): Promise<void> {
        const commands: Record<Command, () => Promise<void>> = {
            stop: () => this.stop(0),
            stopApiServer: async () => this.cluster?.stopApiServer(),
            startApiServer: async () => this.cluster?.startApiServer(),
        };
        try {
            await commands[command]();
            this.record();
            this.tell({ type: "done", id });
        } catch (error) {
            this.tell({ type: "done", id, message: messageOf(error) });
        }
    }

    private async stop(code: number): Promise<void> {
        if (!this.stopping) {
            this.stopping = true;
            await this.endProcesses();
            rmSync(this.options.dataFolder, { recursive: true, force: true, maxRetries: 5 });
            process.exitCode = code;
            leave();
        }
    }

    private async endProcesses(): Promise<void> {
        await Promise.all([...this.processes.values()].map((component) => component.kill()));
        await this.cluster?.stop();
    }

    /** Whether the cluster already has a KubeSphere that is not ours. */
    private async install(): Promise<boolean> {
        const kubeconfig = join(this.options.dataFolder, this.cluster ? SecretFile.Installer : Part.Kubeconfig);
        const { foreign } = await installCrds(kubeconfig);
        await installNamespaces(kubeconfig);
        return foreign.length > 0;
    }

    /** Loads the simulated KubeSphere, which takes a second, and lets it wait for its cluster. */
    private prepareControllers(): Component {
        const component = new Component({
            name: CONTROLLERS,
            command: process.execPath,
            args: [...process.execArgv, join(__dirname, `controllers-process${extname(__filename)}`)],
            logFile: join(this.options.dataFolder, Part.Logs, `${CONTROLLERS}.log`),
            ipc: true,
        });
        this.processes.set(CONTROLLERS, component);
        return component;
    }

    private async startControllers(component: Component): Promise<void> {
        const kubeconfig = join(
            this.options.dataFolder,
            this.cluster ? SecretFile.SimulatedKubeSphere : Part.Kubeconfig,
        );
        const ended = component.ended.then((how) => {
            throw component.failure(how);
        });
        const ready = once(component.child, "message");
        // An API server elsewhere cannot call a webhook here.
        const webhooks = this.cluster !== undefined;
        component.child.send({ kubeconfig, webhooks } satisfies ControllersOptions);
        await Promise.race([ready, ended]);
        // As in a real cluster, a controller that fails is started again.
        void component.ended.then(() => {
            this.restartControllersLater();
        });
    }

    private async discard(component: Component): Promise<void> {
        await component.kill();
        this.processes.delete(CONTROLLERS);
    }

    private restartControllersLater(): void {
        if (!this.stopping) {
            setTimeout(() => void this.restartControllers(), CONTROLLERS_RESTART_DELAY);
        }
    }

    private async restartControllers(): Promise<void> {
        try {
            await this.startControllers(this.prepareControllers());
            this.record();
        } catch (error) {
            console.error(messageOf(error));
            this.restartControllersLater();
        }
    }

    private record(): void {
        const { dataFolder, name } = this.options;
        const previous = readRecord(dataFolder);
        const keeper = identityOf(process.pid);
        if (!previous || !keeper || this.stopping) {
            return;
        }
        const components: Record<string, ProcessIdentity> = {};
        for (const [component, { identity }] of [...(this.cluster?.components ?? []), ...this.processes]) {
            components[component] = identity;
        }
        const url = this.cluster?.url ?? this.options.url;
        const record: SandboxRecord = {
            ...previous,
            name,
            phase: this.ready ? "running" : "starting",
            keeper,
            components,
            ...(this.cluster ? { ports: { ...this.cluster.ports } } : {}),
            ...(url === undefined ? {} : { url }),
        };
        writeRecord(dataFolder, record);
    }

    private tell(message: SupervisorMessage): void {
        if (process.connected) {
            process.send?.(message);
        }
    }
}

/** Ends the whole process group when this process is gone, however it went: the pipe closes with it. */
function startReaper(): void {
    const reaper = spawn("/bin/sh", ["-c", 'read -r _; kill -KILL -"$0"', String(process.pid)], {
        detached: true,
        stdio: ["pipe", "ignore", "ignore"],
        cwd: "/",
    });
    reaper.unref();
}

function leave(): void {
    // A disconnected channel no longer keeps the process; messages on their way are still sent.
    if (process.connected) {
        process.disconnect();
    }
    setImmediate(() => process.exit());
}

startReaper();
const supervisor = new Supervisor(JSON.parse(process.argv[2] ?? "{}") as SupervisorOptions);
supervisor.listen();
supervisor.start().catch((error: unknown) => supervisor.fail(error));
