// SPDX-License-Identifier: Apache-2.0
// Reads a made-up API server that answers as Kubernetes does; live.spec.ts reads a real one.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { BadInput } from "../../../cli/check/bad-input";
import { liveInput } from "../../../cli/check/inputs/live";
import { Folder } from "./support";

/** Answers by path and, after the first page, by the token of the next. */
type Answers = Readonly<Record<string, { readonly status?: number; readonly body: object }>>;

const NOT_FOUND = {
    status: 404,
    body: { kind: "Status", message: "the server could not find the requested resource" },
};

const page = (names: readonly string[], next?: string) => ({
    body: {
        metadata: { resourceVersion: "1", ...(next === undefined ? {} : { continue: next }) },
        items: names.map((name) => ({ metadata: { name, labels: { from: "server" } } })),
    },
});

describe("A cluster that is read", () => {
    const folder = new Folder();
    let server: Server | undefined;
    let asked: string[] = [];

    afterEach(() => {
        server?.close();
    });

    /** A kubeconfig for a server that gives these answers and has nothing else. */
    async function serve(answers: Answers): Promise<string> {
        asked = [];
        server = createServer((request, response) => {
            const url = new URL(request.url ?? "", "http://localhost");
            const next = url.searchParams.get("continue");
            asked.push(`${url.pathname}?${url.searchParams.toString()}`);
            const { status = 200, body } =
                answers[next === null ? url.pathname : `${url.pathname} ${next}`] ?? NOT_FOUND;
            response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        });
        await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
        const cluster = {
            "insecure-skip-tls-verify": true,
            server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
        return folder.write("kubeconfig", JSON.stringify(config));
    }

    it("is read page by page, and objects say what they are", async () => {
        const pools = "/apis/crd.projectcalico.org/v1/ippools";
        const kubeconfig = await serve({
            "/api/v1/namespaces": page(["a"], "n1"),
            "/api/v1/namespaces n1": page(["b"], "n2"),
            "/api/v1/namespaces n2": page(["c"], ""),
            [pools]: page(["p"], "more"),
            [`${pools} more`]: page(["q"]),
        });
        const { kind, label, objects, positionOf } = await liveInput({ kubeconfig });
        assert.deepEqual([kind, label, positionOf], ["cluster", "cluster near", undefined]);
        assert.deepEqual(
            objects.map(({ apiVersion, id }) => [apiVersion, id]),
            [
                ["crd.projectcalico.org/v1", "live:IPPool/p"],
                ["crd.projectcalico.org/v1", "live:IPPool/q"],
                ["v1", "live:Namespace/a"],
                ["v1", "live:Namespace/b"],
                ["v1", "live:Namespace/c"],
            ],
        );
        assert.deepEqual((objects[0]!.tree as { metadata: object }).metadata, {
            name: "p",
            labels: { from: "server" },
        });
        assert.ok(asked.includes(`${pools}?continue=more&limit=500`), asked.join("\n"));
    });

    it("has no objects of kinds that it does not serve", async () => {
        assert.deepEqual((await liveInput({ kubeconfig: await serve({}) })).objects, []);
        assert.equal(new Set(asked.map((url) => url.split("?")[0])).size, 8);
    });

    it("keeps policies as they are, whose peers a client that knows the kind would spell otherwise", async () => {
        const spec = { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] };
        const items = [{ metadata: { name: "n", namespace: "p" }, spec }];
        const kubeconfig = await serve({
            "/apis/networking.k8s.io/v1/networkpolicies": { body: { metadata: {}, items } },
        });
        const [policy, ...others] = (await liveInput({ kubeconfig })).objects;
        assert.deepEqual(others, []);
        assert.deepEqual((policy!.tree as { spec: object }).spec, spec);
        assert.equal(policy!.id, "live:NetworkPolicy/p/n");
    });

    it("is refused in the words of the server where it may not be read", async () => {
        const body = { kind: "Status", message: 'namespaces is forbidden: User "u" cannot list resource' };
        await assert.rejects(
            liveInput({ kubeconfig: await serve({ "/api/v1/namespaces": { status: 403, body } }) }),
            new BadInput([`Namespace (v1) of the cluster cannot be read: ${body.message}`]),
        );
    });

    it("is refused where nobody answers", async () => {
        const kubeconfig = await serve({});
        await new Promise((closed) => server?.close(closed));
        await assert.rejects(
            liveInput({ kubeconfig }),
            /^BadInput: \w+ \(\S+\) of the cluster cannot be read: .*ECONNREFUSED/,
        );
    });

    it("must be one that the kubeconfig has", async () => {
        const kubeconfig = await serve({});
        for (const context of ["lost", "none"]) {
            await assert.rejects(
                liveInput({ kubeconfig, context }),
                new BadInput([
                    `The kubeconfig has no cluster for the context "${context}". Choose one with --context: near, lost.`,
                ]),
            );
        }
    });
});
