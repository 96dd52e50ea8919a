// SPDX-License-Identifier: Apache-2.0
import { blockSizeOf } from "../../ippool/spec";
import { shown } from "../../problem";
import { at, isKnown } from "../../tree";
import type { Difference } from "../report";
import { LATE } from "../words";
import { type Pool, poolOf, PROPERTIES, type PoolProperty } from "./pool";

/** Properties that are no default where they are missing: older Calico switches VXLAN on then. */
const MODES: readonly PoolProperty[] = ["ipipMode", "vxlanMode"];

const DEFAULTS = poolOf({ apiVersion: "", kind: "", name: "", tree: {} }).spec;

/** What differs between two states of a pool; of a pool that comes or goes what differs from Calico's defaults. */
export function settingsOf(before: Pool | undefined, after: Pool | undefined): Difference[] {
    const isBoth = before !== undefined && after !== undefined;
    return PROPERTIES.filter((property) => isBoth || property !== "cidr").flatMap((property) => {
        const [old, next] = [before, after].map((pool) => pool && textOf(pool, property));
        const isDefault = !isBoth && (old ?? next) === defaultOf(before ?? after, property);
        const both = { ...(old !== undefined && { before: old }), ...(next !== undefined && { after: next }) };
        return old === next || isDefault ? [] : [{ property: `spec.${property}`, ...both }];
    });
}

/** A property in words; undefined if nothing tells it. */
function textOf({ tree, spec, unknown, range }: Pool, property: PoolProperty): string | undefined {
    const value = at(tree, "spec", property);
    const decides = value === undefined && property === "blockSize" ? at(tree, "spec", "cidr") : value;
    if (!isKnown(decides)) {
        return LATE;
    }
    const isUnsaid = unknown.has(property) || MODES.includes(property) || (property === "blockSize" && !range);
    return value === undefined && isUnsaid ? undefined : textOfValue(spec[property]);
}

function defaultOf(pool: Pool | undefined, property: PoolProperty): string {
    return textOfValue(property === "blockSize" ? pool?.range && blockSizeOf(pool.range) : DEFAULTS[property]);
}

function textOfValue(value: unknown): string {
    return Array.isArray(value) ? value.join(", ") : shown(value);
}
