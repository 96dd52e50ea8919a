// SPDX-License-Identifier: Apache-2.0
import { valid } from "semver";
import { type Chart, type ChartKeys, chartOf, SAME_VALUE } from "../../extension/chart-keys";

/** What becomes of the values of the network extension's chart between two versions, in sentences; "" if nothing does. */
export function chartChanges(before: string, after: string): string {
    if (valid(before) === null || valid(after) === null) {
        return "";
    }
    const [was, will] = [chartOf(before), chartOf(after)];
    if (was.chart === will.chart) {
        return "";
    }
    const moved = SAME_VALUE.flatMap((names) => {
        const [from, to] = [was, will].map(({ chart }) => names.find((name) => has(chart.keys, name)));
        return from !== undefined && to !== undefined && from !== to ? [{ from, to }] : [];
    });
    const come = added(
        was.chart,
        will.chart,
        moved.map(({ to }) => to),
    );
    const gone = added(
        will.chart,
        was.chart,
        moved.map(({ from }) => from),
    );
    const sentences = [
        ...moved.map(({ from, to }) => `'${from}' is '${to}' from now on.`),
        ...(come.length > 0 ? [`New: ${come.join(", ")}.`] : []),
        ...(gone.length > 0 ? [`Gone: ${gone.join(", ")}.`] : []),
    ];
    const isExact = was.isExact && will.isExact;
    const basis = isExact
        ? ""
        : ` as far as ${was.chart.version} and ${will.chart.version} tell, whose values are known`;
    return `Its values change${basis}. ${sentences.join(" ")}`;
}

/** Paths that the second chart has and the first one has not, each as short as it can be, but those that only moved. */
function added({ keys, unpublished }: Chart, { keys: others }: Chart, moved: readonly string[]): string[] {
    const isMoved = (path: string): boolean => moved.some((name) => `${name}.`.startsWith(`${path}.`));
    return pathsIn(others, (path) => !has(keys, path) && !has(unpublished, path) && !isMoved(path));
}

function pathsIn(keys: ChartKeys, isAdded: (path: string) => boolean, above = ""): string[] {
    return Object.entries(keys).flatMap(([name, below]) => {
        const path = `${above}${name}`;
        return isAdded(path) ? [path] : typeof below === "string" ? [] : pathsIn(below, isAdded, `${path}.`);
    });
}

function has(keys: ChartKeys, path: string): boolean {
    const found = path
        .split(".")
        .reduce<ChartKeys[string] | undefined>(
            (key, name) => (typeof key === "object" && Object.hasOwn(key, name) ? key[name] : undefined),
            keys,
        );
    return found !== undefined;
}
