// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { contains, parseCidr } from "../../../../lib/cidr";
import { poolUsage } from "../../../../lib/ippool/usage";
import { IPAM_BLOCK, POD } from "../../../../lib/kinds";
import type { KubeObject } from "../../../../lib/report/objects";
import { PoolsByAddress } from "../../../../lib/report/pools/by-address";
import { type Pool, poolOf } from "../../../../lib/report/pools/pool";
import { usageOf } from "../../../../lib/report/pools/usage";
import { UNKNOWN } from "../../../../lib/tree";
import { block, changeOf, object, pod, pool } from "./support";

const cidrs = fc.oneof(
    fc
        .record({ last: fc.nat(255), prefix: fc.integer({ min: 22, max: 32 }) })
        .map((of) => `10.0.0.${of.last}/${of.prefix}`),
    fc
        .record({ last: fc.nat(0xff), prefix: fc.integer({ min: 118, max: 128 }) })
        .map((of) => `fd00::${of.last.toString(16)}/${of.prefix}`),
);
const addresses = cidrs.map((cidr) => cidr.replace(/\/.*/, ""));
const poolsOf = (list: readonly string[]): Pool[] => list.map((cidr, index) => poolOf(pool(`pool-${index}`, cidr)));

describe("Pools by address", () => {
    it("are those that a comparison with all finds", () => {
        fc.assert(
            fc.property(fc.array(cidrs, { maxLength: 12 }), cidrs, (list, text) => {
                const pools = poolsOf(list);
                const wanted = parseCidr(text)!;
                const byAddress = new PoolsByAddress(pools);
                const names = (test: (own: NonNullable<Pool["range"]>) => boolean) =>
                    pools.filter(({ range }) => range && test(range)).map(({ name }) => name);
                assert.deepEqual(byAddress.containing(wanted).sort(), names((own) => contains(own, wanted)).sort());
                assert.deepEqual(
                    byAddress.named(wanted),
                    names((own) => contains(own, wanted) && contains(wanted, own)),
                );
            }),
        );
    });
});

describe("The usage of pools", () => {
    it("is what a look at each pool finds", () => {
        fc.assert(
            fc.property(
                fc.array(cidrs, { maxLength: 6 }),
                fc.array(addresses, { maxLength: 12 }),
                fc.uniqueArray(fc.nat(15), { maxLength: 4 }),
                (list, ips, starts) => {
                    const pods = ips.map((ip, index) => pod(`pod-${index}`, ip));
                    const blocks = starts.map((start) => block(`10.0.0.${start * 16}/28`, start));
                    const usage = usageOf(changeOf([...pods, ...blocks], pods), poolsOf(list))!;
                    list.forEach((cidr, index) => {
                        const trees = (objects: readonly KubeObject[]) => objects.map(({ tree }) => tree as object);
                        const { allocations, pods: names } = poolUsage(cidr, trees(blocks), trees(pods));
                        const found = usage.of(`pool-${index}`);
                        assert.deepEqual(
                            found.pods.map(({ namespace, name }) => `${namespace}/${name}`),
                            names,
                        );
                        assert.equal(found.allocations, Math.max(allocations, names.length));
                    });
                },
            ),
        );
    });

    it("tells of a pod with two addresses what has to be restarted, and where it is", () => {
        const dual = object(
            POD,
            "db-0",
            {
                metadata: { ownerReferences: [{ kind: "StatefulSet", name: "db", controller: true }] },
                spec: { nodeName: "n1" },
                status: { podIP: "10.0.0.1", podIPs: [{ ip: "10.0.0.1" }, { ip: "fd00::1" }] },
            },
            "shop",
        );
        const pools = ["10.0.0.0/24", "10.0.0.0/8", "fd00::/120"];
        assert.deepEqual(usageOf(changeOf([dual], []), poolsOf(pools))?.pods, [
            {
                namespace: "shop",
                name: "db-0",
                workload: "StatefulSet/db",
                node: "n1",
                addresses: [
                    { family: 4, pools: ["pool-0", "pool-1"] },
                    { family: 6, pools: ["pool-2"] },
                ],
            },
        ]);
    });

    it("leaves out pods that have ended, or are on the network of their node, and blocks that say nothing", () => {
        const of = (fields: Parameters<typeof object>[2], name: string) => object(POD, name, fields, "shop");
        const objects = [
            of({ status: { podIP: "10.0.0.1", phase: "Succeeded" } }, "done"),
            of({ status: { podIP: "10.0.0.2" }, spec: { hostNetwork: true } }, "host"),
            of({ status: { podIP: "none" } }, "odd"),
            object(IPAM_BLOCK, "odd", { spec: { cidr: "10.0.0.0/26" } }),
        ];
        const usage = usageOf(changeOf(objects, objects), poolsOf(["10.0.0.0/24"]));
        assert.deepEqual(usage?.of("pool-0"), { allocations: 0, pods: [] });
    });

    it("leaves out pods that may have ended or be on the network of their node", () => {
        const status = { podIP: "10.0.0.1" };
        const objects = [
            object(POD, "late", { status: { ...status, phase: UNKNOWN } }, "shop"),
            object(POD, "odd", { status, spec: { hostNetwork: UNKNOWN } }, "shop"),
        ];
        assert.deepEqual(usageOf(changeOf(objects, objects), poolsOf(["10.0.0.0/24"]))?.pods, []);
    });

    it("is known of a whole cluster alone", () => {
        assert.equal(usageOf(changeOf([], [], { isWhole: false }), []), undefined);
    });
});
