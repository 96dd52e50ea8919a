// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { POOL_FINDING_RULES, poolFindings, type PoolsInCluster } from "../../../lib/ipam/findings";
import { podAddresses } from "../../../lib/ipam/leaks";
import type { IPAMPool } from "../../../lib/ipam/pool";
import { poolUses } from "../../../lib/ipam/use";
import { ipPoolLabel, IPV4_POOLS_ANNOTATION } from "../../../lib/labels";
import { blockOf, type Owner, poolOf } from "./blocks";

const podOn = (node: string, pod = "p"): Owner => ({ kind: "pod", namespace: "shop", pod, node });

/** So many addresses of a node's block of /28 are in use. */
const block = (cidr: string, node: string, count: number) =>
    blockOf(
        cidr,
        `host:${node}`,
        Array.from({ length: 16 }, (_, index) => (index < count ? podOn(node) : undefined)),
    );

const nodes = (...names: string[]) => names.map((name) => ({ metadata: { name, labels: { zone: name } } }));

/** What is found of a pool, one line each. */
function found(pool: IPAMPool, blocks: Parameters<typeof poolUses>[1], rest: Partial<PoolsInCluster> = {}): string[] {
    const [use] = poolUses([pool], blocks);
    const cluster = { pools: [{ pool, counts: use!, use }], namespaces: [], ...rest };
    return poolFindings(cluster).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

const SMALL = poolOf("a", "10.0.0.0/27", { blockSize: 28, assignmentMode: "Manual" });

describe("the findings of pools", () => {
    it("begin at 80 addresses of a hundred, and are a danger from 90 on", () => {
        const pool = poolOf("a", "10.0.0.0/24", { blockSize: 28, assignmentMode: "Manual" });
        const used = (count: number) =>
            found(
                pool,
                Array.from({ length: 16 }, (_, place) =>
                    block(`10.0.0.${place * 16}/28`, "n", Math.max(0, Math.min(16, count - place * 16))),
                ),
            );
        assert.deepEqual(used(204), []);
        assert.deepEqual(used(205), ["warning pool-almost-full: 205 of 256 addresses are taken (80 %): 51 are left."]);
        assert.deepEqual(used(230), ["warning pool-almost-full: 230 of 256 addresses are taken (89 %): 26 are left."]);
        assert.deepEqual(used(231), ["danger pool-almost-full: 231 of 256 addresses are taken (90 %): 25 are left."]);
        assert.deepEqual(used(255), ["danger pool-almost-full: 255 of 256 addresses are taken (99 %): 1 is left."]);
        assert.deepEqual(used(256), [
            "danger pool-full: All 256 addresses are taken: new pods that may use no other pool fail.",
        ]);
    });

    it("say nothing of how full a pool is that gives nothing away", () => {
        const full = [block("10.0.0.0/28", "n", 16), block("10.0.0.16/28", "n", 16)];
        for (const spec of [{ disabled: true }, { allowedUses: ["Tunnel"] }]) {
            assert.deepEqual(found(poolOf("a", "10.0.0.0/27", { blockSize: 28, ...spec }), full), []);
        }
    });

    it("name the nodes that find no block any more", () => {
        const blocks = [block("10.0.0.0/28", "n1", 3), block("10.0.0.16/28", "n2", 16)];
        assert.deepEqual(found(SMALL, blocks, { nodes: nodes("n1", "n2") }), [
            "warning pool-no-block-left: All 2 blocks are taken, and 1 node has no free address in a block of its own: n2.",
        ]);
        assert.deepEqual(found(SMALL, blocks.slice(0, 1), { nodes: nodes("n1", "n2") }), []);
    });

    it("compare blocks with the nodes that the pool is for", () => {
        const blocks = [block("10.0.0.0/28", "n1", 1)];
        assert.deepEqual(found(SMALL, blocks, { nodes: nodes("n1", "n2", "n3") }), [
            "warning pool-fewer-blocks-than-nodes: It has 2 blocks of /28 for 3 nodes.",
        ]);
        const forOne = poolOf("a", "10.0.0.0/27", {
            blockSize: 28,
            assignmentMode: "Manual",
            nodeSelector: 'zone == "n1"',
        });
        assert.deepEqual(found(forOne, blocks, { nodes: nodes("n1", "n2", "n3") }), []);
    });

    it("tell a disabled pool whose namespaces fail from one that only labels name", () => {
        const namespaces = [
            { metadata: { name: "fails", annotations: { [IPV4_POOLS_ANNOTATION]: '["a"]' } } },
            { metadata: { name: "labelled", labels: { [ipPoolLabel("a")]: "" } } },
            { metadata: { name: "other" } },
        ];
        assert.deepEqual(found(poolOf("a", "10.0.0.0/27", { disabled: true }), [], { namespaces }), [
            'danger pool-disabled-bound: It is disabled, and every new pod of "fails" fails: the annotation asks for it.',
            'warning pool-disabled-bound: It is disabled, and "labelled" is bound to it by label alone: new pods get addresses of other pools.',
        ]);
    });

    it("name addresses of pods that are gone, and are silent where pods could not be read", () => {
        const blocks = [block("10.0.0.0/28", "n1", 1)];
        assert.deepEqual(found(SMALL, blocks, { pods: podAddresses([]) }), [
            "warning pool-leaked: 1 address belongs to pods that are gone or have another: 10.0.0.0 (shop/p).",
        ]);
        assert.deepEqual(found(SMALL, blocks), []);
    });

    it("count borrowed addresses", () => {
        const blocks = [blockOf("10.0.0.0/28", "host:n1", [podOn("n2", "a"), podOn("n3", "b")])];
        assert.deepEqual(found(SMALL, blocks), [
            "notice pool-borrowed: 2 addresses are borrowed from blocks of other nodes.",
        ]);
    });

    it("name a pool that nobody uses, unless a namespace is bound to it", () => {
        const notice = "notice pool-without-users: No address of it is in use, and no namespace is bound to it.";
        assert.deepEqual(found(SMALL, []), [notice]);
        const namespaces = [{ metadata: { name: "shop", labels: { [ipPoolLabel("a")]: "" } } }];
        assert.deepEqual(found(SMALL, [], { namespaces }), []);
    });

    it("say that unbound namespaces have nothing left, of each address family for itself", () => {
        const full = [block("10.0.0.0/28", "n", 16), block("10.0.0.16/28", "n", 16)];
        const open = poolOf("a", "10.0.0.0/27", { blockSize: 28 });
        const wanted =
            'danger pools-open-full: New pods of namespaces that are bound to no pool fail: no IPv4 address is left in "a".';
        assert.deepEqual(found(open, full).slice(0, 1), [wanted]);
        const six = poolOf("six", "fd00::/64");
        const [use, ofSix] = poolUses([open, six], full);
        const pools = [
            { pool: open, counts: use!, use },
            { pool: six, counts: ofSix!, use: ofSix },
        ];
        assert.equal(poolFindings({ pools, namespaces: [] })[0]?.rule, "pools-open-full");
        const more = poolOf("more", "10.7.0.0/27");
        const [, ofMore] = poolUses([open, more], full);
        const enough = [
            { pool: open, counts: use!, use },
            { pool: more, counts: ofMore!, use: ofMore },
        ];
        assert.ok(!poolFindings({ pools: enough, namespaces: [] }).some(({ rule }) => rule === "pools-open-full"));
    });

    it("have a rule each, and grow worse only while addresses are taken", () => {
        const pool = poolOf("a", "10.0.0.0/28", { blockSize: 28, assignmentMode: "Manual" });
        const rank = (count: number): number => {
            const [use] = poolUses([pool], [block("10.0.0.0/28", "n", count)]);
            const findings = poolFindings({ pools: [{ pool, counts: use!, use }], namespaces: [] });
            for (const { rule } of findings) {
                assert.ok(
                    POOL_FINDING_RULES.some(({ id }) => id === rule),
                    rule,
                );
            }
            const own = findings.filter(({ rule }) => rule === "pool-full" || rule === "pool-almost-full");
            assert.ok(own.length <= 1);
            return ["warning", "danger"].indexOf(own[0]?.severity ?? "");
        };
        fc.assert(
            fc.property(fc.nat(15), (count) => {
                assert.ok(rank(count) <= rank(count + 1));
            }),
        );
    });
});
