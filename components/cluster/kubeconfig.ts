// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import type { RequestOptions } from "node:https";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { CannotRead, messageOf } from "./cannot-read";
import type { Connection } from "./connection";
import { plainServer } from "./plain-kubeconfig";

/** An API server, and what requests to it carry. */
export interface ApiServer {
    /** Name of the kubeconfig's context that leads to it. */
    readonly context: string;
    readonly url: URL;
    /** Credentials of the next request: those of a command are renewed. */
    readonly authorized: () => Promise<RequestOptions>;
}

/** The API server that the Kubernetes provider would talk to. Rejects with CannotRead where there is none. */
export async function apiServer(connection: Connection): Promise<ApiServer> {
    try {
        const sources = sourcesOf(connection.kubeconfig);
        return plainServer(sources, connection) ?? (await server(sources, connection));
    } catch (error) {
        throw new CannotRead(`the kubeconfig cannot be used: ${messageOf(error)}`);
    }
}

/** A kubeconfig, and the folder that its paths start from. */
export interface KubeconfigSource {
    readonly text: string;
    readonly folder?: string;
}

/** What the provider would load: a path or text that is given, else the files of $KUBECONFIG or ~/.kube/config. */
function sourcesOf(kubeconfig: string | undefined): KubeconfigSource[] {
    if (kubeconfig === undefined) {
        const { KUBECONFIG } = process.env;
        const paths = KUBECONFIG ? KUBECONFIG.split(delimiter) : [join(homedir(), ".kube", "config")];
        return paths.filter((path) => existsSync(path)).map(file);
    }
    const path = kubeconfig.startsWith("~/") ? join(homedir(), kubeconfig.slice(2)) : kubeconfig;
    return [existsSync(path) ? file(path) : { text: kubeconfig }];
}

function file(path: string): KubeconfigSource {
    return { text: readFileSync(path, "utf8"), folder: dirname(path) };
}

async function server(sources: readonly KubeconfigSource[], connection: Connection): Promise<ApiServer> {
    // An ES module, and slow to load: only programs that read a cluster with other than plain credentials pay for it.
    const client = await import("@kubernetes/client-node");
    const config = new client.KubeConfig();
    if (sources.length > 0) {
        for (const { text, folder } of sources) {
            const next = new client.KubeConfig();
            next.loadFromString(text);
            next.makePathsAbsolute(folder ?? process.cwd());
            merge(config, next);
        }
    } else if (process.env.KUBERNETES_SERVICE_HOST !== undefined) {
        config.loadFromCluster();
    } else {
        throw new Error("there is none. Set KUBECONFIG, or say which one to use");
    }
    select(config, connection);
    return {
        context: config.getCurrentContext(),
        url: new URL(config.getCurrentCluster()?.server ?? ""),
        authorized: async () => {
            const options: RequestOptions = {};
            await config.applyToHTTPSOptions(options as Parameters<KubeConfig["applyToHTTPSOptions"]>[0]);
            return options;
        },
    };
}

/** Adds a file to those before it. As in client-go the first that says something counts; the client lets the last win. */
function merge(config: KubeConfig, next: KubeConfig): void {
    const added = <T extends { readonly name: string }>(known: readonly T[], more: readonly T[]): T[] => [
        ...known,
        ...more.filter(({ name }) => !known.some((each) => each.name === name)),
    ];
    config.loadFromOptions({
        clusters: added(config.clusters, next.clusters),
        contexts: added(config.contexts, next.contexts),
        users: added(config.users, next.users),
        currentContext: config.currentContext || next.currentContext,
    });
}

function select(config: KubeConfig, { context, cluster }: Connection): void {
    if (context !== undefined) {
        config.setCurrentContext(context);
    }
    const current = config.getContextObject(config.getCurrentContext());
    if (current === null) {
        throw new Error(`${noSuchContext(config.getCurrentContext())}. ${contextsOf(config)}`);
    }
    if (cluster !== undefined) {
        config.contexts = config.contexts.map((each) => (each === current ? { ...each, cluster } : each));
    }
    if (config.getCurrentCluster() === null) {
        throw new Error(`its context "${current.name}" is for a cluster that it does not have`);
    }
}

function noSuchContext(name: string): string {
    return name === "" ? "it does not say which context is the current one" : `it has no context "${name}"`;
}

function contextsOf({ contexts }: KubeConfig): string {
    return contexts.length === 0 ? "It has none at all" : `It has: ${contexts.map(({ name }) => name).join(", ")}`;
}
