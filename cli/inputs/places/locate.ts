// SPDX-License-Identifier: Apache-2.0
import type { Position } from "kubesphere-network/lib/platform/document";
import { Lines } from "./lines";
import { type Place, readPlaces } from "./place";

/** Tells where a property stands; where it is missing, what would contain it. */
export type Locate = (property: string) => Position;

/** A block scalar whose lines are kept as they are. */
const LITERAL = /^[ \t]*(?:[&!]\S*[ \t]+)*\|[-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n/;

/**
 * Reads a YAML text for the places of its properties, spelled as rules do: spec.cidr, spec.ingress[0], and
 * metadata.labels["a/b"] or metadata.labels.a/b for any key. Throws YAMLException where the text is no YAML.
 */
export function locator(text: string): Locate {
    const root = readPlaces(text);
    const lines = new Lines(text);
    return (property) => {
        let step: Step = { place: root, rest: /^(?:$|\[)/.test(property) ? property : `.${property}` };
        for (let next: Step | undefined = step; next !== undefined; next = partOf(step)) {
            step = next;
        }
        return inside(step, lines) ?? lines.positionOf(step.place?.start ?? 0);
    };
}

/** A place on the way to a property, and what is left of the way, such as "[0].cidr". */
interface Step {
    readonly place: Place | undefined;
    readonly rest: string;
}

/** The next step. Keys may have dots: the longest that is there is meant. */
function partOf({ place, rest }: Step): Step | undefined {
    const [whole = "", index] = /^\[(\d+)\]/.exec(rest) ?? [];
    const item = index === undefined ? undefined : place?.items[Number(index)];
    if (item !== undefined) {
        return { place: item, rest: rest.slice(whole.length) };
    }
    const fitting = [...(place?.members ?? [])].flatMap(([key, member]) =>
        [`.${key}`, `["${key}"]`]
            .filter((spelled) => rest.startsWith(spelled) && /^(?:$|[.[])/.test(rest.slice(spelled.length)))
            .map((spelled) => ({ place: member, rest: rest.slice(spelled.length) })),
    );
    return fitting.sort((one, other) => one.rest.length - other.rest.length)[0];
}

/** A place in a text that is YAML itself, as the config of an InstallPlan is; undefined if its lines do not show. */
function inside({ place, rest }: Step, lines: Lines): Position | undefined {
    if (rest === "" || typeof place?.value !== "string" || !LITERAL.test(place.source)) {
        return undefined;
    }
    const header = lines.positionOf(place.start).line;
    try {
        const { line, column } = locator(place.value)(rest.replace(/^\./, ""));
        const indent = lines.textOf(header + line).length - (place.value.split("\n")[line - 1] ?? "").length;
        return { line: header + line, column: column + indent };
    } catch {
        return undefined;
    }
}
