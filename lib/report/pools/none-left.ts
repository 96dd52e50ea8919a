// SPDX-License-Identifier: Apache-2.0
import type { LiveNode } from "../../ippool/surroundings";
import { selects } from "../../selector/evaluate";
import type { Selector } from "../../selector/selector";
import { NONE_LEFT_RULE } from "../rules/pool-rules";
import { counted, listed } from "../words";
import type { Found, PoolCheck } from "./check";
import type { PoolPair } from "./pairs";
import { isDecided, isOpen, OPEN_READS, type Pool } from "./pool";
import { selectorOf } from "./selector";

/** Whether pods that ask for no pool still get addresses on every node. Only a whole cluster has all pools. */
export const noneLeft: PoolCheck = ({ change: { isWhole }, pairs, nodes }) =>
    isWhole ? ([4, 6] as const).flatMap((family) => noneOfFamily(family, pairs, nodes)) : [];

function noneOfFamily(family: 4 | 6, pairs: readonly PoolPair[], nodes: readonly LiveNode[]): Found[] {
    const isServed = (pool: Pool | undefined): boolean =>
        pool?.range?.family === family && isDecided(pool, OPEN_READS) && isOpen(pool);
    const mayServe = (pool: Pool | undefined): boolean =>
        pool !== undefined && (isServed(pool) || !isDecided(pool, ["cidr", ...OPEN_READS]));
    const [cause] = pairs.filter(({ change, before }) => change !== "unchanged" && isServed(before));
    if (cause === undefined) {
        return [];
    }
    const before = selectorsOf(pairs.map((pair) => pair.before).filter(isServed));
    const after = selectorsOf(pairs.map((pair) => pair.after).filter(mayServe));
    const matches = (selectors: typeof after, { labels }: LiveNode): boolean =>
        selectors.some((selector) => selector && selects(selector, labels));
    const lost = nodes.filter((node) => matches(before, node) && !after.includes(undefined) && !matches(after, node));
    const isNone = after.length === 0 && (nodes.length === 0 || lost.length === nodes.length);
    return isNone || lost.length > 0 ? [said(cause, family, isNone ? [] : lost)] : [];
}

/** Each selector once; undefined where one is not known or cannot be read, which may match anything. */
function selectorsOf(pools: readonly (Pool | undefined)[]): (Selector | undefined)[] {
    const texts = pools.map((pool) => (pool && isDecided(pool, ["nodeSelector"]) ? pool.spec.nodeSelector : undefined));
    return [...new Set(texts)].map(selectorOf);
}

function said({ name }: PoolPair, family: 4 | 6, lost: readonly LiveNode[]): Found {
    const names = listed(lost.map((node) => node.name));
    const where = lost.length === 0 ? "" : ` on ${counted(lost.length, "node")} (${names})`;
    return {
        rule: NONE_LEFT_RULE,
        pool: name,
        severity: "danger",
        message: `Nothing gives IPv${family} addresses any more to pods that ask for no pool${where}: new ones fail.`,
        wayOut: `Have another pool for them first, or leave "${name}" as it is.`,
    };
}
