// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
// Registers the package with Pulumi: without, a provider handed to the plugin by another language has no inputs.
import "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../../lib/kinds";
import { perProvider } from "../per-program";
import { withUnknowns } from "../unknowns";
import { CannotRead, messageOf } from "./cannot-read";
import { pages, pathOf, reader } from "./reader";

export { CannotRead };

/** Which objects of a kind are listed; all of them by default. */
export interface ListOptions {
    /** Namespace that they are in. */
    readonly namespace?: string;
    /** Labels that they have, e.g. "kubernetes.io/service-name=api". */
    readonly labelSelector?: string;
}

/** Reads of the cluster that a Kubernetes provider writes to. All reject with CannotRead where it does not answer. */
export interface ClusterAccess {
    /** The object, or undefined if there is none. */
    get<T extends object>(kind: Kind, name: string, namespace?: string): Promise<T | undefined>;
    /** The objects of the kind, of all namespaces unless one is given; none if the cluster does not know the kind. */
    list<T extends object>(kind: Kind, options?: ListOptions): Promise<T[]>;
    /** Whether the cluster knows the kind. */
    serves(kind: Kind): Promise<boolean>;
    /** Version of the API server, such as "v1.36.3". */
    version(): Promise<string>;
}

/**
 * Access to the cluster of a provider; without one, to that of Pulumi's default Kubernetes provider. Opened once for
 * each provider of a program. Rejects with CannotRead where nothing says which cluster that is.
 */
export const clusterAccess = perProvider((provider) => connection(provider).then(connect));

/** What picks a cluster, as in the provider's own inputs. */
interface Connection {
    /** A path or the text itself; undefined for the ambient one. */
    readonly kubeconfig?: string;
    readonly context?: string;
    readonly cluster?: string;
}

async function connection(provider: pulumi.ProviderResource | undefined): Promise<Connection> {
    if (provider === undefined) {
        const config = new pulumi.Config("kubernetes");
        return { kubeconfig: config.get("kubeconfig"), context: config.get("context"), cluster: config.get("cluster") };
    }
    // A provider of this program carries its inputs, and so does one from another process unless nobody knows its package.
    const inputs = provider as unknown as Readonly<Record<keyof Connection, pulumi.Input<string | undefined>>>;
    if (!("kubeconfig" in inputs)) {
        throw new CannotRead(
            "the Kubernetes provider comes from another program, which does not say what its cluster is",
        );
    }
    return {
        kubeconfig: await known("kubeconfig", inputs.kubeconfig),
        context: await known("context", inputs.context),
        cluster: await known("cluster", inputs.cluster),
    };
}

async function known(property: string, value: pulumi.Input<string | undefined>): Promise<string | undefined> {
    const text = await withUnknowns(value);
    if (pulumi.isUnknown(text)) {
        throw new CannotRead(`the Kubernetes provider's ${property} is not known before the update`);
    }
    return typeof text === "string" && text !== "" ? text : undefined;
}

async function connect({ kubeconfig, context, cluster }: Connection): Promise<ClusterAccess> {
    // An ES module, and slow to load: only programs that read a cluster pay for it.
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    try {
        load(config, kubeconfig);
        select(config, context, cluster);
    } catch (error) {
        throw new CannotRead(`the kubeconfig cannot be used: ${messageOf(error)}`);
    }
    const read = reader(config);
    return {
        get: <T extends object>(kind: Kind, name: string, namespace?: string) =>
            read<T>(pathOf(kind, { name, namespace })),
        list: async <T extends object>(kind: Kind, options?: ListOptions) =>
            (await pages<T>(read, pathOf(kind, options), options?.labelSelector)) ?? [],
        serves: async (kind) => (await read(`${pathOf(kind)}?limit=1`)) !== undefined,
        version: async () => (await read<{ gitVersion: string }>("/version"))?.gitVersion ?? "",
    };
}

/** Loads what the provider would load: a path or text that is given, else $KUBECONFIG, ~/.kube/config or the pod's own. */
function load(config: KubeConfig, kubeconfig: string | undefined): void {
    if (kubeconfig === undefined) {
        const inPod = process.env.KUBERNETES_SERVICE_HOST !== undefined;
        if (!process.env.KUBECONFIG && !inPod && !existsSync(join(homedir(), ".kube", "config"))) {
            throw new Error("there is none. Set KUBECONFIG or the provider's kubeconfig");
        }
        config.loadFromDefault();
        return;
    }
    const path = kubeconfig.startsWith("~/") ? join(homedir(), kubeconfig.slice(2)) : kubeconfig;
    if (existsSync(path)) {
        config.loadFromFile(path);
    } else {
        config.loadFromString(kubeconfig);
    }
}

function select(config: KubeConfig, context: string | undefined, cluster: string | undefined): void {
    if (context !== undefined) {
        config.setCurrentContext(context);
    }
    const current = config.getContextObject(config.getCurrentContext());
    if (current === null) {
        throw new Error(`it has no context "${config.getCurrentContext()}"`);
    }
    if (cluster !== undefined) {
        config.contexts = config.contexts.map((each) => (each === current ? { ...each, cluster } : each));
    }
    if (config.getCurrentCluster() === null) {
        throw new Error(`its context "${current.name}" is for a cluster that it does not have`);
    }
}
