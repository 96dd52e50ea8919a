// SPDX-License-Identifier: Apache-2.0
// The command itself, killed at every stage and in the middle of steps, and resumed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Recorded } from "../../../cli/migrate/journal/events";
import { STAGE_NAMES } from "../../../cli/migrate/journal/events";
import { MigrationCluster, type Place } from "./cluster";

const KSNET = resolve(__dirname, "../../../cli/bin/main.js");

/** What the process had written when it ended, and whether it was killed. */
interface Ended {
    readonly events: readonly Recorded[];
    readonly outcome?: string;
    readonly isKilled: boolean;
}

describe("ksnet migrate, killed at any moment", function () {
    this.timeout(120_000);
    const on = new MigrationCluster();

    /** Runs a subcommand, and kills it the moment it says what is asked for. */
    const ksnet = async (
        subcommand: string,
        { from, to, stateDir }: Place,
        isEnd: (event: Recorded) => boolean = () => false,
    ): Promise<Ended> => {
        const flags = ["--json", "--yes", "--pause", "0s", "--timeout", "20s", "--state-dir", stateDir];
        const child = spawn(process.execPath, [KSNET, "migrate", subcommand, from, to, ...flags], {
            env: { ...process.env, KUBECONFIG: on.cluster.kubeconfig },
            stdio: ["ignore", "pipe", "inherit"],
        });
        const events: Recorded[] = [];
        let [isKilled, outcome] = [false, undefined as string | undefined];
        const exited = new Promise((done) => child.once("exit", done));
        for await (const line of createInterface({ input: child.stdout })) {
            const event = JSON.parse(line) as Recorded & { outcome?: string };
            if ((event.type as string) === "result") {
                outcome = event.outcome;
            } else if ("at" in event) {
                events.push(event);
            }
            if (!isKilled && "at" in event && isEnd(event)) {
                isKilled = child.kill("SIGKILL");
            }
        }
        await exited;
        return { events, isKilled, ...(outcome !== undefined && { outcome }) };
    };

    const shop = async (): Promise<Place> => {
        const place = await on.place();
        await on.workload("Deployment", place.shop, "web");
        await on.workload("StatefulSet", place.shop, "db", { replicas: 2, updateStrategy: { type: "OnDelete" } });
        return place;
    };

    it("ends in the state of a migration that nobody has killed, and restarts nothing twice", async () => {
        const place = await shop();
        const moments: ((event: Recorded) => boolean)[] = [
            ({ type }) => type === "begun",
            ...STAGE_NAMES.map((stage) => (event: Recorded) => event.type === "stage-begun" && event.stage === stage),
            ...(["bind", "narrow", "roll", "disable", "unbind"] as const).map(
                (action) => (event: Recorded) => event.type === "step-begun" && event.action === action,
            ),
            ({ type }) => type === "batch-ended",
        ];
        const order = [0, 1, 2, 8, 3, 9, 10, 13, 4, 5, 11, 6, 7, 12];
        let subcommand = "run";
        let kills = 0;
        for (const index of order) {
            const { isKilled, events } = await ksnet(subcommand, place, moments[index]);
            kills += isKilled ? 1 : 0;
            subcommand = "resume";
            assert.ok(events.length > 0);
        }
        assert.ok(kills >= 12, `${kills} kills`);
        const last = await ksnet("resume", place);
        assert.equal(last.outcome, "finished");
        assert.deepEqual(await on.networks(place.shop), [place.next]);
        assert.deepEqual(await on.binding(place.shop), {
            labels: { [`ippool.network.kubesphere.io/${place.to}`]: "" },
            annotations: { "cni.projectcalico.org/ipv4pools": `["${place.to}"]` },
        });
        assert.equal(await on.isDisabled(place.from), true);
        const sets = (await on.kubectl.list("apps/v1", "ReplicaSet")).filter(
            ({ metadata }) => metadata?.namespace === place.shop,
        );
        assert.equal(sets.length, 2, "the Deployment was restarted once");
    });

    it("is undone after a kill, and an undo that was killed is finished by another one", async () => {
        const place = await shop();
        const before = await on.binding(place.shop);
        await ksnet("run", place, (event) => event.type === "stage-begun" && event.stage === "drained");
        assert.deepEqual(await on.networks(place.shop), [place.next]);
        const undo = await ksnet("undo", place, (event) => event.type === "step-begun" && event.action === "roll-back");
        assert.equal(undo.isKilled, true);
        assert.equal((await ksnet("undo", place)).outcome, "undone");
        assert.deepEqual(await on.binding(place.shop), before);
        assert.deepEqual(await on.networks(place.shop), [place.old]);
    });
});
