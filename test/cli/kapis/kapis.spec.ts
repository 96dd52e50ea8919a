// SPDX-License-Identifier: Apache-2.0
// Asks the simulated KubeSphere of a real control plane, and made-up servers that answer what that one never would.
import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { liveCluster } from "../../../cli/cluster/cluster";
import { kapisOf, type KapisOptions } from "../../../cli/kapis/kapis";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { sharedKubeSphere } from "../../support/cluster";
import { IP_POOL, IPAM_BLOCK } from "../../../lib/kinds";
import { Kubectl } from "../../support/kubectl";
import { until } from "../../support/until";
import { Caller } from "../../sandbox/kapis/caller";
import { block, pool } from "../../sandbox/kapis/pools";
import { Folder } from "../check/support";

const TOKEN = "a-token-that-nobody-may-see";

describe("KubeSphere's API for pools", function () {
    this.timeout(90_000);
    const folder = new Folder();
    let sandbox: ControlPlane;
    let token = "";

    before(async () => {
        sandbox = await sharedKubeSphere();
        token = new Caller(sandbox.kubeconfig).token;
        const kubectl = await Kubectl.connect(sandbox.kubeconfig);
        await kubectl.apply(pool("kapis-a", "10.80.0.0/26"));
        await kubectl.apply(pool("kapis-b", "10.80.1.0/26"));
        await kubectl.apply(block("10.80.0.0/26", "node-1", [{ pod: "kapis-shop/api", node: "node-1" }]));
        const labels = { "ippool.network.kubesphere.io/kapis-a": "" };
        await kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "kapis-shop", labels } });
    });
    afterEach(() => {
        delete process.env.KUBESPHERE_TOKEN;
    });
    // The cluster is shared with specs that look at all pools and at how namespaces are bound.
    after(async () => {
        const kubectl = await Kubectl.connect(sandbox.kubeconfig);
        await kubectl.delete("v1", "Namespace", "kapis-shop");
        await kubectl.delete(IP_POOL.apiVersion, "IPPool", "kapis-a");
        await kubectl.delete(IP_POOL.apiVersion, "IPPool", "kapis-b");
        await kubectl.delete(
            IPAM_BLOCK.apiVersion,
            "IPAMBlock",
            block("10.80.0.0/26", "node-1", []).metadata?.name ?? "",
        );
        await until("kapis-shop is gone", async () => !(await kubectl.get("v1", "Namespace", "kapis-shop")));
    });

    const open = async (kubeconfig: string, options?: KapisOptions) =>
        kapisOf(await liveCluster({ kubeconfig }), options);
    const through = (name: string, caller: Caller): KapisOptions => ({
        kubesphere: caller.server,
        kubesphereTokenFile: folder.write(`${name}.token`, `${token}\n`),
        kubesphereCa: folder.write("ca.crt", caller.authority),
    });

    it("is not there behind Kubernetes' own API server", async () => {
        assert.equal(await open(sandbox.kubeconfig), undefined);
    });

    it("is found where the kubeconfig leads to KubeSphere", async () => {
        const kapis = await open(sandbox.kubeSphere!.kubeconfig);
        assert.equal(kapis?.title, 'the cluster "kubesphere"');
        assert.ok((await kapis.pools()).some(({ metadata }) => metadata.name === "kapis-a"));
        assert.deepEqual((await kapis.pool("kapis-a"))?.status, {
            capacity: 64,
            allocations: 1,
            unallocated: 63,
            reserved: 0,
            tunnel: 0,
            namespaces: { "kapis-shop": 1 },
        });
        assert.equal(await kapis.pool("kapis-none"), undefined);
        const targets = await kapis.targets("kapis-a");
        assert.deepEqual([targets.includes("kapis-b"), targets.includes("kapis-a")], [true, false]);
        assert.deepEqual(await kapis.poolsOf("kapis-shop"), ["kapis-a"]);
    });

    it("is reached by a URL, with a token of a file or of the environment, for a cluster by its name", async () => {
        const { kubesphereTokenFile, ...options } = through("member", new Caller(sandbox.kubeSphere!.kubeconfig));
        const byFile = await open(sandbox.kubeconfig, { ...options, kubesphereTokenFile, cluster: "host" });
        assert.equal(byFile?.title, options.kubesphere);
        process.env.KUBESPHERE_TOKEN = token;
        const byEnvironment = await open(sandbox.kubeconfig, options);
        assert.deepEqual(await byFile?.poolsOf("kapis-shop"), await byEnvironment?.poolsOf("kapis-shop"));
    });

    it("moves a pool by a form, and says why it does not", async () => {
        const kapis = await open(sandbox.kubeSphere!.kubeconfig);
        await assert.rejects(kapis!.migrate("kapis-a", "kapis-none"), {
            name: "Refused",
            status: 404,
            message: 'ippools.crd.projectcalico.org "kapis-none" not found',
        });
        await kapis!.migrate("kapis-a", "kapis-b");
        assert.deepEqual(await kapis!.poolsOf("kapis-shop"), ["kapis-b"]);
    });

    it("is denied to whoever has no right, and to an unknown token", async () => {
        const caller = new Caller(sandbox.kubeSphere!.kubeconfig);
        process.env.KUBESPHERE_TOKEN = TOKEN;
        await assert.rejects(
            open(sandbox.kubeconfig, { ...through("other", caller), kubesphereTokenFile: undefined }),
            {
                name: "Denied",
                missing: [`a token that KubeSphere's API at ${caller.server} accepts (it answers 401)`],
            },
        );
    });

    describe("of a made-up server", () => {
        let server: Server;
        let asked: { method?: string; url?: string; authorization?: string; type?: string; body: string }[];

        /** The address of a server that answers so. */
        async function serve(answer: RequestListener): Promise<string> {
            asked = [];
            server = createServer((request, response) => {
                let body = "";
                request.on("data", (chunk: Buffer) => (body += chunk.toString()));
                request.on("end", () => {
                    const { authorization, "content-type": type } = request.headers;
                    asked.push({ method: request.method, url: request.url, authorization, type, body });
                    answer(request, response);
                });
            });
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        }

        const asking = (url: string): Promise<unknown> => {
            process.env.KUBESPHERE_TOKEN = TOKEN;
            return open(sandbox.kubeconfig, { kubesphere: url });
        };
        const json = (status: number, body: unknown): RequestListener => {
            return (_, response) =>
                response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
        };
        const message = async (work: Promise<unknown>): Promise<string> => {
            const error: unknown = await work.then(
                () => assert.fail("it was answered"),
                (reason: unknown) => reason,
            );
            assert.ok(error instanceof Error);
            return error.message;
        };

        afterEach(() => {
            server.closeAllConnections();
            server.close();
        });

        it("is sent the token and, for a migration, a form", async () => {
            const url = await serve((request, response) =>
                response.end(JSON.stringify(request.method === "POST" ? {} : [])),
            );
            process.env.KUBESPHERE_TOKEN = TOKEN;
            const kapis = await open(sandbox.kubeconfig, { kubesphere: url, cluster: "m 1" });
            await kapis!.migrate("old & worn", "new");
            assert.deepEqual(asked.at(-1), {
                method: "POST",
                url: "/clusters/m%201/kapis/network.kubesphere.io/v1alpha2/ippoolmigrations",
                authorization: `Bearer ${TOKEN}`,
                type: "application/x-www-form-urlencoded",
                body: "oldippool=old+%26+worn&newippool=new",
            });
        });

        it("gets nothing by a redirect, least of all the token", async () => {
            const elsewhere = createServer(() => assert.fail("somebody came"));
            await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
            const location = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;
            const url = await serve((_, response) => response.writeHead(302, { location }).end());
            assert.equal(
                await message(asking(url)),
                `KubeSphere's API at ${url} does not tell: it answers with status 302.`,
            );
            elsewhere.close();
        });

        it("is not taken for KubeSphere's where it is a Kubernetes that forbids unknown paths", async () => {
            const said = 'forbidden: User "u" cannot get path "/kapis/network.kubesphere.io/v1alpha2/ippools"';
            assert.equal(await asking(await serve(json(403, { kind: "Status", message: said }))), undefined);
        });

        it("is told to deny where it does", async () => {
            const said = 'ippools.network.kubesphere.io is forbidden: User "u" cannot list resource "ippools"';
            await assert.rejects(asking(await serve(json(403, { kind: "Status", message: said }))), {
                name: "Denied",
                missing: ["list ippools.network.kubesphere.io"],
            });
        });

        it("is not believed where it answers in a form that nobody knows", async () => {
            const spec = { cidr: "10.0.0.0/24" };
            const odd = [
                { items: [] },
                [{ metadata: { name: "a" }, spec }],
                [{ metadata: { name: "a" }, spec, status: {} }],
                [7],
            ];
            const said: string[] = [];
            for (const body of odd) {
                const url = await serve(json(200, body));
                said.push((await message(asking(url))).replace(url, "URL"));
                server.close();
            }
            const ofPool =
                "KubeSphere's API at URL answers with a pool of a form that is not known here. Its version may be newer than this one.";
            assert.deepEqual(said, [ofPool.replace("pool", "list of pools"), ofPool, ofPool, ofPool]);
        });

        it("is not believed where it answers with a page, garbage, an error or a part of a status", async () => {
            const status = { capacity: 1, allocations: 0, unallocated: 1, reserved: 0, tunnel: 0 };
            const item = { metadata: { name: "a" }, spec: { cidr: "10.0.0.0/32" } };
            const answering = async (code: number, body: string): Promise<string> => {
                const url = await serve((_, response) => response.writeHead(code).end(body));
                const said = (await message(asking(url))).replace(url, "URL");
                server.close();
                return said;
            };
            const said = [
                await answering(200, "<!doctype html><title>KubeSphere</title>"),
                await answering(200, "[{"),
                await answering(200, ""),
                await answering(500, "<h1>Internal Server Error</h1>"),
                await answering(503, JSON.stringify({ kind: "Status", message: "no endpoints available" })),
                await answering(200, JSON.stringify({ kind: "IPPoolList", items: [{ ...item, status }] })),
            ];
            const ended = "KubeSphere's API at URL";
            assert.deepEqual(said, [
                ...Array<string>(3).fill(`${ended} answers with something that is no JSON.`),
                `${ended} does not tell: it answers with status 500.`,
                `${ended} does not tell: no endpoints available.`,
                `${ended} answers with a list of pools of a form that is not known here. Its version may be newer than this one.`,
            ]);
            for (const field of Object.keys(status)) {
                const { [field as keyof typeof status]: _, ...rest } = status;
                assert.match(
                    await answering(200, JSON.stringify([{ ...item, status: rest }])),
                    /with a pool of a form/,
                    field,
                );
                const text = { ...status, [field]: "1" };
                assert.match(
                    await answering(200, JSON.stringify([{ ...item, status: text }])),
                    /with a pool of a form/,
                    field,
                );
            }
            await serve(json(200, []));
        });

        it("is asked with the token of a file, whatever line breaks are around it, and not without one", async () => {
            const url = await serve(json(200, []));
            const by = (text?: string): Promise<unknown> =>
                open(sandbox.kubeconfig, {
                    kubesphere: url,
                    kubesphereTokenFile: text === undefined ? "/no/such/token" : folder.write("token", text),
                });
            for (const text of [TOKEN, `${TOKEN}\n`, `\r\n ${TOKEN}\r\n`]) {
                await by(text);
                assert.equal(asked.at(-1)?.authorization, `Bearer ${TOKEN}`);
            }
            const none = `--kubesphere needs a token, and '--kubesphere-token-file' (${folder.path}/token) has none. Set KUBESPHERE_TOKEN, or name a file: --kubesphere-token-file FILE`;
            assert.deepEqual(
                [await message(by("")), await message(by("\n\n")), await message(by())],
                [none, none, "'--kubesphere-token-file' (/no/such/token) must be a file with a token. There is none."],
            );
        });

        it("is not sent a token in clear over a network, nor asked with wrong options", async () => {
            await serve(json(200, []));
            const wrong = (options: KapisOptions): Promise<string> => message(open(sandbox.kubeconfig, options));
            process.env.KUBESPHERE_TOKEN = TOKEN;
            const spoken = [
                await wrong({ kubesphere: "http://ks.example.com" }),
                await wrong({ kubesphere: `https://me:${TOKEN}@ks.example.com` }),
                await wrong({ kubesphere: "ks", kubesphereCa: "/no/ca" }),
                await wrong({ kubesphereCa: "ca.crt" }),
                await wrong({
                    kubesphere: "https://ks",
                    kubesphereTokenFile: folder.write("bad", `${TOKEN}\n${TOKEN}`),
                }),
            ].map((text) => text.replaceAll(folder.path, ""));
            delete process.env.KUBESPHERE_TOKEN;
            assert.deepEqual(spoken, [
                "'--kubesphere' (http://ks.example.com) must be an https URL: the token would travel in clear. Without TLS, use: kubectl port-forward -n kubesphere-system service/ks-apiserver 9090:80 and --kubesphere http://127.0.0.1:9090",
                "'--kubesphere' must have no password in it: everybody on the machine sees arguments.",
                "'--kubesphere' (ks) must be the URL of KubeSphere's API server, such as https://ks.example.com.\n'--kubesphere-ca' (/no/ca) must be a file with certificates. There is none.",
                "--kubesphere-token-file and --kubesphere-ca say how to reach a URL: give --kubesphere with them.",
                "'--kubesphere-token-file' (/bad) must be one token, without blanks and line breaks in it.",
            ]);
            assert.equal(
                await wrong({ kubesphere: "https://ks" }),
                "--kubesphere needs a token, and 'KUBESPHERE_TOKEN' has none. Set KUBESPHERE_TOKEN, or name a file: --kubesphere-token-file FILE",
            );
            assert.deepEqual(asked, []);
            assert.ok(!spoken.join().includes(TOKEN));
        });
    });
});
