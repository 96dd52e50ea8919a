// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "../../../../lib/kinds";
import {
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    NETWORK_POLICY,
    SERVICE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "../../../../lib/kinds";
import { isolationPart } from "../../../../lib/report/isolation/part";
import { type ClusterChange, type KubeObject, Objects } from "../../../../lib/report/objects";
import type { Finding, Isolation, IsolationChange, Part, PhasedStep } from "../../../../lib/report/report";
import type { Tree } from "../../../../lib/tree";

const ISOLATE = "kubesphere.io/network-isolate";

function object(kind: Kind, name: string, tree: Tree, namespace?: string): KubeObject {
    return { apiVersion: kind.apiVersion, kind: kind.kind, name, ...(namespace !== undefined && { namespace }), tree };
}

const annotated = (value: Tree) => (value === undefined ? {} : { annotations: { [ISOLATE]: value } });

/** A namespace of the workspace "retail" with KubeSphere's labels, unless told otherwise. */
export function namespace(name: string, isolate?: Tree, labels: Record<string, Tree> = {}): KubeObject {
    const own = { "kubesphere.io/workspace": "retail", "kubesphere.io/namespace": name, ...labels };
    return object(NAMESPACE, name, { metadata: { name, labels: own, ...annotated(isolate) } });
}

/** What a patch tells of a namespace. */
export function patch(name: string, isolate?: Tree): KubeObject {
    return { ...object(NAMESPACE, name, { metadata: { name, ...annotated(isolate) } }), isPartial: true };
}

export function workspace(name: string, isolate?: Tree): KubeObject {
    return object(WORKSPACE, name, { metadata: { name, ...annotated(isolate) } });
}

/** A template that writes the value into its Workspaces; `own` is what it has itself. */
export function template(name: string, isolate?: Tree, own?: Tree): KubeObject {
    const spec = { template: { metadata: annotated(isolate) } };
    return object(WORKSPACE_TEMPLATE, name, { metadata: { name, ...annotated(own) }, spec });
}

/** A policy that lets peers in, those of shop-web unless told otherwise. */
export function ingress(name: string, peers: Tree = [{ namespace: { name: "shop-web" } }]): KubeObject {
    const spec = { ingress: [{ from: peers }] };
    return object(NAMESPACE_NETWORK_POLICY, name, { metadata: { name, namespace: "shop" }, spec }, "shop");
}

/** A policy that lets the pods of shop reach peers. */
export function egress(name: string, peers: Tree): KubeObject {
    const spec = { egress: [{ to: peers }] };
    return object(NAMESPACE_NETWORK_POLICY, name, { metadata: { name, namespace: "shop" }, spec }, "shop");
}

export function networkPolicy(name: string, spec: Tree): KubeObject {
    return object(NETWORK_POLICY, name, { metadata: { name, namespace: "shop" }, spec }, "shop");
}

export function service(name: string, spec: Tree, of = "shop-web"): KubeObject {
    return object(SERVICE, name, { metadata: { name, namespace: of }, spec }, of);
}

export function changeOf(
    before: readonly KubeObject[],
    after: readonly KubeObject[],
    of: Partial<ClusterChange> = {},
): ClusterChange {
    return { before: new Objects(before), after: new Objects(after), isWhole: true, ...of };
}

export function partOf(...change: Parameters<typeof changeOf>): Part {
    return isolationPart(changeOf(...change));
}

/** A part that has nothing but this. */
export function only(part: Part): Part {
    return { isolation: [], findings: [], steps: [], irreversible: [], notes: [], ...part };
}

export function row(
    kind: "project" | "workspace",
    name: string,
    [before, after]: readonly [Isolation, Isolation],
    policies: Partial<IsolationChange["policies"]> = {},
): IsolationChange {
    return {
        kind,
        name,
        before,
        after,
        policies: { created: [], changed: [], deleted: [], purged: [], ...policies },
    };
}

type Rest = Omit<Finding, "area" | "severity" | "rule" | "object">;

export function found(severity: Finding["severity"], rule: string, object: Finding["object"], rest: Rest): Finding {
    return { severity, area: "isolation", rule, object, ...rest };
}

export const project = (name: string): Finding["object"] => ({ kind: "Namespace", name });
export const policy = (name: string): Finding["object"] => ({
    kind: "NamespaceNetworkPolicy",
    name,
    namespace: "shop",
});

export const step = (phase: PhasedStep["phase"], text: string, by: PhasedStep["by"] = "update"): PhasedStep => ({
    phase,
    by,
    text,
});
