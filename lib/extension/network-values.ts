// SPDX-License-Identifier: Apache-2.0
import { lt, valid } from "semver";
import { finding } from "../findings";
import { isMapping } from "../mapping";
import { shown } from "../problem";
import type { Rule } from "../rule";
import { CHARTS_REASON, CHARTS_SOURCE, FIRST_WITH_SWITCHES } from "./chart-keys";
import { chartTextFindings } from "./chart-text";
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
    /** All of the config as a text, in place of the others. */
    readonly configYaml?: string;
}

/** What a config text stands in place of. */
const IN_PLACE = ["ippool", "networkPolicy", "values"] as const;

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
        reads: ["version", "values", "configYaml"],
        check: ({ version, values, configYaml }) => [
            ...chartValueFindings(version, values, "values"),
            ...chartTextFindings(version, configYaml, "configYaml"),
        ],
    },
    {
        id: "network-config-once",
        reason: "An InstallPlan has one config text.",
        source: "staging/src/kubesphere.io/api/core/v1alpha1/types.go of KubeSphere",
        reads: ["configYaml", ...IN_PLACE],
        check: (model) =>
            IN_PLACE.filter((property) => model.configYaml !== undefined && model[property] !== undefined).map(
                (property) =>
                    finding(
                        property,
                        model[property],
                        "must not be set together with 'configYaml', which is all of the config. Keep one of them.",
                    ),
            ),
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
