// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, ServerResponse } from "node:http";
import { request } from "node:https";
import type { Connection } from "../kubernetes/connection";
import { Fault } from "./fault";

/** Paths of Kubernetes' own API. */
const KUBERNETES = /^\/(api|apis|version|openapi)(\/|$)/;

/** Whether KubeSphere hands a path to the API server. Source: pkg/apiserver/filters/kubeapiserver.go of KubeSphere. */
export function isOfKubernetes(path: string): boolean {
    return KUBERNETES.test(path);
}

/** Hands a request to the API server as it is, with the caller's own credentials, and its answer back as it comes. */
export function passOn(
    { server, tls: { ca } }: Pick<Connection, "server" | "tls">,
    url: string,
    asked: IncomingMessage,
    answer: ServerResponse,
): Promise<void> {
    const { host: _host, connection: _connection, ...headers } = asked.headers;
    return new Promise((resolve, reject) => {
        const passed = request(new URL(url, server), { ca, method: asked.method, headers }, (response) => {
            answer.writeHead(response.statusCode ?? 502, response.headers);
            // A watch is told at once that it has begun, before there is anything to tell.
            answer.flushHeaders();
            response.pipe(answer).once("close", resolve);
        });
        passed.once("error", (error) => {
            if (answer.headersSent) {
                answer.destroy();
                resolve();
            } else {
                reject(new Fault(503, `the API server does not answer: ${error.message}`));
            }
        });
        // Whoever hangs up on a watch ends it at the API server, too.
        answer.once("close", () => passed.destroy());
        asked.pipe(passed);
    });
}
