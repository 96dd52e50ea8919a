// SPDX-License-Identifier: Apache-2.0
// Runs against a cluster in memory: it does not prove what an API server answers.
import assert from "node:assert/strict";
import { CannotRead, type ClusterAccess } from "../../../components/cluster/access";
import { planNow, waitUntilReady } from "../../../components/extension/plan-watch";
import { configHash } from "../../../lib/extension/config";
import type { JobObject } from "../../../lib/extension/jobs";
import type { InstallPlanStatus } from "../../../lib/extension/readiness";
import type { Kind } from "../../../lib/kinds";

const spec = { extension: { name: "network", version: "1.3.0" }, enabled: true };
const installed = { state: "Installed", version: "1.3.0", configHash: configHash(""), enabled: true };

interface Fake {
    /** One status for each look; the last one stays. An error is thrown instead. */
    statuses: (InstallPlanStatus | Error | undefined)[];
    spec?: object;
    versions?: string[];
    clusters?: object[] | Error;
    /** Helm jobs by name; those that are not here run. */
    jobs?: Record<string, JobObject | undefined>;
}

function fake({ statuses, versions = ["network-1.3.0"], clusters = [], jobs = {}, ...plan }: Fake) {
    const left = [...statuses];
    const get = (kind: Kind, name: string): Promise<object | undefined> => {
        if (kind.kind === "ExtensionVersion") {
            return Promise.resolve(versions.includes(name) ? {} : undefined);
        }
        if (kind.kind === "Job") {
            return Promise.resolve(name in jobs ? jobs[name] : {});
        }
        const status = left.length > 1 ? left.shift() : left[0];
        if (status instanceof Error) {
            return Promise.reject(status);
        }
        return Promise.resolve(name === "network" ? { spec: plan.spec ?? spec, status } : undefined);
    };
    const list = (): Promise<object[]> =>
        clusters instanceof Error ? Promise.reject(clusters) : Promise.resolve(clusters);
    return { get, list } as Pick<ClusterAccess, "get" | "list">;
}

function wait(cluster: ReturnType<typeof fake>, lines: string[] = [], timeoutSeconds = 5) {
    return waitUntilReady(cluster, "network", { timeoutSeconds, report: (line) => lines.push(line), interval: 1 });
}

describe("waiting for an InstallPlan", () => {
    it("goes on until it is ready and tells every change once", async () => {
        const lines: string[] = [];
        const upgrading = { ...installed, state: "Upgrading", jobName: "helm-upgrade-network-x" };
        const now = await wait(
            fake({ statuses: [undefined, { ...installed, version: "1.2.0" }, upgrading, upgrading, installed] }),
            lines,
        );
        assert.equal(now.status?.state, "Installed");
        assert.deepEqual(lines, [
            "host: not begun (0 s)",
            "host: Installed 1.2.0, 1.3.0 has not begun (0 s)",
            "host: Upgrading 1.3.0, job helm-upgrade-network-x (0 s)",
        ]);
    });

    it("ends at once when the plan failed, with the cause and the way out", async () => {
        const failed = {
            ...installed,
            state: "InstallFailed",
            jobName: "helm-install-network-x",
            targetNamespace: "extension-network",
            conditions: [{ type: "Installed", status: "False", message: "image not found" }],
        };
        await assert.rejects(wait(fake({ statuses: [failed] })), {
            message:
                'InstallPlan "network" failed: host: InstallFailed 1.3.0: image not found (job helm-install-network-x)\n' +
                "See why, on the host cluster: kubectl logs -n extension-network job/helm-install-network-x\n" +
                "Then correct the version, the config or the clusters. KubeSphere does not start the same plan again by " +
                "itself: to have that, set 'retry' or count it up.",
        });
    });

    it("ends at once when the version does not exist", async () => {
        await assert.rejects(wait(fake({ statuses: [undefined], versions: [] })), /has no version 1\.3\.0/);
    });

    it("ends when the time is over, with where everything stands", async () => {
        const installing = {
            ...installed,
            state: "Installing",
            targetNamespace: "extension-network",
            jobName: "helm-x",
        };
        await assert.rejects(wait(fake({ statuses: [installing] }), [], 0), {
            message:
                'InstallPlan "network" was not ready within 0 seconds: host: Installing 1.3.0, job helm-x\n' +
                "See why, on the host cluster: kubectl logs -n extension-network job/helm-x\n" +
                "Look at it: kubectl get installplans.kubesphere.io network -o yaml\n" +
                "It may still get ready: run the update again to wait on, or raise 'awaitReady.timeoutSeconds'.",
        });
    });

    const agents = {
        ...installed,
        targetNamespace: "extension-network",
        clusterSchedulingStatuses: {
            "member-1": {
                state: "Installing",
                version: "1.3.0",
                jobName: "helm-agent",
                stateHistory: [{ state: "Installing", lastTransitionTime: "2026-01-01T10:00:05Z" }],
            },
        },
    };
    const placed = { ...spec, clusterScheduling: { placement: { clusters: ["member-1"] } } };
    const ready = [{ type: "Ready", status: "True" }];
    const ofJob = async (job: JobObject | undefined): Promise<string> => {
        const jobs = { "helm-agent": job };
        const clusters = [{ metadata: { name: "member-1" }, status: { conditions: ready } }];
        const waited = wait(fake({ statuses: [agents], spec: placed, clusters, jobs }), [], 0);
        return waited.then(() => "ready", String);
    };

    it("says of an agent's job that it failed", async () => {
        const conditions = [
            { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "limit reached" },
        ];
        assert.match(
            await ofJob({ status: { conditions } }),
            /\n {2}cluster member-1: the job helm-agent failed: BackoffLimitExceeded: limit reached\n/,
        );
    });

    it("says of a job that it is gone", async () => {
        assert.match(
            await ofJob(undefined),
            /\n {2}cluster member-1: the job helm-agent is gone, and KubeSphere waits for it for ever/,
        );
    });

    it("knows clocks that differ by a job that finished before its state began", async () => {
        assert.match(
            await ofJob({ status: { completionTime: "2026-01-01T10:00:00Z" } }),
            /helm-agent finished at 2026-01-01T10:00:00Z, before the state Installing began at 2026-01-01T10:00:05Z: the clocks of the nodes differ/,
        );
        assert.doesNotMatch(await ofJob({ status: { completionTime: "2026-01-01T10:00:05Z" } }), /clocks/);
    });

    it("outlives an API server that does not answer for a while", async () => {
        const lines: string[] = [];
        await wait(fake({ statuses: [new CannotRead("connection refused"), installed] }), lines);
        assert.deepEqual(lines, ["the cluster cannot be read: connection refused (0 s)"]);
    });

    it("ends when the plan is gone", async () => {
        const cluster = fake({ statuses: [installed] });
        const gone = { ...cluster, get: () => Promise.resolve(undefined) };
        await assert.rejects(wait(gone), /was deleted while/);
    });
});

describe("a look at an InstallPlan", () => {
    const placed = { ...spec, clusterScheduling: { placement: { clusters: ["nowhere"] } } };

    it("tells a cluster that does not exist from one that may not be read", async () => {
        const missing = await planNow(fake({ statuses: [installed], spec: placed }), "network");
        assert.equal(missing?.readiness.phase, "failed");
        const forbidden = await planNow(
            fake({ statuses: [installed], spec: placed, clusters: new CannotRead("forbidden") }),
            "network",
        );
        assert.equal(forbidden?.readiness.phase, "waiting");
    });

    it("finds nothing where there is no plan", async () => {
        assert.equal(await planNow(fake({ statuses: [installed] }), "other"), undefined);
    });
});
