// SPDX-License-Identifier: Apache-2.0
// Proves what the recordings do not show: injected outcomes, admission, deletions, restarts. It does not prove that
// KubeSphere does the same; those rules are read from its sources.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import {
    clearOutcomes,
    installCatalog,
    OUTCOME,
    setOutcome,
    startControllers,
    type Controllers,
} from "../../../sandbox/controllers";
import type { InstallPlan } from "../../../sandbox/controllers/plan";
import { configHash } from "../../../lib/extension/config";
import { EXTENSION, EXTENSION_VERSION, INSTALL_PLAN, type Kind } from "../../../lib/kinds";
import { applyPlan, eventually, getPlan, planWhere, startEnvironment, type Environment } from "./environment";

const REF = { kind: INSTALL_PLAN, name: "network" };
const V120 = { extension: "network", version: "1.2.0" };
const SECRETS: Kind = { apiVersion: "v1", kind: "Secret", plural: "secrets", namespaced: true };
const MUTATING: Kind = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations",
    namespaced: false,
};

const isInstalled = ({ status }: InstallPlan) => status?.state === "Installed" && status.enabled === true;

describe("simulated KubeSphere", function () {
    this.timeout(60_000);
    let environment: Environment;
    let controllers: Controllers;
    const logged: string[] = [];

    function start(): Promise<Controllers> {
        return startControllers({ kubeconfig: environment.kubeconfig, log: (line) => logged.push(line) });
    }

    async function remove(): Promise<void> {
        const { client } = environment;
        await client.delete(REF, { propagationPolicy: "Background" });
        await eventually("the plan to go", async () => ((await getPlan(client)) === undefined ? true : undefined));
    }

    before(async () => {
        environment = await startEnvironment();
        await installCatalog(environment.kubeconfig);
    });

    after(async () => {
        await environment.stop();
    });

    beforeEach(async () => {
        logged.length = 0;
        controllers = await start();
    });

    afterEach(async () => {
        await clearOutcomes(environment.kubeconfig);
        await remove();
        await controllers.stop();
    });

    it("installs on the host and on a member, and mirrors it in the Extension", async () => {
        const { client } = environment;
        await applyPlan(client, { clusterScheduling: { placement: { clusters: ["host", "member-1"] } } });
        const agents = await planWhere(client, "both agents", ({ status }) => {
            const states = Object.values(status?.clusterSchedulingStatuses ?? {}).map(({ state }) => state);
            return states.length === 2 && states.every((state) => state === "Installed");
        });
        // The mirror is a write of its own after the plan's.
        await eventually("the Extension to say the same", async () => {
            const extension = await client.get({ kind: EXTENSION, name: "network" });
            const { installedVersion, clusterSchedulingStatuses } = extension?.status as Record<string, unknown>;
            const same = isDeepStrictEqual(clusterSchedulingStatuses, agents.status?.clusterSchedulingStatuses);
            return same && installedVersion === "1.2.0" ? true : undefined;
        });
    });

    it("places agents by a selector on every cluster that it matches", async () => {
        const { client } = environment;
        await applyPlan(client, { clusterScheduling: { placement: { clusterSelector: {} } } });
        const plan = await planWhere(
            client,
            "agents on all clusters",
            ({ status }) => Object.keys(status?.clusterSchedulingStatuses ?? {}).length === 2,
        );
        assert.deepEqual(Object.keys(plan.status?.clusterSchedulingStatuses ?? {}).sort(), ["host", "member-1"]);
    });

    it("reports the message of an injected failure and tries again only after a change", async () => {
        const { client, kubeconfig } = environment;
        await setOutcome(kubeconfig, { ...V120, outcome: OUTCOME.fail, message: "no space left on device" });
        await applyPlan(client, {});
        const failed = await planWhere(client, "the failure", ({ status }) => status?.state === "InstallFailed");
        assert.equal(failed.status?.conditions?.[0]?.message, "no space left on device");
        await clearOutcomes(kubeconfig);
        await applyPlan(client, { config: "a: 1\n" });
        await planWhere(client, "the second attempt", isInstalled);
    });

    it("never calls a config of a moment ago installed before its own Job has run", async () => {
        const { client } = environment;
        await applyPlan(client, {});
        await planWhere(client, "the installation", isInstalled);
        for (const value of [1, 2]) {
            const config = `a: ${String(value)}\n`;
            await applyPlan(client, { config });
            const plan = await planWhere(
                client,
                "the upgrade",
                ({ status }) => status?.state === "Installed" && status.configHash === configHash(config),
            );
            assert.equal(plan.status?.stateHistory?.at(-2)?.state, "Upgrading");
            const releases = await client.list(SECRETS, { labelSelector: "owner=helm,name=network,status=deployed" });
            assert.deepEqual(
                releases.items.map(({ metadata }) => metadata.labels?.version),
                [String(value + 1)],
            );
        }
    });

    it("stays Installing while a Job hangs, and deletes all the same", async () => {
        const { client, kubeconfig } = environment;
        await setOutcome(kubeconfig, { ...V120, outcome: OUTCOME.hang, action: "install" });
        await setOutcome(kubeconfig, { extension: "openpitrix", version: "2.0.2", outcome: OUTCOME.slow, seconds: 1 });
        await applyPlan(client, {});
        await applyPlan(client, { extension: { name: "openpitrix", version: "2.0.2" } }, { name: "openpitrix" });
        await planWhere(client, "the slow one, begun later", isInstalled, "openpitrix");
        assert.equal((await getPlan(client))?.status?.state, "Installing");
        await client.delete({ kind: INSTALL_PLAN, name: "openpitrix" }, { propagationPolicy: "Background" });
    });

    it("leaves no release of a plan that is deleted at any moment of its installation", async () => {
        const { client, kubeconfig } = environment;
        await setOutcome(kubeconfig, { ...V120, outcome: OUTCOME.hang, action: "install" });
        for (let milliseconds = 0; milliseconds < 600; milliseconds += 75) {
            await applyPlan(client, {});
            await sleep(milliseconds);
            await remove();
            const { items } = await client.list(SECRETS, { labelSelector: "owner=helm,name=network" });
            assert.deepEqual(items, [], `deleted after ${milliseconds} ms`);
        }
    });

    it("drops the end of a Job whose clock is behind", async () => {
        const { client, kubeconfig } = environment;
        await setOutcome(kubeconfig, { ...V120, outcome: OUTCOME.clockSkew });
        await applyPlan(client, {});
        const job = await planWhere(client, "the Job's name", ({ status }) => status?.jobName !== undefined);
        const jobs: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs", namespaced: true };
        const name = job.status?.jobName ?? "";
        await eventually("the Job to complete", async () => {
            const object = await client.get({ kind: jobs, name, namespace: "extension-network" });
            return (object?.status as { succeeded?: number } | undefined)?.succeeded === 1 ? true : undefined;
        });
        assert.equal((await getPlan(client))?.status?.state, "Installing");
    });

    it("trims blanks at the ends of lines, in a dry run as well", async () => {
        const { client } = environment;
        const overrides = { "member-1": "b: 2 \n" };
        const spec = { config: "a: 1  \n", clusterScheduling: { placement: { clusters: [] }, overrides } };
        const trimmed = await applyPlan(client, spec, { dryRun: true });
        assert.equal(trimmed.spec.config, "a: 1\n");
        assert.deepEqual(trimmed.spec.clusterScheduling?.overrides, { "member-1": "b: 2\n" });
        assert.equal(await getPlan(client), undefined);
    });

    it("refuses texts that are no YAML, in a dry run as well", async () => {
        const { client } = environment;
        await assert.rejects(
            applyPlan(client, { config: "a: [1\n" }, { dryRun: true }),
            /"installplans\.kubesphere\.io" denied the request: failed to unmarshal extension config/,
        );
        const clusterScheduling = { placement: { clusters: [] }, overrides: { host: "{" } };
        await assert.rejects(applyPlan(client, { clusterScheduling }), /failed to unmarshal cluster host agent config/);
    });

    it("does nothing but log an error about clusterScheduling without placement", async () => {
        const { client } = environment;
        await applyPlan(client, { clusterScheduling: {} });
        await planWhere(client, "the host's release", isInstalled);
        await eventually("the error", () => logged.find((line) => line.includes("nil pointer dereference")));
    });

    it("hangs in a deletion while the ExtensionVersion is missing", async () => {
        const { client, kubeconfig } = environment;
        await applyPlan(client, {});
        await planWhere(client, "the installation", isInstalled);
        const version = { kind: EXTENSION_VERSION, name: "network-1.2.0" };
        await client.delete(version, { propagationPolicy: "Background" });
        logged.length = 0;
        await client.delete(REF, { propagationPolicy: "Background" });
        await eventually("the controller to look", () => logged.find((line) => line.includes("1.2.0 not found")));
        assert.equal((await getPlan(client))?.status?.state, "Installed");
        await installCatalog(kubeconfig);
        await applyPlan(client, { enabled: false });
    });

    it("goes on with a Job after a restart", async () => {
        const { client } = environment;
        await applyPlan(client, {});
        await planWhere(client, "the Job", ({ status }) => status?.state === "Installing");
        await controllers.stop();
        assert.equal(await client.get({ kind: MUTATING, name: "defaulter.installplan.kubesphere.io" }), undefined);
        assert.equal((await getPlan(client))?.status?.state, "Installing");
        controllers = await start();
        await planWhere(client, "the installation", isInstalled);
    });

    it("leaves a release alone that an unfinished Job of a former plan would remove", async () => {
        const { client } = environment;
        await applyPlan(client, {});
        const { metadata } = await planWhere(client, "the installation", isInstalled);
        const jobs: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs", namespaced: true };
        const { items } = await client.list(jobs, { namespace: "extension-network" });
        const [job] = items.filter((one) => one.metadata.labels?.["kubesphere.io/extension-ref"] === "network");
        assert.ok(job);
        const { labels, annotations = {} } = job.metadata;
        const action = "executor.kubesphere.io/action";
        const { backoffLimit, managedBy } = job.spec as Record<string, unknown>;
        const containers = [{ name: "helm", image: "simulated/helm-executor" }];
        await client.create(jobs, {
            apiVersion: job.apiVersion,
            kind: job.kind,
            metadata: {
                name: "helm-uninstall-network-former",
                namespace: "extension-network",
                labels: { ...labels },
                annotations: { ...annotations, [action]: "uninstall" },
                ownerReferences: [
                    {
                        apiVersion: INSTALL_PLAN.apiVersion,
                        kind: INSTALL_PLAN.kind,
                        name: "network",
                        uid: `${metadata.uid ?? ""}0`,
                    },
                ],
            },
            spec: { backoffLimit, managedBy, template: { spec: { restartPolicy: "Never", containers } } },
        });
        // A later change of the plan takes longer than the former Job would have.
        await applyPlan(client, { config: "a: 1\n" });
        const plan = await planWhere(
            client,
            "the upgrade",
            ({ status }) => status?.state === "Installed" && status.configHash !== "cbf29ce484222325",
        );
        assert.equal(plan.status?.conditions?.[0]?.type, "Upgraded");
        const releases = await client.list(SECRETS, {
            namespace: "extension-network",
            labelSelector: "owner=helm,name=network",
        });
        assert.equal(releases.items.length, 2);
    });

    it("goes on after the API server was away", async () => {
        const { client, controlPlane } = environment;
        await controlPlane.stopApiServer();
        await controlPlane.startApiServer();
        await applyPlan(client, {});
        await planWhere(client, "the installation", isInstalled);
    });
});
