// SPDX-License-Identifier: Apache-2.0
import type { Finding, Rule } from "../rule";
import { CHARTS_REASON, CHARTS_SOURCE } from "./chart-keys";
import { chartTextFindings } from "./chart-text";
import { chartValueFindings } from "./chart-values";
import type { InstallPlanModel } from "./install-plan";
import { NETWORK_EXTENSION } from "./network-values";

/** The config of the network extension. Left out where the values were checked before they became a config. */
export const NETWORK_CONFIG_RULE: Rule<InstallPlanModel> = {
    id: "extension-network-config",
    reason: CHARTS_REASON,
    source: CHARTS_SOURCE,
    reads: ["extension", "version", "config", "configYaml"],
    check: ({ extension, version, config, configYaml }) =>
        extension === NETWORK_EXTENSION
            ? [
                  ...chartValueFindings(version, config, "config"),
                  ...chartTextFindings(version, configYaml, "configYaml"),
              ]
            : [],
};

/** The overrides of the network extension. */
export const NETWORK_OVERRIDES_RULE: Rule<InstallPlanModel> = {
    id: "extension-network-overrides",
    reason: CHARTS_REASON,
    source: CHARTS_SOURCE,
    reads: ["extension", "version", "overrides"],
    check: ({ extension, version, overrides }) =>
        extension === NETWORK_EXTENSION
            ? Object.entries(overrides ?? {}).flatMap(([cluster, values]): Finding[] =>
                  chartValueFindings(version, values, `overrides.${cluster}`),
              )
            : [],
};
