// SPDX-License-Identifier: Apache-2.0
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Folder } from "../check/support";

/** What an API server answers. */
export interface Answer {
    readonly status?: number;
    readonly body: object;
}

/** Answers by path and, after the first page, by the token of the next. */
export type Answers = Readonly<Record<string, Answer>>;

const NOT_FOUND: Answer = {
    status: 404,
    body: { kind: "Status", message: "the server could not find the requested resource" },
};

/** Part of a list. */
export function page(items: readonly object[], next?: string): Answer {
    return { body: { metadata: { resourceVersion: "1", ...(next === undefined ? {} : { continue: next }) }, items } };
}

/** A refusal as Kubernetes words it. */
export function forbidden(plural: string): Answer {
    return { status: 403, body: { kind: "Status", message: `${plural} is forbidden: User "u" cannot list resource` } };
}

/** A made-up API server for the tests of the suite around, one at a time. It answers as Kubernetes does. */
export class ApiServer {
    /** What was asked for, in order. */
    asked: string[] = [];
    private server?: Server;

    constructor(private readonly folder: Folder) {
        afterEach(() => {
            this.server?.close();
        });
    }

    /** A kubeconfig for a server that gives these answers and has nothing else. */
    async serve(answers: Answers): Promise<string> {
        this.asked = [];
        this.server?.close();
        this.server = createServer((request, response) => {
            const url = new URL(request.url ?? "", "http://localhost");
            const next = url.searchParams.get("continue");
            this.asked.push(`${url.pathname}?${url.searchParams.toString()}`);
            const { status = 200, body } =
                answers[next === null ? url.pathname : `${url.pathname} ${next}`] ?? NOT_FOUND;
            response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        });
        await new Promise<void>((listening) => this.server?.listen(0, "127.0.0.1", listening));
        const cluster = {
            "insecure-skip-tls-verify": true,
            server: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
        };
        const config = {
            apiVersion: "v1",
            kind: "Config",
            "current-context": "near",
            clusters: [{ name: "c", cluster }],
            users: [{ name: "u", user: {} }],
            contexts: [
                { name: "near", context: { cluster: "c", user: "u" } },
                { name: "lost", context: { cluster: "gone", user: "u" } },
            ],
        };
        return this.folder.write("kubeconfig", JSON.stringify(config));
    }

    /** Stops answering. */
    async close(): Promise<void> {
        await new Promise((closed) => this.server?.close(closed));
    }
}
