// SPDX-License-Identifier: Apache-2.0
import { parseCidr } from "../../cidr";
import { at, isKnown } from "../../tree";
import type { ClusterChange } from "../objects";
import { PoolsByAddress } from "../pools/by-address";
import type { PoolPair } from "../pools/pairs";
import { isDecided, type Pool } from "../pools/pool";

export type Time = "before" | "after";

/** Whether pods can get addresses of a pool that they ask for. */
export type PoolState = "enabled" | "disabled" | "missing" | "unknown";

/** The pools that namespaces can be bound to, before and after a change. */
export class KnownPools {
    private readonly byName: ReadonlyMap<string, PoolPair>;
    private readonly byAddress: Readonly<Record<Time, PoolsByAddress>>;
    private readonly hasLateCidr: boolean;

    constructor(
        pairs: readonly PoolPair[],
        private readonly isWhole: ClusterChange["isWhole"],
    ) {
        const poolsOf = (time: Time): Pool[] => pairs.flatMap((pair) => pair[time] ?? []);
        this.byName = new Map(pairs.map((pair) => [pair.name, pair]));
        this.byAddress = {
            before: new PoolsByAddress(poolsOf("before")),
            after: new PoolsByAddress(poolsOf("after")),
        };
        this.hasLateCidr = [...poolsOf("before"), ...poolsOf("after")].some(
            ({ tree }) => !isKnown(at(tree, "spec", "cidr")),
        );
    }

    /** Names of pools at any time. */
    get names(): string[] {
        return [...this.byName.keys()];
    }

    /** The name of the pool that an entry of Calico's lists means, which may be a CIDR; the entry if no pool has it. */
    nameOf(entry: string, time: Time): string {
        // Most entries are names, and it takes long to find out that these are no addresses.
        const cidr = entry.includes("/") ? parseCidr(entry) : undefined;
        const other = time === "before" ? "after" : "before";
        const [name = entry] = cidr ? [...this.byAddress[time].named(cidr), ...this.byAddress[other].named(cidr)] : [];
        return name;
    }

    /** Whether a name is a CIDR that no pool has, unless it is one that is known only after the update. */
    isLate(name: string): boolean {
        return this.hasLateCidr && !this.byName.has(name) && parseCidr(name) !== undefined;
    }

    /** The pool of a name. */
    find(name: string, time: Time): Pool | undefined {
        return this.byName.get(name)?.[time];
    }

    /** What becomes of pods that ask for the pool. A pool that nothing tells of may be there unless all is told. */
    stateOf(name: string, time: Time): PoolState {
        const pool = this.find(name, time);
        if (pool) {
            return !isDecided(pool, ["disabled"]) ? "unknown" : pool.spec.disabled ? "disabled" : "enabled";
        }
        return this.isLate(name) || !(this.isWhole || this.byName.has(name)) ? "unknown" : "missing";
    }

    /** Address family of a pool, or of a CIDR that no pool has; undefined if it is not known. */
    familyOf(name: string, time: Time): 4 | 6 | undefined {
        return (this.find(name, time)?.range ?? parseCidr(name))?.family;
    }
}
