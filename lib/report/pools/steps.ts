// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "../../kinds";
import type { Irreversible, Phase, PhasedStep } from "../report";
import { numbered, quoted } from "../words";
import type { PoolWorld } from "./check";
import { isDisabledNow, isEnabled, migrationOfPair } from "./lifecycle";
import type { PoolPair } from "./pairs";
import type { Usage } from "./usage";
import { podsPhrase, useOf } from "./users";

/** What the update does with pools, and what somebody has to do around it. */
export function stepsOf({ pairs, usage }: PoolWorld): PhasedStep[] {
    const created = pairs.filter(({ change }) => change === "created");
    const deleted = pairs.filter(({ change }) => change === "deleted");
    const changed = pairs.filter((pair) => pair.change === "changed" && !migrationOfPair(pair));
    const migrations = pairs.flatMap((pair) => migrationOfPair(pair)?.steps ?? []);
    return [
        ...migrations.map((text): PhasedStep => ({ phase: "before the update", by: "you", text })),
        ...together("Create", created, "pools"),
        ...together(
            "Change",
            changed.filter((pair) => !isDisabledNow(pair)),
            "pools",
        ),
        ...together("Disable", changed.filter(isDisabledNow), "removal"),
        ...deleted.flatMap((pair) => emptying(pair, usage)),
        ...together("Delete", deleted, "removal"),
    ];
}

/** What making the pools again does not bring back: nothing if nobody has addresses of them. */
export function irreversibleOf({ pairs, usage }: PoolWorld): Irreversible[] {
    return pairs
        .filter((pair) => pair.change === "deleted" || migrationOfPair(pair) !== undefined)
        .filter((pair) => useOf(pair, usage)?.pods.length !== 0)
        .map(({ name, after }) => ({
            object: { kind: IP_POOL.kind, name },
            text: `Pods that are restarted once "${name}" is ${after ? "another one" : "deleted"} get other addresses, and not their former ones back when it is put back.`,
        }));
}

function together(verb: string, pairs: readonly PoolPair[], phase: Phase): PhasedStep[] {
    const names = pairs.map(({ name }) => name);
    return names.length === 0
        ? []
        : [{ phase, by: "update", text: `${verb} the ${numbered(names.length, "pool", "pools")} ${quoted(names)}.` }];
}

/** An update deletes at its end, and leaves nobody time to do anything before that. */
function emptying(pair: PoolPair, usage: Usage | undefined): PhasedStep[] {
    const use = useOf(pair, usage);
    const disable = isEnabled(pair.before) ? `Set disabled: true on "${pair.name}" in an update of its own. ` : "";
    const text =
        use === undefined
            ? `${disable}Make sure that no pod has an address of "${pair.name}" any more.`
            : `${disable}Restart what still has addresses of "${pair.name}" (${podsPhrase(use.pods)}), until no pod has one.`;
    return use?.pods.length === 0 ? [] : [{ phase: "before the update", by: "you", text }];
}
