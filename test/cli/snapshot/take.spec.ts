// SPDX-License-Identifier: Apache-2.0
// Reads a made-up API server; live.spec.ts takes a snapshot of a real one.
import assert from "node:assert/strict";
import { Denied } from "../../../cli/cluster/denied";
import { BadInput } from "../../../cli/inputs/bad-input";
import { takeVisibly } from "../../../cli/snapshot/progress";
import { snapshotOf, snapshotText } from "../../../cli/snapshot/snapshot";
import { Folder, ksnet } from "../check/support";
import { type Answers, ApiServer, forbidden, page } from "../inputs/api-server";

const CALICO = "/apis/crd.projectcalico.org/v1";
const KUBESPHERE = "/apis/kubesphere.io/v1alpha1";

const named = (name: string, rest: object = {}, namespace?: string): object => ({
    metadata: { name, ...(namespace !== undefined && { namespace }), uid: name, managedFields: [{ manager: "m" }] },
    ...rest,
});

const version = (extension: string, number: string): object => ({
    metadata: { name: `${extension}-${number}`, labels: { "kubesphere.io/extension-ref": extension } },
    spec: {
        version: number,
        ksVersion: ">=4.1.0",
        kubeVersion: ">=1.21.0",
        installationMode: "Multicluster",
        repository: "r",
    },
});

const CLUSTER: Answers = {
    "/api/v1/namespaces": page([named("web"), named("shop")]),
    "/api/v1/pods": page([named("b", {}, "shop"), named("a", { spec: { hostNetwork: true } }, "web")], "more"),
    "/api/v1/pods more": page([named("a", { status: { phase: "Running" } }, "shop")]),
    [`${CALICO}/networkpolicies`]: page([named("x", {}, "a"), named("y", {}, "a")]),
    [`${CALICO}/globalnetworkpolicies`]: page([named("x")]),
    [`${KUBESPHERE}/installplans`]: page([named("network", { spec: { extension: { name: "network" }, config: "c" } })]),
    [`${KUBESPHERE}/extensions`]: page([named("network", { status: { installedVersion: "1.3.0" } }), named("other")]),
    [`${KUBESPHERE}/extensionversions`]: page([version("network", "1.3.0"), version("other", "1.0.0")]),
};

const TAKEN_AT = /"takenAt": "(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/;

describe("A snapshot", () => {
    const folder = new Folder();
    const server = new ApiServer(folder);

    const take = async (answers: Answers) => takeVisibly({ kubeconfig: await server.serve(answers) });

    it("has an item a line, in an order of its own, and only the versions of extensions that are installed", async () => {
        const text = snapshotText(await take(CLUSTER));
        assert.deepEqual(text.replace(TAKEN_AT, '"takenAt": "T"').split("\n"), [
            "{",
            '  "apiVersion": "kubesphere-network/v1alpha1",',
            '  "kind": "Snapshot",',
            '  "takenAt": "T",',
            '  "context": "near",',
            '  "notRead": [],',
            '  "notEvaluated": [{"apiVersion":"crd.projectcalico.org/v1","kind":"NetworkPolicy","count":2},{"apiVersion":"crd.projectcalico.org/v1","kind":"GlobalNetworkPolicy","count":1}],',
            '  "items": [',
            '    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}},',
            '    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"web"}},',
            '    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"shop"},"status":{"phase":"Running"}},',
            '    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"b","namespace":"shop"}},',
            '    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"web"},"spec":{"hostNetwork":true}},',
            '    {"apiVersion":"kubesphere.io/v1alpha1","kind":"InstallPlan","metadata":{"name":"network"},"spec":{"extension":{"name":"network"}}},',
            '    {"apiVersion":"kubesphere.io/v1alpha1","kind":"Extension","metadata":{"name":"network"},"status":{"installedVersion":"1.3.0"}},',
            '    {"apiVersion":"kubesphere.io/v1alpha1","kind":"ExtensionVersion","metadata":{"name":"network-1.3.0","labels":{"kubesphere.io/extension-ref":"network"}},"spec":{"version":"1.3.0","ksVersion":">=4.1.0","kubeVersion":">=1.21.0","installationMode":"Multicluster"}}',
            "  ]",
            "}",
            "",
        ]);
    });

    it("is the same again in all but its time, if the cluster is, and read as it was written", async () => {
        const [one, two] = [await take(CLUSTER), await take(CLUSTER)];
        assert.deepEqual({ ...two, takenAt: one.takenAt }, one);
        assert.deepEqual(snapshotOf(JSON.parse(snapshotText(one)), "a"), one);
        const empty = await take({});
        assert.deepEqual(empty.items, []);
        assert.deepEqual(snapshotOf(JSON.parse(snapshotText(empty)), "a"), empty);
    });

    it("asks for the addresses of the API server, and of no other service", async () => {
        await take({});
        assert.deepEqual(
            server.asked.filter((url) => url.includes("endpointslices")),
            [
                "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?limit=500&labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes",
            ],
        );
    });

    it("names what may not be read, and has the rest", async () => {
        const { notRead, notEvaluated, items } = await take({
            ...CLUSTER,
            "/api/v1/pods": forbidden("pods"),
            [`${CALICO}/ippools`]: forbidden("ippools"),
            [`${CALICO}/networkpolicies`]: forbidden("networkpolicies"),
            [`${KUBESPHERE}/installplans`]: forbidden("installplans"),
        });
        assert.deepEqual(
            notRead.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`),
            [
                "v1 Pod",
                "crd.projectcalico.org/v1 IPPool",
                "kubesphere.io/v1alpha1 InstallPlan",
                "crd.projectcalico.org/v1 NetworkPolicy",
            ],
        );
        assert.deepEqual(
            notEvaluated.map(({ kind, count }) => [kind, count]),
            [["GlobalNetworkPolicy", 1]],
        );
        assert.deepEqual(new Set(items.map(({ kind }) => kind)), new Set(["Namespace"]));
    });

    it("is not taken without namespaces, nor where the server fails", async () => {
        await assert.rejects(take({ "/api/v1/namespaces": forbidden("namespaces") }), new Denied(["list namespaces"]));
        const body = { kind: "Status", message: "etcdserver: leader changed" };
        await assert.rejects(
            take({ "/api/v1/pods": { status: 500, body } }),
            new BadInput(["Pod (v1) of the cluster cannot be read: etcdserver: leader changed."]),
        );
    });

    it("shows on a terminal how far it is, and takes that away again, also when it fails", async () => {
        const shown = async (answers: Answers, isTTY: boolean): Promise<string[]> => {
            const written: string[] = [];
            const stream = { isTTY, write: (text: string) => written.push(text) };
            const kubeconfig = await server.serve(answers);
            await takeVisibly({ kubeconfig }, stream as unknown as NodeJS.WritableStream).catch(() => undefined);
            return written.map((text) => text.replace("\r\u001b[K", "<"));
        };
        assert.deepEqual((await shown(CLUSTER, true)).slice(0, 3), [
            "<Reading Namespace: 2",
            "<Reading Pod: 2",
            "<Reading Pod: 3",
        ]);
        assert.equal((await shown(CLUSTER, true)).at(-1), "<");
        const failing = { "/api/v1/namespaces": page([named("a")]), "/api/v1/nodes": { status: 500, body: {} } };
        assert.deepEqual(await shown(failing, true), ["<Reading Namespace: 1", "<"]);
        assert.deepEqual(await shown(CLUSTER, false), []);
    });
});

describe("ksnet snapshot", function () {
    this.timeout(60_000);
    const folder = new Folder();
    const server = new ApiServer(folder);

    it("has never more than a page of the objects in memory", async () => {
        const env = [{ name: "TOKEN", value: "x".repeat(10_000) }];
        const pods = Array.from({ length: 500 }, (_, i) => named(`p${i}`, { spec: { containers: [{ env }] } }, "a"));
        const pages = Array.from({ length: 20 }, (_, i): [string, Answers[string]] => [
            i === 0 ? "/api/v1/pods" : `/api/v1/pods ${i}`,
            page(pods, i === 19 ? undefined : String(i + 1)),
        ]);
        const kubeconfig = await server.serve(Object.fromEntries(pages));
        // All of them are 100 MB of text.
        const { code, stdout, stderr } = await ksnet(
            ["snapshot", "--kubeconfig", kubeconfig, "--output", `${folder.path}/out.json`],
            { env: { NODE_OPTIONS: "--max-old-space-size=80" } },
        );
        assert.deepEqual([code, stdout, stderr], [0, '10000 objects of the cluster "near".\n', ""]);
    });

    it("writes the snapshot to standard output, and tells on the other one what it lacks", async () => {
        const kubeconfig = await server.serve({ ...CLUSTER, "/api/v1/pods": forbidden("pods") });
        const { code, stdout, stderr } = await ksnet(["snapshot", "--kubeconfig", kubeconfig, "--context", "near"]);
        assert.equal(code, 0);
        assert.equal((JSON.parse(stdout) as { items: object[] }).items.length, 5);
        assert.deepEqual(stderr.split("\n"), [
            "The rights did not suffice to read Pod (v1) in the cluster: what depends on that counts as if there were none.",
            "Calico's own policies are not evaluated: the cluster has 2 NetworkPolicies and 1 GlobalNetworkPolicy of crd.projectcalico.org/v1.",
            "",
        ]);
    });

    it("ends with 2 where it cannot be taken or is not asked right", async () => {
        const kubeconfig = await server.serve({ "/api/v1/namespaces": forbidden("namespaces") });
        const cases: [string[], RegExp][] = [
            [
                ["--kubeconfig", kubeconfig],
                /^The rights do not suffice\. Missing:\n {2}- list namespaces\nAll that it needs: ksnet rbac snapshot\n$/,
            ],
            [["--kubeconfig", "gone"], /^gone: there is no such kubeconfig\.\n$/],
            [
                ["--kubeconfig", kubeconfig, "--context", "x"],
                /^The kubeconfig cannot be used: it has no context "x"\. It has: near, lost\.\n$/,
            ],
            [["--no-such"], /^error: unknown option '--no-such'\n/],
        ];
        for (const [args, said] of cases) {
            const { code, stdout, stderr } = await ksnet(["snapshot", ...args]);
            assert.deepEqual([code, stdout], [2, ""], args.join(" "));
            assert.match(stderr, said);
        }
    });
});
