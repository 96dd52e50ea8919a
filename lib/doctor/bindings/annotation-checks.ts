// SPDX-License-Identifier: Apache-2.0
import { canonical, parseCidr } from "../../cidr";
import { isMeant } from "../../closest";
import { grouped } from "../../grouped";
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
        check: byPool((entry, _, find, names) =>
            find(entry) === undefined
                ? {
                      message: `There is no pool "${entry}"${isMeant(entry, names)}`,
                      fix: "Make the pool, or take it off the lists.",
                  }
                : undefined,
        ),
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

/** What is said of a pool of one list. */
type Asked = Pick<Said, "message" | "fix"> & Pick<PoolAnnotation, "holder" | "seen"> & { readonly pool: string };

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
        const asked = poolAnnotations(here).flatMap((list) =>
            [...new Set(list.pools)].flatMap((entry): Asked[] => {
                const said = ask(entry, list, find, names);
                return said
                    ? [{ ...said, holder: list.holder, seen: list.seen, pool: find(entry)?.name ?? entry }]
                    : [];
            }),
        );
        return [...grouped(asked, ({ message }) => message)].map(([message, alike]) => {
            const [{ pool, seen, fix }] = alike as [Asked];
            const holders = alike.map(({ holder }) => holderName(holder));
            return {
                severity: "danger",
                object: refNamed(IP_POOL, pool),
                message: `${message}, and ${counted(holders.length, "object")} ${numbered(holders.length, "asks", "ask")} for it: ${listed(holders)}.`,
                seen,
                fix,
            };
        });
    };
}

function finder(pools: ReadonlyMap<string, LivePool>): FindPool {
    const byRange = new Map([...pools.values()].flatMap((pool) => (pool.range ? [[canonical(pool.range), pool]] : [])));
    return (entry) => {
        const cidr = parseCidr(entry);
        return cidr ? byRange.get(canonical(cidr)) : pools.get(entry);
    };
}
