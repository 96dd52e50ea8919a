// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import type { Kind } from "../../kubernetes/discovery";
import { isObject, type Properties, UNKNOWN } from "../values";
import { Annotation, annotationOf, isNamed, isPatch, metadataOf } from "./object";
import type { Checked, ResourceRequest } from "./provider";
import { waitFor } from "./wait-for";

interface Found {
    readonly property: string;
    readonly reason: string;
}

/** Types that are more than one object, which Pulumi's provider unfolds and this one does not. */
const UNSUPPORTED = /^kubernetes:(helm\.sh|yaml|kustomize)[/:]/;

function tokenProblem(type: string, inputs: Properties): Found | undefined {
    const [, , name = ""] = type.split(":");
    if (UNSUPPORTED.test(type)) {
        return {
            property: "type",
            reason: `${type} is not supported by the sandbox engine. Run this program with the Pulumi CLI.`,
        };
    }
    if (name.endsWith("List") && "items" in inputs) {
        const reason = `${type} is a list, which the sandbox engine does not support. Make each object a resource of its own.`;
        return { property: "type", reason };
    }
    return kindProblem(type, inputs);
}

function kindProblem(type: string, { apiVersion, kind }: Properties): Found | undefined {
    for (const [property, value] of Object.entries({ apiVersion, kind })) {
        if (typeof value !== "string" || value === "" || value === UNKNOWN) {
            return { property, reason: `'${property}' must be given, and known before the update runs.` };
        }
    }
    const [, module = "", name = ""] = type.split(":");
    const fits = module.replace(/^core\//, "") === apiVersion && [kind, `${String(kind)}Patch`].includes(name);
    const reason = `'apiVersion' (${String(apiVersion)}) and 'kind' (${String(kind)}) do not fit the resource's type ${type}.`;
    return fits ? undefined : { property: "kind", reason };
}

function nameProblem(type: string, inputs: Properties): Found | undefined {
    if (isNamed(inputs)) {
        return undefined;
    }
    if (metadataOf(inputs).generateName !== undefined) {
        const reason =
            "'metadata.generateName' does not go with server-side apply. Set metadata.name, or leave both out for an automatic name.";
        return { property: "metadata.generateName", reason };
    }
    if (isPatch(type, inputs)) {
        return {
            property: "metadata.name",
            reason: "'metadata.name' must be set on a Patch resource: it names the object to patch.",
        };
    }
    return undefined;
}

function annotationProblem(inputs: Properties): Found | undefined {
    const found = (annotation: string, what: string): Found => ({
        property: `metadata.annotations["${annotation}"]`,
        reason: `the annotation ${annotation} ${what}.`,
    });
    if (annotationOf(inputs, Annotation.ReplaceUnready) === "true") {
        return found(Annotation.ReplaceUnready, "is not supported by the sandbox engine");
    }
    try {
        waitFor(inputs);
        return undefined;
    } catch (error) {
        return found(Annotation.WaitFor, `cannot be read: ${(error as Error).message}`);
    }
}

function withMetadata(inputs: Properties, metadata: Properties): Properties {
    return { ...inputs, metadata: { ...metadataOf(inputs), ...metadata } };
}

function named(inputs: Properties, name: string): Properties {
    const { annotations } = metadataOf(inputs);
    if (annotations === UNKNOWN) {
        return withMetadata(inputs, { name });
    }
    const kept = isObject(annotations) ? annotations : {};
    return withMetadata(inputs, { name, annotations: { ...kept, [Annotation.Autonamed]: "true" } });
}

/** The name that an object without one gets: that of its last life, or a new one. */
function withName(request: ResourceRequest, inputs: Properties, olds: Properties | undefined): Properties {
    if (isNamed(inputs)) {
        return inputs;
    }
    const old = olds && annotationOf(olds, Annotation.Autonamed) === "true" ? metadataOf(olds).name : undefined;
    return named(inputs, typeof old === "string" ? old : `${request.name}-${randomBytes(4).toString("hex")}`);
}

function withNamespace(inputs: Properties, kind: Kind | undefined, fallback: string): Properties {
    const { namespace } = metadataOf(inputs);
    const missing = inputs.metadata !== UNKNOWN && (namespace === undefined || namespace === "");
    return kind?.namespaced && missing ? withMetadata(inputs, { namespace: fallback }) : inputs;
}

/** Problems that need no cluster to be seen. */
export function problemsOf(type: string, inputs: Properties): Found[] {
    const problem = tokenProblem(type, inputs) ?? nameProblem(type, inputs) ?? annotationProblem(inputs);
    return problem ? [problem] : [];
}

/** Inputs with everything that the program left out: name and namespace. */
export function fillIn(
    request: ResourceRequest,
    inputs: Properties,
    olds: Properties | undefined,
    place: { kind: Kind | undefined; namespace: string },
): Checked {
    return { inputs: withNamespace(withName(request, inputs, olds), place.kind, place.namespace), failures: [] };
}
