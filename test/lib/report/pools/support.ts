// SPDX-License-Identifier: Apache-2.0
import { IP_POOL, IPAM_BLOCK, type Kind, NAMESPACE, NODE, POD } from "../../../../lib/kinds";
import { type ClusterChange, type KubeObject, Objects } from "../../../../lib/report/objects";
import { poolsPart } from "../../../../lib/report/pools/part";
import type { Difference, Finding, Part, PhasedStep, PoolChange } from "../../../../lib/report/report";
import type { Tree } from "../../../../lib/tree";

type Texts = Readonly<Record<string, Tree>>;

export function object(kind: Kind, name: string, fields: Texts = {}, namespace?: string): KubeObject {
    const { metadata, ...rest } = fields;
    const inNamespace = namespace === undefined ? {} : { namespace };
    const own = { name, ...inNamespace, ...(metadata as Texts | undefined) };
    return { apiVersion: kind.apiVersion, kind: kind.kind, name, ...inNamespace, tree: { metadata: own, ...rest } };
}

/** A pool with both modes written, as one that gives addresses to whoever asks for it alone. */
export function pool(name: string, cidr: Tree, spec: Texts = {}): KubeObject {
    const modes = { ipipMode: "Never", vxlanMode: "Never", assignmentMode: "Manual" };
    return object(IP_POOL, name, { spec: { cidr, ...modes, ...spec } });
}

/** A pool of which only a patch tells. */
export function poolPatch(name: string, spec: Texts): KubeObject {
    return { ...object(IP_POOL, name, { spec }), isPartial: true };
}

/** A namespace with labels and annotations. */
export function namespace(name: string, labels: Tree = {}, annotations: Tree = {}): KubeObject {
    return object(NAMESPACE, name, { metadata: { labels, annotations } });
}

/** A running pod of the Deployment "web" with an address. */
export function pod(name: string, podIP: Tree, { of = "shop", node = "a" } = {}): KubeObject {
    const owner = { kind: "ReplicaSet", name: "web-5d7f", controller: true };
    const metadata = { labels: { "pod-template-hash": "5d7f" }, ownerReferences: [owner] };
    return object(POD, name, { metadata, spec: { nodeName: node }, status: { phase: "Running", podIP } }, of);
}

/** A block of which so many addresses are given away. */
export function block(cidr: string, given: number): KubeObject {
    const allocations = [null, ...Array.from({ length: given }, (_, index) => index)];
    return object(IPAM_BLOCK, cidr.replace("/", "-"), { spec: { cidr, allocations } });
}

export function node(name: string, labels: Tree = {}, address = "192.168.0.1"): KubeObject {
    const addresses = [
        { type: "Hostname", address: name },
        { type: "InternalIP", address },
    ];
    return object(NODE, name, { metadata: { labels }, status: { addresses } });
}

export function changeOf(
    before: readonly KubeObject[],
    after: readonly KubeObject[],
    of: Partial<ClusterChange> = {},
): ClusterChange {
    return { before: new Objects(before), after: new Objects(after), isWhole: true, ...of };
}

export function partOf(...change: Parameters<typeof changeOf>): Part {
    return poolsPart(changeOf(...change));
}

/** A part that has nothing but this. */
export function only(part: Part): Part {
    return { pools: [], findings: [], steps: [], irreversible: [], notes: [], ...part };
}

/** A pool of 10.0.0.0/24 that stays as it is, unless told otherwise. */
export function row(name: string, changes: Partial<PoolChange> = {}): PoolChange {
    const addresses = { before: 256, after: 256 };
    return { name, change: "unchanged", cidr: "10.0.0.0/24", addresses, settings: [], ...changes };
}

export function changed(property: string, before: string | undefined, after: string | undefined): Difference {
    const texts = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    return { property: `spec.${property}`, ...texts };
}

type Rest = Omit<Finding, "area" | "severity" | "rule" | "object">;

export function found(severity: Finding["severity"], rule: string, name: string, rest: Rest): Finding {
    return { severity, area: "pools", rule, object: { kind: "IPPool", name }, ...rest };
}

export const step = (phase: PhasedStep["phase"], text: string, by: PhasedStep["by"] = "update"): PhasedStep => ({
    phase,
    by,
    text,
});
