// SPDX-License-Identifier: Apache-2.0
// A server that writes an object and loses the answer. Played by an HTTP server, because a real one cannot be made to.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Properties } from "../../../../sandbox/engine/values";
import { NAMESPACE, namespace, TestStack } from "./stack";

function kubeconfig(server: Server): string {
    const { port } = server.address() as AddressInfo;
    return JSON.stringify({
        "current-context": "x",
        contexts: [{ name: "x", context: { cluster: "x", user: "x" } }],
        clusters: [{ name: "x", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
        users: [{ name: "x", user: {} }],
    });
}

/** Creates a namespace on a server that has this object when it is asked a second time. */
async function createTwice(existing: Properties): Promise<Properties> {
    let posts = 0;
    const server = createServer((request, response) => {
        const resources = [{ name: "namespaces", kind: "Namespace", namespaced: false }];
        if (request.method === "POST" && posts++ === 0) {
            request.socket.destroy();
        } else if (request.method === "POST") {
            response.writeHead(409).end(JSON.stringify({ reason: "AlreadyExists", message: "it exists" }));
        } else {
            response.end(JSON.stringify(request.url === "/api/v1" ? { resources } : existing));
        }
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const stack = new TestStack({ kubeconfig: kubeconfig(server) });
    try {
        return (await stack.create(NAMESPACE, namespace("demo", { labels: { a: "1" } }))).outputs;
    } finally {
        await stack.close();
        server.closeAllConnections();
        server.close();
    }
}

describe("Kubernetes provider: a create whose answer is lost", () => {
    const metadata = { name: "demo", uid: "1", labels: { a: "1", "kubernetes.io/metadata.name": "demo" } };
    const made = (manager: string, labels: Properties = metadata.labels) => ({
        ...namespace("demo", { ...metadata, labels, managedFields: [{ manager, operation: "Update", fieldsV1: {} }] }),
        status: { phase: "Active" },
    });

    it("takes the object for its own when it is exactly what was asked for", async () => {
        const outputs = await createTwice(made("pulumi-kubernetes"));
        assert.equal((outputs.metadata as Properties).uid, "1");
    });

    it("does not take an object for its own that somebody else wrote, or that differs", async () => {
        await assert.rejects(createTwice(made("kubectl-create")), { message: /^Namespace "demo" already exists/ });
        await assert.rejects(createTwice(made("pulumi-kubernetes", { a: "2" })), { message: /already exists/ });
    });
});
