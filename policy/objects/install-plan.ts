// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { NETWORK_EXTENSION } from "kubesphere-network/lib/extension/network-values";
import { isMapping } from "kubesphere-network/lib/mapping";
import type { Parts } from "./lib-rules";
import type { PolicyObject } from "./object";
import { at, type Tree, UNKNOWN } from "./tree";

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

/** Whether the plan is of the network extension, whose chart is known, or may be. */
export function mayBeOfNetwork({ tree }: PolicyObject): boolean {
    const name = at(tree, "spec", "extension", "name");
    return name === NETWORK_EXTENSION || name === UNKNOWN;
}

/** Overrides as values: the object has them as texts. What is no YAML stays a text, which a rule refuses. */
function parsedOverrides(overrides: Tree): Tree {
    return isMapping(overrides)
        ? Object.fromEntries(Object.entries(overrides).map(([cluster, text]) => [cluster, parsed(text)]))
        : overrides;
}

function parsed(text: Tree): Tree {
    if (text === UNKNOWN || typeof text !== "string") {
        return text;
    }
    try {
        return load(text) ?? {};
    } catch {
        return text;
    }
}
