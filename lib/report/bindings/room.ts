// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "../../kinds";
import { capacityOf, type Pool } from "../pools/pool";
import { podsPhrase } from "../pools/users";
import { FEW_ADDRESSES_RULE } from "../rules/binding-rules";
import { counted, numbered, quoted } from "../words";
import { stalePods } from "./moves";
import type { BindingCheck, BindingWorld, Found } from "./world";

/** Pools that have fewer free addresses than pods that move to them need. */
export const fewAddresses: BindingCheck = (world) => {
    const { moves, pairs } = world;
    const targets = new Map(moves.filter(({ to }) => to.length > 0).map(({ to }) => [keyOf(to), new Set(to)]));
    const namespaces = new Map<string, string[]>();
    for (const { name, after } of pairs) {
        const key = keyOf(after?.pools ?? []);
        const others = namespaces.get(key) ?? [];
        others.push(name);
        namespaces.set(key, others);
    }
    return [...targets].flatMap(([key, pools]) =>
        ([4, 6] as const).flatMap((family) => shortage(pools, namespaces.get(key) ?? [], family, world)),
    );
};

function shortage(
    bound: ReadonlySet<string>,
    namespaces: readonly string[],
    family: 4 | 6,
    { known, pods, usage }: BindingWorld,
): Found[] {
    const families = [...bound].map((pool) => [pool, known.familyOf(pool, "after")] as const);
    const pools = families.filter(([, own]) => own === family).map(([pool]) => pool);
    const waiting = stalePods(
        namespaces.flatMap((name) => pods?.get(name) ?? []),
        bound,
        known,
        [family],
    );
    // Pods that ask for a disabled or a missing pool fail anyway, and one whose addresses are not known may have room.
    const isUsable = families.every(([pool, own]) => own !== undefined && known.stateOf(pool, "after") === "enabled");
    const free = sumOf(pools.map((name) => freeIn(known.find(name, "after"), usage?.of(name).allocations ?? 0)));
    return !isUsable || waiting.length === 0 || free === undefined || free >= BigInt(waiting.length)
        ? []
        : [
              {
                  rule: FEW_ADDRESSES_RULE,
                  severity: "danger",
                  object: { kind: IP_POOL.kind, name: pools[0] ?? "" },
                  message: `${quoted(pools)} ${numbered(pools.length, "has", "have")} ${counted(free, "free address", "free addresses")}, and ${podsPhrase(waiting)} ${numbered(waiting.length, "needs one", "need one")} after a restart: new pods fail once none is left.`,
                  wayOut: "Bind these namespaces to another pool too, or to a larger one.",
              },
          ];
}

/** Addresses that are left; undefined if that is not known. */
function freeIn(pool: Pool | undefined, used: number): bigint | undefined {
    const capacity = pool && capacityOf(pool);
    const left = capacity === undefined ? undefined : capacity - BigInt(used);
    return left !== undefined && left < 0n ? 0n : left;
}

function sumOf(counts: readonly (bigint | undefined)[]): bigint | undefined {
    const known = counts.filter((count) => count !== undefined);
    return known.length === counts.length ? known.reduce((sum, count) => sum + count, 0n) : undefined;
}

function keyOf(pools: readonly string[]): string {
    return pools.join(" ");
}
