// SPDX-License-Identifier: Apache-2.0
import { lt, valid } from "semver";
import { isMapping } from "../mapping";
import { shown } from "../problem";
import type { Rule } from "../rule";
import { CHARTS_REASON, CHARTS_SOURCE, FIRST_WITH_SWITCHES } from "./chart-keys";
import { chartValueFindings } from "./chart-values";
import type { ChartValues } from "./install-plan";

/** Name of the network extension, of its InstallPlan and of its Helm release. */
export const NETWORK_EXTENSION = "network";

/** What the network extension's values are made from. */
export interface NetworkModel {
    readonly version: string;
    readonly ippool?: { readonly enabled?: boolean; readonly webhook?: boolean };
    readonly networkPolicy?: { readonly enabled?: boolean };
    readonly values?: ChartValues;
}

/** What must hold for the network extension beyond what holds for every InstallPlan. */
export const NETWORK_RULES: readonly Rule<NetworkModel>[] = [
    {
        id: "network-switches",
        reason: "The charts before 1.2.0 have no switches, so the value would be ignored.",
        source: "values.yaml of the network extension 1.1.0 and 1.3.0",
        reads: ["version", "ippool", "networkPolicy"],
        check: (model) =>
            hasSwitches(model.version)
                ? []
                : [
                      ...switchedOff("ippool.enabled", model.ippool?.enabled, model.version),
                      ...switchedOff("ippool.webhook", model.ippool?.webhook, model.version),
                      ...switchedOff("networkPolicy.enabled", model.networkPolicy?.enabled, model.version),
                  ],
    },
    {
        id: "network-values",
        reason: "Helm values are a mapping.",
        source: "https://helm.sh/docs/chart_template_guide/values_files",
        reads: ["values"],
        check: ({ values }) =>
            values === undefined || isMapping(values)
                ? []
                : [{ property: "values", message: `'values' (${shown(values)}) must be an object of chart values.` }],
    },
    {
        id: "network-chart-values",
        reason: CHARTS_REASON,
        source: CHARTS_SOURCE,
        reads: ["version", "values"],
        check: ({ version, values }) => chartValueFindings(version, values, "values"),
    },
];

/**
 * The values of the network extension's chart: its switches, with `values` merged over them. Switches that are not
 * set are on, as in the chart itself. Keys: values.yaml of the extension 1.3.0 and 1.1.0.
 */
export function networkValues(model: NetworkModel): ChartValues {
    const switches: ChartValues = hasSwitches(model.version)
        ? {
              global: {
                  ippool: {
                      enable: model.ippool?.enabled ?? true,
                      type: "calico",
                      webhook: model.ippool?.webhook ?? true,
                  },
                  networkPolicy: { enable: model.networkPolicy?.enabled ?? true },
              },
          }
        : { network: { ippool: { type: "calico" } } };
    return merged(switches, model.values ?? {});
}

function hasSwitches(version: string): boolean {
    return valid(version) === null || !lt(version, FIRST_WITH_SWITCHES);
}

function switchedOff(property: string, value: boolean | undefined, version: string) {
    return value === false
        ? [
              {
                  property,
                  message: `'${property}' (false) must be left out with version ${version}, whose chart has no such switch. Use ${FIRST_WITH_SWITCHES} or newer to switch it off.`,
              },
          ]
        : [];
}

function merged(base: ChartValues, over: ChartValues): ChartValues {
    return Object.entries(over).reduce<ChartValues>((result, [key, value]) => {
        const below = result[key];
        return { ...result, [key]: isMapping(below) && isMapping(value) ? merged(below, value) : value };
    }, base);
}
