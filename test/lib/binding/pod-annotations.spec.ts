// SPDX-License-Identifier: Apache-2.0
// Proves nothing about whether the pools exist.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    byFamily,
    podAnnotations,
    podPoolFindings,
    poolListFindings,
    withPools,
} from "../../../lib/binding/pod-annotations";

const IPV4 = "cni.projectcalico.org/ipv4pools";

describe("Annotations of pods", () => {
    it("are a list for each family that has pools", () => {
        assert.deepEqual(podAnnotations({ ipv4: ["b", "a"], ipv6: ["six"] }), {
            [IPV4]: '["b","a"]',
            "cni.projectcalico.org/ipv6pools": '["six"]',
        });
        assert.deepEqual(podAnnotations({ ipv4: ["a"], ipv6: [] }), { [IPV4]: '["a"]' });
    });

    it("take names for IPv4 and CIDRs for what they are", () => {
        assert.deepEqual(byFamily(["a", "fd00::/64", "10.0.0.0/24"]), {
            ipv4: ["a", "10.0.0.0/24"],
            ipv6: ["fd00::/64"],
        });
    });

    it("are refused with a pool that no pod can get an address of", () => {
        const found = podPoolFindings({ ipv4: ["a", "Pool", "fd00::/64"], ipv6: ["type", "10.0.0.0/24"] });
        assert.deepEqual(
            [...found, ...podPoolFindings({}), ...poolListFindings(IPV4, "pool-a"), ...poolListFindings(IPV4, "[1]")],
            [
                {
                    property: "ipv4[1]",
                    message:
                        "'ipv4[1]' (Pool) must be a name of lower-case letters, digits, '-' and '.', at most 63 characters long.",
                },
                {
                    property: "ipv4[2]",
                    message: "'ipv4[2]' (fd00::/64) must be an IPv4 pool. Put it into the list of the other family.",
                },
                {
                    property: "ipv6[0]",
                    message: "'ipv6[0]' (type) must not be a name that KubeSphere has labels of. Choose another one.",
                },
                {
                    property: "ipv6[1]",
                    message: "'ipv6[1]' (10.0.0.0/24) must be an IPv6 pool. Put it into the list of the other family.",
                },
                { property: "pools", message: "'pools' ([]) must name at least one pool." },
                {
                    property: IPV4,
                    message: `'${IPV4}' (pool-a) must be a JSON list of pools such as ["pool-a"]. Correct or remove it.`,
                },
                {
                    property: IPV4,
                    message: `'${IPV4}' ([1]) must be a JSON list of pools such as ["pool-a"]. Correct or remove it.`,
                },
            ],
        );
        assert.deepEqual(poolListFindings(IPV4, undefined), []);
        assert.deepEqual(poolListFindings(IPV4, ' [ "a" ] '), []);
    });

    it("keep what a list has, in its order, and add what it lacks once", () => {
        const pools = fc.array(fc.constantFrom("a", "b", "c", "10.0.0.0/24"), { maxLength: 5 });
        fc.assert(
            fc.property(fc.option(pools, { nil: undefined }), pools, (before, added) => {
                const text = before && JSON.stringify(before);
                const merged = withPools(text, added);
                const list = JSON.parse(merged ?? "[]") as string[];
                assert.deepEqual(list.slice(0, before?.length ?? 0), before ?? []);
                assert.deepEqual(new Set(list), new Set([...(before ?? []), ...added]));
                const fresh = list.slice(before?.length ?? 0);
                assert.equal(new Set(fresh).size, fresh.length);
                assert.equal(withPools(merged, added), merged);
            }),
        );
    });

    it("keep the very text of a list that lacks nothing", () => {
        assert.equal(withPools(' [ "a",  "b" ] ', ["b"]), ' [ "a",  "b" ] ');
        assert.equal(withPools(undefined, []), undefined);
    });
});
