// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import type { LabelSelector } from "../../../lib/label-selector";
import { PROTOCOLS } from "../../../lib/reach/ports";
import type {
    Address,
    NetworkPolicy,
    Party,
    PolicyPeer,
    PolicyPort,
    PolicyRule,
    Workload,
    World,
} from "../../../lib/reach/world";
import { BLOCKS, type Knock } from "./naive";

const NAMESPACES = ["shop", "ledger"];
const KEYS = ["app", "tier"];
const VALUES = ["a", "b"];
const ADDRESSES = ["10.1.0.1", "10.1.0.2", "10.2.0.1", "192.168.0.1", "169.254.169.254", "fd00::1", "2001:db8::1"];
const HOLES = Object.keys(BLOCKS).filter((cidr) => !cidr.endsWith("/0"));
const EDGES = [1, 53, 80, 82, 8080, 65535];
const NAMES = ["http", "dns"];

/** For a record any part of which may be missing. */
const PARTLY = { requiredKeys: [] };

const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 2 });

const protocol = fc.constantFrom(...PROTOCOLS);

const expression = fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"),
    values: fc.subarray(VALUES),
});

/** Many select everything, as most selectors of real policies do. */
const selector: fc.Arbitrary<LabelSelector> = fc.oneof(
    { weight: 1, arbitrary: fc.constant({}) },
    {
        weight: 2,
        arbitrary: fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 2 }) }, PARTLY),
    },
);

const peer: fc.Arbitrary<PolicyPeer> = fc.oneof(
    fc.record({ podSelector: selector, namespaceSelector: selector }, PARTLY),
    fc.record({
        ipBlock: fc.record({
            cidr: fc.constantFrom(...Object.keys(BLOCKS)),
            except: fc.subarray(HOLES, { maxLength: 2 }),
        }),
    }),
);

const port: fc.Arbitrary<PolicyPort> = fc.oneof(
    fc.record({ protocol: fc.constantFrom(...PROTOCOLS, "ICMP"), port: fc.constantFrom(...EDGES, ...NAMES) }, PARTLY),
    fc
        .tuple(protocol, fc.constantFrom(...EDGES), fc.constantFrom(...EDGES))
        .map(([protocol, one, other]) => ({ protocol, port: Math.min(one, other), endPort: Math.max(one, other) })),
);

/** A rule of either direction. */
export const rule: fc.Arbitrary<PolicyRule> = fc.record(
    { peers: fc.array(peer, { maxLength: 3 }), ports: fc.array(port, { maxLength: 3 }) },
    PARTLY,
);

/** A policy of one of the namespaces. */
export const policy: fc.Arbitrary<NetworkPolicy> = fc.record(
    {
        namespace: fc.constantFrom(...NAMESPACES),
        name: fc.constant("policy"),
        podSelector: selector,
        policyTypes: fc.subarray(["Ingress", "Egress"]),
        ingress: fc.array(rule, { maxLength: 3 }),
        egress: fc.array(rule, { maxLength: 3 }),
    },
    { requiredKeys: ["namespace", "name", "podSelector"] },
);

/** Pods, few of them on the network of their node. */
export const workload: fc.Arbitrary<Workload> = fc.record({
    namespace: fc.constantFrom(...NAMESPACES, ...NAMESPACES, "unknown"),
    kind: fc.constant("Deployment"),
    name: fc.constant("pods"),
    labels,
    ports: fc.array(fc.record({ name: fc.constantFrom(...NAMES), port: fc.constantFrom(...EDGES), protocol }), {
        maxLength: 3,
    }),
    addresses: fc.subarray(ADDRESSES, { maxLength: 2 }),
    isHostNetwork: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** An address outside of pods. */
export const address: fc.Arbitrary<Address> = fc.record({ address: fc.constantFrom(...ADDRESSES) });

/** Pods, or now and then an address. */
export const party: fc.Arbitrary<Party> = fc.oneof(
    { weight: 5, arbitrary: workload },
    { weight: 1, arbitrary: address },
);

/** A world of a few policies. */
export const world: fc.Arbitrary<World> = fc.record({
    namespaces: fc
        .tuple(...NAMESPACES.map((name) => fc.tuple(fc.constant(name), labels)))
        .map((entries) => new Map(entries)),
    workloads: fc.constant([]),
    policies: fc.array(policy, { maxLength: 5 }),
});

/** Every port at, before and after a number that generated rules name, of every protocol. */
export const KNOCKS: readonly Knock[] = PROTOCOLS.flatMap((protocol) =>
    [...new Set(EDGES.flatMap((edge) => [edge - 1, edge, edge + 1]))]
        .filter((port) => port >= 1 && port <= 65535)
        .map((port) => ({ protocol, port })),
);
