// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject } from "../../kubernetes/client";
import { isObject, type Properties, UNKNOWN } from "../values";

/** Annotations with which a program speaks to Pulumi's Kubernetes provider. */
export const Annotation = {
    Autonamed: "pulumi.com/autonamed",
    DeletionPropagation: "pulumi.com/deletionPropagationPolicy",
    PatchFieldManager: "pulumi.com/patchFieldManager",
    PatchForce: "pulumi.com/patchForce",
    ReplaceUnready: "pulumi.com/replaceUnready",
    SkipAwait: "pulumi.com/skipAwait",
    TimeoutSeconds: "pulumi.com/timeoutSeconds",
    WaitFor: "pulumi.com/waitFor",
} as const;

const STATE_KEYS = ["__inputs", "__fieldManager", "__initialApiVersion"];

/** Schema keywords of a CRD, which the SDK spells with underscores because its languages must. */
const DASHED = [
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];
const TO_UNDERSCORES = new Map(DASHED.map((key) => [key, key.replaceAll("-", "_")]));
const TO_DASHES = new Map(DASHED.map((key) => [key.replaceAll("-", "_"), key]));

function renameKeys(value: unknown, names: ReadonlyMap<string, string>): unknown {
    if (Array.isArray(value)) {
        return value.map((item) => renameKeys(item, names));
    }
    if (!isObject(value)) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [names.get(key) ?? key, renameKeys(item, names)]),
    );
}

/** What only the server writes; a program that copied an object may have it, too. */
const SERVER_METADATA = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/** The same properties without some of them. */
export function without(properties: Properties, keys: readonly string[]): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}

/** Metadata without what only the server writes. */
export function ownMetadata(object: Properties): Properties {
    return without(metadataOf(object), SERVER_METADATA);
}

/** The object as it is sent to the API server. */
export function toObject(inputs: Properties): KubernetesObject {
    return { ...(renameKeys(inputs, TO_DASHES) as KubernetesObject), metadata: ownMetadata(inputs) };
}

/** Metadata, or nothing if the program gave none or it is not known yet. */
export function metadataOf(object: Properties): Properties {
    return isObject(object.metadata) ? object.metadata : {};
}

export function annotationOf(object: Properties, key: string): string | undefined {
    const { annotations } = metadataOf(object);
    const value = isObject(annotations) ? annotations[key] : undefined;
    return typeof value === "string" && value !== UNKNOWN ? value : undefined;
}

/** True if the object has a name, or will have one that is not known yet. */
export function isNamed(object: Properties): boolean {
    const { name } = metadataOf(object);
    return object.metadata === UNKNOWN || (typeof name === "string" && name !== "");
}

/** Id of an object in a stack: `namespace/name`, or the name alone. */
export function idOf(object: Properties): string {
    const { namespace, name } = metadataOf(object) as { namespace?: string; name: string };
    return namespace === undefined || namespace === "" ? name : `${namespace}/${name}`;
}

export function parseId(id: string): { name: string; namespace?: string } {
    const [first = "", second] = id.split("/");
    return second === undefined ? { name: first } : { namespace: first, name: second };
}

/** True for a resource that changes some fields of an object it does not own, e.g. NamespacePatch. */
export function isPatch(type: string, object: Properties): boolean {
    return type.endsWith(`:${String(object.kind)}Patch`);
}

/** For messages: `Namespace "project-a"`, `ConfigMap "demo/settings"`. */
export function describe(object: Properties): string {
    return `${String(object.kind)} "${idOf(object)}"`;
}

/** What of the live object the program has an opinion on. */
export function prune(live: unknown, shape: unknown): unknown {
    if (Array.isArray(live) && Array.isArray(shape)) {
        return live.slice(0, shape.length).map((item, at) => prune(item, shape[at]));
    }
    if (!isObject(live) || !isObject(shape)) {
        return live;
    }
    return Object.fromEntries(
        Object.entries(live)
            .filter(([key]) => key in shape)
            .map(([key, value]) => [key, prune(value, shape[key])]),
    );
}

/** Outputs as the state keeps them: the live object, and what is needed to compare and update it later. */
export function checkpoint(
    live: KubernetesObject,
    inputs: Properties,
    memory: { fieldManager: string; initialApiVersion: string },
): Properties {
    return {
        ...(renameKeys(live, TO_UNDERSCORES) as Properties),
        __fieldManager: memory.fieldManager,
        __initialApiVersion: memory.initialApiVersion,
        __inputs: inputs,
    };
}

/** The live object of outputs, as the state keeps it. */
export function liveOf(outputs: Properties): Properties {
    return without(outputs, STATE_KEYS);
}

/**
 * Outputs of a dry run. What the server gives out anew when it really writes is not known yet, and a status would be
 * one that nobody has worked on.
 */
export function previewed(live: KubernetesObject, created: boolean): KubernetesObject {
    const unknown = { uid: UNKNOWN, resourceVersion: UNKNOWN, creationTimestamp: UNKNOWN };
    const metadata = without(live.metadata, ["managedFields"]);
    const object = without(live, ["status"]) as KubernetesObject;
    return { ...object, metadata: created ? { ...metadata, ...unknown } : metadata };
}
