// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { containsAddress, parseCidr } from "../../../lib/cidr";
import type { ClusterObject } from "../../../lib/cluster/objects";
import { boundPools } from "../../../lib/binding/format";
import { poolList } from "../../../lib/ippool/pins";
import { podsOf as podsOfOwner } from "../../../lib/migration/owners";
import { budgetsOf } from "../../../lib/migration/batches";
import type { BindingMetadata, WorkloadMove } from "../../../lib/migration/plan";
import type { MigrationWorld } from "../../../lib/migration/world";
import { SEVERITIES } from "../../../lib/report/report";
import { A, B, budget, IPV4, LABEL, namespace, planOf, pod, podsOf, pool, together, world } from "./support";

const PLACES = ["db", "free", "shop", "web"];
const ENTRIES = fc.constantFrom("a", "b", "x", "10.0.0.0/24", "10.0.1.0/24", "gone");
const VALUES = fc.constantFrom("", "a", "yes");
const LISTS = fc.oneof(
    fc.array(ENTRIES, { maxLength: 3 }).map((list) => JSON.stringify(list)),
    fc.constant("a"),
);

const namespaces = fc
    .tuple(
        ...PLACES.map((name) =>
            fc
                .tuple(fc.dictionary(fc.constantFrom("a", "b", "x"), VALUES), fc.option(LISTS, { nil: undefined }))
                .map(([labels, list]) =>
                    namespace(
                        name,
                        {
                            team: "t",
                            ...Object.fromEntries(
                                Object.entries(labels).map(([key, value]) => [`${LABEL}${key}`, value]),
                            ),
                        },
                        { note: "n", ...(list !== undefined && { [IPV4]: list }) },
                    ),
                ),
        ),
    )
    .map((all) => ({ namespaces: all }));

const address = fc.tuple(fc.constantFrom(0, 1, 2), fc.nat(255)).map(([pool, host]) => `10.0.${pool}.${host}`);
const KINDS = ["Deployment", "StatefulSet", "DaemonSet", "Job", "Rollout", "Pod"];

/** A workload of any kind with pods. */
const workload = fc
    .record({
        kind: fc.constantFrom(...KINDS),
        place: fc.constantFrom(...PLACES),
        name: fc.constantFrom("u", "v", "w"),
        addresses: fc.array(address, { minLength: 1, maxLength: 4 }),
        type: fc.constantFrom("RollingUpdate", "OnDelete", "Recreate"),
    })
    .map(({ kind, place, name, addresses, type }): Partial<MigrationWorld> => {
        // Names are those of the kind too: only then no two owners share pods.
        const own = `${place}/${kind.toLowerCase()}-${name}`;
        const metadata = { namespace: place, name: own.split("/")[1] };
        const spec = { replicas: addresses.length, strategy: { type }, updateStrategy: { type } };
        const replicaSet = { kind: "ReplicaSet", name: `${metadata.name ?? ""}-1` };
        switch (kind) {
            case "Pod":
                return { pods: addresses.map((each, index) => pod(`${own}-${index}`, each)) };
            case "Deployment":
                return {
                    deployments: [{ metadata, spec }],
                    replicaSets: [
                        {
                            metadata: {
                                namespace: place,
                                name: replicaSet.name,
                                ownerReferences: [{ kind, name: metadata.name, controller: true }],
                            },
                        },
                    ],
                    pods: podsOf(own, addresses, replicaSet),
                };
            default:
                return {
                    ...(kind === "StatefulSet" && { statefulSets: [{ metadata, spec }] }),
                    ...(kind === "DaemonSet" && { daemonSets: [{ metadata, spec }] }),
                    pods: podsOf(own, addresses, { kind, name: metadata.name }),
                };
        }
    });

const budgets = fc
    .array(fc.tuple(fc.constantFrom(...PLACES), fc.constantFrom(...KINDS), fc.constantFrom("u", "v", "w"), fc.nat(1)), {
        maxLength: 4,
    })
    .map((all) => ({
        budgets: all.map(([place, kind, name, allowed], index) =>
            budget(`${place}/p${index}`, `${kind.toLowerCase()}-${name}`, allowed),
        ),
    }));

const worlds = fc
    .tuple(
        namespaces,
        fc.uniqueArray(workload, { maxLength: 8, selector: (parts) => parts.pods?.[0]?.metadata?.name }),
        budgets,
    )
    .map(([one, many, other]) => world({ pools: [A, B, pool("x", "10.0.2.0/24")], ...together(one, ...many, other) }));

const options = fc.record(
    { batchSize: fc.integer({ min: 1, max: 3 }), namespaces: fc.subarray(PLACES, { minLength: 1 }) },
    { requiredKeys: [] },
);

/** A namespace with keys written on it. */
function written({ metadata }: ClusterObject, keys: BindingMetadata): ClusterObject {
    const merged = (section: "labels" | "annotations") =>
        Object.fromEntries(
            Object.entries({ ...metadata?.[section], ...keys[section] }).filter(
                (entry): entry is [string, string] => entry[1] !== null,
            ),
        );
    return { metadata: { ...metadata, labels: merged("labels"), annotations: merged("annotations") } };
}

const RANGE = parseCidr("10.0.0.0/24")!;

describe("Every migration", () => {
    it("has each pod with an old address in one workload, which is rolled, rolled later or waited for", () => {
        fc.assert(
            fc.property(worlds, (of) => {
                const { batches, others, waited } = planOf(of);
                const moves = [...batches.flat(), ...others, ...waited];
                const old = of.pods.filter(({ status }) => containsAddress(RANGE, status?.podIP ?? ""));
                const oldOf = (move: WorkloadMove) => podsOfOwner(move, of).filter((each) => old.includes(each));
                assert.deepEqual(
                    moves
                        .flatMap(oldOf)
                        .map(({ metadata }) => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`)
                        .sort(),
                    old.map(({ metadata }) => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`).sort(),
                );
                assert.deepEqual(
                    moves.map(({ pods }) => pods),
                    moves.map((move) => oldOf(move).length),
                );
            }),
        );
    });

    it("is in batches of one namespace, of the size that is asked for, without two workloads of one budget", () => {
        fc.assert(
            fc.property(worlds, options, (of, asked) => {
                for (const batch of planOf(of, asked).batches) {
                    assert.ok(batch.length > 0 && batch.length <= (asked.batchSize ?? 5));
                    assert.equal(new Set(batch.map((move) => move.namespace)).size, 1);
                    const covering = batch.flatMap((move) => [
                        ...new Set(podsOfOwner(move, of).flatMap((each) => budgetsOf(each, of.budgets))),
                    ]);
                    assert.equal(new Set(covering).size, covering.length);
                }
            }),
        );
    });

    it("touches only the keys that bind a namespace, and is undone by what was there before", () => {
        fc.assert(
            fc.property(worlds, (of) => {
                for (const { namespace: name, ...steps } of planOf(of).namespaces) {
                    const object = of.namespaces.find(({ metadata }) => metadata?.name === name)!;
                    for (const keys of Object.values(steps)) {
                        assert.deepEqual(Object.keys(keys.labels).sort(), [`${LABEL}a`, `${LABEL}b`]);
                        assert.deepEqual(Object.keys(keys.annotations), [IPV4]);
                        assert.deepEqual(written(written(object, keys), steps.before), object);
                    }
                }
            }),
        );
    });

    it("leaves no namespace with a key of the old pool, as far as its keys can be read, and none with other pools than before", () => {
        fc.assert(
            fc.property(worlds, (of) => {
                for (const { namespace: name, ...steps } of planOf(of).namespaces) {
                    const object = of.namespaces.find(({ metadata }) => metadata?.name === name)!;
                    const after = written(object, steps.after).metadata;
                    const list = (text: string | undefined) => poolList(text) ?? [];
                    assert.ok(!boundPools(after?.labels).includes("a"));
                    assert.deepEqual(
                        list(after?.annotations?.[IPV4]).filter((entry) => entry === "a" || entry === "10.0.0.0/24"),
                        [],
                    );
                    const others = (metadata: ClusterObject["metadata"]) => [
                        boundPools(metadata?.labels).filter((each) => each === "x"),
                        [
                            ...new Set(
                                list(metadata?.annotations?.[IPV4]).filter((each) => ["x", "gone"].includes(each)),
                            ),
                        ],
                    ];
                    assert.deepEqual(others(after), others(object.metadata));
                }
            }),
        );
    });

    it("is the same plan from the same world, in whatever order it is read", () => {
        fc.assert(
            fc.property(worlds, options, (of, asked) => {
                const reversed = Object.fromEntries(
                    Object.entries(of).map(([key, list]) => [key, [...(list as unknown[])].reverse()]),
                ) as unknown as MigrationWorld;
                const { checks: _, ...one } = planOf(of, asked);
                const { checks: __, ...other } = planOf(reversed, asked);
                assert.deepEqual(other, one);
                assert.deepEqual(planOf(of, asked), planOf(of, asked));
            }),
        );
    });

    it("tells dangers first, and each check in whole sentences", () => {
        fc.assert(
            fc.property(worlds, options, (of, asked) => {
                const { checks } = planOf(of, asked);
                const order = checks.map(({ severity }) => SEVERITIES.indexOf(severity));
                assert.deepEqual(order, [...order].sort());
                for (const { object, message, wayOut } of checks) {
                    assert.match(object, /^\w+ ".+"$/);
                    assert.match(message, /^[A-Z'].*\.$/);
                    assert.match(wayOut, /^[A-Z]/);
                }
            }),
        );
    });

    it("begins again where it was ended: with pods moved and keys written nothing is left to do", () => {
        fc.assert(
            fc.property(worlds, (of) => {
                const plan = planOf(of);
                const after = new Map(plan.namespaces.map((move) => [move.namespace, move.after]));
                const again = planOf({
                    ...of,
                    namespaces: of.namespaces.map((each) => {
                        const keys = after.get(each.metadata?.name ?? "");
                        return keys ? written(each, keys) : each;
                    }),
                    pods: of.pods.filter(({ status }) => !containsAddress(RANGE, status?.podIP ?? "")),
                });
                assert.deepEqual([again.namespaces, again.batches, again.others, again.waited], [[], [], [], []]);
            }),
        );
    });
});
