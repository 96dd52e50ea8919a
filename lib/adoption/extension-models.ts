// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { textValues } from "../extension/chart-text";
import { type ChartValues, type InstallPlanSpec, RETRY_VALUE } from "../extension/install-plan";
import { networkValues } from "../extension/network-values";
import { defined } from "../manifest";
import { isMapping } from "../mapping";
import type { PlatformExtension } from "../platform/spec";
import { at } from "../tree";

/** What a retry leaves at the end of a config. */
const RETRY = /^([^]*)# retry: (\d+)\n$/;

/** A value under such a key is one that nobody should read. */
const SECRET = /(?:password|passwd|token|secret(?:key)?)$/i;

/**
 * Descriptions that may stand for an InstallPlan, the most readable first: its switches and values, else its config as
 * the text that it is. Whether one does is told by what the component makes of it.
 */
export function extensionModels({ extension, config = "", clusterScheduling }: InstallPlanSpec): PlatformExtension[] {
    const { version } = extension;
    const [, text = config, count] = RETRY.exec(config) ?? [];
    const retry = count === undefined ? undefined : Number(count);
    const placed = clusterScheduling && { clusters: clusterScheduling.placement?.clusters ?? [] };
    const described = { version, ...placed, ...switchesAndValues(version, textValues(text) ?? {}) };
    const overrides = Object.entries(clusterScheduling?.overrides ?? {});
    return [
        defined({ ...described, overrides: overridden(overrides, retry), retry }),
        defined({ version, ...placed, configYaml: config, overrides: overridden(overrides, undefined) }),
    ];
}

/** The first key of values that looks like that of a secret; undefined if there is none. */
export function secretKey(text: string | undefined): string | undefined {
    return keyBelow(textValues(text ?? ""), []);
}

function keyBelow(value: unknown, path: readonly string[]): string | undefined {
    if (typeof value === "string") {
        return value !== "" && SECRET.test(path.at(-1) ?? "") ? path.join(".") : undefined;
    }
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return entries.map(([key, inner]) => keyBelow(inner, [...path, key])).find((key) => key !== undefined);
}

/** Switches that are off under their own names, and all else that differs from what the component writes anyway. */
function switchesAndValues(version: string, values: ChartValues): Partial<PlatformExtension> {
    const isOff = (...path: readonly string[]): boolean => at(values, "global", ...path) === false;
    const ippool = {
        ...(isOff("ippool", "enable") && { enabled: false }),
        ...(isOff("ippool", "webhook") && { webhook: false }),
    };
    const switches = {
        ...(Object.keys(ippool).length > 0 && { ippool }),
        ...(isOff("networkPolicy", "enable") && { networkPolicy: { enabled: false } }),
    };
    const rest = beyond(values, networkValues({ version, ...switches }));
    return { ...switches, ...(Object.keys(rest).length > 0 && { values: rest }) };
}

/** The values without those that are the same in the base. */
function beyond(values: ChartValues, base: ChartValues): ChartValues {
    return Object.fromEntries(
        Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
            const below = base[key];
            if (isMapping(value) && isMapping(below)) {
                const inner = beyond(value, below);
                return Object.keys(inner).length > 0 ? [[key, inner]] : [];
            }
            return isDeepStrictEqual(value, below) ? [] : [[key, value]];
        }),
    );
}

/** The overrides as values, without what a retry of that count added. */
function overridden(overrides: readonly [string, string][], retry: number | undefined) {
    return overrides.length === 0
        ? undefined
        : Object.fromEntries(
              overrides.map(([cluster, text]) => {
                  const { [RETRY_VALUE]: count, ...values } = { ...textValues(text) };
                  return [cluster, count === retry ? values : { ...values, [RETRY_VALUE]: count }];
              }),
          );
}
