// SPDX-License-Identifier: Apache-2.0
import { CLUSTER, EXTENSION_VERSION, INSTALL_PLAN, type Kind } from "../../../../lib/kinds";
import { extensionPart } from "../../../../lib/report/extension/part";
import { type ClusterChange, type KubeObject, Objects } from "../../../../lib/report/objects";
import type { ExtensionChange, Finding, Part, PhasedStep } from "../../../../lib/report/report";
import type { Tree } from "../../../../lib/tree";

function object(kind: Kind, name: string, tree: Tree): KubeObject {
    return { apiVersion: kind.apiVersion, kind: kind.kind, name, tree };
}

/** What a plan of the tests may have. */
interface PlanParts {
    readonly extension?: Tree;
    readonly version?: Tree;
    readonly enabled?: Tree;
    readonly config?: Tree;
    readonly clusters?: Tree;
    readonly clusterSelector?: Tree;
    readonly overrides?: Tree;
    readonly status?: Tree;
}

/** An InstallPlan of network 1.3.0, enabled and nowhere placed, unless told otherwise. */
export function plan(parts: PlanParts = {}, name = "network"): KubeObject {
    const { extension = name, version = "1.3.0", enabled = true, config, status } = parts;
    const { clusters, clusterSelector, overrides } = parts;
    const placement = clusters === undefined ? { clusterSelector } : { clusters };
    const isPlaced = clusters !== undefined || clusterSelector !== undefined;
    const spec = {
        extension: { name: extension, version },
        enabled,
        ...(config !== undefined && { config }),
        ...(isPlaced && { clusterScheduling: { placement, ...(overrides !== undefined && { overrides }) } }),
    };
    return object(INSTALL_PLAN, name, { metadata: { name }, spec, ...(status !== undefined && { status }) });
}

/** A cluster that is ready, unless told otherwise. */
export function cluster(name: string, labels: Tree = {}, isReady = true): KubeObject {
    const conditions = [{ type: "Ready", status: isReady ? "True" : "False" }];
    return object(CLUSTER, name, { metadata: { name, labels }, status: { conditions } });
}

export function extensionVersion(version: string, spec: Record<string, Tree> = {}, of = "network"): KubeObject {
    const name = `${of}-${version}`;
    return object(EXTENSION_VERSION, name, {
        metadata: { name, labels: { "kubesphere.io/extension-ref": of } },
        spec: { version, installationMode: "Multicluster", ...spec },
    });
}

export function partOf(
    before: readonly KubeObject[],
    after: readonly KubeObject[],
    of: Partial<ClusterChange> = {},
): Part {
    return extensionPart({ before: new Objects(before), after: new Objects(after), isWhole: false, ...of });
}

/** A part that has nothing but this. */
export function only(part: Part): Part {
    return { extensions: [], findings: [], steps: [], irreversible: [], notes: [], ...part };
}

/** The change of an extension that is enabled and has no agents, unless told otherwise. */
export function row(parts: Partial<ExtensionChange> = {}): ExtensionChange {
    return {
        name: "network",
        change: "changed",
        version: { before: "1.3.0", after: "1.3.0" },
        enabled: { before: true, after: true },
        agents: { added: [], removed: [], kept: [] },
        config: [],
        ...parts,
    };
}

type Rest = Omit<Finding, "area" | "severity" | "rule" | "object">;

export function found(severity: Finding["severity"], rule: string, rest: Rest, name = "network"): Finding {
    return { severity, area: "extension", rule, object: { kind: "InstallPlan", name }, ...rest };
}

export const step = (text: string, phase: PhasedStep["phase"] = "extensions"): PhasedStep => ({
    phase,
    by: "update",
    text,
});
