// SPDX-License-Identifier: Apache-2.0
import { holdingEntries, isPulumi } from "../cluster/holders";
import type { ClusterObject, ManagedFields } from "../cluster/objects";
import { listed, numbered } from "../report/words";

/**
 * Who has changed a field: "owner" holds it as it is; "stack" says that the stack itself holds it; "hint" is whoever of
 * others wrote to the object last, where nobody holds the field any more; "unknown" is where nothing is recorded.
 */
export interface Trace {
    readonly how: "owner" | "stack" | "hint" | "unknown";
    /** Field manager, such as "kubectl-edit". */
    readonly manager?: string;
    /** When the manager last wrote any of its fields (RFC 3339). */
    readonly time?: string;
    /** Others who hold it as it is, too, by name. */
    readonly others?: readonly string[];
}

/** What the managed fields of an object tell of a field. `own` are the field managers of the stack, if they are known. */
export function traceOf(
    object: ClusterObject | undefined,
    path: readonly string[],
    own: ReadonlySet<string> | undefined,
): Trace {
    if (object === undefined) {
        return { how: "unknown" };
    }
    const isOwn = ({ manager = "" }: ManagedFields): boolean =>
        own === undefined ? isPulumi(manager) : own.has(manager) || manager === CREATOR;
    const holding = holdingEntries(object, path);
    const foreign = holding.filter((entry) => !isOwn(entry));
    const owner = latest(foreign) ?? latest(holding);
    if (owner !== undefined) {
        const others = namesOf(foreign).filter((name) => name !== owner.manager);
        return { how: isOwn(owner) ? "stack" : "owner", ...told(owner), ...(others.length > 0 && { others }) };
    }
    const all = object.metadata?.managedFields ?? [];
    const last = latest(all.filter((entry) => !entry.subresource && !isOwn(entry)));
    return last === undefined ? { how: "unknown" } : { how: "hint", ...told(last) };
}

/** The same in a sentence. */
export function traceSentence({ how, manager = "", time, others = [] }: Trace): string {
    const who = `${manager}${time === undefined ? "" : `, ${time}`}`;
    switch (how) {
        case "owner":
            return others.length === 0
                ? `${who}.`
                : `${who}. ${listed(others)} ${numbered(others.length, "holds", "hold")} it as it is, too.`;
        case "stack":
            return `${who}: the stack's own manager holds it, so another run of the stack wrote it, or somebody in its name.`;
        case "hint":
            return `Nobody holds it any more. A hint, not a proof: ${manager} was the last of others to write to the object${time === undefined ? "" : ` (${time})`}.`;
        case "unknown":
            return "The object does not tell. The audit log of the API server does, if there is one.";
    }
}

/** Name of Pulumi's provider when it creates an object; each resource gets its own one with the first change. */
const CREATOR = "pulumi-kubernetes";

function latest(entries: readonly ManagedFields[]): ManagedFields | undefined {
    return [...entries].sort((a, b) => (b.time ?? "").localeCompare(a.time ?? ""))[0];
}

function namesOf(entries: readonly ManagedFields[]): string[] {
    return [...new Set(entries.flatMap(({ manager }) => manager ?? []))].sort();
}

function told({ manager, time }: ManagedFields): Omit<Trace, "how"> {
    return { ...(manager !== undefined && { manager }), ...(time !== undefined && { time }) };
}
