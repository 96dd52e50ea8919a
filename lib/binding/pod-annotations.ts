// SPDX-License-Identifier: Apache-2.0
import { parseCidr } from "../cidr";
import { finding } from "../findings";
import { poolList } from "../ippool/pins";
import { poolNameFindings } from "../ippool/rules";
import { IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION } from "../labels";
import type { Finding, RuleInfo } from "../rule";

/** The rule that a pod asks for pools that can be, in lists that Calico can read. */
export const POD_POOLS_RULE: RuleInfo = {
    id: "pod-pools",
    reason: "Calico fails a pod whose list of pools it cannot read or whose pools cannot be.",
    source: "cni-plugin/pkg/k8s/k8s.go of Calico",
};

/** Pools of each address family, by name or CIDR, in the order in which Calico tries them. */
export interface PoolsByFamily {
    readonly ipv4?: readonly string[];
    readonly ipv6?: readonly string[];
}

/** Address family of an entry of Calico's lists: that of a CIDR, and IPv4 for a name, which does not tell. */
export function familyOfEntry(pool: string): 4 | 6 {
    return parseCidr(pool)?.family ?? 4;
}

/** The pools of a plain list by family. */
export function byFamily(pools: readonly string[]): Required<PoolsByFamily> {
    return {
        ipv4: pools.filter((pool) => familyOfEntry(pool) === 4),
        ipv6: pools.filter((pool) => familyOfEntry(pool) === 6),
    };
}

/** The annotations that put a pod on pools. A family without pools gets no list: its addresses may be of any pool. */
export function podAnnotations({ ipv4 = [], ipv6 = [] }: PoolsByFamily): Record<string, string> {
    return {
        ...(ipv4.length > 0 && { [IPV4_POOLS_ANNOTATION]: JSON.stringify(ipv4) }),
        ...(ipv6.length > 0 && { [IPV6_POOLS_ANNOTATION]: JSON.stringify(ipv6) }),
    };
}

/** Finds fault with pools that no pod can get an address of: none, a bad name, or a CIDR in the other family's list. */
export function podPoolFindings({ ipv4 = [], ipv6 = [] }: PoolsByFamily): Finding[] {
    if (ipv4.length + ipv6.length === 0) {
        return [finding("pools", [], "must name at least one pool.")];
    }
    const lists = [
        { pools: ipv4, property: "ipv4", family: 4 },
        { pools: ipv6, property: "ipv6", family: 6 },
    ] as const;
    return lists.flatMap(({ pools, property, family }) =>
        pools.flatMap((pool, index) => {
            const cidr = parseCidr(pool);
            const path = `${property}[${index}]`;
            if (!cidr) {
                return poolNameFindings(path, pool);
            }
            return cidr.family === family
                ? []
                : [finding(path, pool, `must be an IPv${family} pool. Put it into the list of the other family.`)];
        }),
    );
}

/** Finds fault with the text of one of Calico's annotations. */
export function poolListFindings(annotation: string, text: string | undefined): Finding[] {
    return text === undefined || poolList(text) !== undefined
        ? []
        : [finding(annotation, text, 'must be a JSON list of pools such as ["pool-a"]. Correct or remove it.')];
}

/**
 * The text of one of Calico's annotations with pools added at the end, without those that it has already. As it was if
 * nothing is to be added, whatever its blanks.
 */
export function withPools(text: string | undefined, pools: readonly string[]): string | undefined {
    const list = poolList(text) ?? [];
    const added = pools.filter((pool, index) => !list.includes(pool) && pools.indexOf(pool) === index);
    return added.length === 0 ? text : JSON.stringify([...list, ...added]);
}
