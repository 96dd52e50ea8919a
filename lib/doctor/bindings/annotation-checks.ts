// SPDX-License-Identifier: Apache-2.0
import { canonical, parseCidr } from "../../cidr";
import { closest } from "../../closest";
import { type IPPoolObject, type LivePool, livePools } from "../../ippool/surroundings";
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, IP_POOL, type Kind, NAMESPACE, POD, STATEFUL_SET } from "../../kinds";
import { FAMILY_RULE, MALFORMED_RULE, POOL_DISABLED_RULE, POOL_MISSING_RULE } from "../../report/rules/binding-rules";
import { counted, listed, numbered } from "../../report/words";
import type { Check } from "../check";
import { listOf, type Sight } from "../facts";
import type { Said } from "../finding";
import { refNamed } from "../objects";
import { holderName, type PoolAnnotation, poolAnnotations } from "./lists";

const READS: readonly Kind[] = [NAMESPACE, POD, DEPLOYMENT, STATEFUL_SET, DAEMON_SET, CRON_JOB];

/** Finds the pool that an entry of a list names, as Calico does: a CIDR first, else a name. */
type FindPool = (entry: string) => LivePool | undefined;

/** Annotations for which Calico fails every new pod. */
export const POOL_ANNOTATION_CHECKS: readonly Check[] = [
    {
        ...MALFORMED_RULE,
        area: "bindings",
        of: "each",
        reads: READS,
        check: ({ here }) =>
            poolAnnotations(here)
                .filter(({ pools }) => pools === undefined)
                .map(({ holder, key, text, seen }) => ({
                    severity: "danger",
                    object: holder,
                    message: `Its annotation ${key} (${text}) is no JSON list of pools.`,
                    seen,
                    fix: 'Write it as a JSON list such as ["pool-a"], or remove it.',
                })),
    },
    {
        ...POOL_MISSING_RULE,
        area: "bindings",
        of: "each",
        reads: [...READS, IP_POOL],
        check: byPool((entry, _, find, names) => {
            const meant = closest(entry, names);
            return find(entry) === undefined
                ? {
                      message: `There is no pool "${entry}"${meant === undefined ? "" : ` (is "${meant}" meant?)`}`,
                      fix: "Make the pool, or take it off the lists.",
                  }
                : undefined;
        }),
    },
    {
        ...POOL_DISABLED_RULE,
        area: "bindings",
        of: "each",
        reads: [...READS, IP_POOL],
        check: byPool((entry, _, find) => {
            const pool = find(entry);
            return pool?.object.spec?.disabled === true
                ? {
                      message: `The pool "${pool.name}" (${pool.object.spec.cidr ?? ""}) is disabled`,
                      fix: "Take it off the lists, or enable it (disabled: false).",
                  }
                : undefined;
        }),
    },
    {
        ...FAMILY_RULE,
        area: "bindings",
        of: "each",
        reads: [...READS, IP_POOL],
        check: byPool((entry, { family, key }, find) => {
            const own = parseCidr(entry)?.family ?? find(entry)?.range?.family;
            return own !== undefined && own !== family
                ? {
                      message: `The pool "${entry}" has IPv${own} addresses and is in ${key}`,
                      fix: `Move it to the list of IPv${own}.`,
                  }
                : undefined;
        }),
    },
];

/** Asks about each pool of each list, and says it once for all that list the pool. */
function byPool(
    ask: (
        entry: string,
        list: PoolAnnotation,
        find: FindPool,
        names: readonly string[],
    ) => Pick<Said, "message" | "fix"> | undefined,
): (sight: Sight) => Said[] {
    return ({ here }) => {
        const pools = livePools(listOf<IPPoolObject>(here, IP_POOL));
        const find = finder(pools);
        const names = [...pools.keys()];
        const found = new Map<string, { said: Pick<Said, "message" | "fix">; pool: string; lists: PoolAnnotation[] }>();
        for (const list of poolAnnotations(here)) {
            for (const entry of new Set(list.pools)) {
                const said = ask(entry, list, find, names);
                if (said) {
                    const group = found.get(said.message) ?? { said, pool: find(entry)?.name ?? entry, lists: [] };
                    group.lists.push(list);
                    found.set(said.message, group);
                }
            }
        }
        return [...found.values()].map(({ said, pool, lists }) => ({
            severity: "danger",
            object: refNamed(IP_POOL, pool),
            message: `${said.message}, and ${counted(lists.length, "object")} ${numbered(lists.length, "asks", "ask")} for it: ${listed(lists.map(({ holder }) => holderName(holder)))}.`,
            seen: lists[0]?.seen ?? "",
            fix: said.fix,
        }));
    };
}

function finder(pools: ReadonlyMap<string, LivePool>): FindPool {
    const byRange = new Map([...pools.values()].flatMap((pool) => (pool.range ? [[canonical(pool.range), pool]] : [])));
    return (entry) => {
        const cidr = parseCidr(entry);
        return cidr ? byRange.get(canonical(cidr)) : pools.get(entry);
    };
}
