// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { allowedRanges, type Direction, typesOf } from "../../../lib/reach/policy";
import type { NetworkPolicy } from "../../../lib/reach/world";
import { pods, policy } from "./parties";

describe("The ways that a policy restricts", () => {
    const table: [string, Partial<NetworkPolicy>, string[]][] = [
        ["are those it names", { policyTypes: ["Egress"], ingress: [{}] }, ["Egress"]],
        ["are ingress if it says nothing", {}, ["Ingress"]],
        ["are ingress if it names none and has rules for ingress", { policyTypes: [], ingress: [{}] }, ["Ingress"]],
        ["are both if it names none and has a rule for egress", { egress: [{}] }, ["Ingress", "Egress"]],
        ["are ingress if it names none and its list of rules for egress is empty", { egress: [] }, ["Ingress"]],
    ];
    for (const [title, parts, types] of table) {
        it(title, () => {
            assert.deepEqual(typesOf(policy("shop", parts)), types);
        });
    }
});

describe("The ranges of addresses that a policy allows", () => {
    const web = pods("shop", "web", { ports: [{ name: "http", port: 8080, protocol: "TCP" }] });
    const LAN = { ipBlock: { cidr: "10.0.0.0/8", except: ["10.128.0.0/9"] } };
    const VPN = { ipBlock: { cidr: "172.16.0.0/12" } };

    const table: [string, Direction, NetworkPolicy["ingress"], string[]][] = [
        [
            "are all addresses of both families for a rule without peers",
            "ingress",
            [{}],
            ["0.0.0.0/0, ::/0: all ports"],
        ],
        [
            "are those of all blocks of a rule, at its ports",
            "ingress",
            [{ peers: [LAN, VPN], ports: [{ port: 80 }] }],
            ["10.0.0.0/9, 172.16.0.0/12: TCP 80"],
        ],
        [
            "are told rule by rule",
            "egress",
            [{ peers: [LAN] }, { peers: [VPN], ports: [{ protocol: "UDP" }] }],
            ["10.0.0.0/9: all ports", "172.16.0.0/12: UDP"],
        ],
        ["are none for peers that are pods", "ingress", [{ peers: [{ namespaceSelector: {} }] }], []],
        [
            "are those of the blocks beside peers that are pods",
            "egress",
            [{ peers: [{ podSelector: {} }, VPN] }],
            ["172.16.0.0/12: all ports"],
        ],
        [
            "have the port of that name of the pods that are reached",
            "ingress",
            [{ peers: [VPN], ports: [{ port: "http" }] }],
            ["172.16.0.0/12: TCP 8080"],
        ],
        ["have no port by its name on the way out", "egress", [{ peers: [VPN], ports: [{ port: "http" }] }], []],
        ["are none without rules", "egress", undefined, []],
    ];
    for (const [title, direction, rules, expected] of table) {
        it(title, () => {
            const ranges = allowedRanges(policy("shop", { [direction]: rules }), direction, web);
            assert.deepEqual(
                ranges.map(({ ports, addresses }) => `${addresses.toString()}: ${ports.toString()}`),
                expected,
            );
        });
    }
});
