// SPDX-License-Identifier: Apache-2.0
// Migrations on a real API server with real controllers and simulated nodes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { BadInput } from "../../../cli/inputs/bad-input";
import type { Recorded } from "../../../cli/migrate/journal/events";
import { kapisOf } from "../../../cli/kapis/kapis";
import { openJournal } from "../../../cli/migrate/journal/journal";
import { journalPath } from "../../../cli/migrate/journal/place";
import { MIGRATE_NEEDS } from "../../../cli/migrate/needs";
import { planMigration } from "../../../cli/migrate/plan";
import { resumeMigration, type RunOptions, runMigration } from "../../../cli/migrate/run";
import { migrationStatus } from "../../../cli/migrate/status";
import { undoMigration } from "../../../cli/migrate/undo";
import { writesDuring } from "../../support/audit";
import { somebody } from "../rbac/somebody";
import { MigrationCluster, type Place } from "./cluster";
import { Told } from "./told";

const OUTCOME = "sandbox.kubesphere-network/outcome";
const OUTCOME_POOL = "sandbox.kubesphere-network/pool";
const IPV4_POOLS = "cni.projectcalico.org/ipv4pools";

describe("A migration", function () {
    this.timeout(120_000);
    const on = new MigrationCluster();

    const optionsFor = ({ from, to, stateDir }: Place, more: Partial<RunOptions> = {}): RunOptions => ({
        from,
        to,
        stateDir,
        kubeconfig: on.cluster.kubeconfig,
        limits: { timeout: 15_000, pause: 0 },
        signal: new AbortController().signal,
        kapisFor: () => Promise.reject(new Error("no KubeSphere")),
        ...more,
    });

    const boundTo = (...pools: string[]): object =>
        Object.fromEntries(pools.map((pool) => [`ippool.network.kubesphere.io/${pool}`, ""]));

    /** A bound namespace with a Deployment of two pods. */
    const shop = async (spec?: object): Promise<Place> => {
        const place = await on.place();
        await on.workload("Deployment", place.shop, "web", spec);
        assert.deepEqual(await on.networks(place.shop), [place.old]);
        return place;
    };

    /** Aborts at the first event that is asked for. */
    const interruptedAt = (isIt: (event: Recorded) => boolean): { told: Told; signal: AbortSignal } => {
        const stop = new AbortController();
        const told = new Told((event) => {
            if (isIt(event)) {
                stop.abort();
            }
        });
        return { told, signal: stop.signal };
    };

    it("moves every kind of workload in the order of its stages, and shows what the stack needs", async () => {
        const place = await on.place();
        const { from, to, free } = place;
        await on.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: free } });
        // Open to that namespace, and to no other.
        const open = { nodeSelector: "all()", namespaceSelector: `kubernetes.io/metadata.name == '${free}'` };
        await on.pool(from, `${place.old}.0.0/24`, open);
        await on.workload("Deployment", place.shop, "web");
        await on.workload("StatefulSet", place.shop, "db");
        await on.workload("StatefulSet", place.shop, "by-hand", {
            replicas: 2,
            updateStrategy: { type: "OnDelete" },
        });
        await on.workload("DaemonSet", place.shop, "agent", {});
        await on.workload("Deployment", free, "tool", { replicas: 1 });
        await on.pool(to, `${place.next}.0.0/24`, open);
        assert.deepEqual([await on.networks(place.shop), await on.networks(free)], [[place.old], [place.old]]);
        const told = new Told();
        const ending = await runMigration(optionsFor(place), told);
        assert.deepEqual([ending.outcome, ending.reasons, ending.next], ["finished", [], []]);
        assert.deepEqual(
            ending.program.map(({ time }) => time),
            ["after", "drained"],
        );
        assert.deepEqual(ending.holders, { workloads: [], tunnels: [], leaked: [] });
        assert.deepEqual(told.lines(), [
            `Moving IPPool "${from}" to "${to}".`,
            "Stage 1 of 8: target ready",
            "Stage 2 of 8: namespaces bound to both pools",
            `Namespace "${place.shop}": bound to both pools`,
            "Stage 3 of 8: workloads rolled",
            `Namespace "${place.shop}": new pods get addresses of the new pool alone`,
            `Batch 1: DaemonSet "${place.shop}/agent", Deployment "${place.shop}/web", StatefulSet "${place.shop}/by-hand" and StatefulSet "${place.shop}/db"`,
            `DaemonSet "${place.shop}/agent": rolled`,
            `Deployment "${place.shop}/web": rolled`,
            `StatefulSet "${place.shop}/by-hand": rolled`,
            `StatefulSet "${place.shop}/db": rolled`,
            "Batch 1: every pod is ready with a new address.",
            "Stage 4 of 8: old addresses drained",
            "Stage 5 of 8: old pool disabled",
            `IPPool "${from}": disabled`,
            "Stage 6 of 8: workloads of unbound namespaces rolled",
            `Batch 1: Deployment "${free}/tool"`,
            `Deployment "${free}/tool": rolled`,
            "Batch 1: every pod is ready with a new address.",
            "Stage 7 of 8: bindings to the old pool removed",
            `Namespace "${place.shop}": binding to the old pool removed`,
            "Stage 8 of 8: written fields handed back",
            `Namespace "${place.shop}": handed back: the next update of its stack meets no conflict`,
            `IPPool "${from}": handed back: the next update of its stack meets no conflict`,
        ]);
        assert.deepEqual([await on.networks(place.shop), await on.networks(free)], [[place.next], [place.next]]);
        assert.deepEqual(await on.binding(place.shop), {
            labels: boundTo(to),
            annotations: { [IPV4_POOLS]: `["${to}"]` },
        });
        assert.equal(await on.isDisabled(from), true);
        assert.deepEqual([await on.isHeld("Namespace", place.shop), await on.isHeld("IPPool", from)], [false, false]);
        const again = await runMigration(optionsFor(place), new Told());
        assert.equal(again.outcome, "nothing");
    });

    it("is planned without a single write", async () => {
        const place = await shop();
        const told = new Told();
        const writes = await writesDuring(on.cluster, async () => {
            const ending = await planMigration({ ...optionsFor(place), through: "kubernetes" }, told);
            assert.equal(ending.outcome, "planned");
            await migrationStatus(optionsFor(place), () => undefined);
        });
        assert.deepEqual(
            writes.filter(({ user }) => user === "admin"),
            [],
        );
        assert.deepEqual(
            told.shown?.plan.batches.flat().map(({ name }) => name),
            ["web"],
        );
    });

    it("stops where pods do not come up, says why, and is undone to the old addresses and bindings", async () => {
        const place = await shop({ replicas: 1 });
        const bindingBefore = await on.binding(place.shop);
        const annotations = { [OUTCOME]: "never-ready", [OUTCOME_POOL]: place.to };
        const template = {
            metadata: { labels: { app: "web" }, annotations },
            spec: { containers: [{ name: "main", image: "example.com/main:1" }] },
        };
        await on.workload("Deployment", place.shop, "web", { replicas: 1, template });
        const stopped = await runMigration(optionsFor(place, { limits: { timeout: 500, pause: 0 } }), new Told());
        assert.equal(stopped.outcome, "stopped");
        assert.match(stopped.reasons[0] ?? "", /^Nothing has moved for 0\.5 seconds\.$/);
        assert.match(stopped.reasons[1] ?? "", /^Deployment "shop-\d+\/web" is not rolled out: /);
        assert.deepEqual(
            stopped.next.map((command) => command.split(" ")[2]),
            ["status", "resume", "undo"],
        );
        const status = await migrationStatus(optionsFor(place), () => undefined);
        assert.deepEqual(
            [status.journal?.standing, status.journal?.stage, status.podsLeft, status.namespaces],
            ["stopped", "rolled", 1, [{ namespace: place.shop, place: "narrowed" }]],
        );
        assert.equal(await on.isHeld("Namespace", place.shop), true);
        const undone = await undoMigration(optionsFor(place), new Told());
        assert.deepEqual([undone.outcome, undone.reasons], ["undone", []]);
        assert.equal(await on.isHeld("Namespace", place.shop), false);
        assert.deepEqual(await on.binding(place.shop), bindingBefore);
        assert.deepEqual(await on.networks(place.shop), [place.old]);
        await assert.rejects(undoMigration(optionsFor(place), new Told()), /was undone already/);
    });

    it("waits for a disruption budget, and goes on once it allows it", async () => {
        const place = await on.place();
        const spec = { replicas: 2, updateStrategy: { type: "OnDelete" } };
        await on.workload("StatefulSet", place.shop, "db", spec);
        const first = interruptedAt((event) => event.type === "stage-ended" && event.stage === "bound");
        await runMigration(optionsFor(place, { signal: first.signal }), first.told);
        const metadata = { name: "db", namespace: place.shop };
        const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata };
        const selector = { matchLabels: { app: "db" } };
        await on.apply({ ...budget, spec: { minAvailable: 2, selector } });
        const options = optionsFor(place, { limits: { timeout: 1_000, pause: 0 } });
        const { outcome, reasons } = await resumeMigration(options, new Told());
        assert.equal(outcome, "stopped");
        assert.match(reasons.join("\n"), /pod db-\d may not be evicted now: .*disruption budget/);
        assert.deepEqual(await on.networks(place.shop), [place.old]);
        await on.apply({ ...budget, spec: { minAvailable: 1, selector } });
        const ending = await resumeMigration(optionsFor(place), new Told());
        assert.equal(ending.outcome, "finished");
        assert.deepEqual(await on.networks(place.shop), [place.next]);
    });

    it("does not overwrite an annotation that somebody else has changed, and goes on from there", async () => {
        const place = await shop();
        const { from, to } = place;
        const foreign = `["${from}", "other"]`;
        const first = interruptedAt(({ type }) => type === "stage-ended");
        await runMigration(optionsFor(place, { signal: first.signal }), first.told);
        await on.pool("other", "10.250.0.0/24");
        const annotations = { [IPV4_POOLS]: foreign };
        await on.edit({ apiVersion: "v1", kind: "Namespace", metadata: { name: place.shop, annotations } });
        const told = new Told();
        const second = interruptedAt((event) => event.type === "stage-ended" && event.stage === "rolled");
        const options = optionsFor(place, { signal: second.signal });
        assert.equal((await resumeMigration(options, second.told)).outcome, "interrupted");
        assert.deepEqual(await on.binding(place.shop), {
            labels: boundTo(from, to),
            annotations: { [IPV4_POOLS]: `["${to}","other"]` },
        });
        const back = `["${from}"]`;
        await on.edit({
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name: place.shop, annotations: { [IPV4_POOLS]: back } },
        });
        const undone = await undoMigration(optionsFor(place), told);
        assert.deepEqual(undone.outcome, "undone");
        assert.equal(undone.reasons.length, 1);
        assert.match(undone.reasons[0] ?? "", /somebody else has changed its annotation/);
        assert.deepEqual(await on.binding(place.shop), {
            labels: boundTo(from),
            annotations: { [IPV4_POOLS]: back },
        });
    });

    it("stops when somebody disables the new pool, and goes on once it is enabled", async () => {
        const place = await shop();
        const pool = { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name: place.to } };
        const spec = { cidr: `${place.next}.0.0/24` };
        const first = interruptedAt((event) => event.type === "stage-ended" && event.stage === "bound");
        await runMigration(optionsFor(place, { signal: first.signal }), first.told);
        await on.edit({ ...pool, spec: { ...spec, disabled: true } });
        const { outcome, reasons } = await resumeMigration(optionsFor(place), new Told());
        assert.deepEqual(
            [outcome, reasons],
            [
                "stopped",
                [
                    `IPPool "${place.to}" is disabled: somebody has done that since the migration began. Enable it again.`,
                ],
            ],
        );
        await on.edit({ ...pool, spec: { ...spec, disabled: false } });
        assert.equal((await resumeMigration(optionsFor(place), new Told())).outcome, "finished");
        assert.deepEqual(await on.networks(place.shop), [place.next]);
    });

    it("does not disable a pool to which somebody binds a namespace meanwhile, and moves that one, too", async () => {
        const place = await shop();
        const { from, to, free } = place;
        const binding = new Told((event) => {
            if (event.type === "stage-begun" && event.stage === "rolled") {
                void on.bind(free, from);
            }
        });
        const { outcome, reasons } = await runMigration(optionsFor(place), binding);
        assert.deepEqual(
            [outcome, reasons],
            [
                "stopped",
                [
                    `Namespace ${free} asks for IPPool "${from}" by an annotation: its new pods would fail once the pool is disabled. Take the pool out of the annotation.`,
                    `Namespace "${free}" was bound to IPPool "${from}" after the migration began. A resumed migration moves it, too.`,
                ],
            ],
        );
        assert.equal(await on.isDisabled(from), false);
        assert.equal((await resumeMigration(optionsFor(place), new Told())).outcome, "finished");
        assert.deepEqual(await on.binding(free), {
            labels: boundTo(to),
            annotations: { [IPV4_POOLS]: `["${to}"]` },
        });
    });

    it("leaves out what is deleted on the way", async () => {
        const place = await shop();
        await on.workload("Deployment", place.shop, "api");
        const first = interruptedAt((event) => event.type === "stage-ended" && event.stage === "bound");
        await runMigration(optionsFor(place, { signal: first.signal, batchSize: 1 }), first.told);
        let isDeleted = false;
        const deleting = new Told((event) => {
            if (event.type === "batch-begun" && !isDeleted) {
                isDeleted = true;
                void on.kubectl.delete("apps/v1", "Deployment", "web", place.shop);
            }
        });
        assert.equal((await resumeMigration(optionsFor(place), deleting)).outcome, "finished");
        assert.deepEqual(await on.networks(place.shop), [place.next]);
    });

    it("through KubeSphere names what the simulated one does not move, and is finished by Kubernetes or undone", async () => {
        const cluster = on.cluster.kubeSphere!;
        const through = (place: Place, seconds: number): RunOptions =>
            optionsFor(place, {
                kubeconfig: cluster.kubeconfig,
                through: "kubesphere",
                limits: { timeout: seconds * 1000, pause: 0 },
                kapisFor: async (journaled) => (await kapisOf(journaled.cluster))!,
            });
        const moved = await shop();
        assert.equal((await runMigration(through(moved, 15), new Told())).outcome, "finished");
        assert.deepEqual(await on.networks(moved.shop), [moved.next]);
        assert.equal(await on.isDisabled(moved.from), true);

        const place = await shop();
        const before = await on.binding(place.shop);
        await on.workload("StatefulSet", place.shop, "db", { replicas: 1 });
        const { outcome, reasons } = await runMigration(through(place, 1.5), new Told());
        assert.deepEqual(
            [outcome, reasons],
            [
                "stopped",
                [
                    "Nothing has moved for 1.5 seconds.",
                    `StatefulSet "${place.shop}/db": pod db-0 is still with an address of IPPool "${place.from}".`,
                ],
            ],
        );
        const back = { ...optionsFor(place), kubeconfig: cluster.kubeconfig };
        assert.equal((await undoMigration(back, new Told())).outcome, "undone");
        assert.deepEqual(await on.binding(place.shop), before);
        assert.deepEqual(await on.networks(place.shop), [place.old]);
    });

    it("needs exactly the rights of its role, to be run and to be undone", async () => {
        const place = await on.place();
        await on.workload("Deployment", place.shop, "web");
        await on.workload("StatefulSet", place.shop, "db", { replicas: 1, updateStrategy: { type: "OnDelete" } });
        const needsOf = (name: string) => {
            const needs = MIGRATE_NEEDS.find(({ command }) => command === `migrate ${name}`)?.needs ?? [];
            return needs.filter(({ option }) => option === undefined);
        };
        const runner = await somebody(on.cluster, `runner-${place.shop}`, needsOf("run"));
        const undoer = await somebody(on.cluster, `undoer-${place.shop}`, needsOf("undo"));
        const first = interruptedAt((event) => event.type === "stage-ended" && event.stage === "drained");
        const run = optionsFor(place, { kubeconfig: runner.kubeconfig, signal: first.signal });
        assert.equal((await runMigration(run, first.told)).outcome, "interrupted");
        const undo = optionsFor(place, { kubeconfig: undoer.kubeconfig });
        assert.equal((await undoMigration(undo, new Told())).outcome, "undone");
        const again = await runMigration(optionsFor(place, { kubeconfig: runner.kubeconfig }), new Told());
        assert.equal(again.outcome, "finished", again.reasons.join("\n"));
        const nobody = await somebody(on.cluster, `nobody-${place.shop}`, []);
        await assert.rejects(
            planMigration({ ...optionsFor(place), kubeconfig: nobody.kubeconfig, through: "kubernetes" }, new Told()),
            /Missing:\n {2}- list ippools\.crd\.projectcalico\.org\n {2}- list namespaces\n/,
        );
    });

    it("is refused while another run has its journal, and where the journal is of another cluster", async () => {
        const place = await shop();
        const { from, to, stateDir } = place;
        const context = "sandbox";
        const journal = await openJournal({ stateDir, context, from, to });
        await assert.rejects(
            runMigration(optionsFor(place), new Told()),
            (error: BadInput) => error instanceof BadInput && /is in use by process \d+/.test(error.message),
        );
        assert.deepEqual(readFileSync(journal.path, "utf8"), "");
        const told = new Told();
        await planMigration({ ...optionsFor(place), through: "kubernetes" }, told);
        await journal.record({
            type: "begun",
            cluster: { context, uid: "other" },
            asked: { from, to },
            through: "kubernetes",
            plan: told.shown!.plan,
        });
        await journal.close();
        const refused = (error: BadInput): boolean => error.message.includes("is of another cluster");
        for (const work of [runMigration, resumeMigration, undoMigration]) {
            await assert.rejects(work(optionsFor(place), new Told()), refused);
        }
        assert.equal(journalPath({ stateDir, context, from, to }), journal.path);
        assert.deepEqual(await on.networks(place.shop), [place.old]);
    });
});
