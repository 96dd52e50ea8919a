// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { load } from "js-yaml";

/** What a server answered. */
export interface Answer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: unknown;
}

interface KubeconfigFile {
    readonly clusters: readonly [{ cluster: { server: string; "certificate-authority-data": string } }];
    readonly users: readonly [{ user: { token: string } }];
    readonly "current-context": string;
}

/** Sends plain requests with what a kubeconfig says, and nothing that a client of Kubernetes would add. */
export class Caller {
    readonly server: string;
    readonly token: string;
    readonly context: string;
    readonly authority: string;

    constructor(kubeconfig: string) {
        const file = load(readFileSync(kubeconfig, "utf8")) as KubeconfigFile;
        const { server, "certificate-authority-data": authority } = file.clusters[0].cluster;
        this.server = server;
        this.authority = Buffer.from(authority, "base64").toString();
        this.token = file.users[0].user.token;
        this.context = file["current-context"];
    }

    async send(
        method: string,
        path: string,
        { token = this.token, body, contentType }: { token?: string; body?: string; contentType?: string } = {},
    ): Promise<Answer> {
        const response = await this.open(method, path, { token, body, contentType });
        const { statusCode: status = 0, headers } = response;
        return { status, headers, body: JSON.parse(await text(response)) };
    }

    /** The answer as it comes, such as a watch. */
    open(
        method: string,
        path: string,
        { token = this.token, body, contentType }: { token?: string; body?: string; contentType?: string } = {},
    ): Promise<IncomingMessage> {
        const headers = {
            ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
            ...(contentType === undefined ? {} : { "content-type": contentType }),
        };
        return new Promise((resolve, reject) => {
            request(new URL(path, this.server), { method, ca: this.authority, headers, agent: false }, resolve)
                .once("error", reject)
                .end(body);
        });
    }
}
