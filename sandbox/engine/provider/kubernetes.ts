// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject } from "../../kubernetes/client";
import { containsUnknown, type Properties } from "../values";
import { relinquish } from "./apply";
import { fillIn, problemsOf } from "./check";
import { Cluster, type Target } from "./cluster";
import { compare } from "./compare";
import { withIgnored } from "./ignored";
import { type Memory, memoryOf } from "./memory";
import { gone } from "./messages";
import { annotationOf, checkpoint, idOf, isPatch, metadataOf, previewed } from "./object";
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
import { readSettings } from "./settings";
import { awaitGone, awaitReady, propagationPolicy } from "./waiting";
import { createObject, giveBack, isCrd, overwrite, patchObject } from "./write";

/** How a Kubernetes provider is made. */
export interface KubernetesProviderConfig {
    /** Inputs of the provider resource, or the stack's configuration of the package. */
    readonly inputs: Properties;
}

/**
 * Serves `kubernetes:*` types with server-side apply, in the way of Pulumi's own Kubernetes provider. Throws if an
 * input of the provider is not supported; connects when first asked something.
 */
export function createKubernetesProvider(config: KubernetesProviderConfig): Provider {
    return new KubernetesProvider(new Cluster(readSettings(config.inputs)));
}

class KubernetesProvider implements Provider {
    constructor(private readonly cluster: Cluster) {}

    async check(request: ResourceRequest, news: Properties, olds?: Properties): Promise<Checked> {
        const failures = problemsOf(request.type, news);
        if (failures.length > 0) {
            return { inputs: news, failures };
        }
        const { suppressHelmHookWarnings } = this.cluster.settings;
        if (!suppressHelmHookWarnings && annotationOf(news, "helm.sh/hook") !== undefined) {
            request.log("warning", `${request.name}: Helm hooks are not run; the object is created like any other`);
        }
        const kind = await this.cluster.kindOf(request, news);
        return fillIn(request, news, olds, { kind, namespace: await this.cluster.namespace() });
    }

    async diff(
        request: ResourceRequest,
        old: Existing,
        news: Properties,
        ignoreChanges: readonly string[],
    ): Promise<Diff> {
        const kind = await this.cluster.kindOf(request, news);
        const namespaced = kind?.namespaced ?? true;
        return compare(old, news, { type: request.type, ignoreChanges, namespaced, mutability: this.cluster.settings });
    }

    async create(request: ResourceRequest, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
        const unasked = { id: "", outputs: inputs };
        if (request.preview && containsUnknown(inputs)) {
            return unasked;
        }
        const target = await this.cluster.target(request, inputs);
        if (!target) {
            return unasked;
        }
        const memory = memoryOf(request.urn, inputs);
        const patch = isPatch(request.type, inputs);
        const written = await (patch ? patchObject : createObject)(this.cluster, request, target, memory);
        return written ? this.finish(request, { target, inputs, memory, written, created: !patch }) : unasked;
    }

    async update(
        request: ResourceRequest,
        old: Existing,
        inputs: Properties,
        ignoreChanges: readonly string[] = [],
    ): Promise<{ outputs: Properties }> {
        const unasked = { outputs: inputs };
        if (request.preview && containsUnknown(inputs)) {
            return unasked;
        }
        const target = await this.cluster.target(request, inputs);
        if (!target) {
            return unasked;
        }
        const { client, ref } = target;
        const options = this.cluster.options(request);
        const live = await client.get(ref, options);
        if (!live) {
            throw new Error(gone(target.object));
        }
        const memory = memoryOf(request.urn, inputs, old.outputs);
        const object = withIgnored(target.object, live, { fieldManager: memory.fieldManager, ignoreChanges });
        const written = await overwrite(this.cluster, request, { ...target, object }, { live, memory });
        if (!written) {
            return unasked;
        }
        const { fieldManager } = memoryOf(request.urn, old.inputs, old.outputs);
        if (!request.preview && fieldManager !== memory.fieldManager) {
            await relinquish(client, { ref, live: written, fieldManager }, options);
        }
        return this.finish(request, { target, inputs, memory, written, created: false });
    }

    async delete(request: ResourceRequest, old: Existing): Promise<void> {
        const client = await this.cluster.client();
        const kind = await this.cluster.kindOf(request, old.outputs);
        if (!kind) {
            // Without its CRD there is no custom resource left.
            return;
        }
        const ref = await this.cluster.refOf(kind, old.id);
        if (isPatch(request.type, old.outputs)) {
            await giveBack(this.cluster, request, { client, ref }, memoryOf(request.urn, old.inputs, old.outputs));
            return;
        }
        const options = { ...this.cluster.options(request), propagationPolicy: propagationPolicy(old.inputs) };
        if (!(await client.delete(ref, options))) {
            return;
        }
        await awaitGone(client, request, { ref, inputs: old.inputs, uid: metadataOf(old.outputs).uid });
        if (isCrd(old.outputs)) {
            client.forgetKinds();
        }
    }

    async read(
        request: ResourceRequest,
        id: string,
        state?: { inputs: Properties; outputs: Properties },
    ): Promise<Live | undefined> {
        const known = typeof state?.inputs.kind === "string" ? state : undefined;
        const kind = await (known ? this.cluster.kindOf(request, known.inputs) : this.cluster.kindOfToken(request));
        if (!kind) {
            return undefined;
        }
        const client = await this.cluster.client();
        const live = await client.get(await this.cluster.refOf(kind, id), this.cluster.options(request));
        if (!live) {
            return undefined;
        }
        const inputs = known ? refreshedInputs(live, known) : importedInputs(live);
        return {
            id: idOf(live),
            inputs,
            outputs: checkpoint(live, inputs, memoryOf(request.urn, inputs, known?.outputs)),
        };
    }

    invoke(token: string): Promise<Properties> {
        const way = "Run this program with the Pulumi CLI, or make the objects in the program itself.";
        return Promise.reject(new Error(`The function ${token} is not supported by the sandbox engine. ${way}`));
    }

    close(): Promise<void> {
        return this.cluster.close();
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
