// SPDX-License-Identifier: Apache-2.0
// The rules are those of https://kubernetes.io/docs/concepts/services-networking/network-policies and of the API reference.
import assert from "node:assert/strict";
import type { LabelSelector } from "../../../lib/label-selector";
import { reach } from "../../../lib/reach/reach";
import type { NetworkPolicy, Party, PolicyPeer, PolicyPort } from "../../../lib/reach/world";
import { pods, policy, worldOf } from "./parties";

const NAMESPACES = { shop: { team: "retail" }, ledger: { team: "finance" }, tools: {} };

const web = pods("shop", "web", { labels: { app: "web", tier: "front" }, addresses: ["10.1.0.1"] });
const api = pods("shop", "api", { labels: { app: "api" }, addresses: ["10.1.0.2"] });
const db = pods("ledger", "db", {
    labels: { app: "db" },
    ports: [
        { name: "sql", port: 5432, protocol: "TCP" },
        { name: "sql", port: 5433, protocol: "UDP" },
        { port: 9100, protocol: "TCP" },
    ],
    addresses: ["10.2.0.1", "fd00::2"],
});
const cache = pods("ledger", "cache", {
    labels: { app: "cache" },
    ports: [{ name: "sql", port: 6379, protocol: "TCP" }],
});
const proxy = pods("shop", "proxy", {
    labels: { app: "web", tier: "front" },
    ports: [{ name: "sql", port: 3306, protocol: "TCP" }],
    addresses: ["192.168.0.5"],
    isHostNetwork: true,
});
const outside = { address: "203.0.113.7" };

/** Lets these peers into the pods of ledger. */
function letsIn(peers: readonly PolicyPeer[] | undefined, ports?: readonly PolicyPort[]): NetworkPolicy {
    return policy("ledger", { ingress: [{ peers, ports }] });
}

/** Lets the pods of shop out to these peers. */
function letsOut(peers: readonly PolicyPeer[] | undefined, ports?: readonly PolicyPort[]): NetworkPolicy {
    return policy("shop", { policyTypes: ["Egress"], egress: [{ peers, ports }] });
}

function labels(matchLabels: Record<string, string>): LabelSelector {
    return { matchLabels };
}

function expression(key: string, operator: string, ...values: string[]): LabelSelector {
    return { matchExpressions: [{ key, operator, values }] };
}

const WEB: PolicyPeer = { podSelector: labels({ app: "web" }) };
const EVERY_POD: PolicyPeer = { namespaceSelector: {} };
const ALLOW_SHOP = letsIn([{ namespaceSelector: labels({ team: "retail" }) }]);
const DENY_EGRESS = policy("shop", { policyTypes: ["Egress"] });

type Row = [title: string, policies: NetworkPolicy[], from: Party, to: Party, ports: string];

const RESTRICTS: Row[] = [
    ["pods that no policy selects are reached by everybody", [], outside, db, "all ports"],
    ["a policy without rules lets nobody in", [policy("ledger")], web, db, "none"],
    ["an empty list of rules lets nobody in", [policy("ledger", { ingress: [] })], web, db, "none"],
    ["an empty podSelector selects all pods of the namespace", [policy("ledger")], web, cache, "none"],
    ["a policy selects no pods of other namespaces", [policy("ledger")], db, web, "all ports"],
    [
        "pods that the podSelector does not match stay open",
        [policy("ledger", { podSelector: labels({ app: "db" }) })],
        web,
        cache,
        "all ports",
    ],
    ["a policy for ingress does not restrict egress", [policy("shop", { ingress: [] })], web, db, "all ports"],
    [
        "without policyTypes a policy that has egress rules restricts both ways",
        [policy("ledger", { egress: [{}] })],
        web,
        db,
        "none",
    ],
    [
        "without policyTypes an empty list of egress rules restricts no egress",
        [policy("shop", { egress: [] })],
        web,
        db,
        "all ports",
    ],
    [
        "an empty list of policyTypes counts as none",
        [policy("shop", { policyTypes: [], egress: [{ peers: [WEB] }] })],
        web,
        db,
        "none",
    ],
    [
        "policyTypes of Egress alone leave ingress open",
        [policy("ledger", { policyTypes: ["Egress"] })],
        web,
        db,
        "all ports",
    ],
    ["policyTypes of Egress without rules let nothing out", [DENY_EGRESS], web, outside, "none"],
    [
        "rules for a way that policyTypes do not name count for nothing",
        [policy("ledger", { policyTypes: ["Egress"], ingress: [{}], egress: [{}] }), policy("ledger")],
        web,
        db,
        "none",
    ],
];

const COMBINES: Row[] = [
    ["both ends must allow: ingress alone is not enough", [ALLOW_SHOP, DENY_EGRESS], web, db, "none"],
    ["both ends must allow: egress alone is not enough", [policy("ledger"), letsOut([EVERY_POD])], web, db, "none"],
    [
        "both ends must allow: only ports of both are open",
        [
            letsIn([EVERY_POD], [{ port: 1, endPort: 100 }]),
            letsOut([EVERY_POD], [{ port: 90, endPort: 200 }, { protocol: "UDP" }]),
        ],
        web,
        db,
        "TCP 90-100",
    ],
    [
        "an answer needs no rule: who may be called may not call",
        [policy("shop"), policy("ledger", { ingress: [{}] })],
        web,
        db,
        "all ports",
    ],
    [
        "policies add up",
        [letsIn([EVERY_POD], [{ port: 80 }]), letsIn([EVERY_POD], [{ port: 443 }]), policy("ledger")],
        web,
        db,
        "TCP 80, TCP 443",
    ],
    [
        "rules add up",
        [
            policy("ledger", {
                ingress: [{ peers: [EVERY_POD], ports: [{ port: 80 }] }, { ports: [{ protocol: "UDP", port: 53 }] }],
            }),
        ],
        web,
        db,
        "TCP 80, UDP 53",
    ],
    ["pods of one workload are restricted towards each other as towards others", [policy("shop")], web, web, "none"],
];

const PEERS: Row[] = [
    [
        "no list of peers means everybody outside of pods too",
        [letsIn(undefined, [{ port: 80 }])],
        outside,
        db,
        "TCP 80",
    ],
    ["an empty list of peers means everybody", [letsIn([])], outside, db, "all ports"],
    ["a podSelector alone looks in the policy's own namespace", [letsIn([WEB])], web, db, "none"],
    [
        "a podSelector alone finds pods of the policy's own namespace",
        [letsIn([{ podSelector: labels({ app: "cache" }) }])],
        cache,
        db,
        "all ports",
    ],
    [
        "an empty podSelector means all pods of the policy's own namespace",
        [letsIn([{ podSelector: {} }])],
        cache,
        db,
        "all ports",
    ],
    ["an empty podSelector means no pods of other namespaces", [letsIn([{ podSelector: {} }])], web, db, "none"],
    ["a namespaceSelector alone means all pods of these namespaces", [ALLOW_SHOP], api, db, "all ports"],
    ["a namespaceSelector alone means no pods of other namespaces", [ALLOW_SHOP], cache, db, "none"],
    ["an empty namespaceSelector means all namespaces", [letsIn([EVERY_POD])], pods("tools", "ci"), db, "all ports"],
    ["an empty namespaceSelector means nobody outside of pods", [letsIn([EVERY_POD])], outside, db, "none"],
    [
        "both selectors in one peer must match: the other namespace's pods do not",
        [letsIn([{ namespaceSelector: labels({ team: "retail" }), ...WEB }])],
        api,
        db,
        "none",
    ],
    [
        "both selectors in one peer must match: pods that do are let in",
        [letsIn([{ namespaceSelector: labels({ team: "retail" }), ...WEB }])],
        web,
        db,
        "all ports",
    ],
    [
        "both selectors as two peers need match only once",
        [letsIn([{ namespaceSelector: labels({ team: "retail" }) }, WEB])],
        api,
        db,
        "all ports",
    ],
    ["a peer that says nothing means nobody", [letsIn([{}])], cache, db, "none"],
    [
        "operator In matches one of its values",
        [letsIn([{ ...EVERY_POD, podSelector: expression("app", "In", "web", "x") }])],
        web,
        db,
        "all ports",
    ],
    [
        "operator In matches no other value",
        [letsIn([{ ...EVERY_POD, podSelector: expression("app", "In", "x") }])],
        web,
        db,
        "none",
    ],
    [
        "operator NotIn matches what has no such label",
        [letsIn([{ ...EVERY_POD, podSelector: expression("tier", "NotIn", "front") }])],
        api,
        db,
        "all ports",
    ],
    [
        "operator NotIn does not match one of its values",
        [letsIn([{ ...EVERY_POD, podSelector: expression("tier", "NotIn", "front") }])],
        web,
        db,
        "none",
    ],
    [
        "operator Exists matches whatever value",
        [letsIn([{ namespaceSelector: expression("team", "Exists") }])],
        web,
        db,
        "all ports",
    ],
    [
        "operator Exists does not match without the label",
        [letsIn([{ namespaceSelector: expression("team", "Exists") }])],
        pods("tools", "ci"),
        db,
        "none",
    ],
    [
        "operator DoesNotExist matches without the label",
        [letsIn([{ namespaceSelector: expression("team", "DoesNotExist") }])],
        pods("tools", "ci"),
        db,
        "all ports",
    ],
    [
        "pods of a namespace whose labels are not known are found by the empty selector",
        [letsIn([EVERY_POD])],
        pods("new", "ci"),
        db,
        "all ports",
    ],
    [
        "pods of a namespace whose labels are not known are found by no label",
        [ALLOW_SHOP],
        pods("new", "ci"),
        db,
        "none",
    ],
];

function block(cidr: string, ...except: string[]): PolicyPeer {
    return { ipBlock: { cidr, except } };
}

const BLOCKS: Row[] = [
    ["a block means addresses outside of pods", [letsIn([block("203.0.113.0/24")])], outside, db, "all ports"],
    [
        "a block does not mean what it excepts",
        [letsIn([block("203.0.113.0/24", "203.0.113.4/30")])],
        outside,
        db,
        "none",
    ],
    [
        "a block means addresses beside what it excepts",
        [letsIn([block("203.0.113.0/24", "203.0.113.8/30")])],
        outside,
        db,
        "all ports",
    ],
    ["a block is masked by its prefix", [letsIn([block("203.0.113.99/24")])], outside, db, "all ports"],
    ["a block means pods by their addresses", [letsIn([block("10.1.0.0/16")])], web, db, "all ports"],
    [
        "a block of IPv6 is enough for pods that have both families",
        [letsOut([block("fd00::/64")])],
        web,
        db,
        "all ports",
    ],
    [
        "a block of all IPv4 addresses means no address of IPv6",
        [letsIn([block("0.0.0.0/0")])],
        { address: "fd00::9" },
        db,
        "none",
    ],
    ["a block that is no CIDR means nobody", [letsIn([block("203.0.113.7")])], outside, db, "none"],
    [
        "pods without known addresses are in no part of all addresses",
        [letsOut([block("10.0.0.0/8")])],
        web,
        cache,
        "none",
    ],
    [
        "pods without known addresses are in the block of all addresses",
        [letsOut([block("0.0.0.0/0")])],
        web,
        cache,
        "all ports",
    ],
    [
        "pods without known addresses are in the block of all IPv6 addresses",
        [letsOut([block("::/0")])],
        web,
        cache,
        "all ports",
    ],
    [
        "pods without known addresses are in all addresses but those that no pod has",
        [letsOut([block("0.0.0.0/0", "169.254.169.254/32", "127.0.0.0/8")])],
        web,
        cache,
        "all ports",
    ],
    [
        "pods without known addresses are not in all addresses but some that pods may have",
        [letsOut([block("0.0.0.0/0", "10.0.0.0/8")])],
        web,
        cache,
        "none",
    ],
];

const PORTS: Row[] = [
    ["no list of ports means all ports of all protocols", [letsIn([EVERY_POD])], web, db, "all ports"],
    ["an empty list of ports means all ports of all protocols", [letsIn([EVERY_POD], [])], web, db, "all ports"],
    ["a port without a protocol is of TCP", [letsIn([EVERY_POD], [{ port: 80 }])], web, db, "TCP 80"],
    ["a protocol without a port means all of its ports", [letsIn([EVERY_POD], [{ protocol: "UDP" }])], web, db, "UDP"],
    ["a port that says nothing means all of TCP", [letsIn([EVERY_POD], [{}])], web, db, "TCP"],
    [
        "a range has both of its ends",
        [letsIn([EVERY_POD], [{ port: 32000, endPort: 32768 }])],
        web,
        db,
        "TCP 32000-32768",
    ],
    ["a range may end where it begins", [letsIn([EVERY_POD], [{ port: 80, endPort: 80 }])], web, db, "TCP 80"],
    ["SCTP is a protocol of its own", [letsIn([EVERY_POD], [{ protocol: "SCTP", port: 7777 }])], web, db, "SCTP 7777"],
    [
        "a protocol that policies do not know allows nothing",
        [letsIn([EVERY_POD], [{ protocol: "ICMP" }])],
        web,
        db,
        "none",
    ],
    ["a name means the port of that name and protocol", [letsIn([EVERY_POD], [{ port: "sql" }])], web, db, "TCP 5432"],
    ["a name means another port for other pods", [letsIn([EVERY_POD], [{ port: "sql" }])], web, cache, "TCP 6379"],
    [
        "a name of UDP means no port of TCP",
        [letsIn([EVERY_POD], [{ protocol: "UDP", port: "sql" }])],
        web,
        db,
        "UDP 5433",
    ],
    ["a name that no port has allows nothing", [letsIn([EVERY_POD], [{ port: "http" }])], web, db, "none"],
    [
        "a name in egress means the port of the pods that are reached",
        [letsOut([EVERY_POD], [{ port: "sql" }])],
        web,
        db,
        "TCP 5432",
    ],
    [
        "a name in egress means the port of pods in a block",
        [letsOut([block("10.2.0.0/16")], [{ port: "sql" }])],
        web,
        db,
        "TCP 5432",
    ],
    [
        "a name in egress means no port of an address outside of pods",
        [letsOut(undefined, [{ port: "sql" }])],
        web,
        outside,
        "none",
    ],
    [
        "a name in egress means no port of a pod on its node's network",
        [letsOut(undefined, [{ port: "sql" }])],
        web,
        proxy,
        "none",
    ],
];

const HOST_NETWORK: Row[] = [
    ["no policy restricts what comes in", [policy("shop")], outside, proxy, "all ports"],
    ["no policy restricts what goes out", [DENY_EGRESS], proxy, outside, "all ports"],
    [
        "no selector of pods means them",
        [letsIn([{ namespaceSelector: labels({ team: "retail" }), ...WEB }])],
        proxy,
        db,
        "none",
    ],
    ["a selector of all namespaces does not mean them", [letsIn([EVERY_POD])], proxy, db, "none"],
    ["a block means them by the node's address", [letsIn([block("192.168.0.0/24")])], proxy, db, "all ports"],
    ["a rule for everybody means them", [letsIn(undefined)], proxy, db, "all ports"],
];

const GROUPS: [string, Row[]][] = [
    ["A NetworkPolicy restricts:", RESTRICTS],
    ["NetworkPolicies together:", COMBINES],
    ["A peer of a rule:", PEERS],
    ["A block of addresses:", BLOCKS],
    ["A port of a rule:", PORTS],
    ["Of pods on the network of their node:", HOST_NETWORK],
];

for (const [group, rows] of GROUPS) {
    describe(group, () => {
        for (const [title, policies, from, to, ports] of rows) {
            it(title, () => {
                assert.equal(reach(from, to, worldOf(policies, NAMESPACES)).ports.toString(), ports);
            });
        }
    });
}

describe("What is reached", () => {
    it("comes with the policies of each end, and with the rules of them that allow it", () => {
        const silent = policy("ledger", { name: "silent" });
        const rules = policy("ledger", {
            name: "rules",
            ingress: [{ peers: [WEB] }, { peers: [EVERY_POD], ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }],
        });
        const other = policy("tools", { name: "other" });
        const { egress, ingress } = reach(web, db, worldOf([silent, rules, other], NAMESPACES));
        assert.deepEqual(
            { ...egress, ports: egress.ports.toString() },
            { direction: "egress", verdicts: [], ports: "all ports" },
        );
        assert.deepEqual(
            {
                ...ingress,
                verdicts: ingress.verdicts.map((verdict) => ({
                    ...verdict,
                    ports: verdict.ports.toString(),
                    rules: verdict.rules.map(({ index, ports }) => `${index}: ${ports.toString()}`),
                })),
                ports: ingress.ports.toString(),
            },
            {
                direction: "ingress",
                verdicts: [
                    { policy: silent, rules: [], ports: "none", missesLabel: false },
                    { policy: rules, rules: ["1: TCP 80", "2: TCP 81"], ports: "TCP 80-81", missesLabel: false },
                ],
                ports: "TCP 80-81",
            },
        );
    });
});
