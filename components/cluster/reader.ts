// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "../../lib/kinds";
import { CannotRead } from "./cannot-read";
import { apiMessage, type Send } from "./request";

/** Objects in one answer: a list of ten thousand pods is never in memory as one text. */
const PAGE = 500;

/** Reads a path of the API server; undefined where it has nothing there. */
export type Read = <T extends object>(path: string) => Promise<T | undefined>;

/** Reads what a server has; rejects with CannotRead where it refuses. */
export function reader(send: Send): Read {
    return async <T extends object>(path: string) => {
        const { status, body } = await send({ method: "GET", path });
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
