// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { KubernetesClient, type KubernetesObject, type Ref, type WriteOptions } from "../../kubernetes/client";
import type { Kind } from "../../kubernetes/discovery";
import { hasReason, KubernetesError } from "../../kubernetes/error";
import { containsUnknown, type Properties } from "../values";
import { applyOver, relinquish } from "./apply";
import { fillIn, problemsOf } from "./check";
import { compare } from "./compare";
import { CREATOR } from "./managed-fields";
import { alreadyExists, gone, missingTarget, notServed } from "./messages";
import {
    Annotation,
    annotationOf,
    checkpoint,
    describe,
    idOf,
    isPatch,
    metadataOf,
    parseId,
    previewed,
    prune,
    toObject,
    without,
} from "./object";
import {
    type Checked,
    type Diff,
    type Existing,
    type Live,
    PartialFailure,
    type Provider,
    type ResourceRequest,
} from "./provider";
import { importedInputs, refreshedInputs } from "./read";
import { readSettings, type Settings } from "./settings";
import { awaitGone, awaitReady, propagationPolicy } from "./waiting";

/** How a Kubernetes provider is made. */
export interface KubernetesProviderConfig {
    /** Inputs of the provider resource, or the stack's configuration of the package. */
    readonly inputs: Properties;
}

/** What a stack's CRDs or namespaces may take to be served after they were written. */
const SERVED_SECONDS = 30;
const SERVED_PAUSE = 250;

/** Where an object is, and what is sent there. */
interface Target {
    readonly client: KubernetesClient;
    readonly ref: Ref;
    readonly object: KubernetesObject;
}

interface Memory {
    readonly fieldManager: string;
    readonly initialApiVersion: string;
}

/** Serves `kubernetes:*` types with server-side apply, in the way of Pulumi's own Kubernetes provider. */
export function createKubernetesProvider(config: KubernetesProviderConfig): Provider {
    return new KubernetesProvider(readSettings(config.inputs));
}

class KubernetesProvider implements Provider {
    private connecting?: Promise<KubernetesClient>;
    /** Kinds that a preview could not ask about; each is mentioned once. */
    private readonly unasked = new Set<string>();

    constructor(private readonly settings: Settings) {}

    async check(request: ResourceRequest, news: Properties, olds?: Properties): Promise<Checked> {
        const failures = problemsOf(request.type, news);
        if (failures.length > 0) {
            return { inputs: news, failures };
        }
        if (!this.settings.suppressHelmHookWarnings && annotationOf(news, "helm.sh/hook") !== undefined) {
            request.log(
                "warning",
                `${request.name}: Helm hooks are not carried out; the object is created like any other`,
            );
        }
        return fillIn(request, news, olds, {
            kind: await this.kindOf(request, news),
            namespace: await this.namespace(),
        });
    }

    async diff(
        request: ResourceRequest,
        old: Existing,
        news: Properties,
        ignoreChanges: readonly string[],
    ): Promise<Diff> {
        const kind = await this.kindOf(request, news);
        const namespaced = kind?.namespaced ?? true;
        return compare(old, news, { type: request.type, ignoreChanges, namespaced, mutability: this.settings });
    }

    async create(request: ResourceRequest, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
        const memory = memoryOf(inputs);
        const unasked = { id: "", outputs: inputs };
        if (request.preview && containsUnknown(inputs)) {
            return unasked;
        }
        const target = await this.target(request, inputs);
        if (!target) {
            return unasked;
        }
        const written = isPatch(request.type, inputs)
            ? await this.patch(request, target, memory)
            : await this.createNew(request, target, memory);
        return written ? this.finish(request, { target, inputs, memory, written, created: true }) : unasked;
    }

    async update(request: ResourceRequest, old: Existing, inputs: Properties): Promise<{ outputs: Properties }> {
        const memory = memoryOf(inputs, old.outputs);
        if (request.preview && containsUnknown(inputs)) {
            return { outputs: inputs };
        }
        const target = await this.target(request, inputs);
        if (!target) {
            return { outputs: inputs };
        }
        const { client, ref, object } = target;
        const options = this.write(request);
        const live = await client.get(ref, options);
        if (!live) {
            throw new Error(gone(object));
        }
        const patch = isPatch(request.type, inputs);
        const force = this.settings.enablePatchForce;
        const written = isCrd(object)
            ? // A CRD is replaced as a whole, so that versions and schemas that the program dropped are gone.
              await client.replace(ref, withVersion(object, live), { ...options, fieldManager: memory.fieldManager })
            : await applyOver(client, { ref, object, live, patch, force, fieldManager: memory.fieldManager }, options);
        const { fieldManager: before } = memoryOf(old.inputs, old.outputs);
        if (!request.preview && before !== memory.fieldManager) {
            await relinquish(client, { ref, live: written, fieldManager: before }, options);
        }
        return this.finish(request, { target, inputs, memory, written, created: false });
    }

    async delete(request: ResourceRequest, old: Existing): Promise<void> {
        const client = await this.client();
        const kind = await this.kindOf(request, old.outputs);
        if (!kind) {
            // Without its CRD there is no custom resource left.
            return;
        }
        const options = this.write(request);
        const ref = this.ref(kind, parseId(old.id), await this.namespace());
        if (isPatch(request.type, old.outputs)) {
            return this.giveBack(client, { ref, old }, options);
        }
        const policy = propagationPolicy(old.inputs);
        if (!(await client.delete(ref, { ...options, propagationPolicy: policy }))) {
            return;
        }
        if (isCrd(old.outputs)) {
            client.forgetKinds();
        }
        await awaitGone(client, request, { ref, inputs: old.inputs, uid: metadataOf(old.outputs).uid });
    }

    async read(
        request: ResourceRequest,
        id: string,
        state?: { inputs: Properties; outputs: Properties },
    ): Promise<Live | undefined> {
        const known = state && typeof state.inputs.kind === "string" ? state : undefined;
        const kind = known ? await this.kindOf(request, known.inputs) : await this.kindOfToken(request);
        if (!kind) {
            return undefined;
        }
        const client = await this.client();
        const live = await client.get(this.ref(kind, parseId(id), await this.namespace()), this.write(request));
        if (!live) {
            return undefined;
        }
        const inputs = known ? refreshedInputs(live, known) : importedInputs(live);
        return { id, inputs, outputs: checkpoint(live, inputs, memoryOf(inputs, known?.outputs)) };
    }

    invoke(token: string): Promise<Properties> {
        const way = "Run this program with the Pulumi CLI, or make the objects in the program itself.";
        return Promise.reject(new Error(`The function ${token} is not supported by the sandbox engine. ${way}`));
    }

    async close(): Promise<void> {
        const client = await this.connecting?.catch(() => undefined);
        await client?.close();
    }

    private client(): Promise<KubernetesClient> {
        return (this.connecting ??= KubernetesClient.connect(this.settings));
    }

    private async namespace(): Promise<string> {
        return this.settings.namespace ?? (await this.client()).namespace ?? "default";
    }

    private write(request: ResourceRequest): WriteOptions {
        const { signal, preview } = request;
        const log = (severity: "info" | "warning", message: string) => {
            if (!this.settings.suppressDeprecationWarnings || !/deprecated/.test(message)) {
                request.log(severity, message);
            }
        };
        return { log, dryRun: preview, ...(signal ? { signal } : {}) };
    }

    private async kindOf(request: ResourceRequest, object: Properties): Promise<Kind | undefined> {
        const client = await this.client();
        return client.find(String(object.apiVersion), String(object.kind), this.write(request));
    }

    private async kindOfToken(request: ResourceRequest): Promise<Kind | undefined> {
        const [, module = "", kind = ""] = request.type.split(":");
        const apiVersion = module.replace(/^core\//, "");
        const found = await this.kindOf(request, { apiVersion, kind });
        return found ?? this.kindOf(request, { apiVersion, kind: kind.replace(/Patch$/, "") });
    }

    private ref(kind: Kind, { name, namespace }: { name: string; namespace?: string }, fallback: string): Ref {
        return kind.namespaced ? { kind, name, namespace: namespace ?? fallback } : { kind, name };
    }

    /** Where the object belongs; in a preview undefined if its kind is not served yet, in an update that is an error. */
    private async target(request: ResourceRequest, inputs: Properties): Promise<Target | undefined> {
        const object = toObject(inputs);
        const kind = request.preview
            ? await this.kindOf(request, object)
            : await eventually(request, notServed(object), () => this.kindOf(request, object));
        if (!kind) {
            this.mentionUnasked(request, object);
            return undefined;
        }
        const { name = "", namespace } = object.metadata;
        const ref = this.ref(kind, namespace ? { name, namespace } : { name }, await this.namespace());
        const metadata = without(object.metadata, ["namespace"]);
        const placed = ref.namespace === undefined ? metadata : { ...metadata, namespace: ref.namespace };
        return { client: await this.client(), ref, object: { ...object, metadata: placed } };
    }

    private mentionUnasked(request: ResourceRequest, { apiVersion, kind }: KubernetesObject): void {
        const what = `${apiVersion} ${kind}`;
        if (!this.unasked.has(what)) {
            this.unasked.add(what);
            request.log(
                "info",
                `${what} is not served by the API server yet, so it checks none of them in this preview`,
            );
        }
    }

    private async createNew(
        request: ResourceRequest,
        target: Target,
        memory: Memory,
    ): Promise<KubernetesObject | undefined> {
        const { client, ref, object } = target;
        const options = this.write(request);
        const attempt = async () => {
            try {
                return this.settings.upsertExistingObjects
                    ? await client.apply(ref, object, { ...options, ...memory, force: this.settings.enablePatchForce })
                    : await client.create(ref.kind, object, { ...options, fieldManager: CREATOR });
            } catch (error) {
                return this.afterRefusal(request, target, error);
            }
        };
        return request.preview
            ? attempt()
            : eventually(request, `${describe(object)}: its namespace does not exist`, attempt);
    }

    /** What an error of a create means: undefined if it may go away, or does not count in a preview. */
    private async afterRefusal(
        request: ResourceRequest,
        { client, ref, object }: Target,
        error: unknown,
    ): Promise<KubernetesObject | undefined> {
        if (error instanceof KubernetesError && error.code === 404) {
            return undefined;
        }
        if (!hasReason(error, "AlreadyExists")) {
            throw error;
        }
        if (request.preview) {
            // It may be the one that this resource replaces.
            return undefined;
        }
        const live = error.repeated ? await client.get(ref, this.write(request)) : undefined;
        if (live && isOwnCreate(live, object)) {
            return live;
        }
        throw new Error(alreadyExists(object), { cause: error });
    }

    private async patch(
        request: ResourceRequest,
        target: Target,
        memory: Memory,
    ): Promise<KubernetesObject | undefined> {
        const { client, ref, object } = target;
        const options = this.write(request);
        const live = await client.get(ref, options);
        if (live) {
            const force = this.settings.enablePatchForce;
            return applyOver(client, { ref, object, live, force, patch: true, ...memory }, options);
        }
        if (request.preview) {
            request.log("info", `${describe(object)} does not exist yet, so the API server does not check this patch`);
            return undefined;
        }
        throw new Error(missingTarget(object));
    }

    private async giveBack(
        client: KubernetesClient,
        { ref, old }: { ref: Ref; old: Existing },
        options: WriteOptions,
    ): Promise<void> {
        const live = await client.get(ref, options);
        if (!live) {
            return;
        }
        try {
            await relinquish(
                client,
                { ref, live, fieldManager: memoryOf(old.inputs, old.outputs).fieldManager },
                options,
            );
        } catch (error) {
            const required =
                error instanceof KubernetesError && error.causes.find((cause) => cause.reason === "FieldValueRequired");
            if (required) {
                throw new Error(
                    `${describe(live)}: this patch is the only owner of the required field ${required.field ?? ""}, so it cannot be ` +
                        "given back. Set the resource option retainOnDelete, or let somebody else own the field first.",
                    { cause: error },
                );
            }
            throw error;
        }
    }

    private async finish(
        request: ResourceRequest,
        done: { target: Target; inputs: Properties; memory: Memory; written: KubernetesObject; created: boolean },
    ): Promise<{ id: string; outputs: Properties }> {
        const { target, inputs, memory, written, created } = done;
        if (request.preview) {
            return { id: "", outputs: checkpoint(previewed(written, created), inputs, memory) };
        }
        const { client, ref } = target;
        const { live, trouble } = await awaitReady(client, request, { ref, inputs, written });
        if (isCrd(written)) {
            client.forgetKinds();
        }
        const result = { id: idOf(live), outputs: checkpoint(live, inputs, memory) };
        if (trouble !== undefined) {
            throw new PartialFailure(trouble, result);
        }
        return result;
    }
}

/** What stays with a resource for its whole life: who it writes as, and the version it was created with. */
function memoryOf(inputs: Properties, outputs: Properties = {}): Memory {
    const { __fieldManager: fieldManager, __initialApiVersion: initialApiVersion } = outputs;
    const known = annotationOf(inputs, Annotation.PatchFieldManager) ?? fieldManager;
    return {
        fieldManager: typeof known === "string" ? known : `${CREATOR}-${randomBytes(4).toString("hex")}`,
        initialApiVersion: typeof initialApiVersion === "string" ? initialApiVersion : String(inputs.apiVersion),
    };
}

function isCrd({ apiVersion, kind }: Properties): boolean {
    return String(apiVersion).startsWith("apiextensions.k8s.io/") && kind === "CustomResourceDefinition";
}

function withVersion(object: KubernetesObject, live: KubernetesObject): KubernetesObject {
    return { ...object, metadata: { ...object.metadata, resourceVersion: live.metadata.resourceVersion ?? "" } };
}

/** True if a live object can only be the one that a create wrote whose answer was lost. */
function isOwnCreate(live: KubernetesObject, object: KubernetesObject): boolean {
    const managers = live.metadata.managedFields ?? [];
    return managers.every(({ manager }) => manager === CREATOR) && isDeepStrictEqual(prune(live, object), object);
}

/** Tries again for a while as long as the answer is undefined: a namespace or CRD may be on its way. */
async function eventually<T>(
    request: ResourceRequest,
    failure: string,
    attempt: () => Promise<T | undefined>,
): Promise<T> {
    const begun = Date.now();
    for (let told = false; ; told = true) {
        const result = await attempt();
        if (result !== undefined) {
            return result;
        }
        if (Date.now() - begun > SERVED_SECONDS * 1000) {
            throw new Error(failure);
        }
        if (!told) {
            request.log("info", `${failure} Trying again for ${SERVED_SECONDS} seconds.`);
        }
        await sleep(SERVED_PAUSE, undefined, request.signal ? { signal: request.signal } : {});
    }
}
