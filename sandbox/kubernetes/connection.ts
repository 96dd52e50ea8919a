// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** Which cluster to talk to. Everything that is left out comes from the kubeconfig. */
export interface ConnectionOptions {
    /** Text of a kubeconfig, or the path of one. Defaults to KUBECONFIG, then ~/.kube/config, then the pod's own account. */
    readonly kubeconfig?: string;
    readonly context?: string;
    readonly cluster?: string;
}

/** The TLS half of a connection, as Node's tls.connect takes it. */
export interface Tls {
    ca?: string | Buffer;
    cert?: string | Buffer;
    key?: string | Buffer;
    servername?: string;
    rejectUnauthorized?: boolean;
}

/** A way into a cluster. */
export interface Connection {
    readonly server: string;
    /** Namespace of the context, if it names one. */
    readonly namespace?: string;
    readonly tls: Tls;
    /** Headers that say who is asking. Read again when the server answers 401, so that short-lived tokens are renewed. */
    headers(): Promise<Record<string, string>>;
}

function files(path: string): string[] {
    const expand = (file: string) => (file === "~" || file.startsWith("~/") ? join(homedir(), file.slice(1)) : file);
    return path.split(delimiter).filter(Boolean).map(expand);
}

async function load(kubeconfig: string | undefined): Promise<KubeConfig> {
    // client-node is an ES module only; this package is CommonJS.
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    if (kubeconfig === undefined || kubeconfig === "") {
        config.loadFromDefault();
        if (config.getCurrentCluster()?.server === "http://localhost:8080") {
            throw new Error(
                "no kubeconfig was found. Set KUBECONFIG, give the provider a kubeconfig, or start a sandbox and run `eval $(ksnet sandbox env)`.",
            );
        }
        return config;
    }
    if (/[\n{]/.test(kubeconfig)) {
        config.loadFromString(kubeconfig);
        return config;
    }
    const paths = files(kubeconfig);
    const missing = paths.filter((path) => !existsSync(path));
    if (missing.length === paths.length) {
        throw new Error(`kubeconfig (${missing.join(", ")}) does not exist. Give the path of one, or its text.`);
    }
    for (const [index, path] of paths.filter((file) => existsSync(file)).entries()) {
        const one = new KubeConfig();
        one.loadFromString(readFileSync(path, "utf8"));
        one.makePathsAbsolute(join(path, ".."));
        if (index === 0) {
            config.loadFromOptions(one);
        } else {
            config.mergeConfig(one, true);
        }
    }
    return config;
}

function choose(config: KubeConfig, options: ConnectionOptions): void {
    const named = (what: string, wanted: string, have: readonly { name: string }[]) => {
        if (!have.some(({ name }) => name === wanted)) {
            const names = have.map(({ name }) => name).join(", ");
            throw new Error(`the kubeconfig has no ${what} "${wanted}". It has: ${names === "" ? "none" : names}.`);
        }
    };
    if (options.context !== undefined) {
        named("context", options.context, config.getContexts());
        config.setCurrentContext(options.context);
    }
    if (options.cluster !== undefined) {
        named("cluster", options.cluster, config.getClusters());
        const { cluster } = options;
        const current = config.getCurrentContext();
        config.contexts = config.contexts.map((context) =>
            context.name === current ? { ...context, cluster } : context,
        );
    }
}

/** Reads a kubeconfig. Certificates, tokens, exec plugins and impersonation work as in kubectl; proxies do not. */
export async function connection(options: ConnectionOptions): Promise<Connection> {
    const config = await load(options.kubeconfig);
    choose(config, options);
    const cluster = config.getCurrentCluster();
    if (!cluster) {
        throw new Error(
            `the kubeconfig's context "${config.getCurrentContext()}" names no cluster. Set the provider's context.`,
        );
    }
    if (cluster.proxyUrl) {
        throw new Error(`the kubeconfig's cluster "${cluster.name}" has a proxy-url, which is not supported here.`);
    }
    const ask = async () => {
        const https: RequestOptions = { headers: {} };
        await config.applyToHTTPSOptions(https);
        return https;
    };
    const { ca, cert, key, servername, rejectUnauthorized } = (await ask()) as Tls;
    const namespace = config.getContextObject(config.getCurrentContext())?.namespace;
    return {
        server: cluster.server.replace(/\/$/, ""),
        ...(namespace ? { namespace } : {}),
        tls: Object.fromEntries(
            Object.entries({ ca, cert, key, servername, rejectUnauthorized }).filter(
                ([, value]) => value !== undefined,
            ),
        ),
        async headers() {
            const { auth, headers } = await ask();
            const given = headers as Record<string, string>;
            return auth ? { ...given, Authorization: `Basic ${Buffer.from(auth).toString("base64")}` } : given;
        },
    };
}
