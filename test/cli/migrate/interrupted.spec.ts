// SPDX-License-Identifier: Apache-2.0
// The command itself, with Ctrl-C in the middle of a step.
import assert from "node:assert/strict";
import type { Recorded } from "../../../cli/migrate/journal/events";
import { MigrationCluster } from "./cluster";
import { migrate } from "./process";

describe("ksnet migrate, interrupted with Ctrl-C", function () {
    this.timeout(120_000);
    const on = new MigrationCluster();

    const names = (events: readonly Recorded[], type: Recorded["type"]): string[] =>
        events.flatMap((event) =>
            "action" in event && event.type === type ? [`${event.action} ${event.object.name}`] : [],
        );

    it("ends the write that has begun and begins no other, names what goes on, and is resumed", async () => {
        const place = await on.place();
        const { from, to, shop, free } = place;
        await on.bind(free, from);
        await on.workload("Deployment", shop, "web");
        const run = { place, kubeconfig: on.cluster.kubeconfig };
        const isMoment = (event: Recorded): boolean => event.type === "step-begun" && event.action === "roll";
        const ended = await migrate({ ...run, subcommand: "run" }, { signal: "SIGINT", isMoment });
        assert.deepEqual([ended.isSignalled, ended.code, ended.result?.outcome], [true, 1, "interrupted"]);
        assert.equal(
            ended.stderr,
            "\nStopping: what has begun is finished first. Press Ctrl-C again to break it off.\n",
        );
        assert.deepEqual(
            ended.result?.next.map((command) => command.split(" ").slice(0, 5).join(" ")),
            ["status", "resume", "undo"].map((subcommand) => `ksnet migrate ${subcommand} ${from} ${to}`),
        );
        assert.equal(ended.events.at(-1)?.type, "interrupted");
        assert.deepEqual(names(ended.events, "step-begun").at(-1), "roll web");
        const web = await on.get("Deployment", "web", shop);
        const template = web?.spec?.["template"] as { metadata: { annotations?: Record<string, string> } };
        assert.ok(template.metadata.annotations?.["kubectl.kubernetes.io/restartedAt"], "the restart is written");
        assert.equal(await on.isDisabled(from), false);

        const last = await migrate({ ...run, subcommand: "resume" }, { signal: "SIGINT" });
        assert.deepEqual([last.code, last.result?.outcome, last.stderr], [0, "finished", ""]);
        const sets = (await on.kubectl.list("apps/v1", "ReplicaSet")).filter(
            ({ metadata }) => metadata?.namespace === shop,
        );
        assert.equal(sets.length, 2, "the Deployment was restarted once");
    });
});
