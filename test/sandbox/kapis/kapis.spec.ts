// SPDX-License-Identifier: Apache-2.0
// Asks the simulated KubeSphere's API server of a sandbox of its own, as curl would. Nodes and pods are written here: no
// kubelet runs. What the real one of KubeSphere 4 counts and does is closed; its routes and forms are published.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { sandboxStatus, startSandbox } from "../../../sandbox/control-plane";
import { writesDuring } from "../../support/audit";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { until } from "../../support/until";
import { Caller } from "./caller";
import { block, pool } from "./pools";

const ROOT = "/kapis/network.kubesphere.io/v1alpha2";
const FORM = "application/x-www-form-urlencoded";

describe("The simulated KubeSphere's API server", function () {
    this.timeout(90_000);
    let sandbox: ControlPlane;
    let kubectl: Kubectl;
    let caller: Caller;

    before(async () => {
        sandbox = await startSandbox({ name: `kapis-${process.pid}` });
        kubectl = await Kubectl.connect(sandbox.kubeconfig);
        caller = new Caller(sandbox.kubeSphere!.kubeconfig);
        await kubectl.apply(pool("old", "10.70.0.0/24"));
        await kubectl.apply(pool("new", "10.71.0.0/24"));
        await kubectl.apply(pool("manual", "10.72.0.0/28", { blockSize: 28, assignmentMode: "Manual" }));
        await kubectl.apply(pool("off", "10.73.0.0/28", { blockSize: 28, disabled: true }));
        await kubectl.apply(pool("six", "fd00:70::/64"));
        await kubectl.apply(
            block("10.70.0.0/26", "node-1", [
                { tunnel: "vxlan", node: "node-1" },
                { pod: "shop/api-1", node: "node-1" },
                { pod: "shop/api-2", node: "node-2" },
                { pod: "web/site", node: "node-1" },
                "windows",
            ]),
        );
        for (const [name, labels, annotations] of [
            [
                "shop",
                { "ippool.network.kubesphere.io/old": "old" },
                { "cni.projectcalico.org/ipv4pools": '["old","manual"]' },
            ],
            ["web", { "ippool.network.kubesphere.io/old": "" }, {}],
            ["other", { team: "other" }, {}],
        ] as const) {
            await kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations } });
        }
    });
    after(() => sandbox.stop());

    const statusOf = (body: unknown): unknown => (body as { status?: unknown }).status;
    const names = (body: unknown): string[] =>
        (body as { items: LiveObject[] }).items.map(({ metadata }) => metadata?.name ?? "");
    const get = async (path: string): Promise<unknown> => {
        const { status, body } = await caller.send("GET", path);
        assert.equal(status, 200, JSON.stringify(body));
        return body;
    };

    it("has a kubeconfig of its own, whose context is kubesphere", () => {
        assert.equal(caller.context, "kubesphere");
        assert.equal(caller.server, sandbox.kubeSphere?.url);
        assert.notEqual(caller.server, sandbox.url);
    });

    it("answers with a bare array of pools, each with the six fields of its status", async () => {
        const body = await get(`${ROOT}/ippools`);
        assert.ok(Array.isArray(body), "no array");
        const pools = body as LiveObject[];
        assert.deepEqual(
            pools.map(({ metadata }) => metadata?.name),
            ["manual", "new", "off", "old", "six"],
        );
        const old = pools.find(({ metadata }) => metadata?.name === "old");
        assert.equal(old?.apiVersion, "network.kubesphere.io/v1alpha2");
        assert.equal(old.kind, "IPPool");
        assert.equal((old.spec as { cidr: string }).cidr, "10.70.0.0/24");
        assert.deepEqual(statusOf(old), {
            capacity: 256,
            allocations: 4,
            unallocated: 251,
            reserved: 1,
            tunnel: 1,
            namespaces: { shop: 2, web: 1 },
        });
    });

    it("answers with one pool by its name, and with a Status of 404 where there is none", async () => {
        assert.deepEqual(statusOf(await get(`${ROOT}/ippools/new`)), {
            capacity: 256,
            allocations: 0,
            unallocated: 256,
            reserved: 0,
            tunnel: 0,
            namespaces: {},
        });
        assert.deepEqual((await caller.send("GET", `${ROOT}/ippools/nothing`)).body, {
            kind: "Status",
            apiVersion: "v1",
            metadata: {},
            status: "Failure",
            message: 'ippools.crd.projectcalico.org "nothing" not found',
            reason: "NotFound",
            code: 404,
        });
    });

    it("tells where a pool can move to: enabled pools of its family, and not itself", async () => {
        assert.deepEqual(names(await get(`${ROOT}/ippools/old/migrate`)), ["manual", "new"]);
        assert.deepEqual(names(await get(`${ROOT}/ippools/six/migrate`)), []);
    });

    it("tells which pools a namespace gets addresses of: its own, and open ones of the family that it asks for none of", async () => {
        assert.deepEqual(names(await get(`${ROOT}/namespaces/shop/ippools`)), ["manual", "old", "six"]);
        assert.deepEqual(names(await get(`${ROOT}/namespaces/other/ippools`)), ["new", "old", "six"]);
    });

    it("lists namespaces and pods as KubeSphere does, with items and totalItems", async () => {
        const path = "/kapis/resources.kubesphere.io/v1alpha3/namespaces";
        const selector = encodeURIComponent("ippool.network.kubesphere.io/old");
        const body = (await get(`${path}?labelSelector=${selector}&limit=1`)) as { totalItems: number };
        assert.deepEqual(Object.keys(body), ["items", "totalItems"]);
        assert.equal(body.totalItems, 2);
        assert.equal(names(body).length, 1);
        assert.deepEqual(await get("/kapis/resources.kubesphere.io/v1alpha3/pods"), { items: [], totalItems: 0 });
    });

    it("serves the host cluster under its prefix, and says that there is no other", async () => {
        assert.deepEqual(await get(`/clusters/host${ROOT}/ippools/new`), await get(`${ROOT}/ippools/new`));
        assert.deepEqual(await get("/clusters/host/api/v1/namespaces/shop"), await get("/api/v1/namespaces/shop"));
        const answers = ["member-1", "nowhere"].map((name) => caller.send("GET", `/clusters/${name}${ROOT}/ippools`));
        assert.deepEqual(
            (await Promise.all(answers)).map(({ status, body }) => [status, (body as { message: string }).message]),
            [
                [503, 'there is no API server behind the simulated cluster "member-1"'],
                [404, 'clusters.cluster.kubesphere.io "nowhere" not found'],
            ],
        );
    });

    it("hands Kubernetes' own API on, with the caller's own name", async () => {
        const body = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "through-kubesphere" } });
        const path = "/api/v1/namespaces/other/configmaps";
        const writes = await writesDuring(sandbox, async () => {
            const { status } = await caller.send("POST", path, { body, contentType: "application/json" });
            assert.equal(status, 201);
        });
        assert.deepEqual(
            writes.map(({ verb, user, uri }) => ({ verb, user, uri })),
            [{ verb: "create", user: "admin", uri: path }],
        );
        assert.equal(((await get("/version")) as { major: string }).major, "1");
    });

    it("hands a watch on as it comes, and ends it with its caller", async () => {
        const watch = await caller.open("GET", "/api/v1/namespaces/other/configmaps?watch=true");
        const seen = new Promise<string>((resolve) => {
            watch.once("data", (chunk: Buffer) => {
                resolve(chunk.toString());
            });
        });
        assert.match(await seen, /"type":"ADDED"/);
        watch.destroy();
    });

    it("answers 401 to whoever has no token, or one that nobody knows", async () => {
        for (const token of ["", "unknown"]) {
            for (const path of [`${ROOT}/ippools`, `/clusters/host${ROOT}/ippools`]) {
                const { status, body } = await caller.send("GET", path, { token });
                assert.equal(status, 401);
                assert.equal((body as { reason: string }).reason, "Unauthorized");
            }
        }
    });

    it("lets somebody do what a role says, and tells the rest in Kubernetes' words", async () => {
        const token = await limited(kubectl, sandbox, [
            { apiGroups: ["network.kubesphere.io"], resources: ["ippools"], verbs: ["list"] },
        ]);
        assert.equal((await caller.send("GET", `${ROOT}/ippools`, { token })).status, 200);
        const { status, body } = await caller.send("POST", `${ROOT}/ippoolmigrations`, { token, contentType: FORM });
        assert.equal(status, 403);
        assert.deepEqual(body, {
            kind: "Status",
            apiVersion: "v1",
            metadata: {},
            status: "Failure",
            message:
                'ippoolmigrations.network.kubesphere.io is forbidden: User "system:serviceaccount:other:limited" cannot create resource "ippoolmigrations" in API group "network.kubesphere.io" at the cluster scope',
            reason: "Forbidden",
            code: 403,
        });
    });

    it("knows no other path, and no other method", async () => {
        const asked = [
            ["GET", "/kapis/network.kubesphere.io/v1alpha1/ippools"],
            ["GET", `${ROOT}/ippools/old/other`],
            ["DELETE", `${ROOT}/ippools/old`],
            ["GET", `${ROOT}/ippoolmigrations`],
            ["GET", "/healthz"],
        ] as const;
        const answers = await Promise.all(asked.map(([method, path]) => caller.send(method, path)));
        assert.deepEqual(
            answers.map(({ status }) => status),
            [404, 404, 405, 405, 404],
        );
    });

    it("migrates by a form and by nothing else, and answers {}", async () => {
        const move = (body: string, contentType: string) =>
            caller.send("POST", `${ROOT}/ippoolmigrations`, { body, contentType });
        const asJson = await move('{"oldippool":"old","newippool":"new"}', "application/json");
        assert.equal(asJson.status, 400);
        const toOff = await move("oldippool=old&newippool=off", FORM);
        assert.equal(
            (toOff.body as { message: string }).message,
            "ippool old cannot be migrated to off: It is disabled, so that it gives out no new addresses.",
        );
        await deploymentWithPod(kubectl, sandbox);
        const { status, body } = await move("oldippool=old&newippool=new", FORM);
        assert.deepEqual([status, body], [200, {}]);
        const shop = (await kubectl.get("v1", "Namespace", "shop"))?.metadata;
        const web = (await kubectl.get("v1", "Namespace", "web"))?.metadata;
        assert.equal(shop?.labels?.["ippool.network.kubesphere.io/new"], "new");
        assert.equal(web?.labels?.["ippool.network.kubesphere.io/new"], "");
        assert.equal(shop.annotations?.["cni.projectcalico.org/ipv4pools"], '["new","manual"]');
        assert.ok(!("ippool.network.kubesphere.io/old" in { ...shop.labels, ...web.labels }));
        const deployment = await until("the restart", () => kubectl.get("apps/v1", "Deployment", "api", "shop"));
        const { annotations } = (deployment.spec as { template: { metadata: { annotations: object } } }).template
            .metadata;
        assert.deepEqual(Object.keys(annotations), ["kubesphere.io/restartedAt"]);
    });

    it("is there again at the same address after its process has ended", async () => {
        const { processes } = sandboxStatus(sandbox.name);
        process.kill(processes?.["simulated-kubesphere"] ?? 0, "SIGKILL");
        await until("its end", () =>
            caller.send("GET", "/version").then(
                () => false,
                () => true,
            ),
        );
        await until("its return", () =>
            caller.send("GET", "/version").then(
                ({ status }) => status === 200,
                () => false,
            ),
        );
    });
});

/** Token of somebody who may do this and nothing else. */
async function limited(kubectl: Kubectl, { kubeconfig }: ControlPlane, rules: readonly object[]): Promise<string> {
    const metadata = { name: "limited" };
    const group = "rbac.authorization.k8s.io";
    await kubectl.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, namespace: "other" } });
    await kubectl.apply({ apiVersion: `${group}/v1`, kind: "ClusterRole", metadata, rules } as never);
    await kubectl.apply({
        apiVersion: `${group}/v1`,
        kind: "ClusterRoleBinding",
        metadata,
        roleRef: { apiGroup: group, kind: "ClusterRole", name: "limited" },
        subjects: [{ kind: "ServiceAccount", name: "limited", namespace: "other" }],
    } as never);
    const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const request = { name: "limited", namespace: "other", body: { spec: { audiences: [] } } };
    const { status } = await config.makeApiClient(CoreV1Api).createNamespacedServiceAccountToken(request);
    return status?.token ?? "";
}

/** A Deployment, a ReplicaSet and a pod with an address of the pool "old", as their controllers would have made them. */
async function deploymentWithPod(kubectl: Kubectl, { kubeconfig }: ControlPlane): Promise<void> {
    const labels = { app: "api" };
    const template = { metadata: { labels }, spec: { containers: [{ name: "api", image: "api" }] } };
    const spec = { selector: { matchLabels: labels }, template };
    const at = (name: string) => ({ name, namespace: "shop" });
    const own = async (apiVersion: string, kind: string, name: string) => {
        const owner = await kubectl.get(apiVersion, kind, name, "shop");
        return [{ apiVersion, kind, name, uid: owner?.metadata?.uid ?? "", controller: true }];
    };
    await kubectl.apply({ apiVersion: "apps/v1", kind: "Deployment", metadata: at("api"), spec } as never);
    const ofDeployment = { ...at("api-1"), labels, ownerReferences: await own("apps/v1", "Deployment", "api") };
    await kubectl.apply({ apiVersion: "apps/v1", kind: "ReplicaSet", metadata: ofDeployment, spec } as never);
    const ofReplicaSet = { ...at("api-1"), labels, ownerReferences: await own("apps/v1", "ReplicaSet", "api-1") };
    await kubectl.apply({ apiVersion: "v1", kind: "Pod", metadata: ofReplicaSet, spec: template.spec } as never);
    const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const api = config.makeApiClient(CoreV1Api);
    const body = await api.readNamespacedPod(at("api-1"));
    body.status = { phase: "Running", podIP: "10.70.0.1", podIPs: [{ ip: "10.70.0.1" }] };
    await api.replaceNamespacedPodStatus({ ...at("api-1"), body });
}
