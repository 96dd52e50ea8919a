// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { request as requestInClear } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { CannotRead, messageOf } from "./cannot-read";
import type { ApiServer } from "./kubeconfig";

/** Milliseconds after which a cluster that does not answer counts as unreachable. */
const ANSWER_WITHIN = 10_000;

/** One request to an API server. */
export interface ApiRequest {
    readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    /** With the query, such as "/api/v1/pods?limit=500". */
    readonly path: string;
    readonly body?: string;
    /** Defaults to "application/json". */
    readonly contentType?: string;
    /** Milliseconds to wait for the answer. Defaults to ten seconds. */
    readonly within?: number;
}

/** What a server answered, whatever it thinks of the request. */
export interface ApiAnswer {
    readonly status: number;
    readonly body: string;
    /** The server's time in whole seconds, as HTTP writes it; undefined if it does not say. */
    readonly date?: string;
}

/** Sends a request with the credentials of a kubeconfig. Rejects with CannotRead where nobody answers. */
export type Send = (request: ApiRequest) => Promise<ApiAnswer>;

/**
 * Sends with the credentials of a kubeconfig. Objects go and come as the server writes them: the typed client would ask
 * first what kinds there are, and convert every object.
 */
export function sender({ url: server, authorized }: ApiServer): Send {
    const send = server.protocol === "http:" ? requestInClear : request;
    return ({ method, path, body, contentType = "application/json", within = ANSWER_WITHIN }) =>
        inTime(within, async (signal) => {
            const url = new URL(`${server.pathname.replace(/\/$/, "")}${path}`, server);
            const options = await authorized();
            const headers = {
                ...(options.headers as OutgoingHttpHeaders | undefined),
                accept: "application/json",
                ...(body !== undefined && { "content-type": contentType }),
            };
            const response = await new Promise<IncomingMessage>((resolve, reject) => {
                send(url, { ...options, method, headers, signal }, resolve)
                    .once("error", reject)
                    .end(body);
            });
            const { date } = response.headers;
            return {
                status: response.statusCode ?? 0,
                body: await text(response),
                ...(date !== undefined && { date }),
            };
        });
}

/** What an API server itself says of a refused request. */
export function apiMessage(body: string): string | undefined {
    try {
        const { message } = JSON.parse(body) as { message?: unknown };
        return typeof message === "string" ? message : undefined;
    } catch {
        return undefined;
    }
}

async function inTime<T>(within: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = AbortSignal.timeout(within);
    try {
        return await call(limit);
    } catch (error) {
        throw new CannotRead(
            limit.aborted ? `the API server did not answer within ${within / 1000} seconds` : messageOf(error),
        );
    }
}
