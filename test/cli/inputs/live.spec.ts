// SPDX-License-Identifier: Apache-2.0
// Reads a made-up API server that answers as Kubernetes does; check/live.spec.ts reads a real one.
import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { Denied } from "../../../cli/cluster/denied";
import { BadInput } from "../../../cli/inputs/bad-input";
import { liveInput } from "../../../cli/inputs/live";
import { Folder } from "../check/support";
import { type Answer, ApiServer, forbidden, page } from "./api-server";

const objects = (...names: string[]) => names.map((name) => ({ metadata: { name, labels: { from: "server" } } }));

describe("A cluster that is read", () => {
    const folder = new Folder();
    const server = new ApiServer(folder);

    it("is read page by page, and objects say what they are", async () => {
        const pools = "/apis/crd.projectcalico.org/v1/ippools";
        const kubeconfig = await server.serve({
            "/api/v1/namespaces": page(objects("a"), "n1"),
            "/api/v1/namespaces n1": page(objects("b"), "n2"),
            "/api/v1/namespaces n2": page(objects("c"), ""),
            [pools]: page(objects("p"), "more"),
            [`${pools} more`]: page(objects("q")),
        });
        const { kind, label, objects: found, positionOf } = await liveInput({ kubeconfig });
        assert.deepEqual([kind, label, positionOf], ["cluster", "cluster near", undefined]);
        assert.deepEqual(
            found.map(({ apiVersion, id }) => [apiVersion, id]),
            [
                ["crd.projectcalico.org/v1", "live:IPPool/p"],
                ["crd.projectcalico.org/v1", "live:IPPool/q"],
                ["v1", "live:Namespace/a"],
                ["v1", "live:Namespace/b"],
                ["v1", "live:Namespace/c"],
            ],
        );
        assert.deepEqual((found[0]!.tree as { metadata: object }).metadata, {
            name: "p",
            labels: { from: "server" },
        });
        assert.ok(server.asked.includes(`${pools}?limit=500&continue=more`), server.asked.join("\n"));
    });

    it("has no objects of kinds that it does not serve", async () => {
        assert.deepEqual((await liveInput({ kubeconfig: await server.serve({}) })).objects, []);
        assert.equal(new Set(server.asked.map((url) => url.split("?")[0])).size, 8);
    });

    it("keeps policies as they are, whose peers a client that knows the kind would spell otherwise", async () => {
        const spec = { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] };
        const items = [{ metadata: { name: "n", namespace: "p" }, spec }];
        const kubeconfig = await server.serve({
            "/apis/networking.k8s.io/v1/networkpolicies": { body: { metadata: {}, items } },
        });
        const [policy, ...others] = (await liveInput({ kubeconfig })).objects;
        assert.deepEqual(others, []);
        assert.deepEqual((policy!.tree as { spec: object }).spec, spec);
        assert.equal(policy!.id, "live:NetworkPolicy/p/n");
    });

    it("is read in pages of 500, however much it has", async () => {
        const url = "/api/v1/namespaces";
        const names = (from: number): string[] => Array.from({ length: 500 }, (_, i) => `n${from + i}`);
        const answers = Array.from({ length: 20 }, (_, i): [string, Answer] => [
            i === 0 ? url : `${url} ${i}`,
            page(objects(...names(i * 500)), i === 19 ? undefined : String(i + 1)),
        ]);
        const input = await liveInput({ kubeconfig: await server.serve(Object.fromEntries(answers)) });
        assert.equal(new Set(input.objects.map(({ id }) => id)).size, 10_000);
        const namespaces = server.asked.filter((each) => each.startsWith(url));
        assert.equal(namespaces.length, 20);
        assert.ok(
            namespaces.every((each) => new URLSearchParams(each.split("?")[1]).get("limit") === "500"),
            namespaces.join("\n"),
        );
    });

    it("is refused with every right that is missing", async () => {
        const kubeconfig = await server.serve({
            "/api/v1/namespaces": forbidden("namespaces"),
            "/apis/crd.projectcalico.org/v1/ippools": forbidden("ippools"),
        });
        await assert.rejects(
            liveInput({ kubeconfig }),
            new Denied(["list ippools.crd.projectcalico.org", "list namespaces"]),
        );
    });

    it("is refused where nobody answers", async () => {
        const kubeconfig = await server.serve({});
        await server.close();
        await assert.rejects(
            liveInput({ kubeconfig }),
            /^BadInput: \w+ \(\S+\) of the cluster cannot be read: .*ECONNREFUSED.*\.$/,
        );
    });

    it("must be one that the kubeconfig has", async () => {
        const kubeconfig = await server.serve({});
        await assert.rejects(
            liveInput({ kubeconfig, context: "none" }),
            new BadInput(['The kubeconfig cannot be used: it has no context "none". It has: near, lost.']),
        );
        await assert.rejects(
            liveInput({ kubeconfig, context: "lost" }),
            new BadInput(['The kubeconfig cannot be used: its context "lost" is for a cluster that it does not have.']),
        );
        await assert.rejects(
            liveInput({ kubeconfig: "gone/config" }),
            new BadInput(["gone/config: there is no such kubeconfig."]),
        );
    });

    it("is the one that kubectl would read: of several kubeconfigs the first that says something counts", async () => {
        const [near, ambient] = [await server.serve({}), process.env.KUBECONFIG];
        const far = folder.write("far", JSON.stringify({ contexts: [], "current-context": "far", clusters: [] }));
        try {
            process.env.KUBECONFIG = [near, far].join(delimiter);
            assert.equal((await liveInput({})).label, "cluster near");
        } finally {
            process.env.KUBECONFIG = ambient;
            if (ambient === undefined) {
                delete process.env.KUBECONFIG;
            }
        }
    });
});
