// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE } from "../../kinds";
import { podsPhrase } from "../pools/users";
import { CHANGED_RULE, LOST_RULE } from "../rules/binding-rules";
import { counted, listed, quoted } from "../words";
import type { Move } from "./moves";
import type { BindingCheck, Found } from "./world";

/** Namespaces whose new pods get addresses of other pools than those that run. */
export const reboundNamespaces: BindingCheck = ({ moves }) =>
    moves
        .filter(({ isNew }) => !isNew)
        .map((move) => ({
            object: { kind: NAMESPACE.kind, name: move.name },
            before: poolsText(move.from),
            after: poolsText(move.to),
            ...(move.to.length === 0 ? lost(move) : changed(move)),
        }));

/** Whether pods have to be restarted to get addresses of the pools that their namespace is bound to, or may have to. */
export function needsRestart({ isNew, from, to, lost: former, stale }: Move): boolean {
    const isOther = to.length > 0 && (former.length > 0 || from.length === 0);
    return !isNew && isOther && stale?.length !== 0;
}

type Said = Omit<Found, "object">;

function lost({ name, isPartial }: Move): Said {
    const rest = isPartial ? " Whether anything else binds it is not known here." : "";
    return {
        rule: LOST_RULE,
        severity: "warning",
        message: `${name} is bound to none of its pools any more: its new pods get addresses of any pool that is open to all.${rest}`,
        wayOut: "Bind it to a pool, unless any will do.",
    };
}

function changed(move: Move): Said {
    const { name, gained, lost: former, from, stale } = move;
    if (former.length === 0 && from.length > 0) {
        const message = `New pods of ${name} may get addresses of ${quoted(gained)} too.`;
        return { rule: CHANGED_RULE, severity: "notice", message };
    }
    if (!needsRestart(move)) {
        const message = `No running pod of ${name} has an address of another pool.`;
        return { rule: CHANGED_RULE, severity: "notice", message };
    }
    return {
        rule: CHANGED_RULE,
        severity: "warning",
        message: stale
            ? `Addresses of other pools stay with ${podsPhrase(stale)} (${counted(workloadsOf(stale), "workload")}) until a restart.`
            : `Addresses of other pools stay with the pods of ${name} that run until a restart. How many there are is not known here.`,
        wayOut: `Restart the workloads of ${name} after the update.`,
    };
}

function workloadsOf(pods: NonNullable<Move["stale"]>): number {
    return new Set(pods.map(({ namespace, workload }) => `${namespace}/${workload}`)).size;
}

function poolsText(pools: readonly string[]): string {
    return pools.length === 0 ? "no pool" : listed(pools);
}
