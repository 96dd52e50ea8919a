// SPDX-License-Identifier: Apache-2.0
import { type Cidr, isSame } from "../cidr";
import type { ClusterObject } from "../cluster/objects";
import { POOL_ANNOTATION_KEYS } from "../labels";
import type { Pin } from "./surroundings";

/** What is read of a workload: the annotations of the pods that it makes. */
export interface WorkloadObject extends ClusterObject {
    readonly spec?: {
        readonly template?: ClusterObject;
        readonly jobTemplate?: { readonly spec?: { readonly template?: ClusterObject } };
    };
}

/** The pools that an object, or the pods it makes, ask for by annotation; undefined if none. */
export function pinOf(kind: string, object: WorkloadObject): Pin | undefined {
    const template = object.spec?.jobTemplate?.spec?.template ?? object.spec?.template;
    const pools = [object, template].flatMap((each) => annotatedPools(each?.metadata?.annotations));
    const { namespace, name = "" } = object.metadata ?? {};
    return pools.length === 0
        ? undefined
        : { holder: `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`, pools };
}

/** The pools of Calico's annotations: names or CIDRs. Text that is not a JSON list asks for none that could be told. */
export function annotatedPools(annotations: Readonly<Record<string, string>> = {}): string[] {
    return POOL_ANNOTATION_KEYS.flatMap((key) => poolList(annotations[key]) ?? []);
}

/**
 * Whether an entry of Calico's annotations means a pool: by its name, or by its CIDR in any spelling.
 * Source: ResolvePools in cni-plugin/internal/pkg/utils/utils.go of Calico
 */
export function means(entry: string, { name, cidr }: { readonly name: string; readonly cidr: Cidr | string }): boolean {
    return entry === name || isSame(entry, cidr);
}

/** The entries of one annotation; undefined if it is missing or malformed. */
export function poolList(text: string | undefined): string[] | undefined {
    try {
        const list: unknown = JSON.parse(text ?? "");
        return Array.isArray(list) && list.every((entry) => typeof entry === "string") ? list : undefined;
    } catch {
        return undefined;
    }
}
