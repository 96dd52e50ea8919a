// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { type ClusterChange, type KubeObject, Objects } from "../../../../lib/report/objects";

interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The object of a manifest. */
export function object(manifest: Manifest, isPartial?: true): KubeObject {
    const { apiVersion, kind, metadata } = manifest;
    const { name, namespace } = metadata;
    return { apiVersion, kind, name, namespace, tree: manifest, ...(isPartial && { isPartial }) };
}

/** Objects of YAML manifests with "---" between them. */
export function objectsOf(yaml: string): Objects {
    const documents = yaml.split("---").filter((text) => text.trim() !== "");
    return new Objects(documents.map((text) => object(load(text) as Manifest)));
}

/** A change of a cluster of which everything is known. */
export function wholeChange(before: string, after: string): ClusterChange {
    return { before: objectsOf(before), after: objectsOf(after), isWhole: true };
}

/** A change of which only the stack is known. */
export function stackChange(before: string, after: string): ClusterChange {
    return { ...wholeChange(before, after), isWhole: false };
}
