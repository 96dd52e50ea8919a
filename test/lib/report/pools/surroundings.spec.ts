// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { CONFIG_MAP, SERVICE, SERVICE_CIDR } from "../../../../lib/kinds";
import type { KubeObject } from "../../../../lib/report/objects";
import { found, node, object, partOf, pool } from "./support";

const findings = (before: readonly KubeObject[], after: readonly KubeObject[], others: readonly KubeObject[]) =>
    partOf([...before, ...others], [...after, ...others]).findings;

const clash = (rule: string, message: string) =>
    found("danger", rule, "a", { message, wayOut: "Choose a CIDR that nothing else in the cluster has." });

const services = (whose: string) =>
    clash(
        "pool-overlap-services",
        `Addresses of "a" (10.96.0.0/16) are those of ${whose}: a pod and a service with the same address cannot reach each other.`,
    );

describe("A pool among services", () => {
    const A = pool("a", "10.96.0.0/16");
    const web = object(SERVICE, "web", { spec: { clusterIP: "10.96.0.10" } }, "shop");
    const headless = object(SERVICE, "db", { spec: { clusterIP: "None" } }, "shop");
    const six = object(SERVICE, "six", { spec: { clusterIP: "fd00::1" } }, "shop");
    const cidr = object(SERVICE_CIDR, "kubernetes", { spec: { cidrs: ["10.96.0.0/12", "fd00::/108"] } });
    const kubeadm = object(
        CONFIG_MAP,
        "kubeadm-config",
        { data: { ClusterConfiguration: "networking: { serviceSubnet: 10.96.0.0/12 }" } },
        "kube-system",
    );

    it("must not have their addresses, as the cluster tells them", () => {
        assert.deepEqual(findings([], [A], [cidr, web]), [services('services (ServiceCIDR "kubernetes")')]);
        assert.deepEqual(findings([], [A], [kubeadm]), [services("services (ConfigMap kube-system/kubeadm-config)")]);
        assert.deepEqual(findings([], [A], [web, headless, six]), [services("Service shop/web")]);
        assert.deepEqual(findings([], [pool("a", "fd00::/120")], [six])?.length, 1);
    });

    it("is told once, when it comes or gets other addresses", () => {
        assert.deepEqual(findings([A], [pool("a", "10.96.0.0/16", { natOutgoing: true })], [web])?.length, 1);
        const moved = findings([pool("a", "10.0.0.0/16")], [A], [web])?.map(({ rule }) => rule);
        assert.deepEqual(moved, ["pool-immutable", "pool-overlap-services"]);
        assert.deepEqual(findings([], [pool("a", "10.97.0.0/16")], [web]), []);
    });
});

describe("A pool among nodes", () => {
    const nodes = [node("n1"), node("n2", { rack: "1" }, "192.168.0.2"), node("n3", {}, "fd00::3")];

    it("must not have their addresses", () => {
        assert.deepEqual(findings([], [pool("a", "192.168.0.0/24")], nodes), [
            clash(
                "pool-overlap-nodes",
                'Addresses of "a" (192.168.0.0/24) are those of 2 nodes (n1 and n2): a pod that gets one takes the node off the network.',
            ),
        ]);
    });

    it("needs a block for each of them that it is for", () => {
        const few = (has: string) =>
            found("warning", "pool-few-blocks", "a", {
                message: `"a" has ${has}, and each node needs one.`,
                wayOut: "Make another pool that is larger or has smaller blocks, or leave this one to fewer nodes.",
            });
        assert.deepEqual(findings([], [pool("a", "10.0.0.0/25")], nodes), [few("2 blocks of /26 for 3 nodes")]);
        assert.deepEqual(findings([], [pool("a", "10.0.0.0/28")], nodes), [few("1 block of /28 for 3 nodes")]);
        const rack = pool("a", "10.0.0.0/26", { nodeSelector: "has(rack)" });
        assert.deepEqual(findings([], [rack], nodes), []);
        assert.deepEqual(findings([rack], [pool("a", "10.0.0.0/26")], nodes)?.[0], few("1 block of /26 for 3 nodes"));
        assert.deepEqual(findings([], [pool("a", "10.0.0.0/30", { allowedUses: ["LoadBalancer"] })], nodes), []);
    });

    it("is not told again that it has too few blocks", () => {
        const nat = pool("a", "10.0.0.0/25", { natOutgoing: true });
        assert.deepEqual(
            findings([pool("a", "10.0.0.0/25")], [nat], nodes)?.map(({ rule }) => rule),
            ["pool-nat"],
        );
    });
});
