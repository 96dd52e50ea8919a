// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { isMapping } from "../../lib/mapping";
import type { Connection } from "./connection";
import type { ApiServer, KubeconfigSource } from "./kubeconfig";

/** How each setting that is nothing but a text in the kubeconfig goes into a request. All others need the client. */
const CLUSTER: Settings = { "certificate-authority-data": (ca) => ({ ca: decoded(ca) }) };
const USER: Settings = {
    "client-certificate-data": (cert) => ({ cert: decoded(cert) }),
    "client-key-data": (key) => ({ key: decoded(key) }),
    token: (token) => ({ headers: { Authorization: `Bearer ${token}` } }),
};

type Settings = Readonly<Record<string, (text: string) => object>>;

/**
 * The API server of a kubeconfig whose credentials are in itself, as those of most clusters are: without the Kubernetes
 * client, which takes longer to load than all that is read with it (ADR 0017). Undefined where anything else is said, or
 * something is amiss: then the client decides, and words the error.
 */
export function plainServer(sources: readonly KubeconfigSource[], connection: Connection): ApiServer | undefined {
    const [source, ...others] = sources;
    const config = source !== undefined && others.length === 0 ? load(source.text) : undefined;
    const { context, cluster, user } = isMapping(config) ? picked(config, connection) : {};
    const { server, ...rest } = cluster ?? {};
    const trust = plain(rest, CLUSTER);
    const credentials = user && plain(user, USER);
    if (typeof context !== "string" || !isHttps(server) || trust === undefined || credentials === undefined) {
        return undefined;
    }
    const options = { ...trust, ...credentials };
    return { context, url: new URL(server), authorized: () => Promise.resolve(options) };
}

/** The context by its name, its cluster and its user. */
function picked(config: Record<string, unknown>, connection: Connection) {
    const name = connection.context ?? config["current-context"];
    const context = named(config.contexts, "context", name);
    return {
        context: name,
        cluster: named(config.clusters, "cluster", connection.cluster ?? context?.cluster),
        user: named(config.users, "user", context?.user),
    };
}

function isHttps(server: unknown): server is string {
    return typeof server === "string" && server.startsWith("https://") && URL.canParse(server);
}

/** The only entry of that name. */
function named(entries: unknown, kind: string, name: unknown): Record<string, unknown> | undefined {
    const found: unknown[] = Array.isArray(entries)
        ? entries.filter((each) => isMapping(each) && each.name === name)
        : [];
    const entry = found.length === 1 ? (found[0] as Record<string, unknown>)[kind] : undefined;
    return isMapping(entry) ? entry : undefined;
}

/** The settings as options of a request; undefined if one of them is not plain. */
function plain(settings: object, known: Settings): object | undefined {
    const options = Object.entries(settings)
        .filter(([name]) => name !== "extensions")
        .map(([name, text]) => (typeof text === "string" && text !== "" ? known[name]?.(text) : undefined));
    return options.includes(undefined) ? undefined : (Object.assign({}, ...options) as object);
}

function decoded(text: string): Buffer {
    return Buffer.from(text, "base64");
}
