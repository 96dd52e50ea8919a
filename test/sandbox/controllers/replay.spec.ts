// SPDX-License-Identifier: Apache-2.0
// Proves that the simulation writes what KubeSphere's controller was recorded to write, write by write. Only times,
// random ends of names and resource versions are left out of the comparison. What is timing in the recordings is made
// certain by a Helm Job that is much slower than the controller.

import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import {
    clearOutcomes,
    installCatalog,
    OUTCOME,
    setOutcome,
    startControllers,
    type Controllers,
} from "../../../sandbox/controllers";
import type { InstallPlan } from "../../../sandbox/controllers/plan";
import { CLUSTER, INSTALL_PLAN } from "../../../lib/kinds";
import { eventually, getPlan, planWhere, startEnvironment, type Environment } from "./environment";
import { recordedRun, writeOf, type Step, type Write } from "./trace";

/** Time enough between creating a Job and starting its pod for all the controller's writes. */
const HELM_SECONDS = 1.5;
const FIELD_MANAGER = "test";
const REF = { kind: INSTALL_PLAN, name: "network" };

describe("replay of the recorded InstallPlan controller", function () {
    this.timeout(120_000);
    let environment: Environment;
    let controllers: Controllers;
    const watching = new AbortController();
    const seen: Write[] = [];

    async function watchPlan(): Promise<void> {
        const { client } = environment;
        const { resourceVersion } = await client.list(INSTALL_PLAN);
        const { signal } = watching;
        try {
            for await (const { type, object } of client.watch(INSTALL_PLAN, { resourceVersion, signal })) {
                if (type === "ADDED" || type === "MODIFIED" || type === "DELETED") {
                    seen.push(writeOf(type, object as InstallPlan));
                }
            }
        } catch (error) {
            if (!signal.aborted) {
                throw error;
            }
        }
    }

    /** What the user of the recordings did. */
    async function perform({ name, spec }: Step): Promise<void> {
        const { client } = environment;
        if (name === "delete") {
            await client.delete(REF, { propagationPolicy: "Background" });
            return;
        }
        const plan = await getPlan(client);
        if (plan === undefined) {
            const { apiVersion, kind } = INSTALL_PLAN;
            await client.create(INSTALL_PLAN, { apiVersion, kind, metadata: { name: "network" }, spec });
        } else if (name.includes("a label touched")) {
            const metadata = { ...plan.metadata, labels: { touched: "yes" } };
            await client.replace(REF, { ...plan, metadata }, { fieldManager: FIELD_MANAGER });
        } else {
            await client.jsonPatch(REF, [{ op: "replace", path: "/spec", value: spec }]);
        }
    }

    async function replay(step: Step): Promise<void> {
        const start = seen.length;
        await perform(step);
        await eventually(`${String(step.writes.length)} writes of step '${step.name}'`, () =>
            seen.length - start >= step.writes.length ? true : undefined,
        ).catch(() => undefined);
        assert.deepEqual(seen.slice(start), step.writes);
    }

    before(async () => {
        environment = await startEnvironment();
        const { kubeconfig, client } = environment;
        await installCatalog(kubeconfig);
        await client.delete({ kind: CLUSTER, name: "host" }, { propagationPolicy: "Background" });
        // The recordings were made without admission webhooks.
        controllers = await startControllers({ kubeconfig, helmSeconds: HELM_SECONDS, webhooks: false });
    });

    after(async () => {
        watching.abort();
        await controllers.stop();
        await environment.stop();
    });

    describe("run 1, without a cluster for agents", () => {
        before(async () => {
            const { client } = environment;
            const { apiVersion, kind } = INSTALL_PLAN;
            const spec = { extension: { name: "network", version: "1.2.0" }, enabled: true, upgradeStrategy: "Manual" };
            await client.create(INSTALL_PLAN, { apiVersion, kind, metadata: { name: "network" }, spec });
            await planWhere(
                client,
                "the installed plan that run 1 begins with",
                ({ status }) => status?.enabled === true,
            );
            void watchPlan();
        });

        for (const step of recordedRun(1)) {
            it(step.name, async () => {
                if (step.name === "config changed, helm job fails") {
                    const target = { extension: "network", version: "1.3.0" };
                    await setOutcome(environment.kubeconfig, { ...target, outcome: OUTCOME.fail });
                }
                await replay(step);
                await clearOutcomes(environment.kubeconfig);
            });
        }
    });

    describe("run 2, with a cluster for agents", () => {
        before(async () => {
            await installCatalog(environment.kubeconfig);
        });

        for (const step of recordedRun(2)) {
            it(step.name, async () => {
                const { kubeconfig } = environment;
                const target = { extension: "network", version: step.spec.extension.version };
                if (step.name.startsWith("version corrected")) {
                    await setOutcome(kubeconfig, { ...target, outcome: OUTCOME.twice });
                } else if (step.name === "config changed, agent job fails") {
                    await setOutcome(kubeconfig, { ...target, cluster: "host", outcome: OUTCOME.fail });
                }
                await replay(step);
                await clearOutcomes(kubeconfig);
            });
        }
    });
});
