// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { CRON_JOB, DEPLOYMENT, POD, STATEFUL_SET } from "../../../../lib/kinds";
import type { KubeObject } from "../../../../lib/report/objects";
import { type Tree, UNKNOWN } from "../../../../lib/tree";
import { found, namespace, object, partOf, pod, pool } from "./support";

const asking = (pools: Tree, key = "ipv4pools") => ({
    metadata: { annotations: { [`cni.projectcalico.org/${key}`]: pools } },
});

const deployment = (name: string, pools: Tree) =>
    object(DEPLOYMENT, name, { spec: { template: asking(pools) } }, "shop");

const A = pool("a", "10.0.0.0/24");
const OFF = pool("a", "10.0.0.0/24", { disabled: true });

const said = (ask: string, them: string, what: string) =>
    found("danger", "pool-pinned", "a", {
        message: `${ask} for "a" by annotation: new pods of ${them} fail once the pool is ${what}, even if they ask for other pools too.`,
        wayOut: 'Take "a" off the annotations first.',
    });

function findings(after: readonly KubeObject[], others: readonly KubeObject[], before = [A]) {
    const { findings: all } = partOf([...before, ...others], [...after, ...others]);
    return all?.filter(({ rule }) => rule === "pool-pinned");
}

describe("Workloads that ask for a pool by annotation", () => {
    it("fail once it is deleted or disabled", () => {
        const web = deployment("web", '["a", "b"]');
        assert.deepEqual(findings([], [web]), [said("Deployment shop/web asks", "it", "deleted")]);
        assert.deepEqual(findings([OFF], [web]), [said("Deployment shop/web asks", "it", "disabled")]);
        assert.deepEqual(findings([], [web], [OFF]), []);
        assert.deepEqual(findings([A], [web]), []);
    });

    it("are whatever makes pods, and pods that nothing makes, by the pool's name or CIDR", () => {
        const others = [
            object(STATEFUL_SET, "db", { spec: { template: asking('["10.0.0.0/24"]') } }, "shop"),
            object(
                CRON_JOB,
                "etl",
                { spec: { jobTemplate: { spec: { template: asking('["a"]', "ipv6pools") } } } },
                "shop",
            ),
            object(POD, "lone", { ...asking('["a"]'), status: { phase: "Running" } }, "shop"),
            deployment("other", '["b", "10.0.0.0/25"]'),
            deployment("broken", "a"),
        ];
        assert.deepEqual(findings([], others), [
            said("CronJob shop/etl, Pod shop/lone and StatefulSet shop/db ask", "them", "deleted"),
        ]);
    });

    it("ask for a CIDR however it is spelled", () => {
        const six = pool("six", "fd00::/120");
        assert.deepEqual(findings([], [deployment("web", '["FD00:0::/120"]')], [six])?.length, 1);
    });

    it("are told by what makes the pods, as it will be", () => {
        const running = pod("web-1", "10.0.0.5");
        const tree = running.tree as { readonly metadata: object };
        const asks = { ...running, tree: { ...tree, metadata: { ...tree.metadata, ...asking('["a"]').metadata } } };
        assert.deepEqual(findings([], [asks]), [said("Deployment shop/web asks", "it", "deleted")]);
        assert.deepEqual(findings([], [asks, deployment("web", "[]")]), []);
        const { findings: moved } = partOf([A, deployment("web", '["a"]')], [deployment("web", '["b"]')]);
        assert.ok(!moved?.some(({ rule }) => rule === "pool-pinned"));
    });

    it("are noted where they may ask for anything", () => {
        const others = [
            deployment("web", UNKNOWN),
            object(DEPLOYMENT, "api", { spec: { template: { metadata: UNKNOWN } } }, "shop"),
        ];
        assert.deepEqual(partOf([A, ...others], others).notes, [
            "Which pools Deployment shop/web and Deployment shop/api ask for is known only after the update.",
        ]);
        assert.deepEqual(partOf([A, ...others], [A, ...others]).notes, []);
    });

    it("are no bindings: these are told by namespace", () => {
        const bound = namespace("shop", {}, { "cni.projectcalico.org/ipv4pools": '["a"]' });
        assert.deepEqual(findings([], [bound]), []);
    });
});
