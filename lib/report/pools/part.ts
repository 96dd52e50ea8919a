// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "../../kinds";
import { at, isKnown, unknownPart } from "../../tree";
import type { ClusterChange } from "../objects";
import type { Count, Finding, Part, PoolChange } from "../report";
import { LATE, listed, numbered } from "../words";
import { poolWorld, type PoolCheck } from "./check";
import { LIFECYCLE_CHECKS } from "./lifecycle";
import { noneLeft } from "./none-left";
import { OVERLAP_CHECKS } from "./overlap";
import type { PoolPair } from "./pairs";
import { pinned, unknownPins } from "./pins";
import { capacityOf, type Pool, PROPERTIES } from "./pool";
import { SELECTION_CHECKS } from "./selection";
import { irreversibleOf, stepsOf } from "./steps";
import { summaryOf } from "./summary";
import { SURROUNDINGS_CHECKS } from "./surroundings";
import { TRAFFIC_CHECKS } from "./traffic";
import type { Usage } from "./usage";
import { USE_CHECKS } from "./uses";
import { useOf } from "./users";

const CHECKS: readonly PoolCheck[] = [
    ...LIFECYCLE_CHECKS,
    pinned,
    noneLeft,
    ...OVERLAP_CHECKS,
    ...SURROUNDINGS_CHECKS,
    ...TRAFFIC_CHECKS,
    ...SELECTION_CHECKS,
    ...USE_CHECKS,
];

/** What a change means for the pools of a cluster. */
export function poolsPart(change: ClusterChange): Part {
    const world = poolWorld(change);
    const cluster = change.cluster === undefined ? {} : { cluster: change.cluster };
    const changed = world.pairs.filter((pair) => pair.change !== "unchanged");
    const summary = summaryOf(world.pairs);
    const findings = CHECKS.flatMap((check) => check(world)).map(({ rule, pool, ...said }): Finding => ({
        area: "pools",
        rule: rule.id,
        ...cluster,
        object: { kind: IP_POOL.kind, name: pool },
        ...said,
    }));
    return {
        ...(summary !== undefined && { summary }),
        pools: world.pairs.map((pair) => ({ ...cluster, ...changeOf(pair, world.usage) })),
        findings,
        steps: stepsOf(world),
        irreversible: irreversibleOf(world).map((each) => ({ ...cluster, ...each })),
        notes: [...changed.flatMap(unknownSettings), ...unknownPins(world)],
    };
}

function changeOf(pair: PoolPair, usage: Usage | undefined): PoolChange {
    const { name, change, before, after, settings } = pair;
    const [old, next] = [before, after].map((pool) => (pool ? capacityOf(pool) : 0n));
    const used = useOf(pair, usage)?.allocations;
    return {
        name,
        change,
        cidr: cidrOf(after) ?? cidrOf(before) ?? (isKnown(at(after?.tree, "spec", "cidr")) ? "unknown" : LATE),
        // A number that is not known stands for no change; a note tells of it.
        addresses: { before: countOf(old ?? next ?? 0n), after: countOf(next ?? old ?? 0n) },
        ...(used !== undefined && { used }),
        settings,
    };
}

function cidrOf(pool: Pool | undefined): string | undefined {
    return pool?.spec.cidr === "" ? undefined : pool?.spec.cidr;
}

function countOf(count: bigint): Count {
    return count > BigInt(Number.MAX_SAFE_INTEGER) ? String(count) : Number(count);
}

function unknownSettings({ name, after }: PoolPair): string[] {
    const late = PROPERTIES.filter((property) => !isKnown(at(after?.tree, "spec", property))).map((property) =>
        unknownPart(after?.tree, `spec.${property}`),
    );
    const parts = [...new Set(late)];
    return parts.length === 0
        ? []
        : [
              `What becomes of the pool "${name}" is not known in full: ${listed(parts)} ${numbered(parts.length, "is", "are")} ${LATE}.`,
          ];
}
