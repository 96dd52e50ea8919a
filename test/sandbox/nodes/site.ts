// SPDX-License-Identifier: Apache-2.0
import { IPV4_POOLS_ANNOTATION } from "../../../lib/labels";
import { DAEMON_SET, DEPLOYMENT, IP_POOL, IPAM_BLOCK, NAMESPACE, POD, type Kind } from "../../../lib/kinds";
import { KubernetesClient, type KubernetesObject } from "../../../sandbox/kubernetes/client";
import { EVENT } from "../../../sandbox/nodes/names";
import { runningSince } from "../../../sandbox/nodes/status";
import { sharedNodes } from "../../support/cluster";
import { until } from "../../support/until";

/** What is read of a pod. */
export interface Pod {
    readonly name: string;
    readonly uid: string;
    readonly address: string;
    readonly node: string;
    readonly phase: string;
    readonly ready: boolean;
    readonly running: boolean;
    readonly labels: Readonly<Record<string, string>>;
}

/** Addresses that are given away, with the attributes of whoever has them. */
export interface Holder {
    readonly cidr: string;
    readonly handle: string;
    readonly secondary: Readonly<Record<string, string>>;
}

/** The pods of a workload, as its template says. */
export interface Template {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly spec?: object;
}

/** A namespace of its own on the shared nodes, with pools that nobody else draws from. */
export class Site {
    private constructor(
        readonly client: KubernetesClient,
        readonly namespace: string,
    ) {}

    static async open(namespace: string): Promise<Site> {
        const { kubeconfig } = await sharedNodes();
        return new Site(await KubernetesClient.connect({ kubeconfig }), namespace);
    }

    async close(): Promise<void> {
        await this.client.delete({ kind: NAMESPACE, name: this.namespace }, { propagationPolicy: "Background" });
        await this.client.close();
    }

    /** A pool that pods get addresses of only where they ask for it. */
    async pool(name: string, cidr: string, more: object = {}): Promise<void> {
        const spec = { cidr, blockSize: 30, assignmentMode: "Manual", allowedUses: ["Workload"], ...more };
        await this.apply(IP_POOL, { name }, { spec });
    }

    /** The namespace with these pools and no others. */
    async bind(...pools: string[]): Promise<void> {
        const annotations = { [IPV4_POOLS_ANNOTATION]: JSON.stringify(pools) };
        await this.apply(NAMESPACE, { name: this.namespace, annotations }, {});
    }

    async deployment(name: string, replicas: number, template: Template = {}): Promise<void> {
        await this.apply(
            DEPLOYMENT,
            { name, namespace: this.namespace },
            { spec: { replicas, ...podsOf(name, template) } },
        );
    }

    async daemonSet(name: string, template: Template = {}): Promise<void> {
        await this.apply(DAEMON_SET, { name, namespace: this.namespace }, { spec: podsOf(name, template) });
    }

    async apply(kind: Kind, metadata: KubernetesObject["metadata"], rest: object): Promise<void> {
        const object: KubernetesObject = { apiVersion: kind.apiVersion, kind: kind.kind, metadata, ...rest };
        const { name = "", namespace } = metadata;
        const ref = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
        await this.client.apply(ref, object, { fieldManager: "test", force: true });
    }

    /** The pods of an app that are not ending. */
    async pods(app: string): Promise<Pod[]> {
        const options = { namespace: this.namespace, labelSelector: `app=${app}` };
        const { items } = await this.client.list(POD, options);
        return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(podOf);
    }

    /** The pods of an app, once so many of them are ready and no other is there. */
    async ready(app: string, count: number): Promise<Pod[]> {
        return until(`${count} ready pods of ${app}`, async () => {
            const pods = await this.pods(app);
            return pods.length === count && pods.every(({ ready }) => ready) ? pods : undefined;
        });
    }

    /** Who has addresses of this namespace's pods. */
    async holders(): Promise<Holder[]> {
        const { items } = await this.client.list(IPAM_BLOCK);
        return items.flatMap(holdersOf).filter(({ secondary }) => secondary.namespace === this.namespace);
    }

    /** What was told about a pod. */
    async told(pod: string): Promise<string[]> {
        const { items } = await this.client.list(EVENT, { namespace: this.namespace });
        return items
            .filter(({ involvedObject }) => (involvedObject as { name?: string }).name === pod)
            .map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
    }
}

/** All that holds an address of a block, one entry an address. */
export function holdersOf({ spec }: KubernetesObject): Holder[] {
    const { cidr, allocations, attributes } = spec as {
        cidr: string;
        allocations: (number | null)[];
        attributes: { handle_id: string; secondary: Record<string, string> }[];
    };
    return allocations.flatMap((index) => {
        const owner = index === null ? undefined : attributes[index];
        return owner === undefined ? [] : [{ cidr, handle: owner.handle_id, secondary: owner.secondary }];
    });
}

function podsOf(app: string, { annotations = {}, spec = {} }: Template): object {
    const labels = { app };
    return {
        selector: { matchLabels: labels },
        template: {
            metadata: { labels, annotations },
            spec: { containers: [{ name: "main", image: "none" }], ...spec },
        },
    };
}

function podOf(pod: KubernetesObject): Pod {
    const { name = "", uid = "", labels = {} } = pod.metadata;
    const { nodeName = "" } = pod.spec as { nodeName?: string };
    const {
        phase = "",
        podIP = "",
        conditions = [],
    } = pod.status as {
        phase?: string;
        podIP?: string;
        conditions?: { type: string; status: string }[];
    };
    return {
        name,
        uid,
        address: podIP,
        node: nodeName,
        phase,
        ready: conditions.some(({ type, status }) => type === "Ready" && status === "True"),
        running: runningSince(pod) !== undefined,
        labels,
    };
}
