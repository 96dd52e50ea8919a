// SPDX-License-Identifier: Apache-2.0
import { type Cidr, parseCidr } from "../../cidr";
import { AllowedUse, AssignmentMode, blockSizeOf, IP_POOL_DEFAULTS, type IPPoolSpec } from "../../ippool/spec";
import { at, isKnown, type Tree } from "../../tree";
import type { KubeObject } from "../objects";
import { listAt, numberAt, textAt } from "../read";

/** What decides about a pool, in the order in which a report lists it. */
export const PROPERTIES = [
    "cidr",
    "blockSize",
    "ipipMode",
    "vxlanMode",
    "natOutgoing",
    "disabled",
    "disableBGPExport",
    "nodeSelector",
    "namespaceSelector",
    "assignmentMode",
    "allowedUses",
] as const;
export type PoolProperty = (typeof PROPERTIES)[number];

/** A pool at one time, as far as it is known. */
export interface Pool {
    readonly name: string;
    /** What it is, with Calico's defaults for what is not written. */
    readonly spec: Required<IPPoolSpec>;
    /** The addresses; undefined if they are not known, or no CIDR. */
    readonly range?: Cidr;
    /** Properties of which `spec` tells nothing: they come with the update, or belong to whoever is not seen here. */
    readonly unknown: ReadonlySet<PoolProperty>;
    /** What is written. */
    readonly tree: Tree;
}

/** The pool that an object is. */
export function poolOf({ name, tree, isPartial }: KubeObject): Pool {
    const spec = at(tree, "spec");
    const isMissing = (property: PoolProperty): boolean => at(spec, property) === undefined;
    // The size of blocks that nobody gives follows from the CIDR.
    const isUnknown = (property: PoolProperty): boolean =>
        !isKnown(at(spec, property)) ||
        (isMissing(property) && (isPartial === true || (property === "blockSize" && isUnknown("cidr"))));
    const cidr = textAt(spec, "cidr") ?? "";
    const range = parseCidr(cidr);
    return {
        name,
        spec: {
            cidr,
            blockSize: numberAt(spec, "blockSize") ?? (range ? blockSizeOf(range) : 0),
            ipipMode: textAt(spec, "ipipMode") ?? IP_POOL_DEFAULTS.ipipMode,
            vxlanMode: textAt(spec, "vxlanMode") ?? IP_POOL_DEFAULTS.vxlanMode,
            natOutgoing: at(spec, "natOutgoing") === true,
            disabled: at(spec, "disabled") === true,
            disableBGPExport: at(spec, "disableBGPExport") === true,
            nodeSelector: selectorAt(spec, "nodeSelector"),
            namespaceSelector: selectorAt(spec, "namespaceSelector"),
            assignmentMode: textAt(spec, "assignmentMode") ?? AssignmentMode.Automatic,
            allowedUses: isMissing("allowedUses") ? IP_POOL_DEFAULTS.allowedUses : textsIn(spec, "allowedUses"),
        },
        ...(range && { range }),
        unknown: new Set(PROPERTIES.filter(isUnknown)),
        tree,
    };
}

/** Whether all of these properties of a pool are known. */
export function isDecided({ unknown }: Pool, properties: readonly PoolProperty[]): boolean {
    return properties.every((property) => !unknown.has(property));
}

/** Whether a pool gives addresses to pods at all, be they bound to it or not. */
export function isForPods({ spec: { disabled, allowedUses } }: Pool): boolean {
    return !disabled && allowedUses.includes(AllowedUse.Workload);
}

/** What isOpen reads. */
export const OPEN_READS = ["disabled", "allowedUses", "assignmentMode", "namespaceSelector", "nodeSelector"] as const;

/** Whether a pool gives addresses to pods that ask for no pool, at least on some nodes. */
export function isOpen(pool: Pool): boolean {
    const { assignmentMode, namespaceSelector, nodeSelector } = pool.spec;
    return (
        isForPods(pool) &&
        assignmentMode === AssignmentMode.Automatic &&
        namespaceSelector === "all()" &&
        nodeSelector !== "!all()"
    );
}

/** Number of addresses that pods can get; undefined if that is not known. */
export function capacityOf(pool: Pool): bigint | undefined {
    if (!isDecided(pool, ["cidr", "disabled", "allowedUses"])) {
        return undefined;
    }
    const { range } = pool;
    return range && isForPods(pool) ? range.last - range.first + 1n : 0n;
}

/** Calico reads a selector without text as one of all. */
function selectorAt(spec: Tree, property: PoolProperty): string {
    const text = textAt(spec, property)?.trim() ?? "";
    return text === "" ? IP_POOL_DEFAULTS.nodeSelector : text;
}

function textsIn(spec: Tree, property: PoolProperty): string[] {
    return listAt(spec, property).filter((item) => typeof item === "string");
}
