// SPDX-License-Identifier: Apache-2.0
// The command itself, killed at every stage and in the middle of steps, and resumed.
import assert from "node:assert/strict";
import type { Recorded } from "../../../cli/migrate/journal/events";
import { STAGE_NAMES } from "../../../cli/migrate/journal/events";
import { MigrationCluster, type Place } from "./cluster";
import { migrate } from "./process";

describe("ksnet migrate, killed at any moment", function () {
    this.timeout(120_000);
    const on = new MigrationCluster();

    const ksnet = (subcommand: string, place: Place, isEnd?: (event: Recorded) => boolean) =>
        migrate({ subcommand, place, kubeconfig: on.cluster.kubeconfig }, { signal: "SIGKILL", isMoment: isEnd });

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
            ...(["bind", "narrow", "roll", "disable", "unbind", "hand-back"] as const).map(
                (action) => (event: Recorded) => event.type === "step-begun" && event.action === action,
            ),
            ({ type }) => type === "batch-ended",
        ];
        const order = [0, 1, 2, 9, 3, 10, 11, 15, 4, 5, 12, 6, 7, 13, 8, 14];
        let subcommand = "run";
        let kills = 0;
        for (const index of order) {
            const { isSignalled, events } = await ksnet(subcommand, place, moments[index]);
            kills += isSignalled ? 1 : 0;
            subcommand = "resume";
            assert.ok(events.length > 0);
        }
        assert.ok(kills >= 14, `${kills} kills`);
        const last = await ksnet("resume", place);
        assert.equal(last.result?.outcome, "finished");
        assert.deepEqual(await on.networks(place.shop), [place.next]);
        assert.deepEqual(await on.binding(place.shop), {
            labels: { [`ippool.network.kubesphere.io/${place.to}`]: "" },
            annotations: { "cni.projectcalico.org/ipv4pools": `["${place.to}"]` },
        });
        assert.equal(await on.isDisabled(place.from), true);
        assert.deepEqual(
            [await on.isHeld("Namespace", place.shop), await on.isHeld("IPPool", place.from)],
            [false, false],
        );
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
        assert.equal(undo.isSignalled, true);
        assert.equal((await ksnet("undo", place)).result?.outcome, "undone");
        assert.deepEqual(await on.binding(place.shop), before);
        assert.deepEqual(await on.networks(place.shop), [place.old]);
    });
});
