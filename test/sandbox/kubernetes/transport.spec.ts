// SPDX-License-Identifier: Apache-2.0
// Against a small HTTP server that misbehaves on purpose. Does not prove what a real API server does.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KubernetesError } from "../../../sandbox/kubernetes/error";
import { Transport } from "../../../sandbox/kubernetes/transport";

interface Place {
    readonly transport: Transport;
    readonly said: string[];
    readonly server: Server;
    readonly identities: string[];
}

async function serve(answer: RequestListener): Promise<Place> {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    const identities = ["first", "second", "third"];
    const transport = new Transport({
        server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        tls: {},
        headers: () => Promise.resolve({ Authorization: `Bearer ${identities.shift() ?? ""}` }),
    });
    return { transport, said: [], server, identities };
}

async function serving(answer: RequestListener, test: (place: Place) => Promise<void>): Promise<void> {
    const place = await serve(answer);
    try {
        await test(place);
    } finally {
        await place.transport.close();
        place.server.closeAllConnections();
        place.server.close();
    }
}

const get = { method: "GET", path: "/api/v1" } as const;

function status(code: number, reason: string, message: string): string {
    return JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message });
}

describe("Transport", () => {
    it("waits as long as Retry-After says when the server is busy", async () => {
        let asked = 0;
        const answer: RequestListener = (_, response) => {
            if (asked++ === 0) {
                response
                    .writeHead(429, { "retry-after": "1" })
                    .end(status(429, "TooManyRequests", "too many requests"));
            } else {
                response.end("{}");
            }
        };
        await serving(answer, async ({ transport, said }) => {
            const begun = Date.now();
            await transport.send({ ...get, log: (severity, message) => said.push(`${severity}: ${message}`) });
            assert.ok(Date.now() - begun >= 990);
            assert.equal(said.length, 1);
            assert.match(said[0]!, /^info: the API server http:.* is busy \(too many requests\); trying again/);
        });
    });

    it("goes on when the server comes back, and says so once", async () => {
        const answer: RequestListener = (_, response) => response.end("{}");
        await serving(answer, async ({ transport, server, said }) => {
            await transport.send(get);
            const { port } = server.address() as AddressInfo;
            server.closeAllConnections();
            await new Promise((closed) => server.close(closed));
            const sending = transport.send({ ...get, log: (_, message) => said.push(message) });
            // Long enough for two attempts to be refused.
            setTimeout(() => server.listen(port, "127.0.0.1"), 250);
            assert.deepEqual(await sending, {});
            assert.equal(said.length, 1);
            assert.match(
                said[0]!,
                /does not answer \((ECONNREFUSED|UND_ERR_SOCKET)\); trying again for up to 30 seconds/,
            );
        });
    });

    it("marks an error that may be the echo of an attempt whose answer was lost", async () => {
        let asked = 0;
        const answer: RequestListener = (request, response) => {
            if (asked++ === 0) {
                request.socket.destroy();
            } else {
                response.writeHead(409).end(status(409, "AlreadyExists", "it is there"));
            }
        };
        await serving(answer, async ({ transport }) => {
            await assert.rejects(transport.send({ ...get, method: "POST", body: {} }), (error) => {
                assert.ok(error instanceof KubernetesError);
                assert.deepEqual([error.reason, error.message, error.repeated], ["AlreadyExists", "it is there", true]);
                return true;
            });
        });
    });

    it("asks for a new identity once when the server does not know it any more", async () => {
        const seen: (string | undefined)[] = [];
        const answer: RequestListener = (request, response) => {
            seen.push(request.headers.authorization);
            response.writeHead(request.headers.authorization === "Bearer second" ? 200 : 401).end("{}");
        };
        await serving(answer, async ({ transport, identities }) => {
            await transport.send(get);
            await transport.send(get);
            assert.deepEqual(seen, ["Bearer first", "Bearer second", "Bearer second"]);
            assert.deepEqual(identities, ["third"]);
        });
    });

    it("hands on what the server warns of", async () => {
        const answer: RequestListener = (_, response) =>
            response
                .setHeader("warning", ['299 - "unknown field \\"spec.a\\""', '299 - "v1beta1 is deprecated, use v1"'])
                .end("{}");
        await serving(answer, async ({ transport, said }) => {
            await transport.send({ ...get, log: (severity, message) => said.push(`${severity}: ${message}`) });
            assert.deepEqual(said, ['warning: unknown field "spec.a"', "warning: v1beta1 is deprecated, use v1"]);
        });
    });

    it("stops at once when it is aborted", async () => {
        const answer: RequestListener = (_, response) => response.writeHead(429, { "retry-after": "20" }).end("{}");
        await serving(answer, async ({ transport }) => {
            const controller = new AbortController();
            const sending = transport.send({
                ...get,
                signal: controller.signal,
                log: () => {
                    controller.abort();
                },
            });
            await assert.rejects(sending, { name: "AbortError" });
        });
    });

    it("makes one sentence of an answer that is no Status", async () => {
        const answer: RequestListener = (_, response) => response.writeHead(404).end("404 page not found\n");
        await serving(answer, ({ transport }) =>
            assert.rejects(transport.send(get), { message: "404 page not found", code: 404 }),
        );
    });
});
