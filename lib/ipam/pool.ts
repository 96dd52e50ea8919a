// SPDX-License-Identifier: Apache-2.0
import { type Cidr, parseCidr } from "../cidr";
import type { IPPoolObject } from "../ippool/surroundings";
import { AllowedUse, AssignmentMode, blockSizeOf, IP_POOL_DEFAULTS, type IPPoolSpec } from "../ippool/spec";
import { parseSelector } from "../selector/parse";
import { selects } from "../selector/evaluate";
import { SelectorError } from "../selector/error";

/** A pool as far as its addresses are concerned, with Calico's defaults for what is not written. */
export interface IPAMPool {
    readonly name: string;
    readonly cidr: Cidr;
    readonly spec: IPPoolSpec & Required<Pick<IPPoolSpec, "blockSize" | "disabled" | "allowedUses" | "assignmentMode">>;
}

/** The pools of a cluster by name. Those whose CIDR cannot be read have no addresses and are left out. */
export function ipamPools(objects: readonly IPPoolObject[]): IPAMPool[] {
    return objects
        .flatMap(({ metadata, spec }): IPAMPool[] => {
            const text = spec?.cidr ?? "";
            const cidr = parseCidr(text);
            const { disabled, allowedUses } = IP_POOL_DEFAULTS;
            const defaults = { disabled, allowedUses, assignmentMode: AssignmentMode.Automatic };
            return cidr === undefined
                ? []
                : [
                      {
                          name: metadata?.name ?? "",
                          cidr,
                          spec: { ...defaults, blockSize: blockSizeOf(cidr), ...spec, cidr: text },
                      },
                  ];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether pods may have addresses of the pool. */
export function isForPods({ spec }: IPAMPool): boolean {
    return spec.allowedUses.includes(AllowedUse.Workload);
}

/** Number of addresses of a block of addresses. */
export function addressesOf({ first, last }: Cidr): bigint {
    return last - first + 1n;
}

/** Number of blocks that a pool is cut into. */
export function blockCount({ cidr, spec }: IPAMPool): bigint {
    return 2n ** BigInt(Math.max(spec.blockSize - cidr.prefix, 0));
}

/** Whether a Calico selector matches labels; one without text matches all, and one that Calico cannot read none. */
export function matches(selector: string | undefined, labels: Readonly<Record<string, string>>): boolean {
    try {
        return selects(parseSelector(selector ?? ""), labels);
    } catch (error) {
        if (error instanceof SelectorError) {
            return false;
        }
        throw error;
    }
}
