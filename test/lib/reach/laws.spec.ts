// SPDX-License-Identifier: Apache-2.0
// Does not prove that a network plugin does what the documentation of NetworkPolicy says.
import assert from "node:assert/strict";
import fc from "fast-check";
import { allowedPorts, allowedRanges, type Direction, restricts } from "../../../lib/reach/policy";
import { PortSet } from "../../../lib/reach/ports";
import { reach } from "../../../lib/reach/reach";
import { isWorkload, type NetworkPolicy, type Party, type World } from "../../../lib/reach/world";
import { address, KNOCKS, party, policy, rule, workload, world } from "./generated";
import { naivelyReaches } from "./naive";

const RUNS = { numRuns: 1000 };

const DIRECTIONS: readonly Direction[] = ["ingress", "egress"];

/** The same lists in the other order, at every depth. */
function reversed<T>(value: T): T {
    if (Array.isArray(value)) {
        return value.map(reversed).reverse() as T;
    }
    return typeof value === "object" && value !== null
        ? (Object.fromEntries(Object.entries(value).map(([key, part]) => [key, reversed<unknown>(part)])) as T)
        : value;
}

function withPolicies({ namespaces, workloads }: World, policies: readonly NetworkPolicy[]): World {
    return { namespaces, workloads, policies };
}

/** What is open before a change and not after it. */
function lost(before: PortSet, after: PortSet): string {
    return before.minus(after).toString();
}

function together(sets: readonly PortSet[]): string {
    return sets.reduce((all, each) => all.union(each), PortSet.NONE).toString();
}

function namespaceOf(each: Party): string | undefined {
    return isWorkload(each) ? each.namespace : undefined;
}

describe("Who reaches whom", () => {
    it("is what a naive reading of the documentation says, at every boundary of ports and addresses", () => {
        const open = { some: 0, none: 0, all: 0 };
        fc.assert(
            fc.property(world, fc.array(party, { minLength: 3, maxLength: 3 }), (world, parties) => {
                for (const [from, to] of parties.flatMap((one) => parties.map((other) => [one, other] as const))) {
                    const { ports } = reach(from, to, world);
                    open[ports.isEmpty ? "none" : ports === PortSet.ALL ? "all" : "some"]++;
                    assert.deepEqual(
                        KNOCKS.filter(({ protocol, port }) => ports.has(protocol, port)),
                        KNOCKS.filter((knock) => naivelyReaches(from, to, knock, world)),
                    );
                }
            }),
            { numRuns: 500 },
        );
        // Of each outcome there must be enough for the comparison to mean something.
        assert.ok(Math.min(...Object.values(open)) > 200, JSON.stringify(open));
    });

    it("does not depend on the order of policies, rules, peers, ports and expressions", () => {
        fc.assert(
            fc.property(world, party, party, (world, from, to) => {
                const other = withPolicies(world, reversed(world.policies));
                assert.equal(reach(from, to, other).ports.toString(), reach(from, to, world).ports.toString());
            }),
            RUNS,
        );
    });

    it("is not touched by policies of third namespaces", () => {
        fc.assert(
            fc.property(world, party, party, (world, from, to) => {
                const own = [namespaceOf(from), namespaceOf(to)];
                const fewer = withPolicies(
                    world,
                    world.policies.filter(({ namespace }) => own.includes(namespace)),
                );
                assert.deepEqual(reach(from, to, fewer), reach(from, to, world));
            }),
            RUNS,
        );
    });

    it("only grows by a rule for ingress", () => {
        fc.assert(
            fc.property(world, policy, rule, fc.tuple(party, party), (world, policy, rule, [from, to]) => {
                const more = { ...policy, ingress: [...(policy.ingress ?? []), rule] };
                const before = reach(from, to, withPolicies(world, [...world.policies, policy]));
                const after = reach(from, to, withPolicies(world, [...world.policies, more]));
                assert.equal(lost(before.ports, after.ports), "none");
            }),
            RUNS,
        );
    });

    it("only grows by a rule for egress of a policy that restricts egress already", () => {
        fc.assert(
            fc.property(world, policy, rule, fc.tuple(party, party), (world, policy, rule, [from, to]) => {
                const strict = { ...policy, policyTypes: ["Egress"] };
                const more = { ...strict, egress: [...(policy.egress ?? []), rule] };
                const before = reach(from, to, withPolicies(world, [...world.policies, strict]));
                const after = reach(from, to, withPolicies(world, [...world.policies, more]));
                assert.equal(lost(before.ports, after.ports), "none");
            }),
            RUNS,
        );
    });

    it("grows at ends that are restricted already by one more policy, and shrinks at open ones", () => {
        fc.assert(
            fc.property(world, policy, party, party, (world, policy, from, to) => {
                const before = reach(from, to, world);
                const after = reach(from, to, withPolicies(world, [...world.policies, policy]));
                for (const direction of DIRECTIONS) {
                    const [was, is] = [before[direction], after[direction]];
                    const isRestricted = was.verdicts.length > 0;
                    assert.equal(isRestricted ? lost(was.ports, is.ports) : lost(is.ports, was.ports), "none");
                }
            }),
            RUNS,
        );
    });

    it("is what both ends let through, and each end what the rules that are named let through", () => {
        fc.assert(
            fc.property(world, party, party, (world, from, to) => {
                const { ports, egress, ingress } = reach(from, to, world);
                assert.ok(ports.equals(egress.ports.intersect(ingress.ports)));
                for (const { verdicts, ports: all } of [egress, ingress]) {
                    const rules = verdicts.flatMap((verdict) => verdict.rules);
                    const sum = together(rules.map((rule) => rule.ports));
                    assert.equal(all.toString(), verdicts.length === 0 ? "all ports" : sum);
                }
            }),
            RUNS,
        );
    });
});

describe("The ranges of addresses that a policy allows", () => {
    it("allow each address outside of pods what the policy's rules allow it", () => {
        let compared = 0;
        fc.assert(
            fc.property(world, policy, workload, address, (world, policy, pods, peer) => {
                for (const direction of DIRECTIONS.filter((each) => restricts(policy, each, pods))) {
                    const reached = direction === "ingress" ? pods : peer;
                    const expected = allowedPorts(policy, direction, { peer, reached, world });
                    const ranges = allowedRanges(policy, direction, pods).filter(({ addresses }) =>
                        addresses.has(peer.address),
                    );
                    assert.equal(together(ranges.map(({ ports }) => ports)), together(expected));
                    compared++;
                }
            }),
            RUNS,
        );
        assert.ok(compared > 50, String(compared));
    });
});
