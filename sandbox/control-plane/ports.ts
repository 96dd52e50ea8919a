// SPDX-License-Identifier: Apache-2.0
import { createServer, type AddressInfo } from "node:net";

/** The only address that anything here listens on. */
export const LOOPBACK = "127.0.0.1";

/** Ports that nobody listens on at this moment. Another process may take one before it is used: be ready to ask again. */
export async function freePorts(count: number): Promise<number[]> {
    const servers = await Promise.all(
        Array.from({ length: count }, async () => {
            const server = createServer();
            await new Promise<void>((resolve, reject) => {
                server.once("error", reject);
                server.listen(0, LOOPBACK, resolve);
            });
            return server;
        }),
    );
    // All are held until the last is chosen, so that no two are the same.
    const ports = servers.map((server) => (server.address() as AddressInfo).port);
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    return ports;
}
