// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { NETWORK_CONFIG_RULE, NETWORK_OVERRIDES_RULE } from "kubesphere-network/lib/extension/chart-rules";
import { NETWORK_EXTENSION } from "kubesphere-network/lib/extension/network-values";
import { isMapping } from "kubesphere-network/lib/mapping";
import type { Findings } from "../rule";
import { checkByLibrary, type Parts } from "./lib-rules";
import type { PolicyObject } from "./object";
import { at, type Tree, UNKNOWN } from "kubesphere-network/lib/tree";

const CHART_RULES = [NETWORK_CONFIG_RULE, NETWORK_OVERRIDES_RULE];

/** What the library's rules read of an InstallPlan. */
export function planParts({ tree }: PolicyObject): Parts {
    const spec = (...path: string[]): Tree => at(tree, "spec", ...path);
    return {
        extension: [spec("extension", "name"), "spec.extension.name"],
        version: [spec("extension", "version"), "spec.extension.version"],
        configYaml: [spec("config"), "spec.config"],
        placement: [spec("clusterScheduling", "placement"), "spec.clusterScheduling.placement"],
        overrides: [parsedOverrides(spec("clusterScheduling", "overrides")), "spec.clusterScheduling.overrides"],
    };
}

/** What the chart of the network extension has to say of a plan's values, at those properties that are meant. */
export function checkChart(object: PolicyObject, findings: Findings, isMeant: (property: string) => boolean): void {
    const name = at(object.tree, "spec", "extension", "name");
    const mayBeNetwork = name === NETWORK_EXTENSION || name === UNKNOWN;
    checkByLibrary(object, mayBeNetwork ? CHART_RULES : [], planParts(object), {
        ...findings,
        violation: (about, message, property = "", severity) => {
            if (isMeant(property)) {
                findings.violation(about, message, property, severity);
            }
        },
    });
}

/** Overrides as values: the object has them as texts. What is no YAML stays a text, which a rule refuses. */
function parsedOverrides(overrides: Tree): Tree {
    return isMapping(overrides)
        ? Object.fromEntries(Object.entries(overrides).map(([cluster, text]) => [cluster, parsed(text)]))
        : overrides;
}

function parsed(text: Tree): Tree {
    if (typeof text !== "string") {
        return text;
    }
    try {
        return load(text) ?? {};
    } catch {
        return text;
    }
}
