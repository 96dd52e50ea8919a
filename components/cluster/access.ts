// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../lib/kinds";
import { perProgram } from "./per-program";

/** Milliseconds after which a cluster that does not answer counts as unreachable. */
const ANSWER_WITHIN = 10_000;

/** How the client says that the API server has the group but not the kind. */
const UNKNOWN_KIND = "Unrecognized API version and kind";

/** Reads of the cluster that a Kubernetes provider writes to. Both reject with CannotRead where it does not answer. */
export interface ClusterAccess {
    /** The object, or undefined if there is none. */
    get<T extends object>(kind: Kind, name: string): Promise<T | undefined>;
    /** Every object of the kind, of all namespaces; none if the cluster does not know the kind. */
    list<T extends object>(kind: Kind): Promise<T[]>;
}

/** Why the cluster of a provider cannot be read; no other cluster is read in its place. */
export class CannotRead extends Error {
    constructor(why: string) {
        super(why);
        this.name = "CannotRead";
    }
}

const opened = perProgram(() => new Map<pulumi.ProviderResource | undefined, Promise<ClusterAccess>>());

/**
 * Access to the cluster of a provider; without one, to that of Pulumi's default Kubernetes provider. Opened once for
 * each provider of a program. Rejects with CannotRead where nothing says which cluster that is.
 */
export function clusterAccess(provider: pulumi.ProviderResource | undefined): Promise<ClusterAccess> {
    const known = opened().get(provider);
    const access = known ?? connection(provider).then(connect);
    opened().set(provider, access);
    return access;
}

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
    // A provider object made by this program carries its inputs; one handed over from another process does not.
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
    // The only way to read an output that may be unknown: an apply would never be called for it.
    const output = pulumi.output(value) as unknown as { promise(withUnknowns: boolean): Promise<unknown> };
    const text = await output.promise(true);
    if (pulumi.isUnknown(text)) {
        throw new CannotRead(`the Kubernetes provider's ${property} is not known before the update`);
    }
    return typeof text === "string" && text !== "" ? text : undefined;
}

async function connect({ kubeconfig, context, cluster }: Connection): Promise<ClusterAccess> {
    // An ES module, and slow to load: only programs that read a cluster pay for it.
    const { KubeConfig, KubernetesObjectApi, ApiException } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    try {
        load(config, kubeconfig);
        select(config, context, cluster);
    } catch (error) {
        throw new CannotRead(`the kubeconfig cannot be used: ${messageOf(error)}`);
    }
    const api = KubernetesObjectApi.makeApiClient(config);
    const absent = (error: unknown): boolean =>
        (error instanceof ApiException && error.code === 404) || messageOf(error).startsWith(UNKNOWN_KIND);
    const answer = <T>(call: () => Promise<T>, whenAbsent: T): Promise<T> =>
        inTime(call()).catch((error: unknown) => {
            if (absent(error)) {
                return whenAbsent;
            }
            throw error instanceof CannotRead ? error : new CannotRead(messageOf(error));
        });
    return {
        get: <T extends object>({ apiVersion, kind }: Kind, name: string) =>
            answer(() => api.read({ apiVersion, kind, metadata: { name } }) as Promise<T | undefined>, undefined),
        list: <T extends object>({ apiVersion, kind }: Kind) =>
            answer(async () => (await api.list(apiVersion, kind)).items as T[], []),
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

function inTime<T>(call: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
            reject(new CannotRead(`the API server did not answer within ${ANSWER_WITHIN / 1000} seconds`));
        }, ANSWER_WITHIN);
    });
    return Promise.race([call, limit]).finally(() => {
        clearTimeout(timer);
    });
}

function messageOf(error: unknown): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    const said = apiMessage(error) ?? error.message.split("\n")[0] ?? "";
    return error.cause instanceof Error ? `${said}: ${error.cause.message}` : said;
}

/** What the API server itself says of a refused request, without the headers that the client adds. */
function apiMessage(error: Error & { body?: unknown }): string | undefined {
    try {
        const status: unknown = typeof error.body === "string" ? JSON.parse(error.body) : error.body;
        const { message } = (status ?? {}) as { message?: unknown };
        return typeof message === "string" ? message : undefined;
    } catch {
        return undefined;
    }
}
