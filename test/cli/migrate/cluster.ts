// SPDX-License-Identifier: Apache-2.0
// A cluster with simulated nodes, on which every test has its own pools and namespaces: nobody else gets addresses of them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ManagedObject } from "../../../cli/cluster/managed-fields";
import { FIELD_MANAGER } from "../../../cli/cluster/write";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { sharedNodes } from "../../support/cluster";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { until } from "../../support/until";

const CALICO = "crd.projectcalico.org/v1";
const IPV4_POOLS = "cni.projectcalico.org/ipv4pools";

let places = 0;

/** What a test has on the cluster. */
export interface Place {
    readonly from: string;
    readonly to: string;
    /** A bound namespace. */
    readonly shop: string;
    /** One that is bound to no pool. */
    readonly free: string;
    /** Folder for journals. */
    readonly stateDir: string;
    /** First two numbers of the addresses of the old pool and the new one. */
    readonly old: string;
    readonly next: string;
}

/** The cluster as the tests of a suite see it. */
export class MigrationCluster {
    private plane?: ControlPlane;
    private client?: Kubectl;
    private readonly folders: string[] = [];

    constructor() {
        before(async () => {
            this.plane = await sharedNodes();
            this.client = await Kubectl.connect(this.plane.kubeconfig);
        });
        after(() => {
            this.folders.forEach((folder) => {
                rmSync(folder, { recursive: true });
            });
        });
    }

    get cluster(): ControlPlane {
        if (this.plane === undefined) {
            throw new Error("The cluster is not started yet.");
        }
        return this.plane;
    }

    get kubectl(): Kubectl {
        if (this.client === undefined) {
            throw new Error("The cluster is not started yet.");
        }
        return this.client;
    }

    /** Names and addresses that no other test has; nothing of it is there. */
    names(): Place {
        const number = 60 + places++;
        const stateDir = mkdtempSync(join(tmpdir(), "ksnet-migrate-"));
        this.folders.push(stateDir);
        return {
            from: `old-${number}`,
            to: `new-${number}`,
            shop: `shop-${number}`,
            free: `free-${number}`,
            stateDir,
            old: `10.${2 * number}`,
            next: `10.${2 * number + 1}`,
        };
    }

    /** Two pools that only those get addresses of who ask for them, and two namespaces, of which one is bound. */
    async place(): Promise<Place> {
        const place = this.names();
        await this.pool(place.from, `${place.old}.0.0/24`);
        await this.pool(place.to, `${place.next}.0.0/24`);
        await this.bind(place.shop, place.from);
        return place;
    }

    async pool(name: string, cidr: string, spec: object = { nodeSelector: "!all()" }): Promise<void> {
        const modes = { ipipMode: "Never", vxlanMode: "Never", natOutgoing: true, blockSize: 28 };
        const allowedUses = ["Workload"];
        const metadata = { name };
        await this.apply({
            apiVersion: CALICO,
            kind: "IPPool",
            metadata,
            spec: { cidr, ...modes, allowedUses, ...spec },
        });
    }

    /** A namespace that is bound to a pool as KubeSphere binds it. */
    async bind(name: string, pool: string): Promise<void> {
        const labels = { [`ippool.network.kubesphere.io/${pool}`]: "" };
        const annotations = { [IPV4_POOLS]: `["${pool}"]` };
        await this.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations } });
    }

    async apply(object: object): Promise<void> {
        await this.kubectl.apply(object);
    }

    /** Writes some fields of an object as somebody who writes nothing else of it. */
    async edit(object: object): Promise<void> {
        await this.kubectl.apply(object, "editor");
    }

    /** A workload with so many pods, once they all run. */
    async workload(kind: string, namespace: string, name: string, spec: object = { replicas: 2 }): Promise<void> {
        const labels = { app: name };
        const containers = [{ name: "main", image: "example.com/main:1" }];
        const template = { metadata: { labels }, spec: { containers, terminationGracePeriodSeconds: 0 } };
        const service = kind === "StatefulSet" ? { serviceName: name } : {};
        await this.apply({
            apiVersion: "apps/v1",
            kind,
            metadata: { name, namespace },
            spec: { selector: { matchLabels: labels }, template, ...service, ...spec },
        });
        await until(`the pods of ${kind} ${namespace}/${name}`, async () => {
            const pods = (await this.addresses(namespace)).filter(([pod]) => pod.startsWith(`${name}-`));
            const wanted = kind === "DaemonSet" ? 3 : (spec as { replicas: number }).replicas;
            return pods.length === wanted && pods.every(([, address]) => address !== "");
        });
    }

    /** Pods with their addresses, by name. */
    async addresses(namespace: string): Promise<[string, string][]> {
        const pods = (await this.kubectl.list("v1", "Pod")).filter(({ metadata }) => metadata?.namespace === namespace);
        return pods
            .map(({ metadata, ...rest }): [string, string] => {
                const { podIP = "" } = (rest as { status?: { podIP?: string } }).status ?? {};
                return [metadata?.name ?? "", podIP];
            })
            .sort();
    }

    /** First two numbers of the addresses of a namespace's pods, each once. */
    async networks(namespace: string): Promise<string[]> {
        const all = (await this.addresses(namespace)).map(([, address]) => address.split(".").slice(0, 2).join("."));
        return [...new Set(all)].sort();
    }

    /** What binds a namespace. */
    async binding(name: string): Promise<object> {
        const found = await this.kubectl.get("v1", "Namespace", name);
        const { labels = {}, annotations = {} } = found?.metadata ?? {};
        const { "kubernetes.io/metadata.name": _, ...rest } = labels;
        return { labels: rest, annotations };
    }

    async get(kind: string, name: string, namespace?: string): Promise<LiveObject | undefined> {
        const versions: Record<string, string> = { IPPool: CALICO, Pod: "v1", Namespace: "v1" };
        return this.kubectl.get(versions[kind] ?? "apps/v1", kind, name, namespace);
    }

    /** Whether "ksnet" has a field of an object, as its managed fields tell. */
    async isHeld(kind: string, name: string): Promise<boolean> {
        const { managedFields = [] } = ((await this.get(kind, name))?.metadata ?? {}) as ManagedObject["metadata"];
        return managedFields.some(({ manager }) => manager === FIELD_MANAGER);
    }

    /** Who has which labels and annotations of a namespace. */
    async managers(namespace: string): Promise<object[]> {
        const { managedFields = [] } = ((await this.get("Namespace", namespace))?.metadata ??
            {}) as ManagedObject["metadata"];
        return managedFields.map(({ manager, operation, apiVersion, fieldsV1 }) => ({
            ...{ manager, operation, apiVersion },
            fields: fieldsV1?.["f:metadata"],
        }));
    }

    async isDisabled(pool: string): Promise<boolean> {
        return (await this.get("IPPool", pool))?.spec?.["disabled"] === true;
    }
}
