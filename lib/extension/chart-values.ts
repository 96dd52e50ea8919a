// SPDX-License-Identifier: Apache-2.0
import { lt, valid } from "semver";
import { closest } from "../closest";
import { finding } from "../findings";
import { isMapping } from "../mapping";
import type { Finding } from "../rule";
import {
    BESIDE,
    type Chart,
    type ChartKeys,
    chartOf,
    CHARTS,
    FIRST_WITH_SWITCHES,
    SAME_VALUE,
    type ValueKind,
} from "./chart-keys";
import { kindFindings, mustBe } from "./value-kinds";

/** What the values are checked against, and where they stand. */
interface Check {
    readonly version: string;
    readonly chart: Chart;
    readonly isExact: boolean;
    readonly root: string;
}

/** Names from the values down to one of them. */
type Path = readonly string[];

/**
 * Finds fault with values of the network extension: keys that its version's chart does not have, values of the wrong
 * kind, and images pinned to another version. Helm itself says nothing about any of them. `root` is where the values
 * stand in the component, such as "values" or "overrides.member-1". Where the version's chart is not known to the key,
 * a key that the nearest chart does not have is only a warning. Null is always right: it removes Helm's default.
 */
export function chartValueFindings(version: string, values: unknown, root: string): Finding[] {
    return valid(version) === version && isMapping(values)
        ? valuesFindings({ version, root, ...chartOf(version) }, [], values)
        : [];
}

function valuesFindings(check: Check, above: Path, values: Readonly<Record<string, unknown>>): Finding[] {
    const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
    return given.flatMap(([name, value]) => {
        const path = [...above, name];
        const property = propertyOf(check, path);
        const key = keyAt(check.chart.keys, path) ?? keyAt(BESIDE, path);
        if (key === undefined) {
            return strangerFindings(check, path, value);
        }
        if (typeof key === "string") {
            return kindFindings(key, { property, value, beside: values, version: check.version });
        }
        return isMapping(value) ? valuesFindings(check, path, value) : [mustBe("a mapping", { property, value })];
    });
}

/** What to say of a key that the chart does not have: it may have another name there, or belong to another version. */
function strangerFindings(check: Check, path: Path, value: unknown): Finding[] {
    const { chart } = check;
    const found = (rest: string, isSure = check.isExact): Finding[] => [
        { ...finding(propertyOf(check, path), value, rest), ...(!isSure && { severity: "warning" }) },
    ];
    if (path.at(-1)?.includes(".")) {
        return found(`is not a value of ${chartName(check)}: Helm takes a name with dots for one key. Nest it.`);
    }
    if (isMapping(value) && isMappingElsewhere(path)) {
        return valuesFindings(check, path, value);
    }
    const names = SAME_VALUE.find((same) => same.includes(path.join("."))) ?? [];
    const here = names.find((name) => keyAt(chart.keys, name.split(".")) !== undefined);
    if (here !== undefined) {
        return found(`is '${here}' in ${chartName(check)}. Rename it.`);
    }
    if (keyAt(chart.unpublished, path) !== undefined) {
        return found(
            `is not among the published values of ${chartName(check)}, though its subcharts may have it. See that it takes effect.`,
            false,
        );
    }
    if (names.length > 0 || CHARTS.some(({ keys }) => keyAt(keys, path) !== undefined)) {
        return found(`is not a value of ${chartName(check)}${otherVersion(chart)}`);
    }
    return found(`is not a value of ${chartName(check)}${wayOut(chart, path)}`);
}

function otherVersion({ version }: Chart): string {
    return lt(version, FIRST_WITH_SWITCHES)
        ? `: it came later. Remove it, or use ${FIRST_WITH_SWITCHES} or newer.`
        : ": an earlier one had it. Remove it.";
}

function wayOut(chart: Chart, path: Path): string {
    const meant = meantPath(chart, path);
    if (meant !== undefined) {
        return `. Did you mean '${meant}'?`;
    }
    const names = namesAt(chart.keys, path.slice(0, -1));
    return names.length > 0 ? `. Remove it, or use one of ${names.join(", ")}.` : ". Remove it.";
}

/** A name beside it that is spelt much the same, else the one path that has or lacks something in front. */
function meantPath({ keys, unpublished }: Chart, path: Path): string | undefined {
    const above = path.slice(0, -1);
    const name = closest(path.at(-1) ?? "", [...namesAt(keys, above), ...namesAt(unpublished, above)]);
    if (name !== undefined) {
        return [...above, name].join(".");
    }
    const text = path.join(".");
    const alike = pathsOf(keys).filter((known) => known.endsWith(`.${text}`) || text.endsWith(`.${known}`));
    return alike.length === 1 ? alike[0] : undefined;
}

function chartName({ version, chart, isExact }: Check): string {
    return isExact
        ? `the chart of version ${version}`
        : `the chart of version ${chart.version}, the nearest to ${version} that is known`;
}

/** The key of a path; undefined if there is none. */
function keyAt(keys: ChartKeys, path: Path): ValueKind | ChartKeys | undefined {
    return path.reduce<ValueKind | ChartKeys | undefined>(
        (key, name) => (typeof key === "object" && Object.hasOwn(key, name) ? key[name] : undefined),
        keys,
    );
}

function namesAt(keys: ChartKeys, path: Path): string[] {
    const key = keyAt(keys, path);
    return typeof key === "object" ? Object.keys(key) : [];
}

/** Whether some version has keys below the path, so that each of them has something to be said of it. */
function isMappingElsewhere(path: Path): boolean {
    return (
        CHARTS.some(({ keys, unpublished }) => [keys, unpublished].some((all) => namesAt(all, path).length > 0)) ||
        SAME_VALUE.flat().some((name) => name.startsWith(`${path.join(".")}.`))
    );
}

function pathsOf(keys: ChartKeys): string[] {
    return Object.entries(keys).flatMap(([name, below]) => [
        name,
        ...(typeof below === "string" ? [] : pathsOf(below).map((path) => `${name}.${path}`)),
    ]);
}

function propertyOf({ root }: Check, path: Path): string {
    return [root, ...path].join(".");
}
