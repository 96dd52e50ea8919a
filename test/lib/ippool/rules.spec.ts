// SPDX-License-Identifier: Apache-2.0
// Does not prove that Calico refuses the same pools; the sandbox's validation rules are tested for that.
import assert from "node:assert/strict";
import { IP_POOL_RULES } from "../../../lib/ippool/rules";
import type { NamedIPPool } from "../../../lib/ippool/spec";
import type { Problem } from "../../../lib/problem";
import { problemsOf } from "../../../lib/rule";

const good: NamedIPPool = { poolName: "pool-a", cidr: "10.233.64.0/20" };

function problems(change: object): Problem[] {
    return problemsOf(IP_POOL_RULES, { ...good, ...change });
}

const refused: [rule: string, change: object, message: string][] = [
    [
        "ippool-name",
        { poolName: "Pool_A" },
        "'poolName' (Pool_A) must be a name of lower-case letters, digits, '-' and '.', at most 63 characters long.",
    ],
    [
        "ippool-name",
        { poolName: "default" },
        "'poolName' (default) must not be a name that KubeSphere has labels of. Choose another one.",
    ],
    [
        "ippool-cidr",
        { cidr: "10.233.64.0" },
        "'cidr' (10.233.64.0) must be a CIDR such as 10.233.64.0/20 or fd00:10:233::/64.",
    ],
    ["ippool-cidr", { cidr: undefined }, "'cidr' (nothing) must be a CIDR such as 10.233.64.0/20 or fd00:10:233::/64."],
    [
        "ippool-cidr-host-bits",
        { cidr: "10.233.64.1/20" },
        "'cidr' (10.233.64.1/20) must have no bits set after the prefix. Did you mean 10.233.64.0/20?",
    ],
    [
        "ippool-cidr-link-local",
        { cidr: "169.254.4.0/22" },
        "'cidr' (169.254.4.0/22) must not overlap the link-local range 169.254.0.0/16. Choose another CIDR.",
    ],
    [
        "ippool-cidr-link-local",
        { cidr: "fe80::/64" },
        "'cidr' (fe80::/64) must not overlap the link-local range fe80::/10. Choose another CIDR.",
    ],
    [
        "ippool-block-size",
        { blockSize: 33 },
        "'blockSize' (33) must be a whole number from 20 to 32 in an IPv4 pool. Leave it out for 26.",
    ],
    [
        "ippool-block-size",
        { cidr: "fd00::/64", blockSize: 64 },
        "'blockSize' (64) must be a whole number from 116 to 128 in an IPv6 pool. Leave it out for 122.",
    ],
    [
        "ippool-smaller-than-block",
        { cidr: "10.0.0.0/28", blockSize: 26 },
        "'blockSize' (26) must be at least the prefix of 'cidr' (10.0.0.0/28), or no block fits into the pool. Set it to 28.",
    ],
    [
        "ippool-ipip-mode",
        { ipipMode: "always" },
        "'ipipMode' (always) must be one of Never, Always, CrossSubnet. Did you mean Always?",
    ],
    ["ippool-switches", { natOutgoing: "yes" }, "'natOutgoing' (yes) must be true or false, without quotes."],
    [
        "ippool-cidr",
        { cidr: ["10.0.0.0/8"] },
        "'cidr' ([\"10.0.0.0/8\"]) must be a CIDR such as 10.233.64.0/20 or fd00:10:233::/64.",
    ],
    ["ippool-node-selector", { nodeSelector: 5 }, "'nodeSelector' (5) must be text: a Calico selector."],
    ["ippool-vxlan-mode", { vxlanMode: "On" }, "'vxlanMode' (On) must be one of Never, Always, CrossSubnet."],
    [
        "ippool-ipip-on-ipv6",
        { cidr: "fd00::/64", ipipMode: "Always" },
        "'ipipMode' (Always) must be Never in an IPv6 pool. Use 'vxlanMode' instead.",
    ],
    [
        "ippool-two-tunnels",
        { ipipMode: "Always", vxlanMode: "CrossSubnet" },
        "'ipipMode' (Always) and 'vxlanMode' (CrossSubnet) must not both be on. Set one to Never.",
    ],
    [
        "ippool-allowed-uses",
        { allowedUses: [] },
        "'allowedUses' ([]) must list at least one use. Leave it out for [Workload, Tunnel].",
    ],
    [
        "ippool-allowed-uses",
        { allowedUses: ["Pods"] },
        "'allowedUses[0]' (Pods) must be one of Workload, Tunnel, LoadBalancer.",
    ],
    [
        "ippool-allowed-uses",
        { allowedUses: ["Workload", "Workload"] },
        '\'allowedUses\' (["Workload","Workload"]) must list Workload once only. Remove the second one.',
    ],
    [
        "ippool-load-balancer",
        { allowedUses: ["LoadBalancer", "Workload"] },
        '\'allowedUses\' (["LoadBalancer","Workload"]) must have LoadBalancer alone. Make another pool for the rest.',
    ],
    [
        "ippool-load-balancer",
        { allowedUses: ["LoadBalancer"], vxlanMode: "Always" },
        "'vxlanMode' (Always) must be Never in a pool with the use LoadBalancer. Leave it out.",
    ],
    [
        "ippool-load-balancer",
        { allowedUses: ["LoadBalancer"], disableBGPExport: true },
        "'disableBGPExport' (true) must not be true in a pool with the use LoadBalancer. Leave it out.",
    ],
    [
        "ippool-load-balancer",
        { allowedUses: ["LoadBalancer"], nodeSelector: "zone == 'a'" },
        "'nodeSelector' (zone == 'a') must be all() in a pool with the use LoadBalancer. Leave it out.",
    ],
    [
        "ippool-assignment-mode",
        { assignmentMode: "manual" },
        "'assignmentMode' (manual) must be one of Automatic, Manual. Did you mean Manual?",
    ],
    [
        "ippool-tunnel-with-namespace-selector",
        { namespaceSelector: "team == 'a'" },
        "'namespaceSelector' (team == 'a') must not be set on a pool that is used for tunnels. Set 'allowedUses' to [Workload].",
    ],
    [
        "ippool-node-selector",
        { nodeSelector: "global()" },
        "'nodeSelector' (global()) must not use global(): it means nothing for a pool. Leave that term out.",
    ],
    [
        "ippool-namespace-selector",
        { namespaceSelector: "global()", allowedUses: ["Workload"] },
        "'namespaceSelector' (global()) must not use global(): it means nothing for a pool. Leave that term out.",
    ],
    [
        "ippool-node-selector",
        { nodeSelector: "a".repeat(1025) },
        "'nodeSelector' must be at most 1024 characters long. It has 1025.",
    ],
];

const taken: [change: object, why: string][] = [
    [{}, "a pool with a CIDR alone"],
    [{ poolName: "a".repeat(63) }, "a name of 63 characters"],
    [{ poolName: "zone-1.pool" }, "a name with a dot"],
    [{ blockSize: 20 }, "the smallest IPv4 block size"],
    [{ blockSize: 32 }, "the largest IPv4 block size"],
    [{ cidr: "fd00::/64", blockSize: 116 }, "the smallest IPv6 block size"],
    [{ cidr: "fd00::/64", vxlanMode: "Always" }, "VXLAN in an IPv6 pool"],
    [{ cidr: "10.0.0.0/28" }, "a pool smaller than the usual block"],
    [{ cidr: "10.0.0.0/28", blockSize: 26, disabled: true }, "a disabled pool smaller than its block"],
    [{ ipipMode: "Always", vxlanMode: "Never" }, "one tunnel that is on"],
    [{ allowedUses: ["LoadBalancer"], nodeSelector: "all()" }, "a pool for load balancers alone"],
    [{ namespaceSelector: "team == 'a'", allowedUses: ["Workload"] }, "a namespace selector without tunnels"],
    [{ nodeSelector: `a == "${"b".repeat(1017)}"` }, "a selector of 1024 characters"],
    [{ assignmentMode: "Manual" }, "manual assignment"],
];

describe("The rules of an IPPool", () => {
    for (const [rule, change, message] of refused) {
        it(`refuse by ${rule}: ${message}`, () => {
            assert.deepEqual(
                problems(change).map((problem) => ({ rule: problem.rule, message: problem.message })),
                [{ rule, message }],
            );
        });
    }

    for (const [change, why] of taken) {
        it(`take ${why}`, () => {
            assert.deepEqual(problems(change), []);
        });
    }

    it("ask for the short form of a CIDR that the custom resource cannot hold", () => {
        const cidr = `${"0".repeat(60)}/20`;
        assert.ok(problems({ cidr }).some(({ rule }) => rule === "ippool-cidr-length"));
    });

    it("find everything at once", () => {
        const found = problems({ poolName: "name", cidr: "10.0.0.1/8", blockSize: 5, ipipMode: "x", allowedUses: [] });
        assert.deepEqual(
            found.map(({ rule }) => rule),
            [
                "ippool-name",
                "ippool-cidr-host-bits",
                "ippool-block-size",
                "ippool-smaller-than-block",
                "ippool-ipip-mode",
                "ippool-allowed-uses",
            ],
        );
    });

    it("are left out where they read something that is not known", () => {
        const found = problemsOf(
            IP_POOL_RULES,
            { ...good, cidr: "10.0.0.1/8", blockSize: 5, ipipMode: "x" },
            (property) => property !== "cidr",
        );
        assert.deepEqual(
            found.map(({ rule }) => rule),
            ["ippool-ipip-mode"],
        );
    });
});
