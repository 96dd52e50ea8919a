// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { NodesOptions } from "../nodes";
import { ClusterProcesses } from "./cluster-processes";
import type { SimulatedKubeSphereOptions, SimulatedKubeSphereReady } from "./controllers-process";
import { installCrds, installNamespaces } from "./crds";
import { messageOf } from "./error";
import { SecretFile } from "./flags";
import { identityOf, type ProcessIdentity } from "./process";
import type { Command, CommandMessage, SupervisorMessage, SupervisorOptions } from "./protocol";
import { Part, readRecord, writeRecord, type SandboxRecord } from "./record";
import { Simulation } from "./simulation";

const CONTROLLERS = "simulated-kubesphere";
const NODES = "simulated-nodes";

/** Keeps one sandbox: owns its processes, and ends them when it is told to, when its owner is gone, or when one of them fails. */
class Supervisor {
    private readonly cluster?: ClusterProcesses;
    private readonly simulations = new Map<string, Simulation>();
    /** Port of the simulated KubeSphere's API server, which stays when its process is started again. */
    private kapisPort?: number;
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
        const controllers = this.options.controllers ? this.simulatedKubeSphere() : undefined;
        const nodes = this.options.nodes > 0 ? this.simulatedNodes() : undefined;
        await Promise.all([this.cluster?.start(), client]);
        this.record();
        const foreign = this.options.crds ? await this.install() : false;
        this.cluster?.startControllerManager({ workloads: this.options.nodes > 0 });
        await Promise.all([controllers && (foreign ? this.discard(controllers) : controllers.start()), nodes?.start()]);
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
        await Promise.all([...this.simulations.values()].map((simulation) => simulation.kill()));
        await this.cluster?.stop();
    }

    /** Whether the cluster already has a KubeSphere that is not ours. */
    private async install(): Promise<boolean> {
        const kubeconfig = this.kubeconfigOf(SecretFile.Installer);
        const { foreign } = await installCrds(kubeconfig);
        await installNamespaces(kubeconfig);
        return foreign.length > 0;
    }

    private simulatedKubeSphere(): Simulation {
        return this.simulation(
            { name: CONTROLLERS, script: "controllers-process" },
            () => this.kubeSphereOptions(),
            ({ kapisPort: port }: SimulatedKubeSphereReady) => {
                if (port !== undefined) {
                    this.kapisPort = port;
                    this.cluster?.writeKubeSphereKubeconfig(port);
                }
            },
        );
    }

    private kubeSphereOptions(): SimulatedKubeSphereOptions {
        const kubeconfig = this.kubeconfigOf(SecretFile.SimulatedKubeSphere);
        if (!this.cluster) {
            // An API server elsewhere cannot call a webhook here.
            return { kubeconfig, webhooks: false };
        }
        const [certificate, key] = [SecretFile.Certificate, SecretFile.Key].map((file) =>
            join(this.options.dataFolder, file),
        ) as [string, string];
        const port = this.kapisPort === undefined ? {} : { port: this.kapisPort };
        return { kubeconfig, webhooks: true, kapis: { certificate, key, ...port } };
    }

    private simulatedNodes(): Simulation {
        const options = (): NodesOptions => ({
            kubeconfig: this.kubeconfigOf(SecretFile.SimulatedNodes),
            count: this.options.nodes,
        });
        return this.simulation({ name: NODES, script: "nodes-process" }, options);
    }

    private simulation(
        { name, script }: { readonly name: string; readonly script: string },
        message: () => object,
        answered?: (answer: object) => void,
    ): Simulation {
        const simulation = new Simulation({
            name,
            script,
            dataFolder: this.options.dataFolder,
            isStopping: () => this.stopping,
            message,
            started: (answer) => {
                answered?.(answer);
                this.record();
            },
        });
        this.simulations.set(name, simulation);
        return simulation;
    }

    private kubeconfigOf(file: string): string {
        return join(this.options.dataFolder, this.cluster ? file : Part.Kubeconfig);
    }

    private async discard(simulation: Simulation): Promise<void> {
        this.simulations.delete(CONTROLLERS);
        await simulation.kill();
    }

    private record(): void {
        const { dataFolder, name } = this.options;
        const previous = readRecord(dataFolder);
        const keeper = identityOf(process.pid);
        if (!previous || !keeper || this.stopping) {
            return;
        }
        const url = this.cluster?.url ?? this.options.url;
        const record: SandboxRecord = {
            ...previous,
            name,
            phase: this.ready ? "running" : "starting",
            keeper,
            components: this.identities(),
            ...(this.cluster ? { ports: this.ports(this.cluster) } : {}),
            ...(url === undefined ? {} : { url }),
        };
        writeRecord(dataFolder, record);
    }

    private identities(): Record<string, ProcessIdentity> {
        const simulations = [...this.simulations].map(([name, { component }]) => [name, component] as const);
        const all = [...(this.cluster?.components ?? []), ...simulations];
        return Object.fromEntries(all.map(([name, { identity }]) => [name, identity]));
    }

    private ports(cluster: ClusterProcesses): Record<string, number> {
        return { ...cluster.ports, ...(this.kapisPort === undefined ? {} : { kubeSphere: this.kapisPort }) };
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
