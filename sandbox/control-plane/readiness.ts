// SPDX-License-Identifier: Apache-2.0
import { request } from "node:https";
import { poll } from "./process";

/** How to ask an API server. */
export interface Asker {
    readonly url: string;
    readonly authority: string;
    readonly token: string;
}

function status(path: string, { url, authority, token }: Asker): Promise<number | undefined> {
    return new Promise((resolve) => {
        const headers = { Authorization: `Bearer ${token}` };
        // No connection is kept: the next one may be to another process on the same port.
        const asked = request(
            new URL(path, url),
            { ca: authority, headers, agent: false, timeout: 2000 },
            (response) => {
                response.resume();
                response.once("end", () => {
                    resolve(response.statusCode);
                });
            },
        );
        asked.once("timeout", () => asked.destroy());
        asked.once("error", () => {
            resolve(undefined);
        });
        asked.end();
    });
}

/** Waits until the API server says that it is ready. Whether it did within the time, in milliseconds. */
export async function apiServerReady(asker: Asker, timeout: number): Promise<boolean> {
    const ask = async () => ((await status("/readyz", asker)) === 200 ? true : undefined);
    return (await poll(ask, { timeout, interval: 40 })) ?? false;
}
