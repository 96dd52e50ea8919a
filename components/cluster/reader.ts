// SPDX-License-Identifier: Apache-2.0
import { request } from "node:https";
import { request as requestInClear } from "node:http";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import type { Kind } from "../../lib/kinds";
import { CannotRead, messageOf } from "./cannot-read";
import type { ApiServer } from "./kubeconfig";

/** Milliseconds after which a cluster that does not answer counts as unreachable. */
const ANSWER_WITHIN = 10_000;

/** Objects in one answer: a list of ten thousand pods is never in memory as one text. */
const PAGE = 500;

/** Reads a path of the API server; undefined where it has nothing there. */
export type Read = <T extends object>(path: string) => Promise<T | undefined>;

/**
 * Reads with the credentials of a kubeconfig. Objects come as the server writes them: the typed client would ask first
 * what kinds there are, and convert every object.
 */
export function reader({ url: server, authorized }: ApiServer): Read {
    const send = server.protocol === "http:" ? requestInClear : request;
    return async <T extends object>(path: string) => {
        const url = new URL(`${server.pathname.replace(/\/$/, "")}${path}`, server);
        const { status, body } = await inTime(async (signal) => {
            const options = await authorized();
            const headers = { ...(options.headers as OutgoingHttpHeaders | undefined), accept: "application/json" };
            const response = await new Promise<IncomingMessage>((resolve, reject) => {
                send(url, { ...options, headers, signal }, resolve)
                    .once("error", reject)
                    .end();
            });
            return { status: response.statusCode ?? 0, body: await text(response) };
        });
        if (status === 404) {
            return undefined;
        }
        if (status !== 200) {
            throw new CannotRead(apiMessage(body) ?? `the API server answers ${path} with status ${status}`, status);
        }
        return JSON.parse(body) as T;
    };
}

/** The path of a kind's objects or, with a name, of one of them. */
export function pathOf({ apiVersion, plural }: Kind, at: { name?: string; namespace?: string } = {}): string {
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const namespace = at.namespace === undefined ? "" : `/namespaces/${encodeURIComponent(at.namespace)}`;
    const name = at.name === undefined ? "" : `/${encodeURIComponent(at.name)}`;
    return `${group}${namespace}/${plural}${name}`;
}

/** The objects of a list, page by page; none where the server does not know the kind. */
export async function* pages<T>(read: Read, path: string, labelSelector?: string): AsyncGenerator<T[], void> {
    let next: string | undefined = "";
    while (next !== undefined) {
        const query = new URLSearchParams({ limit: String(PAGE) });
        if (labelSelector !== undefined) {
            query.set("labelSelector", labelSelector);
        }
        if (next !== "") {
            query.set("continue", next);
        }
        const page: { items: T[]; metadata?: { continue?: string } } | undefined = await read(
            `${path}?${query.toString()}`,
        );
        if (page !== undefined) {
            yield page.items;
        }
        next = page?.metadata?.continue || undefined;
    }
}

async function inTime<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = AbortSignal.timeout(ANSWER_WITHIN);
    try {
        return await call(limit);
    } catch (error) {
        throw new CannotRead(
            limit.aborted ? `the API server did not answer within ${ANSWER_WITHIN / 1000} seconds` : messageOf(error),
        );
    }
}

/** What the API server itself says of a refused request. */
function apiMessage(body: string): string | undefined {
    try {
        const { message } = JSON.parse(body) as { message?: unknown };
        return typeof message === "string" ? message : undefined;
    } catch {
        return undefined;
    }
}
