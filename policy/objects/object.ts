// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import { isMapping } from "kubesphere-network/lib/mapping";
import { at, type Tree, withoutNulls } from "kubesphere-network/lib/tree";

/** A Kubernetes object as rules see it, wherever it comes from. */
export interface PolicyObject {
    /** Such as "crd.projectcalico.org/v1". */
    readonly apiVersion: string;
    /** Such as "IPPool", also of a patch. */
    readonly kind: string;
    /** The object's own name; undefined where it has none or a preview does not know it. */
    readonly name?: string;
    readonly namespace?: string;
    /** The whole object; unknown parts are UNKNOWN. */
    readonly tree: Tree;
    /** Whether only some keys of an object are written that belongs to somebody else. */
    readonly isPatch: boolean;
    /** Whether the object is about to be deleted. Only previews tell. */
    readonly isDeleted: boolean;
    /** What it is called where it comes from: a URN, or a place in a file. */
    readonly id: string;
    /** Logical name of the resource; undefined for what is no resource. */
    readonly resourceName?: string;
    /** What tells clusters apart: the URN of the provider; undefined where there is one cluster. */
    readonly cluster?: string;
}

/** A resource of Pulumi, as far as it tells of a Kubernetes object. */
export interface ResourceLike {
    readonly type: string;
    readonly urn: string;
    readonly name: string;
    /** Its inputs, unknown parts marked. */
    readonly tree: Tree;
    readonly provider?: { readonly urn: string };
}

const TYPE = /^kubernetes:(.+):(\w+)$/;
const PATCH = /Patch$/;

/** What is told of an object by the type of its resource; undefined for components, providers and other packages. */
export function objectTypeOf(type: string): Pick<PolicyObject, "apiVersion" | "kind" | "isPatch"> | undefined {
    const [, version = "", typeName = ""] = TYPE.exec(type) ?? [];
    return version.includes("/") && !typeName.endsWith("List")
        ? {
              apiVersion: version.replace(/^core\//, ""),
              kind: typeName.replace(PATCH, ""),
              isPatch: PATCH.test(typeName),
          }
        : undefined;
}

/** The object that a resource writes; undefined where its type tells of none. */
export function objectOfResource({ type, urn, name, tree, provider }: ResourceLike): PolicyObject | undefined {
    const objectType = objectTypeOf(type);
    return (
        objectType && {
            ...nameOf(tree),
            ...objectType,
            isDeleted: false,
            id: urn,
            resourceName: name,
            ...(provider && { cluster: provider.urn }),
        }
    );
}

/** An object that is written out, as in a manifest or on a cluster; undefined for what is no object. */
export function objectOfManifest(manifest: unknown, id: string): PolicyObject | undefined {
    if (!isMapping(manifest) || typeof manifest.apiVersion !== "string" || typeof manifest.kind !== "string") {
        return undefined;
    }
    const { apiVersion, kind } = manifest;
    return { ...nameOf(withoutNulls(manifest)), apiVersion, kind, isPatch: false, isDeleted: false, id };
}

function nameOf(tree: Tree): Pick<PolicyObject, "tree" | "name" | "namespace"> {
    const [name, namespace] = ["name", "namespace"].map((key) => at(tree, "metadata", key));
    return {
        tree,
        ...(typeof name === "string" && { name }),
        ...(typeof namespace === "string" && { namespace }),
    };
}

/** Whether the object is of the kind. */
export function isOf(
    { apiVersion, kind }: Pick<Kind, "apiVersion" | "kind">,
    wanted: Pick<Kind, "apiVersion" | "kind">,
): boolean {
    return apiVersion === wanted.apiVersion && kind === wanted.kind;
}

/** What a message calls the object. */
export function titleOf({ kind, name, namespace, resourceName }: PolicyObject): string {
    const known = name ?? resourceName ?? "without a name";
    return `${kind} "${namespace === undefined ? known : `${namespace}/${known}`}"`;
}

/** Where an object has keys with values. */
export type Section = "labels" | "annotations";

/** One label or annotation. */
export interface Entry {
    readonly key: string;
    /** Text, or UNKNOWN. */
    readonly value: Tree;
    readonly property: string;
}

/** How a message spells the place of a label or an annotation. */
export function keyAt(section: Section, key: string): string {
    return `metadata.${section}["${key}"]`;
}

/** The labels or the annotations of an object; none while none of them is known. */
export function entriesOf({ tree }: PolicyObject, section: Section): Entry[] {
    const keys = at(tree, "metadata", section);
    return isMapping(keys)
        ? Object.entries(keys).map(([key, value]) => ({ key, value, property: keyAt(section, key) }))
        : [];
}
