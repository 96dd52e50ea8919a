// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { valid } from "semver";
import { finding } from "../findings";
import { isMapping } from "../mapping";
import { isObjectName } from "../names";
import { shown } from "../problem";
import type { Finding, Rule } from "../rule";
import type { LabelExpression } from "../label-selector";
import { NETWORK_CONFIG_RULE, NETWORK_OVERRIDES_RULE } from "./chart-rules";
import type { InstallPlanModel } from "./install-plan";

/** Extension names and versions become label values and, joined, the name of an ExtensionVersion. */
const LONGEST_NAME = 63;

const OPERATORS: readonly string[] = ["In", "NotIn", "Exists", "DoesNotExist"];

/**
 * What must hold for an InstallPlan before KubeSphere sees it. Its webhook checks only that the texts are YAML, and a
 * plan it cannot resolve gets no status at all.
 * Sources: isValidExtensionName and isValidExtensionVersion in pkg/controller/core/util.go, installplan_webhook.go.
 */
export const INSTALL_PLAN_RULES: readonly Rule<InstallPlanModel>[] = [
    {
        id: "extension-name",
        reason: "The name becomes a label value and the first part of an ExtensionVersion's name.",
        source: "isValidExtensionName in pkg/controller/core/util.go of KubeSphere",
        reads: ["extension"],
        check: ({ extension }) =>
            isObjectName(extension, LONGEST_NAME)
                ? []
                : [
                      {
                          property: "extension",
                          message: `'extension' (${shown(extension)}) must be the name of an Extension: lower case letters, digits, "-" and ".", at most 63. See: kubectl get extensions.kubesphere.io`,
                      },
                  ],
    },
    {
        id: "extension-version-exact",
        reason: "KubeSphere looks up one ExtensionVersion by name and version; anything else is ignored without a word.",
        source: "isValidExtensionVersion in pkg/controller/core/util.go of KubeSphere",
        reads: ["version"],
        check: ({ version }) => versionFindings(version),
    },
    {
        id: "extension-config-once",
        reason: "An InstallPlan has one config text.",
        source: "staging/src/kubesphere.io/api/core/v1alpha1/types.go of KubeSphere",
        reads: ["config", "configYaml"],
        check: ({ config, configYaml }) =>
            config === undefined || configYaml === undefined
                ? []
                : [
                      {
                          property: "configYaml",
                          message:
                              "'configYaml' and 'config' must not both be set. Keep 'config' for an object, 'configYaml' for YAML text.",
                      },
                  ],
    },
    {
        id: "extension-config-mapping",
        reason: "Helm values are a mapping.",
        source: "https://helm.sh/docs/chart_template_guide/values_files",
        reads: ["config"],
        check: ({ config }) =>
            config === undefined || isMapping(config)
                ? []
                : [
                      {
                          property: "config",
                          message: `'config' (${shown(config)}) must be an object of chart values. Use 'configYaml' for YAML text.`,
                      },
                  ],
    },
    {
        id: "extension-config-yaml",
        reason: "KubeSphere's webhook refuses text that is not YAML, and Helm values that are no mapping.",
        source: "pkg/controller/core/installplan_webhook.go of KubeSphere",
        reads: ["configYaml"],
        check: ({ configYaml }) => yamlFindings(configYaml),
    },
    {
        id: "extension-placement",
        reason: "Names win over the selector without a word, and clusters that do not exist are passed over.",
        source: "syncClusterSchedulingStatus in pkg/controller/core/installplan_controller.go of KubeSphere",
        reads: ["placement"],
        check: ({ placement }) =>
            placement === undefined
                ? []
                : isMapping(placement)
                  ? placementFindings(placement)
                  : [finding("placement", placement, "must be a mapping with 'clusters' or 'clusterSelector'.")],
    },
    {
        id: "extension-overrides",
        reason: "An override of a cluster without the agent has no effect.",
        source: "clusterConfig in pkg/controller/core/util.go of KubeSphere",
        reads: ["placement", "overrides"],
        check: overrideFindings,
    },
    {
        id: "extension-retry",
        reason: "It is counted up to change the config's text.",
        source: "syncInstallPlanStatus in pkg/controller/core/installplan_controller.go of KubeSphere",
        reads: ["retry"],
        check: ({ retry }) =>
            retry === undefined || (Number.isSafeInteger(retry) && retry >= 0)
                ? []
                : [
                      {
                          property: "retry",
                          message: `'retry' (${shown(retry)}) must be a whole number from 0. Count it up to start a failed plan again.`,
                      },
                  ],
    },
    NETWORK_CONFIG_RULE,
    NETWORK_OVERRIDES_RULE,
];

/** The same for a plan of which NETWORK_RULES say what is wrong with its config, under the names that a user gives it. */
export const NETWORK_PLAN_RULES = INSTALL_PLAN_RULES.filter((rule) => rule !== NETWORK_CONFIG_RULE);

function versionFindings(version: unknown): Finding[] {
    if (typeof version === "string" && valid(version) === version && isObjectName(version, LONGEST_NAME)) {
        return [];
    }
    const meant = typeof version === "string" ? valid(version, { loose: true }) : null;
    const wayOut =
        meant !== null && meant !== version
            ? `Did you mean ${meant}?`
            : "See: kubectl get extensionversions.kubesphere.io";
    return [
        {
            property: "version",
            message: `'version' (${shown(version)}) must be one exact version such as 1.3.0: no "v", no range, no "latest", nothing after "+". ${wayOut}`,
        },
    ];
}

function yamlFindings(text: string | undefined): Finding[] {
    if (text === undefined) {
        return [];
    }
    const finding = (what: string): Finding[] => [
        { property: "configYaml", message: `'configYaml' must be a YAML mapping of chart values, but ${what}.` },
    ];
    try {
        const parsed = load(text);
        return parsed === undefined || parsed === null || isMapping(parsed)
            ? []
            : finding(`is a ${Array.isArray(parsed) ? "list" : typeof parsed}`);
    } catch (error) {
        return finding(
            `does not parse: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
        );
    }
}

function placementFindings({ clusters, clusterSelector }: NonNullable<InstallPlanModel["placement"]>): Finding[] {
    const findings: Finding[] = [];
    if (clusters !== undefined && clusterSelector !== undefined) {
        findings.push({
            property: "placement",
            message:
                "'placement' must have either 'clusters' or 'clusterSelector': with both, KubeSphere ignores the selector unless the list is empty. Remove one of them.",
        });
    }
    if (clusters !== undefined && !Array.isArray(clusters)) {
        findings.push({
            property: "placement.clusters",
            message: `'placement.clusters' (${shown(clusters)}) must be a list of cluster names.`,
        });
    }
    const names: unknown[] = Array.isArray(clusters) ? clusters : [];
    names.forEach((name, index) => {
        const property = `placement.clusters[${index}]`;
        if (!isObjectName(name)) {
            findings.push({
                property,
                message: `'${property}' (${shown(name)}) must be the name of a Cluster. See: kubectl get clusters.cluster.kubesphere.io`,
            });
        } else if (names.indexOf(name) < index) {
            findings.push({ property, message: `'${property}' (${name}) is there twice. Remove one of them.` });
        }
    });
    const expressions: unknown = clusterSelector?.matchExpressions ?? [];
    return [
        ...findings,
        ...(Array.isArray(expressions)
            ? expressions.flatMap(expressionFindings)
            : [finding("placement.clusterSelector.matchExpressions", expressions, "must be a list.")]),
    ];
}

function expressionFindings(expression: unknown, index: number): Finding[] {
    const property = `placement.clusterSelector.matchExpressions[${index}]`;
    if (!isMapping(expression)) {
        return [finding(property, expression, "must be a mapping with key, operator and values.")];
    }
    const { operator, values = [] } = expression as Partial<LabelExpression>;
    if (operator === undefined || !OPERATORS.includes(operator)) {
        return [
            {
                property: `${property}.operator`,
                message: `'${property}.operator' (${shown(operator)}) must be one of ${OPERATORS.join(", ")}.`,
            },
        ];
    }
    const needsValues = operator.endsWith("In");
    return needsValues === values.length > 0
        ? []
        : [
              {
                  property: `${property}.values`,
                  message: `'${property}.values' (${shown(values)}) must ${needsValues ? "have an entry" : "be left out"} with the operator ${operator}.`,
              },
          ];
}

function overrideFindings({ placement, overrides }: InstallPlanModel): Finding[] {
    if (overrides === undefined) {
        return [];
    }
    if (!isMapping(overrides)) {
        return [finding("overrides", overrides, "must be a mapping from clusters to chart values.")];
    }
    if (placement === undefined) {
        return [
            {
                property: "overrides",
                message:
                    "'overrides' must come with a placement: they change the agents, and without a placement there are none. Name the clusters.",
            },
        ];
    }
    return Object.entries(overrides).flatMap(([cluster, values]) => {
        const property = `overrides.${cluster}`;
        if (!isMapping(values)) {
            return [{ property, message: `'${property}' (${shown(values)}) must be a mapping of chart values.` }];
        }
        const clusters: unknown = isMapping(placement) ? placement.clusters : undefined;
        return !Array.isArray(clusters) || clusters.includes(cluster)
            ? []
            : [
                  {
                      property,
                      message: `'${property}' must be for a cluster of the placement (${clusters.map(shown).join(", ") || "none"}). Place the extension on ${cluster} or remove the override.`,
                  },
              ];
    });
}
