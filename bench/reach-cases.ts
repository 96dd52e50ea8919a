// SPDX-License-Identifier: Apache-2.0
import type { PolicyRule, World } from "kubesphere-network/lib/reach/world";
import { NAME_LABEL, namespaceName, type Policies, WORKLOADS, workspaceName, world } from "./reach-worlds";

/** Worlds whose difference is measured; without one before, all connections of a world are. */
export interface ReachCase {
    readonly before?: World;
    readonly after: World;
}

type Cases = Readonly<Record<string, (namespaces: number) => ReachCase>>;

/** What people do, by what it is. */
export const USUAL_CASES: Cases = {
    "isolation of one project": (count) => ({
        before: world(count, (namespace) => (namespace === 0 ? [] : isolated(namespace))),
        after: world(count, isolated),
    }),
    "isolation of every project": (count) => ({ before: world(count, none), after: world(count, isolated) }),
    "none: all connections": (count) => ({ after: world(count, isolated) }),
};

/** What was found to take longest, each for a reason of its own. */
export const WORST_CASES: Cases = {
    "isolation of every project, both ways": (count) => ({ before: world(count, none), after: world(count, closed) }),
    "policies by labels of single workloads": (count) => ({
        before: world(count, none),
        after: world(count, byLabels(count, 0)),
    }),
    "all policies by labels of single workloads": (count) => ({
        before: world(count, byLabels(count, 0)),
        after: world(count, byLabels(count, 1)),
    }),
    "ports of egress, which all differ": (count) => ({
        before: world(count, (namespace) => [egress(namespace), guarded(namespace)]),
        after: world(count, (namespace) => [egress(namespace + 1), guarded(namespace)]),
    }),
    "isolation, where ports of egress all differ": (count) => ({
        before: world(count, (namespace) => [egress(namespace)]),
        after: world(count, (namespace) => [egress(namespace), isolating(namespace)]),
    }),
    "ports of ingress, which all differ, as those of egress do": (count) => ({
        before: world(count, (namespace) => [egress(namespace)]),
        after: world(count, (namespace) => [egress(namespace), ingress({}, [{ ports: ports(namespace) }])]),
    }),
    "two blocks with exceptions for every project": (count) => ({
        before: world(count, none),
        after: world(count, blocks),
    }),
    "ports with names, which all differ": (count) => ({
        before: world(count, isolated),
        after: world(count, isolated, (workload) => 8080 + workload),
    }),
};

type Policy = ReturnType<Policies>[number];

function none(): Policy[] {
    return [];
}

/** What KubeSphere makes of isolation, and one that lets a workspace in to what is on the web. */
function isolated(namespace: number): Policy[] {
    return [isolating(namespace), guarded(namespace)];
}

function isolating(namespace: number): Policy {
    return ingress({}, [
        { peers: [{ namespaceSelector: { matchLabels: { [NAME_LABEL]: namespaceName(namespace) } } }] },
        { peers: [{ ipBlock: { cidr: "192.168.0.2/32" } }] },
    ]);
}

function guarded(namespace: number): Policy {
    const workspace = { matchLabels: { workspace: workspaceName(namespace) } };
    return ingress({ tier: "web" }, [{ peers: [{ namespaceSelector: workspace }], ports: [{ port: "http" }] }]);
}

/** Isolation, and an egress rule that comes with access to DNS. */
function closed(namespace: number): Policy[] {
    return [
        isolating(namespace),
        {
            podSelector: {},
            policyTypes: ["Egress"],
            egress: [
                { peers: [{ podSelector: {} }] },
                { peers: [{ ipBlock: { cidr: "169.254.25.10/32" } }], ports: [{ protocol: "UDP", port: 53 }] },
            ],
        },
    ];
}

/** Policies that select half of a namespace each, and let others in and out, by labels that one workload has. */
function byLabels(count: number, shift: number): Policies {
    const all = count * WORKLOADS;
    const some = (operator: string, first: number, step: number): PolicyRule["peers"] => {
        const numbers = Array.from({ length: 20 }, (_, index) => (first * 7919 + index * step + shift * 31) % all);
        const expression = { key: "number", operator, values: numbers.map(String) };
        return [{ namespaceSelector: {}, podSelector: { matchExpressions: [expression] } }];
    };
    return (namespace) =>
        [0, 1].map((half) => {
            const first = namespace * 2 + half;
            const own = Array.from({ length: 6 }, (_, index) => String(namespace * WORKLOADS + half * 4 + index));
            return {
                podSelector: { matchExpressions: [{ key: "number", operator: "In", values: own }] },
                policyTypes: ["Ingress", "Egress"],
                ingress: [
                    { peers: some("In", first, 37), ports: [{ port: 80 }] },
                    { peers: some("NotIn", first, 101), ports: [{ port: 443 }] },
                ],
                egress: [
                    { peers: some("NotIn", first, 53) },
                    { peers: some("In", first, 11), ports: [{ protocol: "UDP", port: 53 }] },
                ],
            };
        });
}

function egress(namespace: number): Policy {
    return { podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: ports(namespace) }] };
}

/** Ports that no other namespace has. */
function ports(namespace: number): PolicyRule["ports"] {
    return [
        { protocol: "UDP", port: 53 },
        { port: 1000 + namespace },
        { port: 20_000 + namespace * 3, endPort: 30_000 + namespace * 5 },
    ];
}

/** Two blocks that no other namespace has: one with addresses of pods, and one outside. */
function blocks(namespace: number): Policy[] {
    const [high, low] = [namespace >> 8, namespace & 255];
    const pods = { cidr: `10.0.${low}.0/24`, except: [`10.0.${low}.${high}/32`] };
    const outside = `172.${16 + high}.${low}`;
    return [
        ingress({}, [{ peers: [{ ipBlock: pods }] }]),
        ingress({ tier: "web" }, [
            {
                peers: [{ ipBlock: { cidr: `${outside}.0/24`, except: [`${outside}.0/26`, `${outside}.128/30`] } }],
                ports: [{ port: 443 }],
            },
        ]),
    ];
}

function ingress(matchLabels: Record<string, string>, rules: readonly PolicyRule[]): Policy {
    return { podSelector: { matchLabels }, policyTypes: ["Ingress"], ingress: rules };
}
