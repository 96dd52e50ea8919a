// SPDX-License-Identifier: Apache-2.0
// Against the real control plane with the real controllers of workloads. The nodes are simulated: no container runs.
import assert from "node:assert/strict";
import { containsAddress, parseCidr } from "../../../lib/cidr";
import { DEPLOYMENT, IP_POOL, IP_RESERVATION, IPAM_BLOCK, NODE, POD, POD_DISRUPTION_BUDGET } from "../../../lib/kinds";
import { sandboxStatus } from "../../../sandbox/control-plane";
import { gone, identityOf, signal } from "../../../sandbox/control-plane/process";
import { handleOf } from "../../../sandbox/nodes/names";
import { OUTCOME_ANNOTATION, POD_OUTCOME, POOL_ANNOTATION, SECONDS_ANNOTATION } from "../../../sandbox/nodes/outcomes";
import { sharedNodes } from "../../support/cluster";
import { until } from "../../support/until";
import { holdersOf, Site, type Pod } from "./site";

const RESTARTED = "kubectl.kubernetes.io/restartedAt";

function assertOf(cidr: string, pods: readonly Pod[]): void {
    const range = parseCidr(cidr);
    assert.ok(range);
    for (const { name, address } of pods) {
        assert.ok(containsAddress(range, address), `${name} has ${address}, which is not of ${cidr}`);
    }
}

describe("simulated nodes", function () {
    this.timeout(90_000);

    async function at(namespace: string, test: (site: Site) => Promise<void>): Promise<void> {
        const site = await Site.open(namespace);
        try {
            await test(site);
        } finally {
            await site.close();
        }
    }

    it("are three, ready, and say that they are simulated", async () => {
        await at("nodes-three", async ({ client }) => {
            const { items } = await client.list(NODE);
            assert.deepEqual(
                items.map(({ metadata, spec, status }) => {
                    const { conditions, addresses } = status as {
                        conditions: { type: string; status: string }[];
                        addresses: { address: string }[];
                    };
                    return {
                        name: metadata.name,
                        hostname: metadata.labels?.["kubernetes.io/hostname"],
                        simulated: metadata.annotations?.["sandbox.kubesphere-network/simulated"],
                        addresses: addresses.map(({ address }) => address),
                        conditions: conditions.map(({ type, status: holds }) => `${type} ${holds}`),
                        taints: (spec as { taints?: object[] }).taints ?? [],
                    };
                }),
                [1, 2, 3].map((number) => ({
                    name: `node-${number}`,
                    hostname: `node-${number}`,
                    simulated: "true",
                    addresses: [`192.0.2.1${number}`, `node-${number}`],
                    conditions: ["Ready True"],
                    taints: [],
                })),
            );
        });
    });

    it("run the pods of a Deployment with addresses of the namespace's pool, and write down who has them", async () => {
        await at("nodes-deployment", async (site) => {
            await site.pool("nodes-deployment", "10.60.0.0/24");
            await site.bind("nodes-deployment");
            await site.deployment("api", 6);
            const pods = await site.ready("api", 6);
            assertOf("10.60.0.0/24", pods);
            assert.equal(new Set(pods.map(({ address }) => address)).size, 6);
            assert.deepEqual(
                [...new Set(pods.map(({ node }) => node))].sort(),
                ["node-1", "node-2", "node-3"],
                "the nodes take turns",
            );
            const labels = () => site.pods("api").then((all) => all.map((pod) => pod.labels));
            await until("the pool's label", async () =>
                (await labels()).every((one) => one["ippool.network.kubesphere.io/name"] === "nodes-deployment"),
            );
            const owners = (await site.holders()).map(({ handle, secondary: { timestamp, ...rest } }) => {
                assert.ok(!Number.isNaN(Date.parse(timestamp ?? "")), timestamp);
                return { handle, ...rest };
            });
            const expected = pods.map(({ name, node, uid }) => ({
                handle: handleOf(uid),
                namespace: "nodes-deployment",
                node,
                pod: name,
            }));
            const byHandle = (one: { handle: string }, other: { handle: string }) =>
                one.handle < other.handle ? -1 : 1;
            assert.deepEqual(owners.sort(byHandle), expected.sort(byHandle));
        });
    });

    it("replace all pods of a rollout, and get all addresses of the old ones back", async () => {
        await at("nodes-restart", async (site) => {
            await site.pool("nodes-restart", "10.60.1.0/24");
            await site.bind("nodes-restart");
            await site.deployment("api", 5);
            const before = await site.ready("api", 5);
            await site.deployment("api", 5, { annotations: { [RESTARTED]: "now" } });
            const old = new Set(before.map(({ uid }) => uid));
            const after = await until("five new pods", async () => {
                const pods = await site.ready("api", 5);
                return pods.some(({ uid }) => old.has(uid)) ? undefined : pods;
            });
            assertOf("10.60.1.0/24", after);
            await until("the old addresses", async () => {
                const handles = (await site.holders()).map(({ handle }) => handle).sort();
                return (
                    handles.join() ===
                    after
                        .map(({ uid }) => handleOf(uid))
                        .sort()
                        .join()
                );
            });
        });
    });

    it("run one pod of a DaemonSet each, with the node's own address where it asks for the host's network", async () => {
        await at("nodes-daemons", async (site) => {
            await site.pool("nodes-daemons", "10.60.2.0/24");
            await site.bind("nodes-daemons");
            await site.daemonSet("plain");
            await site.daemonSet("host", { spec: { hostNetwork: true } });
            const plain = await site.ready("plain", 3);
            assertOf("10.60.2.0/24", plain);
            assert.deepEqual(plain.map(({ node }) => node).sort(), ["node-1", "node-2", "node-3"]);
            const host = await site.ready("host", 3);
            assert.deepEqual(host.map(({ node, address }) => `${node} ${address}`).sort(), [
                "node-1 192.0.2.11",
                "node-2 192.0.2.12",
                "node-3 192.0.2.13",
            ]);
            assert.equal((await site.holders()).length, 3);
        });
    });

    it("leave pods without an address while a pool that they ask for is disabled, in Calico's words", async () => {
        await at("nodes-disabled", async (site) => {
            await site.pool("nodes-open", "10.60.3.0/24");
            await site.pool("nodes-disabled", "10.60.4.0/24", { disabled: true });
            await site.bind("nodes-open", "nodes-disabled");
            await site.deployment("api", 1);
            const { name } = await until("a pod on a node", async () => {
                const [pod] = await site.pods("api");
                return pod?.node === "" || (pod && (await site.told(pod.name)).length === 0) ? undefined : pod;
            });
            const [told = "", ...more] = await site.told(name);
            assert.match(
                told,
                /^FailedCreatePodSandBox: Failed to create pod sandbox: .* plugin type="calico" failed \(add\): the given pool \(10\.60\.4\.0\/24\) does not exist, or is not enabled$/,
            );
            assert.deepEqual(more, []);
            const [pod] = await site.pods("api");
            assert.deepEqual([pod?.phase, pod?.running, pod?.address], ["Pending", false, ""]);
            await site.pool("nodes-disabled", "10.60.4.0/24", { disabled: false });
            await site.ready("api", 1);
        });
    });

    it("never give a reserved address away, and go on once another one is free", async () => {
        await at("nodes-reserved", async (site) => {
            await site.pool("nodes-reserved", "10.60.5.0/30");
            await site.apply(IP_RESERVATION, { name: "nodes-reserved" }, { spec: { reservedCIDRs: ["10.60.5.0/31"] } });
            await site.bind("nodes-reserved");
            await site.deployment("api", 2);
            const pods = await site.ready("api", 2);
            assert.deepEqual(pods.map(({ address }) => address).sort(), ["10.60.5.2", "10.60.5.3"]);
            await site.deployment("late", 1);
            const told = await until("what is told of the third pod", async () => {
                const [late] = await site.pods("late");
                return (await site.told(late?.name ?? ""))[0];
            });
            assert.match(
                told,
                /Assigned 0 out of 1 requested IPv4 addresses; No IPs available in pools: \[10\.60\.5\.0\/30\]$/,
            );
            await site.client.delete({ kind: DEPLOYMENT, name: "api", namespace: site.namespace });
            const [late] = await site.ready("late", 1);
            assert.ok(["10.60.5.2", "10.60.5.3"].includes(late?.address ?? ""), late?.address);
        });
    });

    it("get every address back when a namespace is deleted", async () => {
        await at("nodes-deleted", async (site) => {
            await site.pool("nodes-deleted", "10.60.6.0/24");
            await site.bind("nodes-deleted");
            await site.deployment("api", 4);
            await site.ready("api", 4);
            assert.equal((await site.holders()).length, 4);
        });
        const { client, ...site } = await Site.open("nodes-deleted");
        try {
            await until("all addresses", async () => {
                const blocks = (await client.list(IPAM_BLOCK)).items.flatMap(holdersOf);
                return blocks.every(({ secondary }) => secondary.namespace !== site.namespace);
            });
        } finally {
            await client.close();
        }
    });

    it("use what a namespace and its pools say at the moment when a pod starts", async () => {
        await at("nodes-fresh", async (site) => {
            await site.pool("nodes-fresh-a", "10.60.7.0/24");
            await site.pool("nodes-fresh-b", "10.60.8.0/24");
            await site.bind("nodes-fresh-a");
            await site.deployment("api", 1);
            const pools = { "nodes-fresh-a": "10.60.7.0/24", "nodes-fresh-b": "10.60.8.0/24" };
            let [pod] = await site.ready("api", 1);
            for (let turn = 0; turn < 6; turn++) {
                const [name, cidr] = Object.entries(pools)[(turn + 1) % 2] ?? ["", ""];
                const old = pod;
                await site.bind(name);
                await site.client.delete({ kind: POD, name: old?.name ?? "", namespace: site.namespace });
                pod = await until("another pod", async () => {
                    const [one] = await site.ready("api", 1);
                    return one?.uid === old?.uid ? undefined : one;
                });
                assertOf(cidr, [pod]);
            }
        });
    });

    it("let no pod be evicted that a PodDisruptionBudget keeps", async () => {
        await at("nodes-eviction", async (site) => {
            const { client, namespace } = site;
            await site.pool("nodes-eviction", "10.60.9.0/24");
            await site.bind("nodes-eviction");
            await site.deployment("api", 2);
            await site.ready("api", 2);
            await site.apply(
                POD_DISRUPTION_BUDGET,
                { name: "api", namespace },
                { spec: { minAvailable: 1, selector: { matchLabels: { app: "api" } } } },
            );
            const allowed = async () => {
                const budget = await client.get({ kind: POD_DISRUPTION_BUDGET, name: "api", namespace });
                return (budget?.status as { disruptionsAllowed?: number } | undefined)?.disruptionsAllowed;
            };
            await until("one disruption that is allowed", async () => (await allowed()) === 1);
            await site.deployment("api", 1);
            const [pod] = await site.ready("api", 1);
            await until("no disruption that is allowed", async () => (await allowed()) === 0);
            const ref = { kind: POD, name: pod?.name ?? "", namespace, subresource: "eviction" };
            const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: ref.name, namespace } };
            const said: string[] = [];
            const log = (_: string, message: string) => said.push(message);
            // A budget is answered as "try later", which the client does.
            await assert.rejects(client.post(ref, eviction, { signal: AbortSignal.timeout(1000), log }));
            assert.match(said.join(), /Cannot evict pod as it would violate the pod's disruption budget/);
            assert.equal((await site.pods("api"))[0]?.uid, pod?.uid);
            await site.deployment("api", 2);
            await until("one disruption that is allowed", async () => (await allowed()) === 1);
            await client.post(ref, eviction);
            await until("the end of the pod", async () => {
                const pods = await site.ready("api", 2);
                return pods.every(({ uid }) => uid !== pod?.uid);
            });
        });
    });

    it("let a pod be never ready, or only in one pool, until its annotation is gone", async () => {
        await at("nodes-outcomes", async (site) => {
            await site.pool("nodes-outcome-a", "10.60.10.0/24");
            await site.pool("nodes-outcome-b", "10.60.11.0/24");
            await site.bind("nodes-outcome-a");
            const annotations = { [OUTCOME_ANNOTATION]: POD_OUTCOME.neverReady, [POOL_ANNOTATION]: "nodes-outcome-b" };
            await site.deployment("api", 1, { annotations });
            const [before] = await site.ready("api", 1);
            await site.bind("nodes-outcome-b");
            await site.deployment("api", 1, { annotations: { ...annotations, [RESTARTED]: "now" } });
            const failing = await until("a pod that runs and is not ready", async () =>
                (await site.pods("api")).find(({ running, ready }) => running && !ready),
            );
            assertOf("10.60.11.0/24", [failing]);
            assert.ok(
                (await site.pods("api")).some(({ uid, ready }) => uid === before?.uid && ready),
                "the rollout waits, and keeps the old pod",
            );
            const path = `/metadata/annotations/${OUTCOME_ANNOTATION.replaceAll("/", "~1")}`;
            const ref = { kind: POD, name: failing.name, namespace: site.namespace };
            await site.client.jsonPatch(ref, [{ op: "remove", path }]);
            const [after] = await site.ready("api", 1);
            assert.equal(after?.uid, failing.uid);
        });
    });

    it("let a slow pod be ready after its seconds", async () => {
        await at("nodes-slow", async (site) => {
            await site.pool("nodes-slow", "10.60.12.0/24");
            await site.bind("nodes-slow");
            const annotations = { [OUTCOME_ANNOTATION]: POD_OUTCOME.slow, [SECONDS_ANNOTATION]: "1" };
            const begun = Date.now();
            await site.deployment("api", 1, { annotations });
            await until("a pod that runs and is not ready", async () =>
                (await site.pods("api")).find(({ running, ready }) => running && !ready),
            );
            await site.ready("api", 1);
            assert.ok(Date.now() - begun >= 1000, `ready after ${Date.now() - begun} ms`);
        });
    });

    it("give their tunnels addresses of a pool with tunnels, and take them back when it is disabled", async () => {
        await at("nodes-tunnels", async (site) => {
            const holders = async () => {
                const { items } = await site.client.list(IPAM_BLOCK);
                return items
                    .flatMap(holdersOf)
                    .filter(({ cidr }) => cidr.startsWith("10.60.13."))
                    .map(({ handle, secondary }) => ({ handle, ...secondary }))
                    .sort((one, other) => (one.handle < other.handle ? -1 : 1));
            };
            const tunnels = { ipipMode: "Always", allowedUses: ["Workload", "Tunnel"] };
            await site.pool("nodes-tunnels", "10.60.13.0/24", tunnels);
            await until("three tunnels", async () => (await holders()).length === 3);
            assert.deepEqual(
                await holders(),
                [1, 2, 3].map((number) => ({
                    handle: `ipip-tunnel-addr-node-${number}`,
                    node: `node-${number}`,
                    type: "ipipTunnelAddress",
                })),
            );
            const annotated = async () =>
                (await site.client.list(NODE)).items.filter(({ metadata }) =>
                    metadata.annotations?.["projectcalico.org/IPv4IPIPTunnelAddr"]?.startsWith("10.60.13."),
                ).length;
            await until("three annotations", async () => (await annotated()) === 3);
            await site.pool("nodes-tunnels", "10.60.13.0/24", { ...tunnels, disabled: true });
            await until("no tunnel", async () => (await holders()).length === 0 && (await annotated()) === 0);
            await site.client.delete({ kind: IP_POOL, name: "nodes-tunnels" });
        });
    });

    it("leave a pod without a node that no node fits, until one does", async () => {
        await at("nodes-fit", async (site) => {
            await site.pool("nodes-fit", "10.60.14.0/24");
            await site.bind("nodes-fit");
            await site.deployment("api", 1, { spec: { nodeSelector: { "nodes-fit": "yes" } } });
            const told = await until("what is told of the pod", async () => {
                const [pod] = await site.pods("api");
                return (await site.told(pod?.name ?? ""))[0];
            });
            assert.equal(
                told,
                "FailedScheduling: 0/3 nodes are available: the pod's node selector, affinity or tolerations fit none.",
            );
            const label = { op: "add", path: "/metadata/labels/nodes-fit", value: "yes" };
            await site.client.jsonPatch({ kind: NODE, name: "node-2" }, [label]);
            const [pod] = await site.ready("api", 1);
            assert.equal(pod?.node, "node-2");
        });
    });

    it("give back the address of a pod that went while they were down, once they are up again", async () => {
        await at("nodes-down", async (site) => {
            const { name } = await sharedNodes();
            await site.pool("nodes-down", "10.60.15.0/24");
            await site.bind("nodes-down");
            await site.deployment("api", 2);
            const [one] = await site.ready("api", 2);
            assert.ok(one);
            const pid = sandboxStatus(name).processes?.["simulated-nodes"];
            const nodes = identityOf(pid ?? -1);
            assert.ok(nodes);
            signal(nodes, "SIGKILL");
            assert.ok(await gone(nodes, 5000));
            await site.deployment("api", 1);
            const options = { gracePeriodSeconds: 0, propagationPolicy: "Background" } as const;
            await site.client.delete({ kind: POD, name: one.name, namespace: site.namespace }, options);
            await until("one address", async () => (await site.holders()).length === 1);
            const [left] = await site.ready("api", 1);
            assert.deepEqual(
                (await site.holders()).map(({ handle }) => handle),
                [handleOf(left?.uid ?? "")],
            );
            assert.notEqual(sandboxStatus(name).processes?.["simulated-nodes"], pid);
        });
    });

    it("run two hundred pods within seconds, no two with the same address", async () => {
        await at("nodes-many", async (site) => {
            await site.pool("nodes-many", "10.61.0.0/22", { blockSize: 26 });
            await site.bind("nodes-many");
            await site.deployment("api", 200);
            const pods = await site.ready("api", 200);
            assert.equal(new Set(pods.map(({ address }) => address)).size, 200);
            assert.equal((await site.holders()).length, 200);
        });
    });
});
