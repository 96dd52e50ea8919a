// SPDX-License-Identifier: Apache-2.0
import { closest } from "../../closest";
import { IP_POOL } from "../../kinds";
import { POOL_DISABLED_RULE, POOL_MISSING_RULE } from "../rules/binding-rules";
import { listed, numbered } from "../words";
import type { NamespacePair } from "./pairs";
import type { KnownPools } from "./pools";
import type { BindingCheck, Found } from "./world";

/** Pools that namespaces ask for in vain afterwards, and did not before. */
export const unusablePools: BindingCheck = ({ known, pairs }) => {
    const askers = new Map<string, string[]>();
    for (const pair of pairs) {
        for (const pool of newlyUnusable(pair, known)) {
            const others = askers.get(pool) ?? [];
            others.push(pair.name);
            askers.set(pool, others);
        }
    }
    return [...askers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([pool, names]) => said(pool, names, known));
};

function newlyUnusable({ before, after }: NamespacePair, known: KnownPools): string[] {
    const bound = new Set(before?.pools);
    return before && before.unknown.length > 0
        ? []
        : (after?.pools ?? [])
              .filter((pool) => ["missing", "disabled"].includes(known.stateOf(pool, "after")))
              .filter((pool) => !bound.has(pool) || known.stateOf(pool, "before") === "enabled");
}

function said(pool: string, names: readonly string[], known: KnownPools): Found {
    const state = known.stateOf(pool, "after");
    const wasEnabled = known.stateOf(pool, "before") === "enabled";
    const are = numbered(names.length, "is", "are");
    const fail = "every new pod there fails, even where other pools are listed too";
    return {
        rule: state === "disabled" ? POOL_DISABLED_RULE : POOL_MISSING_RULE,
        severity: "danger",
        object: { kind: IP_POOL.kind, name: pool },
        ...(wasEnabled && { before: "enabled", after: state === "disabled" ? state : "deleted" }),
        message:
            state === "disabled"
                ? `${listed(names)} ${are} bound to "${pool}", which is disabled${wasEnabled ? " by this update" : ""}: ${fail}.`
                : `${listed(names)} ${are} bound to "${pool}", ${wasEnabled ? "which this update deletes" : "and there is no such pool"}: ${fail}.`,
        wayOut: wasEnabled
            ? `Bind ${numbered(names.length, "it", "them")} to another pool first, or leave "${pool}" as it is.`
            : state === "disabled"
              ? `Set disabled: false on "${pool}", or bind ${numbered(names.length, "it", "them")} to another pool.`
              : `Make the pool first, or bind ${numbered(names.length, "it", "them")} to another one.${guess(pool, known)}`,
    };
}

function guess(pool: string, { names }: KnownPools): string {
    const meant = closest(pool, names);
    return meant === undefined ? "" : ` Did you mean "${meant}"?`;
}
