// SPDX-License-Identifier: Apache-2.0
// A stack that makes pools and binds a project, and a migration between two of its updates.
import assert from "node:assert/strict";
import { dump } from "js-yaml";
import { findDrift } from "../../../cli/drift/find";
import { type RunOptions, runMigration } from "../../../cli/migrate/run";
import { undoMigration } from "../../../cli/migrate/undo";
import type { Ending } from "../../../cli/migrate/voice";
import type { PlatformSection } from "../../../lib/platform/spec";
import { Stack, TestCluster } from "../../integration/support/on-control-plane";
import { MigrationCluster, type Place } from "./cluster";
import { Told } from "./told";

const BINDING = "kubernetes:core/v1:NamespacePatch::platform-binding-";
const POOL = "kubernetes:crd.projectcalico.org/v1:IPPool::platform-pool-";

/** A stack with its network.yaml, of which a test changes single values. */
class Platform {
    constructor(
        private readonly stack: Stack,
        private readonly file: PlatformSection,
        private readonly kubeconfig: string,
    ) {}

    /** Sets one value of network.yaml by its path; undefined removes it. Keys have no dots here. */
    async set(path: string, value: unknown): Promise<void> {
        const keys = path.split(".");
        const last = keys.pop() ?? "";
        const parent = keys.reduce(
            (at, key) => at[key] as Record<string, unknown>,
            this.file as Record<string, unknown>,
        );
        if (value === undefined) {
            Reflect.deleteProperty(parent, last);
        } else {
            parent[last] = value;
        }
        await this.write();
    }

    async write(): Promise<void> {
        await this.stack.file("network.yaml", dump(this.file));
    }

    /** Makes the changes that a migration has printed for a time. */
    async follow({ program }: Ending, time: string): Promise<void> {
        for (const { path, value } of program.filter((stage) => stage.time === time).flatMap(({ yaml }) => yaml)) {
            await this.set(path, value);
        }
    }

    /** What a preview or an update does, as "update kubernetes:...". */
    async steps(operation: "preview" | "up"): Promise<string[]> {
        const { steps } = await this.stack.succeed(operation);
        return steps.map((step) => step.replace(/ .*\$/, " ")).sort();
    }

    /** What is not as the state has it, by rule and object. */
    async drift(): Promise<string[]> {
        const { drifts } = await findDrift({
            kubeconfig: this.kubeconfig,
            project: this.stack.path("."),
            stack: "dev",
        });
        return drifts.map(
            ({ rule, object: { kind, name }, wanted, live }) => `${rule} ${kind} ${name}: ${wanted} → ${live}`,
        );
    }
}

describe("A migration of a pool of a stack", function () {
    this.timeout(300_000);
    const on = new MigrationCluster();
    let stacks: TestCluster;

    before(() => {
        stacks = new TestCluster(on.cluster.kubeconfig, on.kubectl);
    });
    afterEach(() => stacks.disposeStacks());

    const optionsFor = ({ from, to, stateDir }: Place, signal = new AbortController().signal): RunOptions => ({
        ...{ from, to, stateDir, signal },
        kubeconfig: on.cluster.kubeconfig,
        limits: { timeout: 15_000, pause: 0 },
        kapisFor: () => Promise.reject(new Error("no KubeSphere")),
    });

    /** A stack that has made three pools and bound a project to the first, with workloads in it. */
    const running = async ({ from, to, shop, old, next }: Place): Promise<Platform> => {
        await on.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: shop } });
        const stack = await stacks.stack('new net.NetworkPlatform("platform", { file: "network.yaml" });');
        const blockSize = 28;
        const pools = {
            [from]: { cidr: `${old}.0.0/24`, blockSize },
            [to]: { cidr: `${next}.0.0/24`, blockSize },
            [`${from}-more`]: { cidr: `${next}.1.0/24`, blockSize },
        };
        const file = { pools, projects: { [shop]: { pools: [from] } } };
        const platform = new Platform(stack, file, on.cluster.kubeconfig);
        await platform.write();
        await platform.steps("up");
        await on.workload("Deployment", shop, "web");
        await on.workload("StatefulSet", shop, "db", { replicas: 2, updateStrategy: { type: "OnDelete" } });
        assert.deepEqual(await on.networks(shop), [old]);
        return platform;
    };

    it("is in its program with the lines that were printed, and no update after it meets a conflict", async () => {
        const place = on.names();
        const { from, to, shop } = place;
        const more = `${from}-more`;
        const platform = await running(place);

        const ending = await runMigration(optionsFor(place), new Told());
        assert.deepEqual([ending.outcome, ending.reasons], ["finished", []]);
        assert.deepEqual(
            ending.program.map(({ time, yaml }) => [time, yaml]),
            [
                [
                    "after",
                    [
                        { path: `projects.${shop}.pools`, value: [to] },
                        { path: `pools.${from}.disabled`, value: true },
                    ],
                ],
                ["drained", [{ path: `pools.${from}` }]],
            ],
        );

        assert.deepEqual(await platform.steps("preview"), [], "the state does not know of it yet");
        assert.deepEqual(await platform.drift(), [
            `drift-pool-disabled IPPool ${from}: false → true`,
            `drift-binding-pools Namespace ${shop}: ${from} → ${to}`,
        ]);

        await platform.follow(ending, "after");
        const binding = `update ${BINDING}${shop}`;
        const updates = [binding, `update ${POOL}${from}`];
        assert.deepEqual(await platform.steps("preview"), updates);
        assert.deepEqual(await platform.steps("up"), updates);
        assert.deepEqual(await platform.drift(), []);
        assert.deepEqual(await on.networks(shop), [place.next]);

        await platform.set(`projects.${shop}.pools`, [to, more]);
        assert.deepEqual(await platform.steps("up"), [binding]);
        assert.deepEqual(await on.binding(shop), {
            labels: { [`ippool.network.kubesphere.io/${to}`]: "", [`ippool.network.kubesphere.io/${more}`]: "" },
            annotations: { "cni.projectcalico.org/ipv4pools": JSON.stringify([to, more]) },
        });

        await platform.follow(ending, "drained");
        assert.deepEqual(await platform.steps("up"), [`delete ${POOL}${from}`]);
        assert.equal(await on.get("IPPool", from), undefined);
        assert.deepEqual(await platform.drift(), []);
    });

    it("is nothing to the stack once it was undone, and the next change of the binding meets no conflict", async () => {
        const place = on.names();
        const { from, shop } = place;
        const platform = await running(place);
        const stop = new AbortController();
        const told = new Told((event) => {
            if (event.type === "stage-ended" && event.stage === "drained") {
                stop.abort();
            }
        });
        assert.equal((await runMigration(optionsFor(place, stop.signal), told)).outcome, "interrupted");
        assert.equal((await undoMigration(optionsFor(place), new Told())).outcome, "undone");
        assert.deepEqual([await platform.steps("preview"), await platform.drift()], [[], []]);

        await platform.set(`projects.${shop}.pools`, [from, `${from}-more`]);
        assert.deepEqual(await platform.steps("up"), [`update ${BINDING}${shop}`]);
        assert.deepEqual(await on.networks(shop), [place.old]);
    });

    it("leaves the binding with the stack once it was undone: what leaves the program leaves the cluster", async () => {
        const place = on.names();
        const { shop } = place;
        const platform = await running(place);
        const before = await on.managers(shop);
        const stop = new AbortController();
        const told = new Told((event) => {
            if (event.type === "stage-ended" && event.stage === "rolled") {
                stop.abort();
            }
        });
        assert.equal((await runMigration(optionsFor(place, stop.signal), told)).outcome, "interrupted");
        assert.equal((await undoMigration(optionsFor(place), new Told())).outcome, "undone");
        assert.deepEqual(await on.managers(shop), before);

        await platform.set(`projects.${shop}`, undefined);
        assert.deepEqual(await platform.steps("up"), [`delete ${BINDING}${shop}`]);
        assert.deepEqual(await on.binding(shop), { labels: {}, annotations: {} });
    });
});
