// SPDX-License-Identifier: Apache-2.0
// Proves that groups say of every pair what comparing this pair alone says; not that what is said of one pair is right.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { ChangedConnections } from "../../../../lib/reach/difference/changes";
import { type Difference, differenceOf } from "../../../../lib/reach/difference/difference";
import { partiesOf } from "../../../../lib/reach/difference/parties";
import { isWorkload, type NetworkPolicy, type Party, type Workload, type World } from "../../../../lib/reach/world";
import { pods, policy } from "../parties";
import { type Members, nameOf, type Pair, pairsBetween, pairsOf, portsOf, titleOf } from "./brute-force";
import { largeWorlds, policyChanges, type Worlds, worlds } from "./generated";

const RUNS = { numRuns: 500 };

const OPPOSITE = { lost: "gained", gained: "lost", changed: "changed" } as const;

/** What a pair has before and after. */
interface Outcome extends Pair {
    readonly before: string;
    readonly after: string;
}

/** Compares every pair of both worlds by itself. */
function outcomesOfAll({ before, after }: Worlds): Outcome[] {
    return pairsOf(after).flatMap((pair) => {
        const [from, to] = [counterpart(pair.from, before), counterpart(pair.to, before)];
        const outcome = from && to && { ...pair, before: portsOf({ from, to }, before), after: portsOf(pair, after) };
        return outcome === undefined || outcome.before === outcome.after ? [] : [outcome];
    });
}

/** The same party in another world; undefined if it is a workload that is not there. */
function counterpart(party: Party, { workloads }: World): Party | undefined {
    return isWorkload(party) ? workloads.find((each) => nameOf(each) === nameOf(party)) : party;
}

function outcomesOf(
    changes: readonly (Pick<ChangedConnections, "before" | "after"> & Record<"from" | "to", Members>)[],
): Outcome[] {
    return changes.flatMap(({ from, to, before, after }) =>
        pairsBetween(from, to).map((pair) => ({ ...pair, before: before.toString(), after: after.toString() })),
    );
}

function lines(outcomes: readonly Outcome[]): string[] {
    return outcomes.map((each) => `${titleOf(each)}: ${each.before} -> ${each.after}`).sort();
}

function changeOf({ before, after }: Outcome): ChangedConnections["change"] {
    return after === "none" ? "lost" : before === "none" ? "gained" : "changed";
}

/** Few of the workloads, from everywhere among them. */
function someOf({ workloads }: Pick<World, "workloads">): Workload[] {
    return workloads.filter(({ name }) => Number(name) % 9 === 0);
}

/** Addresses count once for all that change alike for a workload. */
function countsOf(outcomes: readonly Outcome[]): Difference["counts"] {
    const counted = new Map(
        outcomes.map((each) => {
            const [from, to] = [each.from, each.to].map((party) => (isWorkload(party) ? nameOf(party) : "addresses"));
            return [`${from} -> ${to}: ${each.before} -> ${each.after}`, each];
        }),
    );
    const counts = { lost: 0, gained: 0, changed: 0 };
    counted.forEach((each) => counts[changeOf(each)]++);
    return counts;
}

function partsOf({ change, from, to, before, after, pairs, policies }: ChangedConnections) {
    return {
        change,
        from: [...from.workloads.map(nameOf), ...from.ranges.toTexts()],
        to: [...to.workloads.map(nameOf), ...to.ranges.toTexts()],
        before: before.toString(),
        after: after.toString(),
        pairs,
        policies: policies.map(titleOfPolicy),
    };
}

function sortedJson(values: readonly unknown[]): string[] {
    return values.map((value) => JSON.stringify(value)).sort();
}

/** A world in which policies of these names are those of another one. */
function exchanged(world: World, other: World, names: readonly string[]): World {
    const isNamed = (each: NetworkPolicy) => names.includes(titleOfPolicy(each));
    const policies = [...world.policies.filter((each) => !isNamed(each)), ...other.policies.filter(isNamed)];
    return { ...world, policies };
}

/** The changes as a reader sees them. */
function shown({ changes }: Difference): string[] {
    return changes.map(({ change, from, to, before, after, policies }) => {
        const parties = `${partiesOf(from).text} -> ${partiesOf(to).text}`;
        return `${change} ${parties}: ${before.toString()} -> ${after.toString()} by ${policies.map(titleOfPolicy).join(", ")}`;
    });
}

function titleOfPolicy({ namespace, name }: NetworkPolicy): string {
    return `${namespace}/${name}`;
}

function reversed({ namespaces, workloads, policies }: World): World {
    return { namespaces, workloads: [...workloads].reverse(), policies: [...policies].reverse() };
}

describe("The difference in who may talk to whom", () => {
    it("has every pair that differs exactly once, with its ports before and after", () => {
        const seen = { lost: 0, gained: 0, changed: 0 };
        fc.assert(
            fc.property(worlds, (worlds) => {
                const expected = outcomesOfAll(worlds);
                expected.forEach((each) => seen[changeOf(each)]++);
                const difference = differenceOf(worlds.before, worlds.after);
                assert.deepEqual(lines(outcomesOf(difference.changes)), lines(expected));
            }),
            { numRuns: 1000 },
        );
        // Of each change there must be enough for the comparison to mean something.
        assert.ok(Math.min(...Object.values(seen)) > 500, JSON.stringify(seen));
    });

    it("has them among many workloads too, of which some are compared", () => {
        fc.assert(
            fc.property(largeWorlds, ({ before, after }) => {
                const changes = differenceOf(before, after).changes.map(({ from, to, before, after }) => ({
                    from: { workloads: someOf(from), ranges: from.ranges },
                    to: { workloads: someOf(to), ranges: to.ranges },
                    before,
                    after,
                }));
                const expected = outcomesOfAll({
                    before: { ...before, workloads: someOf(before) },
                    after: { ...after, workloads: someOf(after) },
                });
                assert.deepEqual(lines(outcomesOf(changes)), lines(expected));
            }),
            { numRuns: 20, endOnFailure: true },
        );
    });

    it("counts what a comparison of all pairs counts, in sum and in each group", () => {
        fc.assert(
            fc.property(worlds, (worlds) => {
                const { changes, counts } = differenceOf(worlds.before, worlds.after);
                assert.deepEqual(counts, countsOf(outcomesOfAll(worlds)));
                for (const change of changes) {
                    const own = countsOf(outcomesOf([change]));
                    assert.deepEqual(own, { lost: 0, gained: 0, changed: 0, [change.change]: change.pairs });
                }
            }),
            RUNS,
        );
    });

    it("of a world and itself is nothing", () => {
        fc.assert(
            fc.property(worlds, ({ before }) => {
                assert.deepEqual(differenceOf(before, before), {
                    changes: [],
                    counts: { lost: 0, gained: 0, changed: 0 },
                });
            }),
            RUNS,
        );
    });

    it("the other way round has lost and gained exchanged, in the same groups and by the same policies", () => {
        fc.assert(
            fc.property(worlds, ({ before, after }) => {
                const back = differenceOf(after, before).changes.map((each) => ({
                    ...partsOf(each),
                    change: OPPOSITE[each.change],
                    before: each.after.toString(),
                    after: each.before.toString(),
                }));
                const there = differenceOf(before, after).changes.map(partsOf);
                assert.deepEqual(sortedJson(back), sortedJson(there));
            }),
            RUNS,
        );
    });

    it("does not depend on the order of workloads and policies", () => {
        fc.assert(
            fc.property(worlds, ({ before, after }) => {
                const other = differenceOf(reversed(before), reversed(after));
                assert.deepEqual(other.changes.map(partsOf), differenceOf(before, after).changes.map(partsOf));
            }),
            RUNS,
        );
    });

    it("names policies that make it if nothing else changes, or take it back if they alone go back", () => {
        let compared = 0;
        fc.assert(
            fc.property(policyChanges, ({ before, after }) => {
                for (const change of differenceOf(before, after).changes) {
                    const names = change.policies.map(titleOfPolicy);
                    const [made, back] = [exchanged(before, after, names), exchanged(after, before, names)];
                    for (const pair of pairsBetween(change.from, change.to)) {
                        const isMade = portsOf(pair, made) === change.after.toString();
                        assert.ok(isMade || portsOf(pair, back) === change.before.toString(), titleOf(pair));
                        compared++;
                    }
                }
            }),
            RUNS,
        );
        assert.ok(compared > 1000, String(compared));
    });
});

describe("A group of changed connections", () => {
    const isolation = (namespace: string): NetworkPolicy =>
        policy(namespace, { name: "isolate", ingress: [{ peers: [{ podSelector: {} }] }] });
    const shop = ["api", "cache", "db", "queue", "web"].map((name) => pods("shop", name, { labels: { app: name } }));
    const others = ["ledger", "reports", "tools"].flatMap((namespace) =>
        ["api", "db"].map((name) => pods(namespace, name, { labels: { app: name } })),
    );
    const namespaces = new Map(["shop", "ledger", "reports", "tools"].map((name) => [name, { name }]));
    const worldOf = (...policies: NetworkPolicy[]): World => ({
        namespaces,
        workloads: [...others, ...shop],
        policies,
    });
    const open = worldOf();

    it("is the only one if a namespace of five workloads is isolated", () => {
        const difference = differenceOf(open, worldOf(isolation("shop")));
        assert.deepEqual(shown(difference), [
            "lost all pods but those of shop, and all addresses outside -> all of shop: all ports -> none by shop/isolate",
        ]);
        assert.deepEqual(difference.counts, { lost: 6 * 5 + 5, gained: 0, changed: 0 });
    });

    it("is one for all namespaces that the same peers lose", () => {
        const together = (namespace: string) =>
            policy(namespace, {
                ingress: [
                    {
                        peers: [
                            {
                                namespaceSelector: {
                                    matchExpressions: [{ key: "name", operator: "In", values: ["ledger", "reports"] }],
                                },
                            },
                        ],
                    },
                ],
            });
        assert.deepEqual(shown(differenceOf(open, worldOf(together("ledger"), together("reports")))), [
            "lost all of shop and tools, and all addresses outside -> all of ledger and reports: all ports -> none by ledger/policy, reports/policy",
        ]);
    });

    it("is by who reaches out if that end changes", () => {
        const egress = policy("shop", {
            policyTypes: ["Egress"],
            egress: [
                { peers: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.128.0.0/9"] } }], ports: [{ port: 443 }] },
            ],
        });
        assert.deepEqual(shown(differenceOf(open, worldOf(egress))), [
            "lost all of shop -> all pods, and all addresses outside but 10.0.0.0/9: all ports -> none by shop/policy",
            "changed all of shop -> 10.0.0.0/9: all ports -> TCP 443 by shop/policy",
        ]);
    });

    it("is by both ends where either of them makes the difference", () => {
        const closed = policy("shop", { name: "closed" });
        const silent = policy("tools", { name: "silent", policyTypes: ["Egress"] });
        assert.deepEqual(shown(differenceOf(open, worldOf(closed, silent))), [
            "lost all of tools -> all pods but those of shop, and all addresses outside: all ports -> none by tools/silent",
            "lost all pods but those of tools, and all addresses outside -> all of shop: all ports -> none by shop/closed",
            "lost all of tools -> all of shop: all ports -> none by shop/closed, tools/silent",
        ]);
    });

    it("names all that restrict an end which was open", () => {
        const web = { peers: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 80 }] };
        const allowing = policy("shop", { name: "web", ingress: [web] });
        assert.deepEqual(shown(differenceOf(open, worldOf(policy("shop", { name: "deny" }), allowing))), [
            "lost all pods but web of shop, and all addresses outside -> all of shop: all ports -> none by shop/deny, shop/web",
            "changed web of shop -> all of shop: all ports -> TCP 80 by shop/deny, shop/web",
        ]);
    });

    it("names all that restrict an end by other policies than before", () => {
        const before = worldOf(policy("shop", { name: "welcome", ingress: [{}] }));
        assert.deepEqual(shown(differenceOf(before, worldOf(policy("shop", { name: "deny" })))), [
            "lost all pods, and all addresses outside -> all of shop: all ports -> none by shop/deny, shop/welcome",
        ]);
    });

    it("names none but those that allow these peers something else where others restrict them already", () => {
        const from = (app: string, port: number) => ({
            peers: [{ podSelector: { matchLabels: { app } } }],
            ports: [{ port }],
        });
        const before = worldOf(policy("shop", { name: "web", ingress: [from("web", 80)] }));
        const after = worldOf(
            policy("shop", { name: "web", ingress: [from("web", 8080)] }),
            policy("shop", { name: "api", ingress: [from("api", 80)] }),
            policy("shop", { name: "deny" }),
        );
        assert.deepEqual(shown(differenceOf(before, after)), [
            "gained api of shop -> all of shop: none -> TCP 80 by shop/api",
            "changed web of shop -> all of shop: TCP 80 -> TCP 8080 by shop/web",
        ]);
    });

    it("can come of labels and of names of ports, by the policies that read them", () => {
        const http = policy("shop", {
            podSelector: { matchLabels: { app: "web" } },
            ingress: [{ ports: [{ port: "http" }] }],
        });
        const serving = (port: number, app = "web") =>
            pods("shop", "web", { labels: { app }, ports: [{ name: "http", port, protocol: "TCP" }] });
        const before = { namespaces, workloads: [serving(80)], policies: [http] };
        const moved = { ...before, workloads: [serving(8080)] };
        const renamed = { ...before, workloads: [serving(80, "api")] };
        assert.deepEqual(shown(differenceOf(before, moved)), [
            "changed all pods, and all addresses outside -> all pods: TCP 80 -> TCP 8080 by shop/policy",
        ]);
        assert.deepEqual(shown(differenceOf(before, renamed)), [
            "changed all pods, and all addresses outside -> all pods: TCP 80 -> all ports by shop/policy",
        ]);
    });

    it("has no workload that is in one of the worlds only", () => {
        const without = (...names: string[]) => shop.filter(({ name }) => !names.includes(name));
        const before = { namespaces, workloads: without("api"), policies: [] };
        const after = { namespaces, workloads: without("db"), policies: [policy("shop")] };
        assert.deepEqual(shown(differenceOf(before, { ...after, policies: [] })), []);
        const difference = differenceOf(before, after);
        assert.deepEqual(
            difference.changes.flatMap(({ from, to }) =>
                [from, to].map(({ workloads }) => workloads.map(({ name }) => name)),
            ),
            [
                ["cache", "queue", "web"],
                ["cache", "queue", "web"],
            ],
        );
        assert.equal(difference.counts.lost, 3 * 3 + 3);
    });
});
