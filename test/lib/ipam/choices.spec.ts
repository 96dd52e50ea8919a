// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { poolsFor, targetsOf } from "../../../lib/ipam/choices";
import { ipPoolLabel, IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION } from "../../../lib/labels";
import { poolOf } from "./blocks";

const POOLS = [
    poolOf("a", "10.0.0.0/24"),
    poolOf("balancer", "10.1.0.0/24", { allowedUses: ["LoadBalancer"] }),
    poolOf("by-name", "10.2.0.0/24", { assignmentMode: "Manual" }),
    poolOf("by-node", "10.3.0.0/24", { nodeSelector: "!all()" }),
    poolOf("off", "10.4.0.0/24", { disabled: true }),
    poolOf("of-team", "10.5.0.0/24", { namespaceSelector: 'team == "shop"' }),
    poolOf("six", "fd00::/64"),
];

const MANUAL = "It is for whoever asks for it by name (assignmentMode: Manual).";
const NO_NODE = "It is for whoever asks for it by name (nodeSelector: !all()).";
const OFF = "It is disabled, so that it gives out no new addresses.";
const OPEN = "It is open to namespaces that are bound to no pool.";
const OPEN_4 = "It is open to namespaces that are bound to no IPv4 pool.";
const OPEN_6 = "It is open to namespaces that are bound to no IPv6 pool.";
const BALANCER = "Its addresses are not for pods (allowedUses: LoadBalancer).";

/** What is said of each pool: yes or no, and why. */
function said(choices: ReturnType<typeof poolsFor>): Record<string, [boolean, string]> {
    return Object.fromEntries(choices.map(({ pool, isPossible, reason }) => [pool, [isPossible, reason]]));
}

describe("the pools of a namespace", () => {
    it("are all that are open, if it is bound to none", () => {
        assert.deepEqual(said(poolsFor({ metadata: { labels: { team: "web" } } }, POOLS)), {
            a: [true, OPEN],
            balancer: [false, BALANCER],
            "by-name": [false, MANUAL],
            "by-node": [false, NO_NODE],
            off: [false, OFF],
            "of-team": [false, 'Its namespaceSelector (team == "shop") does not match the namespace.'],
            six: [true, OPEN],
        });
    });

    it("are open to those that a selector names", () => {
        assert.deepEqual(said(poolsFor({ metadata: { labels: { team: "shop" } } }, POOLS))["of-team"], [true, OPEN]);
    });

    it("are those that it is bound to, by name or CIDR, whatever their selectors say", () => {
        const annotations = { [IPV4_POOLS_ANNOTATION]: '["10.5.0.0/24","off"]' };
        const namespace = { metadata: { labels: { [ipPoolLabel("by-name")]: "" }, annotations } };
        const bound = "The namespace is bound to it.";
        const elsewhere = "The namespace is bound to by-name, 10.5.0.0/24, off.";
        assert.deepEqual(said(poolsFor(namespace, POOLS)), {
            a: [false, elsewhere],
            balancer: [false, BALANCER],
            "by-name": [true, bound],
            "by-node": [false, elsewhere],
            off: [false, OFF],
            "of-team": [true, bound],
            six: [true, OPEN_6],
        });
    });

    it("are decided for each address family by what it asks for in that family", () => {
        const dual = [poolOf("a", "10.0.0.0/24"), poolOf("b", "10.1.0.0/24"), poolOf("six", "fd00::/64")];
        const seven = poolOf("seven", "fd00:1::/64");
        const choices = (labels: readonly string[], annotations: Readonly<Record<string, string>> = {}) =>
            poolsFor(
                {
                    metadata: {
                        labels: Object.fromEntries(labels.map((pool) => [ipPoolLabel(pool), ""])),
                        annotations,
                    },
                },
                [...dual, seven],
            ).map(({ pool, isPossible, reason }) => `${pool} ${isPossible ? "yes" : "no"}: ${reason}`);
        const bound = "The namespace is bound to it.";
        const open = [`six yes: ${OPEN_6}`, `seven yes: ${OPEN_6}`];
        const toA = [`a yes: ${bound}`, "b no: The namespace is bound to a."];
        const toSix = [`six yes: ${bound}`, "seven no: The namespace is bound to six."];
        const toNone = (name: string, pools: readonly string[]) =>
            pools.map((pool) => `${pool} no: The namespace is bound to ${name}.`);
        const table: readonly [readonly string[], Readonly<Record<string, string>>, readonly string[]][] = [
            [[], { [IPV4_POOLS_ANNOTATION]: '["a"]' }, [...toA, ...open]],
            [[], { [IPV6_POOLS_ANNOTATION]: '["six"]' }, [`a yes: ${OPEN_4}`, `b yes: ${OPEN_4}`, ...toSix]],
            [
                ["a", "six"],
                { [IPV4_POOLS_ANNOTATION]: '["a"]', [IPV6_POOLS_ANNOTATION]: '["six"]' },
                [...toA, ...toSix],
            ],
            [
                ["six"],
                { [IPV6_POOLS_ANNOTATION]: '["fd00::/64"]' },
                [
                    `a yes: ${OPEN_4}`,
                    `b yes: ${OPEN_4}`,
                    `six yes: ${bound}`,
                    "seven no: The namespace is bound to six, fd00::/64.",
                ],
            ],
            [
                [],
                { [IPV6_POOLS_ANNOTATION]: '["gone"]' },
                [`a yes: ${OPEN_4}`, `b yes: ${OPEN_4}`, ...toNone("gone", ["six", "seven"])],
            ],
            [["gone"], {}, [...toNone("gone", ["a", "b"]), ...open]],
        ];
        for (const [labels, annotations, expected] of table) {
            assert.deepEqual(choices(labels, annotations), expected);
        }
    });

    it("are said to be of a label alone where Calico's annotation is missing", () => {
        assert.deepEqual(said(poolsFor({ metadata: { labels: { [ipPoolLabel("a")]: "" } } }, POOLS)).a, [
            true,
            "The namespace is bound to it by label alone: Calico goes by the annotation, which the namespace does not have.",
        ]);
    });

    it("do not include one that lies in a CIDR that is asked for, for Calico takes the CIDR of a pool alone", () => {
        const annotations = { [IPV4_POOLS_ANNOTATION]: '["10.0.0.0/16"]' };
        assert.equal(said(poolsFor({ metadata: { annotations } }, POOLS)).a?.[0], false);
    });
});

describe("the pools that the pods of a pool can move to", () => {
    it("are the others that are enabled, for pods, and of its family", () => {
        const yes = 'It is enabled, for pods, and has IPv4 addresses as "a" has.';
        assert.deepEqual(said(targetsOf(POOLS[0]!, POOLS)), {
            balancer: [false, BALANCER],
            "by-name": [true, yes],
            "by-node": [true, yes],
            off: [false, OFF],
            "of-team": [true, yes],
            six: [false, 'It has IPv6 addresses, and "a" has IPv4.'],
        });
    });
});
