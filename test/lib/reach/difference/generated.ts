// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import type { NetworkPolicy, Workload, World } from "../../../../lib/reach/world";
import * as one from "../generated";

/** Where things of two worlds are. */
type Presence = "both" | "before" | "after" | "other";

/** A world before and after. */
export interface Worlds {
    readonly before: World;
    readonly after: World;
}

/** For each part of all addresses that the generated blocks cut out one that is in it. */
export const ADDRESSES = [
    "8.8.8.8",
    "10.2.0.1",
    "10.1.0.9",
    "10.1.0.1",
    "169.254.169.254",
    "2001:db8::1",
    "fd00::1",
] as const;

/** Most things stay as they are: those that do not come, go, or become others. */
const presence = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Presence>("both") },
    { weight: 1, arbitrary: fc.constantFrom<Presence>("before", "after", "other") },
);

/** Workloads and policies of two worlds, with names of their own. */
function twice<T extends Workload | NetworkPolicy>(thing: fc.Arbitrary<T>, length: fc.ArrayConstraints) {
    return fc.array(fc.tuple(presence, thing, thing), length).map((things) => ({
        before: things.flatMap(([where, old], index) => (where === "after" ? [] : [{ ...old, name: `${index}` }])),
        after: things.flatMap(([where, old, other], index) => {
            const parts = where === "other" ? { ...other, namespace: old.namespace } : old;
            return where === "before" ? [] : [{ ...parts, name: `${index}` }];
        }),
    }));
}

/** Worlds that are alike, with workloads that come, go and have other labels, ports and addresses. */
function worldsOf(workloads: fc.ArrayConstraints, policies: fc.ArrayConstraints): fc.Arbitrary<Worlds> {
    return fc
        .record({
            old: one.world,
            other: one.world,
            isOther: fc.boolean(),
            workloads: twice(one.workload, workloads),
            policies: twice(one.policy, policies),
        })
        .map(({ old, other, isOther, workloads, policies }) => ({
            before: { namespaces: old.namespaces, workloads: workloads.before, policies: policies.before },
            after: {
                namespaces: isOther ? other.namespaces : old.namespaces,
                workloads: workloads.after,
                policies: policies.after,
            },
        }));
}

export const worlds = worldsOf({ maxLength: 7 }, { maxLength: 6 });

/** Worlds of more workloads than are ever looked at at once. */
export const largeWorlds = worldsOf({ minLength: 400, maxLength: 400 }, { minLength: 8, maxLength: 12 });

/** Worlds in which nothing but policies changes, each of which is about one way. */
export const policyChanges: fc.Arbitrary<Worlds> = worlds.map(({ before, after }) => ({
    before: { ...before, policies: before.policies.map(oneWay) },
    after: { ...before, policies: after.policies.map(oneWay) },
}));

function oneWay(policy: NetworkPolicy): NetworkPolicy {
    return { ...policy, policyTypes: [Number(policy.name) % 2 === 0 ? "Ingress" : "Egress"] };
}
