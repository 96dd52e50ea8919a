// SPDX-License-Identifier: Apache-2.0
import { setMaxListeners } from "node:events";
import { IP_POOL, IP_RESERVATION, NAMESPACE, NODE, POD, type Kind } from "kubesphere-network/lib/kinds";
import { Informer, type Handlers } from "../controllers/informer";
import { WorkQueue } from "../controllers/queue";
import { KubernetesClient } from "../kubernetes/client";
import { Addresses } from "./addresses";
import { waitsForNode } from "./fitting";
import { Ledger } from "./ipam/ledger";
import { Kubelet } from "./kubelet";
import { ensureNodes, isSimulated } from "./node";
import { Scheduler } from "./scheduler";
import { everyChange, Seen } from "./seen";
import { Surroundings } from "./surroundings";
import { Tunnels } from "./tunnels";

/** How simulated nodes are started. */
export interface NodesOptions {
    /** Text of a kubeconfig, or the path of one. */
    readonly kubeconfig: string;
    readonly count: number;
    /** Told what goes wrong, one line at a time. Defaults to nobody. */
    readonly log?: (line: string) => void;
}

/** Nodes that run. */
export interface Nodes {
    /** Ends them where they are; a later start goes on from there. */
    stop(): Promise<void>;
}

/** Starts what stands in for nodes: kube-scheduler, kubelets, and Calico's address management. */
export async function startNodes({ kubeconfig, count, log = () => undefined }: NodesOptions): Promise<Nodes> {
    const client = await KubernetesClient.connect({ kubeconfig });
    const stopping = new AbortController();
    // Every request and every pause listens to it.
    setMaxListeners(0, stopping.signal);
    await ensureNodes(client, count);
    const ledger = new Ledger(client);
    await ledger.load();
    const cluster = new SimulatedCluster({ client, ledger, signal: stopping.signal, log });
    await cluster.start();
    return {
        async stop() {
            stopping.abort();
            await cluster.settled();
            await client.close();
        },
    };
}

interface Running {
    readonly client: KubernetesClient;
    readonly ledger: Ledger;
    readonly signal: AbortSignal;
    readonly log: (line: string) => void;
}

/** All simulated nodes and what runs on them, kept up with the API server. */
class SimulatedCluster {
    private readonly pods = new Seen();
    private readonly nodes = new Seen();
    private readonly podQueue: WorkQueue;
    private readonly nodeQueue: WorkQueue;
    private readonly addresses: Addresses;
    private readonly scheduler: Scheduler;
    private readonly kubelet: Kubelet;
    private readonly tunnels: Tunnels;

    constructor(private readonly running: Running) {
        const { client, ledger, signal } = running;
        this.podQueue = this.queue("Pod", (uid) => this.syncPod(uid));
        this.nodeQueue = this.queue("Node", (uid) => this.syncNode(uid));
        const again = (uid: string) => {
            this.podQueue.add(uid);
        };
        this.addresses = new Addresses(new Surroundings(client), ledger);
        this.scheduler = new Scheduler({ client, again });
        this.kubelet = new Kubelet({ client, addresses: this.addresses, signal, again });
        this.tunnels = new Tunnels(client, this.addresses, () => {
            this.kubelet.retry();
        });
    }

    async start(): Promise<void> {
        const retry = () => {
            this.scheduler.retry();
            this.kubelet.retry();
        };
        const nodesToo = () => {
            this.nodes.all().forEach(({ metadata }) => {
                this.nodeQueue.add(metadata.uid ?? "");
            });
            retry();
        };
        await Promise.all([
            this.watch(NAMESPACE, everyChange(retry)),
            this.watch(IP_RESERVATION, everyChange(retry)),
            this.watch(NODE, this.nodes.handlers(nodesToo)),
        ]);
        await this.watch(IP_POOL, everyChange(nodesToo));
        await this.watch(
            POD,
            this.pods.handlers(({ metadata }) => {
                this.podQueue.add(metadata.uid ?? "");
            }),
        );
        await this.addresses.giveBackUnknown(this.pods.all().map(({ metadata }) => metadata.uid ?? ""));
    }

    async settled(): Promise<void> {
        await Promise.all([this.podQueue.settled(), this.nodeQueue.settled()]);
    }

    private async syncPod(uid: string): Promise<void> {
        const pod = this.pods.get(uid);
        const { nodeName } = (pod?.spec ?? {}) as { nodeName?: string };
        const nodes = this.nodes.all().filter(isSimulated);
        const node = nodes.find(({ metadata }) => metadata.name === nodeName);
        if (pod !== undefined && node === undefined && waitsForNode(pod)) {
            await this.scheduler.place(pod, nodes);
            return;
        }
        this.scheduler.forget(uid);
        if (pod === undefined) {
            await this.kubelet.forget(uid);
        } else if (node !== undefined) {
            await this.kubelet.sync(pod, node);
        }
    }

    private async syncNode(uid: string): Promise<void> {
        const node = this.nodes.get(uid);
        if (node !== undefined && isSimulated(node)) {
            await this.tunnels.sync(node);
        }
    }

    private queue(what: string, reconcile: (uid: string) => Promise<void>): WorkQueue {
        const { log, signal } = this.running;
        const failed = (uid: string, error: unknown) => {
            log(`${what} ${uid}: ${error instanceof Error ? error.message : String(error)}`);
        };
        return new WorkQueue(reconcile, failed, signal);
    }

    private watch(kind: Kind, handlers: Handlers): Promise<void> {
        const { client, signal, log } = this.running;
        return new Informer({ client, kind, handlers, signal, log }).start();
    }
}
