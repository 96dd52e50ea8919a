// SPDX-License-Identifier: Apache-2.0
import { printed } from "../report/extension/secrets";
import type { ValueDifference } from "../report/extension/values";
import { shown } from "../problem";
import type { Setting } from "./drift";

/** Arguments of NetworkExtension, and of network.yaml, that are values of the network extension's chart. */
const SWITCHES: Readonly<Record<string, readonly string[]>> = {
    "global.ippool.enable": ["ippool", "enabled"],
    "global.ippool.webhook": ["ippool", "webhook"],
    "global.networkPolicy.enable": ["networkPolicy", "enabled"],
};

/** What to write so that these values are wanted; undefined if one of them may be secret and is not told. */
export function valueSettings(
    differences: readonly ValueDifference[],
    cluster: string | undefined,
): Setting[] | undefined {
    const above = cluster === undefined ? ["config"] : ["overrides", cluster];
    return differences.some(({ path, after }) => after !== undefined && printed(path, after) !== shown(after))
        ? undefined
        : differences.map(({ path, after }) => ({
              path: [...above, ...path],
              ...(after !== undefined && { value: after }),
          }));
}

/** The same as arguments of NetworkExtension, which has switches for some values and `values` for the others. */
export function networkSetting({ path, ...setting }: Setting): Setting {
    const [section, ...rest] = path;
    if (section === "placement") {
        return { path: rest, ...setting };
    }
    return { path: section === "config" ? (SWITCHES[rest.join(".")] ?? ["values", ...rest]) : path, ...setting };
}
