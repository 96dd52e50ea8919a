// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCertificates, type Certificates } from "./certificates";
import { Component } from "./component";
import { ControlPlaneError } from "./error";
import { apiServerFlags, AUDIT_POLICY, controllerManagerFlags, etcdFlags, SecretFile, type Ports } from "./flags";
import { freePorts, LOOPBACK } from "./ports";
import type { ControlPlaneBinaries } from "./protocol";
import { apiServerReady } from "./readiness";
import { Part } from "./record";
import { kubeconfig, makeTokens, tokenFile, User } from "./users";

/** How often a start is tried again because another process took a port first. */
const PORT_ATTEMPTS = 5;
const READY_TIMEOUT = 60_000;
/** Go's usual garbage collection is a sixth of an API server's time; this one may take twice its usual memory. */
const GO_MEMORY = { GOGC: "400", GOMEMLIMIT: "640MiB" };

/** Where one cluster is kept, what runs it, and who is told when a process ends by itself. */
export interface ClusterOptions {
    readonly name: string;
    readonly dataFolder: string;
    readonly binaries: ControlPlaneBinaries;
    onUnexpectedEnd(error: ControlPlaneError): void;
}

/** etcd, kube-apiserver and kube-controller-manager as children of this process. */
export class ClusterProcesses {
    public readonly components = new Map<string, Component>();
    public ports: Ports = { etcdClient: 0, etcdPeer: 0, apiServer: 0 };
    private readonly expectedToEnd = new Set<Component>();
    private readonly tokens = makeTokens();
    private certificates?: Certificates;

    constructor(private readonly options: ClusterOptions) {}

    public get url(): string {
        return `https://${LOOPBACK}:${this.ports.apiServer}`;
    }

    /** Starts etcd and the API server and waits until it is ready. */
    public async start(): Promise<void> {
        this.certificates = await makeCertificates(this.options.name);
        this.write(SecretFile.Authority, this.certificates.authority);
        this.write(SecretFile.Certificate, this.certificates.certificate);
        this.write(SecretFile.Key, this.certificates.key);
        this.write(SecretFile.ServiceAccountKey, this.certificates.serviceAccountKey);
        this.write(SecretFile.Tokens, tokenFile(this.tokens));
        this.write(SecretFile.AuditPolicy, AUDIT_POLICY);
        for (let attempt = 1; !(await this.tryPorts()); attempt++) {
            if (attempt === PORT_ATTEMPTS) {
                throw new ControlPlaneError(
                    `Other processes took the chosen ports ${PORT_ATTEMPTS} times. Start the sandbox again.`,
                );
            }
        }
        this.writeKubeconfigs(this.certificates.authority);
    }

    /** Starts Kubernetes' own controllers. Kinds that are installed later are collected up to 30 s later. */
    public startControllerManager({ workloads }: { readonly workloads: boolean }): void {
        const name = "kube-controller-manager";
        this.watch(this.run(name, controllerManagerFlags(this.options.dataFolder, workloads)));
    }

    /** Writes how the administrator reaches the simulated KubeSphere's API server. */
    public writeKubeSphereKubeconfig(port: number): void {
        const server = { url: `https://${LOOPBACK}:${port}`, authority: this.certificates?.authority ?? "" };
        const text = kubeconfig({ ...server, name: "kubesphere" }, User.Admin, this.tokens[User.Admin]);
        this.write(SecretFile.KubeSphere, text);
    }

    /** Ends the API server at once; etcd keeps the objects. */
    public async stopApiServer(): Promise<void> {
        const apiServer = this.components.get("kube-apiserver");
        if (!apiServer) {
            throw new ControlPlaneError("The API server is stopped already.");
        }
        this.expectedToEnd.add(apiServer);
        await apiServer.kill();
        this.components.delete("kube-apiserver");
    }

    /** Starts the API server again, on the same port, and waits until it is ready. */
    public async startApiServer(): Promise<void> {
        if (this.components.has("kube-apiserver")) {
            throw new ControlPlaneError("The API server runs already.");
        }
        const apiServer = this.run("kube-apiserver", apiServerFlags(this.options.dataFolder, this.ports));
        await this.untilReady([apiServer]);
        this.watch(apiServer);
    }

    /** Ends every process at once. */
    public async stop(): Promise<void> {
        const all = [...this.components.values()];
        all.forEach((component) => this.expectedToEnd.add(component));
        await Promise.all(all.map((component) => component.kill()));
        this.components.clear();
    }

    private async tryPorts(): Promise<boolean> {
        const { dataFolder } = this.options;
        const [etcdClient = 0, etcdPeer = 0, apiServer = 0] = await freePorts(3);
        this.ports = { etcdClient, etcdPeer, apiServer };
        rmSync(join(dataFolder, Part.Etcd), { recursive: true, force: true });
        const both = [
            this.run("etcd", etcdFlags(dataFolder, this.ports)),
            this.run("kube-apiserver", apiServerFlags(dataFolder, this.ports)),
        ];
        try {
            await this.untilReady(both);
        } catch (error) {
            await this.stop();
            if (both.some((component) => component.portIsTaken)) {
                return false;
            }
            throw error;
        }
        both.forEach((component) => {
            this.watch(component);
        });
        return true;
    }

    private async untilReady(components: readonly Component[]): Promise<void> {
        const authority = this.certificates?.authority ?? "";
        const asker = { url: this.url, authority, token: this.tokens[User.Admin] };
        const ended = components.map(async (component) => {
            throw component.failure(await component.ended);
        });
        if (!(await Promise.race([apiServerReady(asker, READY_TIMEOUT), ...ended]))) {
            throw new ControlPlaneError(
                `The API server was not ready after ${READY_TIMEOUT / 1000} s. See ${join(this.options.dataFolder, Part.Logs)}.`,
            );
        }
    }

    private run(name: keyof ControlPlaneBinaries, args: readonly string[]): Component {
        const logFile = join(this.options.dataFolder, Part.Logs, `${name}.log`);
        const component = new Component({ name, command: this.options.binaries[name], args, logFile, env: GO_MEMORY });
        this.components.set(name, component);
        return component;
    }

    private watch(component: Component): void {
        void component.ended.then((how) => {
            if (!this.expectedToEnd.has(component)) {
                this.options.onUnexpectedEnd(component.failure(how));
            }
        });
    }

    private writeKubeconfigs(authority: string): void {
        const server = { url: this.url, authority };
        const files = {
            [User.Admin]: Part.Kubeconfig,
            [User.Installer]: SecretFile.Installer,
            [User.ControllerManager]: SecretFile.ControllerManager,
            [User.SimulatedKubeSphere]: SecretFile.SimulatedKubeSphere,
            [User.SimulatedNodes]: SecretFile.SimulatedNodes,
        };
        for (const user of Object.values(User)) {
            this.write(files[user], kubeconfig(server, user, this.tokens[user]));
        }
    }

    private write(file: string, text: string): void {
        const path = join(this.options.dataFolder, file);
        mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
        writeFileSync(path, text, { mode: 0o600 });
    }
}
