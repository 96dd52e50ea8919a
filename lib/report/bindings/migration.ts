// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "../../kinds";
import type { PoolPod } from "../pools/usage";
import { podsPhrase } from "../pools/users";
import { MIGRATION_RULE } from "../rules/binding-rules";
import { listed, numbered, quoted } from "../words";
import type { Move } from "./moves";
import type { BindingCheck, BindingWorld, Found } from "./world";

/** Pools that are deleted or disabled in the same update that moves namespaces off them. */
export const migrations: BindingCheck = (world) => {
    const movers = new Map<string, Move[]>();
    for (const move of world.moves.filter(({ to, isNew }) => to.length > 0 && !isNew)) {
        for (const pool of move.lost) {
            const others = movers.get(pool) ?? [];
            others.push(move);
            movers.set(pool, others);
        }
    }
    return [...movers].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([pool, moves]) => migration(pool, moves, world));
};

function migration(pool: string, moves: readonly Move[], { known, usage }: BindingWorld): Found[] {
    const state = known.stateOf(pool, "after");
    if (known.stateOf(pool, "before") !== "enabled" || (state !== "missing" && state !== "disabled")) {
        return [];
    }
    const names = moves.map(({ name }) => name);
    const movers = new Set(names);
    const pods = usage?.of(pool).pods.filter(({ namespace }) => movers.has(namespace));
    const targets = [...new Set(moves.flatMap(({ to }) => to))].sort();
    const verb = state === "missing" ? "deletes" : "disables";
    const moving = `${listed(names)} ${numbered(names.length, "moves", "move")} from "${pool}" to ${quoted(targets)}, and the same update ${verb} "${pool}"`;
    return [
        {
            rule: MIGRATION_RULE,
            object: { kind: IP_POOL.kind, name: pool },
            before: pool,
            after: listed(targets),
            ...(state === "missing" ? deleted(pool, moving, names, pods) : disabled(pool, moving, pods)),
        },
    ];
}

type Said = Pick<Found, "severity" | "message" | "wayOut">;

function deleted(pool: string, moving: string, names: readonly string[], pods: readonly PoolPod[] | undefined): Said {
    const loss = "without the pool's routes, encapsulation and NAT";
    const wayOut = `Keep "${pool}" in this update. Restart the workloads of ${listed(names)} after it, set disabled: true on "${pool}", and delete it once no pod has an address of it.`;
    if (pods === undefined) {
        const message = `${moving}: pods that run keep addresses of it, ${loss}. Whether there are any is not known here.`;
        return { severity: "warning", message, wayOut };
    }
    return pods.length === 0
        ? { severity: "notice", message: `${moving}: no pod there has an address of it.` }
        : { severity: "danger", message: `${moving}: addresses of it stay with ${podsPhrase(pods)}, ${loss}.`, wayOut };
}

function disabled(pool: string, moving: string, pods: readonly PoolPod[] | undefined): Said {
    return pods?.length === 0
        ? { severity: "notice", message: `${moving}: no pod there has an address of it.` }
        : {
              severity: "warning",
              message: `${moving}: new pods there fail until the namespace is bound anew, and those that run keep their addresses until a restart.`,
              wayOut: `Disable "${pool}" in a later update, once the workloads are restarted.`,
          };
}
