// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "kubesphere-network/lib/kinds";
import { poolsBoundBy, unknownBindings } from "../objects/bindings";
import { lookup } from "../objects/lookup";
import { isOf, type PolicyObject } from "../objects/object";
import { stackRule, texts } from "../rule";
import { matches } from "../objects/scope";
import { at, type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

/** Pools that a message lists, of however many there are. */
const MOST_NAMES = 10;

interface Config {
    readonly externalPools: readonly string[];
}

export const namespacePoolKnown = stackRule<Config>({
    name: "namespace-pool-known",
    displayName: "Bindings to pools that exist",
    description:
        "A namespace must be bound only to IPPools that the stack makes, or that exist as the configuration says.",
    severity: "critical",
    enforcementLevel: "mandatory",
    strict: "mandatory",
    remediationSteps: "Correct the name, make the pool, or add it to externalPools if somebody else makes it.",
    tags: ["binding", "ippool"],
    config: {
        externalPools: texts('Names of pools that others make; "*" stands for any characters.'),
    },
    checkStack: (objects, { externalPools }, { violation, undecided }) => {
        const remaining = objects.filter((object) => !object.isDeleted);
        const pools = remaining.filter((object) => isOf(object, IP_POOL));
        for (const object of remaining) {
            for (const property of unknownBindings(object)) {
                undecided(object, property);
            }
        }
        const poolsNamed = lookup(pools, "metadata", "name");
        const bound = remaining.flatMap((object) => poolsBoundBy(object).map((pool) => ({ object, ...pool })));
        for (const { object, name, property } of bound) {
            const candidates = poolsNamed(object.cluster, name);
            const pool = candidates.find((each) => each.name === name);
            const fault = faultOf(name, object, pools, pool);
            const isElsewhere = matches(externalPools, name);
            // A pool whose name comes with the update may be the one.
            const late = candidates.find(
                ({ tree }) => at(tree, "metadata", "name") === UNKNOWN && (!isElsewhere || mayBeDisabled(tree)),
            );
            if (pool === undefined && late !== undefined) {
                undecided(object, "metadata.name", late);
            } else if (at(pool?.tree, "spec", "disabled") === UNKNOWN) {
                undecided(object, "spec.disabled", pool);
            } else if (fault !== undefined && (pool !== undefined || !isElsewhere)) {
                violation(object, `'${property}' ${fault}`, property);
            }
        }
    },
});

function mayBeDisabled(tree: Tree): boolean {
    const isDisabled = at(tree, "spec", "disabled");
    return isDisabled === true || isDisabled === UNKNOWN;
}

function faultOf(
    name: string,
    { cluster }: PolicyObject,
    pools: readonly PolicyObject[],
    pool: PolicyObject | undefined,
): string | undefined {
    if (pool === undefined) {
        const made = pools.filter((each) => each.cluster === cluster);
        const more = made.length > MOST_NAMES ? ["..."] : [];
        const some = made.slice(0, MOST_NAMES).map((each) => each.name ?? "?");
        const names = [...some, ...more].join(", ") || "none";
        return `must name a pool of this stack (${names}), or Calico fails every pod of the namespace. Make ${name}, or add it to externalPools if others do.`;
    }
    return at(pool.tree, "spec", "disabled") === true
        ? `must not name ${name}: the pool is disabled, and new pods of the namespace fail.`
        : undefined;
}
