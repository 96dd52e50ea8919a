// SPDX-License-Identifier: Apache-2.0
// Runs `ksnet pools` against a sandbox of its own with simulated nodes, whose pods have addresses, and with the simulated
// KubeSphere's API.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dump, load } from "js-yaml";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { startSandbox } from "../../../sandbox/control-plane";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { until } from "../../support/until";
import { Caller } from "../../sandbox/kapis/caller";
import { block, pool } from "../../sandbox/kapis/pools";
import { type Answer, ApiServer, page } from "../inputs/api-server";
import { type Ended, Folder, ksnet } from "../check/support";

const CALICO = "/apis/crd.projectcalico.org/v1";

interface PoolsJson {
    readonly source: string;
    readonly notes: readonly string[];
    readonly pools: readonly { readonly name: string; readonly allocations: number }[];
    readonly findings: readonly { readonly rule: string; readonly pool?: string }[];
}

interface PoolJson {
    readonly pool: {
        readonly namespaces: Readonly<Record<string, number>>;
        readonly nodes: readonly { readonly node: string; readonly allocations: number }[];
        readonly addresses: readonly { readonly address: string; readonly namespace?: string; readonly pod?: string }[];
    };
}

describe("ksnet pools", function () {
    this.timeout(120_000);
    const folder = new Folder();
    let sandbox: ControlPlane;
    let kubectl: Kubectl;
    let caller: Caller;

    before(async () => {
        sandbox = await startSandbox({ name: `pools-${process.pid}`, nodes: 3 });
        kubectl = await Kubectl.connect(sandbox.kubeconfig);
        caller = new Caller(sandbox.kubeSphere!.kubeconfig);
        await kubectl.apply(pool("team-a", "10.60.0.0/24", { vxlanMode: "Always" }));
        await kubectl.apply(pool("team-b", "10.61.0.0/24", { assignmentMode: "Manual" }));
        await kubectl.apply(pool("team-old", "10.62.0.0/26", { disabled: true }));
        for (const [name, own] of [
            ["pools-shop", "team-a"],
            ["pools-archive", "team-old"],
        ] as const) {
            const annotations = { "cni.projectcalico.org/ipv4pools": JSON.stringify([own]) };
            const labels = { [`ippool.network.kubesphere.io/${own}`]: "" };
            await kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations } });
        }
        await kubectl.apply(deployment("api", "pools-shop", 20));
        await kubectl.apply(deployment("web", "default", 10));
        await until("30 pods with addresses", async () => (await podsWithAddress()).length === 30);
        await until("3 tunnels", async () => (await overview("--source", "ipam")).pools[0]?.allocations === 33);
    });
    after(() => sandbox.stop());

    const podsWithAddress = async (): Promise<LiveObject[]> =>
        (await kubectl.list("v1", "Pod")).filter((pod) => (pod as { status?: { podIP?: string } }).status?.podIP);

    /** Runs it where the kubeconfig leads to Kubernetes. */
    const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
        ksnet(["pools", ...args], { env: { KUBECONFIG: sandbox.kubeconfig, KUBESPHERE_TOKEN: "", ...env } });
    /** Runs it where the kubeconfig leads to KubeSphere. */
    const runThere = (args: readonly string[]): Promise<Ended> =>
        run(args, { KUBECONFIG: sandbox.kubeSphere!.kubeconfig });
    const overview = async (...args: string[]): Promise<PoolsJson> => parsed(await run([...args, "--json"]));

    it("shows all pools, who is bound to them, and what somebody should know", async () => {
        const { code, stdout, stderr } = await run([]);
        assert.deepEqual([code, stderr], [0, ""]);
        assert.equal(
            stdout,
            `IP pools of the cluster "sandbox" ${"─".repeat(66)}
  Counted from Calico's IPAM blocks.
  POOL      CIDR          CAPACITY  USED       FREE  RESERVED  TUNNEL  BOUND          STATE
  team-a    10.60.0.0/24  256       33 (12 %)  223   0         3       pools-shop     open
  team-b    10.61.0.0/24  256       0 (0 %)    256   0         0       -              by name
  team-old  10.62.0.0/26  64        0 (0 %)    64    0         0       pools-archive  disabled

1 danger ${"─".repeat(91)}

  IPPool "team-old"  pool-disabled-bound
    It is disabled, and every new pod of "pools-archive" fails: the annotation asks for it.
    Way out:  Bind the namespaces to another pool, or set disabled: false.

1 notice ${"─".repeat(91)}

  IPPool "team-b"  pool-without-users
    No address of it is in use, and no namespace is bound to it.
    Way out:  Bind a namespace to it, or remove it from the program that made it.
`,
        );
    });

    it("tells the same numbers from KubeSphere's API and from Calico's blocks", async () => {
        const byBlocks = await overview("--source", "ipam");
        const byKapis = parsed(await runThere(["--source", "kapis", "--json"]));
        const byBoth = parsed(await runThere(["--json"]));
        assert.deepEqual([byBlocks.source, byKapis.source, byBoth.source], ["ipam", "kapis", "kapis"]);
        assert.deepEqual(byKapis.pools, byBlocks.pools);
        assert.deepEqual(byBoth.pools, byBlocks.pools);
        assert.deepEqual(byBoth.findings, byBlocks.findings);
    });

    it("says where the two disagree", async () => {
        const status = { capacity: 256, allocations: 30, unallocated: 226, reserved: 0, tunnel: 0, namespaces: {} };
        const told = [{ metadata: { name: "a" }, spec: { cidr: "10.1.0.0/24" }, status }];
        const kubeconfig = await made.serve({
            "/kapis/network.kubesphere.io/v1alpha2/ippools": { body: told },
            [`${CALICO}/ippools`]: page([pool("a", "10.1.0.0/24"), pool("b", "10.2.0.0/24")]),
            [`${CALICO}/ipamblocks`]: page([block("10.1.0.0/26", "n", [{ pod: "shop/p", node: "n" }])]),
            "/api/v1/namespaces": page([]),
        });
        const { findings } = parsed<{ findings: readonly { rule: string; message: string }[] }>(
            await run(["--kubeconfig", kubeconfig, "--json"]),
        );
        assert.deepEqual(
            findings.filter(({ rule }) => rule === "pool-sources-differ").map(({ message }) => message),
            [
                "KubeSphere's API does not know this pool.",
                "KubeSphere's API and Calico's blocks disagree: allocations is 30 there and 1 in the blocks; unallocated is 226 there and 255 in the blocks; the namespace shop has 0 there and 1 in the blocks.",
            ],
        );
    });

    it("shows of one pool who has which address, and where", async () => {
        const { pool: found } = parsed<PoolJson>(await run(["team-a", "--json"]));
        assert.deepEqual(found.namespaces, { "pools-shop": 20, default: 10 });
        assert.deepEqual(
            found.nodes.map(({ node }) => node),
            ["node-1", "node-2", "node-3"],
        );
        assert.equal(
            found.nodes.reduce((sum, { allocations }) => sum + allocations, 0),
            33,
        );
        const pods = (await podsWithAddress()).map((pod) => {
            const { podIP } = (pod as { status?: { podIP?: string } }).status ?? {};
            return `${podIP ?? ""} ${pod.metadata?.namespace ?? ""}/${pod.metadata?.name ?? ""}`;
        });
        const addresses = found.addresses.filter((each) => each.pod !== undefined);
        assert.deepEqual(
            addresses.map(({ address, namespace, pod }) => `${address} ${namespace ?? ""}/${pod ?? ""}`).sort(),
            pods.sort(),
        );
    });

    it("says which pools a namespace gets addresses of, and why no others, as KubeSphere's API does", async () => {
        const expected = `Pools for new pods of the namespace "pools-shop" ${"─".repeat(51)}
  POOL           WHY
  team-a    yes  The namespace is bound to it.
  team-b    no   The namespace is bound to team-a.
  team-old  no   It is disabled, so that it gives out no new addresses.
`;
        assert.equal((await run(["for", "pools-shop"])).stdout, expected);
        assert.equal((await runThere(["for", "pools-shop"])).stdout, expected);
        assert.equal((await runThere(["for", "pools-shop", "--source", "kapis"])).stdout, expected);
    });

    it("says where a pool can be moved to, and why nowhere else, as KubeSphere's API does", async () => {
        const expected = `Pools that the pods of "team-a" can move to ${"─".repeat(56)}
  POOL           FREE  WHY
  team-b    yes  256   It is enabled, for pods, and has IPv4 addresses as "team-a" has.
  team-old  no   64    It is disabled, so that it gives out no new addresses.
`;
        assert.equal((await run(["targets", "team-a"])).stdout, expected);
        assert.equal((await runThere(["targets", "team-a"])).stdout, expected);
    });

    it("does without the free addresses where the blocks may not be read, and says so", async () => {
        const rules = [{ apiGroups: ["crd.projectcalico.org"], resources: ["ippools"], verbs: ["list"] }];
        const kubeconfig = await limited("pools-targets", rules);
        const { notes, pools } = parsed<{ notes: readonly string[]; pools: readonly object[] }>(
            await run(["targets", "team-a", "--json", "--kubeconfig", kubeconfig]),
        );
        assert.deepEqual(notes, ["Without IPAMBlocks, nobody is told how many addresses are free."]);
        assert.ok(pools.every((each) => !("unallocated" in each)));
        const all = parsed<{ pools: readonly object[] }>(await run(["targets", "team-a", "--json"]));
        assert.deepEqual(all.pools[0], {
            pool: "team-b",
            unallocated: 256,
            isPossible: true,
            reason: 'It is enabled, for pods, and has IPv4 addresses as "team-a" has.',
        });
    });

    it("has pods that KubeSphere's lists find by the label of their pool", async () => {
        const path =
            "/kapis/resources.kubesphere.io/v1alpha3/pods?labelSelector=ippool.network.kubesphere.io%2Fname%3D";
        const found = async (name: string): Promise<number> => {
            const { status, body } = await caller.send("GET", `${path}${name}`);
            assert.equal(status, 200);
            const { items, totalItems } = body as { items: LiveObject[]; totalItems: number };
            const labels = items.map(({ metadata }) => metadata?.labels?.["ippool.network.kubesphere.io/name"]);
            assert.deepEqual([...new Set(labels)], totalItems === 0 ? [] : [name]);
            return totalItems;
        };
        await until("the label of 30 pods", async () => (await found("team-a")) === 30);
        assert.equal(await found("team-b"), 0);
    });

    it("names what may be meant by a name that is nobody's", async () => {
        const endings = [
            await run(["team-x"]),
            await run(["targets", "tema-b"]),
            await run(["for", "pools-shp"]),
            await run(["nothing-like-it"]),
        ];
        assert.deepEqual(
            endings.map(({ code, stdout, stderr }) => [code, stdout, stderr]),
            [
                [2, "", 'There is no IPPool "team-x". Did you mean "team-a"?\n'],
                [2, "", 'There is no IPPool "tema-b". Did you mean "team-b"?\n'],
                [2, "", 'There is no Namespace "pools-shp". Did you mean "pools-shop"?\n'],
                [2, "", 'There is no IPPool "nothing-like-it". There are: team-a, team-b, team-old.\n'],
            ],
        );
    });

    it("ends with 1 where something is as bad as it is told to fail on", async () => {
        assert.equal((await run(["--fail-on", "danger"])).code, 1);
        assert.equal((await run(["team-old", "--fail-on", "warning"])).code, 1);
        assert.equal((await run(["team-a", "--fail-on", "warning"])).code, 0);
    });

    it("asks KubeSphere by a URL, and shows its token to nobody", async () => {
        const ca = folder.write("ca.crt", caller.authority);
        const there = ["--kubesphere", caller.server, "--kubesphere-ca", ca];
        const file = folder.write("token", `${caller.token}\n`);
        const endings = [
            await run([...there, "--cluster", "host", "--json"], { KUBESPHERE_TOKEN: caller.token }),
            await run([...there, "--kubesphere-token-file", file, "team-a"]),
            await run([...there, "targets", "team-a"], { KUBESPHERE_TOKEN: caller.token }),
            await run([...there, "--cluster", "member-1"], { KUBESPHERE_TOKEN: caller.token }),
            await run([...there], { KUBESPHERE_TOKEN: `${caller.token}x` }),
            await run(["--kubesphere", sandbox.url, "--kubesphere-ca", ca], { KUBESPHERE_TOKEN: caller.token }),
        ];
        assert.deepEqual(
            endings.map(({ code, stderr }) => [code, stderr]),
            [
                [0, ""],
                [0, ""],
                [0, ""],
                [
                    2,
                    `KubeSphere's API at ${caller.server} does not tell: there is no API server behind the simulated cluster "member-1".\n`,
                ],
                [
                    2,
                    `The rights do not suffice. Missing:\n  - a token that KubeSphere's API at ${caller.server} accepts (it answers 401)\nAll that it needs: ksnet rbac pools\n`,
                ],
                [
                    2,
                    `There is no KubeSphere API for pools at ${sandbox.url}: it knows no /kapis/network.kubesphere.io/v1alpha2. Name KubeSphere's API server with --kubesphere URL, or leave it out with --source ipam.\n`,
                ],
            ],
        );
        assert.ok(!endings.some(({ stdout, stderr }) => `${stdout}${stderr}`.includes(caller.token)));
    });

    it("goes on without what it may not read and says so, but names all that it cannot do without", async () => {
        const calico = ["crd.projectcalico.org"];
        const least = [
            { apiGroups: calico, resources: ["ippools", "ipamblocks"], verbs: ["list"] },
            { apiGroups: [""], resources: ["namespaces"], verbs: ["list"] },
        ];
        const token = await limited("pools-least", least);
        const state = parsed(await run(["--kubeconfig", token, "--json"]));
        assert.deepEqual(state.notes, [
            "Without nodes, nobody is told of pools with too few blocks.",
            "Without pods, nobody is told of addresses of pods that are gone.",
            "Without IPReservations, their addresses count as free.",
        ]);
        assert.equal(state.pools.length, 3);
        const { code, stderr } = await run(["--kubeconfig", await limited("pools-none", [])]);
        assert.deepEqual(
            [code, stderr],
            [
                2,
                "The rights do not suffice. Missing:\n  - list ippools.crd.projectcalico.org\n  - list namespaces\n  - list ipamblocks.crd.projectcalico.org\nAll that it needs: ksnet rbac pools\n",
            ],
        );
    });

    it("counts as a part of Calico alone where KubeSphere's API is there and refuses", async () => {
        const rules = [
            { apiGroups: ["*"], resources: ["ippools", "ipamblocks", "namespaces"], verbs: ["list", "get"] },
        ];
        const calicoOnly = rules.map((rule) => ({ ...rule, apiGroups: ["", "crd.projectcalico.org"] }));
        const there = await limited("pools-calico", calicoOnly, caller.server);
        const state = parsed(await run(["--kubeconfig", there, "--json"]));
        assert.equal(state.source, "ipam");
        assert.equal(state.notes[0], "KubeSphere's API is there, and refuses: list ippools.network.kubesphere.io.");
    });

    it("finds addresses of pods that are gone", async () => {
        await kubectl.apply(block("10.61.0.0/26", "node-1", [{ pod: "pools-shop/ghost", node: "node-1" }]));
        const { findings } = await overview();
        await kubectl.delete("crd.projectcalico.org/v1", "IPAMBlock", "10-61-0-0-26");
        assert.ok(findings.some(({ rule, pool: of }) => rule === "pool-leaked" && of === "team-b"));
    });

    const made = new ApiServer(folder);

    it("reads ten thousand pods in pages, and needs little memory", async () => {
        const env = [{ name: "TOKEN", value: "x".repeat(8_000) }];
        const podsOf = (from: number): object[] =>
            Array.from({ length: 500 }, (_, index) => ({
                metadata: { namespace: "shop", name: `p-${from + index}` },
                spec: { containers: [{ name: "c", env }] },
                status: { podIP: address(from + index) },
            }));
        const pages = Array.from({ length: 20 }, (_, number): [string, Answer] => [
            `/api/v1/pods${number === 0 ? "" : ` ${number}`}`,
            page(podsOf(number * 500), number === 19 ? undefined : String(number + 1)),
        ]);
        const blocks = Array.from({ length: 157 }, (_, number) => {
            const owners = Array.from({ length: 64 }, (__, index) => number * 64 + index)
                .filter((each) => each < 10_000)
                .map((each) => ({ pod: `shop/p-${each}`, node: "n" }));
            return block(`${address(number * 64)}/26`, "n", owners);
        });
        const kubeconfig = await made.serve({
            ...Object.fromEntries(pages),
            [`${CALICO}/ippools`]: page([pool("big", "10.0.0.0/16")]),
            [`${CALICO}/ipamblocks`]: page(blocks),
            "/api/v1/namespaces": page([]),
        });
        const ended = await run(["--kubeconfig", kubeconfig, "--json"], { NODE_OPTIONS: "--max-old-space-size=80" });
        const { pools, findings } = parsed(ended);
        assert.equal(pools[0]?.allocations, 10_000);
        assert.deepEqual(findings, []);
    });

    /** A kubeconfig of somebody who may do this and nothing else; it leads to Kubernetes unless a server is named. */
    async function limited(name: string, rules: readonly object[], server?: string): Promise<string> {
        const group = "rbac.authorization.k8s.io";
        const metadata = { name };
        const inDefault = { name, namespace: "default" };
        await kubectl.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: inDefault });
        await kubectl.apply({ apiVersion: `${group}/v1`, kind: "ClusterRole", metadata, rules } as never);
        await kubectl.apply({
            apiVersion: `${group}/v1`,
            kind: "ClusterRoleBinding",
            metadata,
            roleRef: { apiGroup: group, kind: "ClusterRole", name },
            subjects: [{ kind: "ServiceAccount", ...inDefault }],
        } as never);
        const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
        const config = new KubeConfig();
        config.loadFromFile(sandbox.kubeconfig);
        const { status } = await config
            .makeApiClient(CoreV1Api)
            .createNamespacedServiceAccountToken({ ...inDefault, body: { spec: { audiences: [] } } });
        const file = load(readFileSync(sandbox.kubeconfig, "utf8")) as {
            users: { user: object }[];
            clusters: { cluster: { server: string } }[];
        };
        file.users[0]!.user = { token: status?.token };
        file.clusters[0]!.cluster.server = server ?? file.clusters[0]!.cluster.server;
        const path = `${folder.path}/${name}.kubeconfig`;
        writeFileSync(path, dump(file));
        return path;
    }
});

function parsed<T = PoolsJson>({ code, stdout, stderr }: Ended): T {
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as T;
}

/** The address of that number in 10.0.0.0/16. */
function address(number: number): string {
    return `10.0.${number >> 8}.${number & 255}`;
}

function deployment(name: string, namespace: string, replicas: number): never {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers: [{ name, image: name }] } };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace },
        spec: { replicas, selector: { matchLabels: labels }, template },
    } as never;
}
