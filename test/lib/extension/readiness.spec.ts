// SPDX-License-Identifier: Apache-2.0
// The traces are what KubeSphere's own controller wrote; nothing here proves that a newer KubeSphere writes the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configHash } from "../../../lib/extension/config";
import type { InstallPlanSpec } from "../../../lib/extension/install-plan";
import { clusterState, type ClusterState } from "../../../lib/extension/placement";
import { matches } from "../../../lib/label-selector";
import {
    type InstallationStatus,
    type InstallPlanStatus,
    type Observed,
    readiness,
} from "../../../lib/extension/readiness";

interface Write {
    run: number;
    step: string;
    ms: number;
    spec: InstallPlanSpec;
    status?: InstallPlanStatus;
}

const traces = readFileSync(join(__dirname, "../../sandbox/controllers/traces/installplan-traces.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Write);

/** The clusters of a run; "nowhere" is there but not ready, because one that is missing fails at once. */
function clustersOf(run: number): ClusterState[] {
    return [
        { name: "host", labels: {}, ...(run === 1 && { unschedulable: "is not ready" }) },
        { name: "nowhere", labels: {}, unschedulable: "is not ready" },
    ];
}

const FAILING = ["config changed, helm job fails", "config changed, agent job fails"];
const STILL_FAILED = "nothing changed after the failure, a label touched";
/** In run 1 a placement without any cluster and its removal do not change what is installed. */
const AT_ONCE = [
    "placement on host and on an unknown cluster",
    "clusterScheduling removed",
    "placement with no cluster",
];

describe("readiness against KubeSphere's own traces", () => {
    const steps = [...new Set(traces.map(({ run, step }) => `${run} ${step}`))];
    for (const step of steps.filter((name) => !name.endsWith("delete"))) {
        const writes = traces.filter((write) => `${write.run} ${write.step}` === step);
        const phases = (versionExists?: boolean): string[] =>
            writes.map(({ run, ...write }) => readiness({ ...write, clusters: clustersOf(run), versionExists }).phase);
        const name = step.slice(2);
        const last = FAILING.includes(name) ? "failed" : "ready";
        const expected = [...Array<string>(writes.length - 1).fill("waiting"), last];

        if (name.includes("that does not exist")) {
            it(`run ${step}: never ready, failed once the version is known to be missing`, () => {
                assert.deepEqual(phases(), ["waiting"]);
                assert.deepEqual(phases(false), ["failed"]);
            });
        } else if (name === STILL_FAILED) {
            it(`run ${step}: failed`, () => {
                assert.deepEqual(phases(true), ["failed"]);
            });
        } else if (name === "back to 1.3.0" || AT_ONCE.includes(name)) {
            it(`run ${step}: ready as soon as nothing is left to do`, () => {
                assert.deepEqual(phases(true), expected);
            });
        } else {
            it(`run ${step}: ${last} at the last write and not before`, () => {
                assert.ok(writes.length > 1);
                assert.deepEqual(phases(true), expected);
            });
        }
    }
});

const spec: InstallPlanSpec = { extension: { name: "network", version: "1.3.0" }, enabled: true, config: "a: 1\n" };
const done: InstallationStatus = { state: "Installed", version: "1.3.0", configHash: configHash("a: 1\n") };
const host: ClusterState = { name: "host", labels: { region: "eu" } };
const member: ClusterState = { name: "member-1", labels: { region: "us" } };

function placed(clusters: string[], agents: Record<string, InstallationStatus>): Observed {
    return {
        spec: { ...spec, clusterScheduling: { placement: { clusters } } },
        status: { ...done, enabled: true, clusterSchedulingStatuses: agents },
        clusters: [host, member],
    };
}

describe("readiness", () => {
    it("waits for an agent that has no entry yet", () => {
        assert.deepEqual(readiness(placed(["host", "member-1"], { host: done })), {
            phase: "waiting",
            reason: "cluster member-1: not begun",
            lines: ["host: Installed 1.3.0", "cluster host: Installed 1.3.0", "cluster member-1: not begun"],
        });
    });

    it("names every release that failed, with the newest condition and the job", () => {
        const failed: InstallationStatus = {
            ...done,
            state: "UpgradeFailed",
            jobName: "helm-upgrade-network-agent-x",
            conditions: [
                { type: "Upgraded", status: "False", message: "image not found" },
                { type: "Installed", status: "True", message: "Install complete" },
            ],
        };
        const { phase, reason } = readiness(placed(["host", "member-1"], { host: failed, "member-1": failed }));
        assert.equal(phase, "failed");
        assert.equal(
            reason,
            "cluster host: UpgradeFailed 1.3.0: image not found (job helm-upgrade-network-agent-x); " +
                "cluster member-1: UpgradeFailed 1.3.0: image not found (job helm-upgrade-network-agent-x)",
        );
    });

    it("takes a failure with another config for an old one that is about to be retried", () => {
        const old = { ...done, state: "UpgradeFailed", configHash: configHash("a: 2\n") };
        assert.equal(readiness(placed(["host"], { host: old })).phase, "waiting");
        assert.equal(readiness({ spec, status: { ...old, enabled: true } }).phase, "waiting");
    });

    it("compares an agent with an override by the hash of the merged values", () => {
        const observed = placed(["host"], { host: { ...done, configHash: configHash("a: 2\n") } });
        const scheduling = { placement: { clusters: ["host"] }, overrides: { host: "a: 2\n" } };
        assert.equal(readiness(observed).phase, "waiting");
        assert.equal(
            readiness({ ...observed, spec: { ...observed.spec, clusterScheduling: scheduling } }).phase,
            "ready",
        );
    });

    it("fails for a named cluster that does not exist instead of waiting for ever", () => {
        const { phase, reason } = readiness(placed(["host", "nowhere"], { host: done }));
        assert.equal(phase, "failed");
        assert.match(reason, /^cluster nowhere does not exist/);
    });

    it("passes over a cluster that is not ready, and says so", () => {
        const observed = placed(["host", "member-1"], { host: done });
        const clusters = [host, { ...member, unschedulable: "is not ready" }];
        const { phase, lines } = readiness({ ...observed, clusters });
        assert.equal(phase, "ready");
        assert.ok(lines.includes("cluster member-1 is not ready: KubeSphere passes it over until it is"));
    });

    it("waits for the clusters that a selector matches and for no other", () => {
        const observed = placed([], { "member-1": done });
        const scheduling = { placement: { clusterSelector: { matchLabels: { region: "us" } } } };
        const bySelector = { ...observed, spec: { ...observed.spec, clusterScheduling: scheduling } };
        assert.equal(readiness(bySelector).phase, "ready");
        assert.equal(
            readiness({ ...bySelector, clusters: [host, member, { ...member, name: "member-2" }] }).phase,
            "waiting",
        );
        assert.equal(readiness({ ...bySelector, clusters: undefined }).phase, "ready");
    });

    it("waits until agents that are no longer placed are gone, and fails if their removal failed", () => {
        assert.equal(readiness(placed([], { host: { ...done, state: "Uninstalling" } })).phase, "waiting");
        assert.equal(readiness(placed([], { host: { ...done, state: "UninstallFailed" } })).phase, "failed");
        assert.equal(readiness(placed([], {})).phase, "ready");
    });

    it("requires every named cluster where the Cluster objects cannot be read", () => {
        assert.equal(readiness({ ...placed(["nowhere"], {}), clusters: undefined }).phase, "waiting");
    });

    it("is not disturbed by a version that left the repository after it was installed", () => {
        assert.equal(readiness({ ...placed(["host"], { host: done }), versionExists: false }).phase, "ready");
    });

    it("waits for enabled to be written, and takes a missing one for false", () => {
        assert.equal(readiness({ spec, status: done }).phase, "waiting");
        assert.equal(readiness({ spec: { ...spec, enabled: false }, status: done }).phase, "ready");
    });
});

describe("a cluster's state", () => {
    const conditions = (ready: string, schedulable?: string) => ({
        metadata: { name: "m", labels: { a: "b" } },
        status: {
            conditions: [
                { type: "Ready", status: ready },
                ...(schedulable === undefined ? [] : [{ type: "Schedulable", status: schedulable }]),
            ],
        },
    });

    it("is schedulable when ready, unless a condition says otherwise", () => {
        assert.deepEqual(clusterState(conditions("True")), { name: "m", labels: { a: "b" } });
        assert.equal(clusterState(conditions("True", "True")).unschedulable, undefined);
        assert.equal(clusterState(conditions("True", "False")).unschedulable, "is not schedulable");
        assert.equal(clusterState(conditions("Unknown")).unschedulable, "is not ready");
        assert.equal(
            clusterState({ metadata: { name: "m", deletionTimestamp: "now" } }).unschedulable,
            "is being deleted",
        );
        assert.equal(clusterState({ metadata: { name: "m" } }).unschedulable, "is not ready");
    });
});

describe("a label selector", () => {
    const expression = (operator: string, values?: string[]) => ({
        matchExpressions: [{ key: "a", operator, values }],
    });

    it("has the four operators of Kubernetes", () => {
        assert.ok(matches(expression("In", ["1"]), { a: "1" }) && !matches(expression("In", ["1"]), {}));
        assert.ok(matches(expression("NotIn", ["1"]), {}) && !matches(expression("NotIn", ["1"]), { a: "1" }));
        assert.ok(matches(expression("Exists"), { a: "" }) && !matches(expression("Exists"), {}));
        assert.ok(matches(expression("DoesNotExist"), {}) && !matches(expression("DoesNotExist"), { a: "" }));
    });

    it("matches everything when empty", () => {
        assert.ok(matches({}, {}));
    });
});
