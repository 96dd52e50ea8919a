// SPDX-License-Identifier: Apache-2.0
// Proves the pure transitions. That they are KubeSphere's is proved by the replay of its recordings.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { nextStep, observe, transition, type InstallationStatus } from "../../../sandbox/controllers/status";
import { asWritten } from "../../../sandbox/controllers/plan";

const at = (milliseconds: number) => new Date(Date.UTC(2026, 0, 1) + milliseconds);
const release = { name: "network", revision: 1, status: "deployed", version: "1.2.0", description: "done" } as const;

describe("transition", () => {
    it("rounds to the nearest second and keeps at most ten states", () => {
        const status: InstallationStatus = {};
        for (let second = 0; second < 12; second++) {
            transition(status, second % 2 === 0 ? "Preparing" : "Upgrading", "", at(second * 1000 + 500));
        }
        assert.equal(status.stateHistory?.length, 10);
        assert.equal(status.stateHistory.at(-1)?.lastTransitionTime, "2026-01-01T00:00:12Z");
    });

    it("ignores a state whose time lies before the last transition", () => {
        const status: InstallationStatus = {};
        transition(status, "Installing", "", at(60_000));
        transition(status, "Installed", "done", at(0));
        assert.equal(status.state, "Installing");
        assert.equal(status.conditions, undefined);
    });

    it("stores Upgraded as Installed, with a condition of its own in front", () => {
        const status: InstallationStatus = {};
        transition(status, "Installed", "one", at(0));
        transition(status, "Upgrading", "", at(1000));
        transition(status, "Upgraded", "two", at(2000));
        assert.equal(status.state, "Installed");
        assert.deepEqual(
            status.conditions?.map(({ type, message }) => `${type}: ${message}`),
            ["Upgraded: two", "Installed: one"],
        );
    });
});

describe("observe", () => {
    it("sets the version back to that of the deployed release, whatever the Job is at", () => {
        const status: InstallationStatus = { state: "Upgrading", version: "1.3.0" };
        const history = { state: "Upgrading", lastTransitionTime: "2026-01-01T00:01:00Z" };
        const observed = { ...status, stateHistory: [history] };
        observe(observed, undefined, { ...release, deployed: at(0) });
        assert.equal(observed.version, "1.2.0");
        assert.equal(observed.state, "Upgrading");
    });
});

describe("nextStep", () => {
    const wanted = { configHash: "b", version: "1.3.0" };

    it("leaves a failure alone until config or version change", () => {
        assert.equal(nextStep({ state: "InstallFailed", ...wanted }, wanted), "wait");
        assert.equal(nextStep({ state: "InstallFailed", ...wanted, configHash: "a" }, wanted), "install");
        assert.equal(nextStep({ state: "UpgradeFailed", ...wanted, version: "1.2.0" }, wanted), "upgrade");
    });

    it("ignores edits while something is under way", () => {
        for (const state of ["Preparing", "Installing", "Upgrading"]) {
            assert.equal(nextStep({ state, configHash: "a", version: "1.2.0" }, wanted), "wait");
        }
    });
});

describe("asWritten", () => {
    it("drops an empty list of clusters, as Go's types do", () => {
        const spec = {
            extension: { name: "network", version: "1.3.0" },
            enabled: true,
            clusterScheduling: { placement: { clusters: [] }, overrides: {} },
        };
        const plan = { apiVersion: "kubesphere.io/v1alpha1", kind: "InstallPlan", metadata: {}, spec };
        assert.deepEqual(asWritten(plan).spec.clusterScheduling, { placement: {} });
    });
});
