// SPDX-License-Identifier: Apache-2.0
// Proves nothing about pools that other programs made.
import assert from "node:assert/strict";
import fc from "fast-check";
import { overlaps, parseCidr } from "../../../lib/cidr";
import { overlappingPools, overlapProblem, PoolRanges } from "../../../lib/ippool/overlap";

const cidrs = fc.array(
    fc.oneof(
        fc
            .record({ last: fc.nat(255), prefix: fc.integer({ min: 24, max: 32 }) })
            .map(({ last, prefix }) => `10.0.0.${last}/${prefix}`),
        fc
            .record({ last: fc.nat(0xff), prefix: fc.integer({ min: 120, max: 128 }) })
            .map(({ last, prefix }) => `fd00::${last.toString(16)}/${prefix}`),
    ),
    { maxLength: 12 },
);

function pools(list: readonly string[]) {
    return list.map((cidr, index) => ({ poolName: `pool-${index}`, cidr }));
}

function share(a: string, b: string): boolean {
    const [left, right] = [parseCidr(a), parseCidr(b)];
    return left !== undefined && right !== undefined && overlaps(left, right);
}

describe("Overlapping pools", () => {
    it("are the same pairs as those that a comparison of all with all finds", () => {
        fc.assert(
            fc.property(cidrs, (list) => {
                const all = pools(list);
                const expected = all.flatMap((first, index) =>
                    all.slice(index + 1).flatMap((second) => (share(first.cidr, second.cidr) ? [[first, second]] : [])),
                );
                const byName = (pairs: typeof expected) =>
                    pairs.map((pair) => pair.map(({ poolName }) => poolName).join(" ")).sort();
                assert.deepEqual(byName(overlappingPools(all)), byName(expected));
            }),
        );
    });

    it("are met one by one exactly when an earlier pool of the list shares addresses", () => {
        fc.assert(
            fc.property(cidrs, (list) => {
                const ranges = new PoolRanges();
                const accepted: string[] = [];
                for (const pool of pools(list)) {
                    const other = ranges.add(pool);
                    assert.equal(
                        other !== undefined,
                        accepted.some((cidr) => share(cidr, pool.cidr)),
                    );
                    assert.ok(other === undefined || share(other.cidr, pool.cidr));
                    accepted.push(...(other ? [] : [pool.cidr]));
                }
            }),
        );
    });

    it("are reported at the later pool, with both names and CIDRs", () => {
        const [pair] = overlappingPools([
            { poolName: "big", cidr: "10.0.0.0/8" },
            { poolName: "v6", cidr: "fd00::/64" },
            { poolName: "bad", cidr: "10.0.0.0" },
            { poolName: "small", cidr: "10.1.0.0/16" },
        ]);
        assert.ok(pair);
        assert.deepEqual(overlapProblem(...pair), {
            rule: "ippool-overlap",
            property: "cidr",
            message:
                "'cidr' (10.1.0.0/16) must not overlap the pool \"big\" (10.0.0.0/8) of this stack. Choose a CIDR that no other pool of this cluster has.",
        });
    });
});
