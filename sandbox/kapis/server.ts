// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CLUSTER } from "kubesphere-network/lib/kinds";
import { memberOf } from "../controllers/clusters";
import { KubernetesClient } from "../kubernetes/client";
import { connection, type Connection } from "../kubernetes/connection";
import { KubernetesError } from "../kubernetes/error";
import { Fault, statusOf } from "./fault";
import { listed } from "./lists";
import { migrate } from "./migration";
import { Pools } from "./pools";
import { isOfKubernetes, passOn } from "./proxy";
import { assertAllowed, callerOf } from "./reviews";
import { type Route, routeOf } from "./routes";

const LOOPBACK = "127.0.0.1";

/** How the simulated ks-apiserver is started. */
export interface KapisOptions {
    /** Text of a kubeconfig, or the path of one: with these credentials it reads, and migrates. */
    readonly kubeconfig: string;
    /** Paths of the certificate that it shows and of its key, as PEM. */
    readonly certificate: string;
    readonly key: string;
    /** Port on the loopback address. Defaults to a free one. */
    readonly port?: number;
    /** Told what goes wrong, one line at a time. */
    readonly log: (line: string) => void;
}

/** The running server. */
export interface KapisServer {
    readonly port: number;
    stop(): Promise<void>;
}

/** What answers requests with. */
interface Site {
    readonly client: KubernetesClient;
    readonly connection: Connection;
}

/**
 * Starts what stands in for KubeSphere's API server: the five routes that the network extension publishes, two lists of
 * resources.kubesphere.io, and Kubernetes' own API behind it. Whoever asks is who the API server says the bearer token is
 * of, and may do what its roles say.
 */
export async function startKapis({ kubeconfig, certificate, key, port = 0, log }: KapisOptions): Promise<KapisServer> {
    const site = {
        client: await KubernetesClient.connect({ kubeconfig }),
        connection: await connection({ kubeconfig }),
    };
    const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
    const server = createServer(tls, (request, response) => {
        answer(site, request, response).catch((error: unknown) => {
            log(`ks-apiserver: ${request.method ?? ""} ${pathOf(request)}: ${String(error)}`);
            refuse(response, faultOf(error));
        });
    });
    return {
        port: await listen(server, port),
        async stop() {
            server.closeAllConnections();
            server.close();
            await site.client.close();
        },
    };
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? "/", `https://${LOOPBACK}`);
    const [, cluster, rest = ""] = /^\/clusters\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    const path = cluster === undefined ? pathname : rest;
    if (cluster !== undefined) {
        await callerOf(site.client, request.headers.authorization);
        await assertHost(site.client, decodeURIComponent(cluster));
    }
    if (isOfKubernetes(path)) {
        await passOn(site.connection, `${path}${search}`, request, response);
        return;
    }
    const caller = await callerOf(site.client, request.headers.authorization);
    const found = routeOf(path);
    if (found === undefined) {
        throw new Fault(404, "the server could not find the requested resource");
    }
    if (found.method !== request.method) {
        throw new Fault(405, `the server does not allow this method on the requested resource`);
    }
    await assertAllowed(site.client, caller, found.route.access);
    const body = await answerTo(site.client, found.route, { query: searchParams, request });
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
}

async function answerTo(
    client: KubernetesClient,
    route: Route,
    { query, request }: { query: URLSearchParams; request: IncomingMessage },
): Promise<object> {
    switch (route.kind) {
        case "pools":
            return (await Pools.read(client)).withStatus();
        case "pool":
            return (await Pools.read(client)).one(route.pool);
        case "targets":
            return (await Pools.read(client)).targets(route.pool);
        case "poolsOf":
            return (await Pools.read(client)).of(route.namespace);
        case "list":
            return listed(client, route.plural, query);
        case "migrate": {
            const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
            const form = new URLSearchParams(isForm ? await text(request) : "");
            await migrate(client, form.get("oldippool"), form.get("newippool"));
            return {};
        }
    }
}

/** Only the host has an API server here. */
async function assertHost(client: KubernetesClient, name: string): Promise<void> {
    const cluster = await client.get({ kind: CLUSTER, name });
    if (cluster === undefined) {
        throw new Fault(404, `clusters.cluster.kubesphere.io "${name}" not found`);
    }
    if (memberOf(cluster) !== undefined) {
        throw new Fault(503, `there is no API server behind the simulated cluster "${name}"`);
    }
}

function faultOf(error: unknown): Fault {
    if (error instanceof Fault) {
        return error;
    }
    const message = error instanceof Error ? error.message : String(error);
    return new Fault(error instanceof KubernetesError ? error.code : 500, message);
}

function refuse(response: ServerResponse, fault: Fault): void {
    response.writeHead(fault.code, { "content-type": "application/json" }).end(JSON.stringify(statusOf(fault)));
}

function pathOf(request: IncomingMessage): string {
    return new URL(request.url ?? "/", `https://${LOOPBACK}`).pathname;
}

function listen(server: Server, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
        server.once("error", reject).listen(port, LOOPBACK, () => {
            resolve((server.address() as AddressInfo).port);
        });
    });
}
