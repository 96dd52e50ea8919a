// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from "node:timers/promises";
import { KubernetesClient, type KubernetesObject, type Ref, type WriteOptions } from "../../kubernetes/client";
import type { Kind } from "../../kubernetes/discovery";
import type { Properties } from "../values";
import { notServed } from "./messages";
import { parseId, toObject, without } from "./object";
import type { ResourceRequest } from "./provider";
import type { Settings } from "./settings";

/** What a stack's CRDs or namespaces may take to be served after they were written. */
const SERVED_SECONDS = 30;
const SERVED_PAUSE = 250;

/** Where an object is, and what is sent there. */
export interface Target {
    readonly client: KubernetesClient;
    readonly ref: Ref;
    readonly object: KubernetesObject;
}

/** The cluster that one provider works on: connected when first needed. */
export class Cluster {
    private connecting?: Promise<KubernetesClient>;
    private readonly mentioned = new Set<string>();

    constructor(public readonly settings: Settings) {}

    client(): Promise<KubernetesClient> {
        return (this.connecting ??= KubernetesClient.connect(this.settings));
    }

    async close(): Promise<void> {
        const client = await this.connecting?.catch(() => undefined);
        await client?.close();
    }

    /** Namespace of objects that name none. */
    async namespace(): Promise<string> {
        return this.settings.namespace ?? (await this.client()).namespace ?? "default";
    }

    /** How a resource's requests are sent: a dry run in a preview. */
    options(request: ResourceRequest): WriteOptions {
        const { signal, preview } = request;
        const log = (severity: "info" | "warning", message: string) => {
            if (!this.settings.suppressDeprecationWarnings || !message.includes("deprecated")) {
                request.log(severity, message);
            }
        };
        return { log, dryRun: preview, ...(signal ? { signal } : {}) };
    }

    async kindOf(request: ResourceRequest, object: Properties): Promise<Kind | undefined> {
        const client = await this.client();
        return client.find(String(object.apiVersion), String(object.kind), this.options(request));
    }

    /** The kind that a type token names; for a Patch resource that of the object it patches. */
    async kindOfToken(request: ResourceRequest): Promise<Kind | undefined> {
        const [, module = "", kind = ""] = request.type.split(":");
        const apiVersion = module.replace(/^core\//, "");
        const found = await this.kindOf(request, { apiVersion, kind });
        return found ?? this.kindOf(request, { apiVersion, kind: kind.replace(/Patch$/, "") });
    }

    async refOf(kind: Kind, id: string): Promise<Ref> {
        const { name, namespace } = parseId(id);
        return kind.namespaced ? { kind, name, namespace: namespace ?? (await this.namespace()) } : { kind, name };
    }

    /** Where the object belongs; in a preview undefined if its kind is not served yet, otherwise that is an error. */
    async target(request: ResourceRequest, inputs: Properties): Promise<Target | undefined> {
        const object = toObject(inputs);
        const kind = request.preview
            ? await this.kindOf(request, object)
            : await eventually(request, notServed(object), () => this.kindOf(request, object));
        if (!kind) {
            const what = `${object.apiVersion} ${object.kind}`;
            this.mention(request, `${what} is not served by the API server yet, so it checks none in this preview`);
            return undefined;
        }
        const { name = "", namespace } = object.metadata;
        const ref = await this.refOf(kind, namespace ? `${namespace}/${name}` : name);
        const metadata = without(object.metadata, ["namespace"]);
        const placed = ref.namespace === undefined ? metadata : { ...metadata, namespace: ref.namespace };
        return { client: await this.client(), ref, object: { ...object, metadata: placed } };
    }

    /** Says something once, however many resources it is true of. */
    mention(request: ResourceRequest, what: string): void {
        if (!this.mentioned.has(what)) {
            this.mentioned.add(what);
            request.log("info", what);
        }
    }
}

/** Tries again for a while as long as the answer is undefined: a namespace or CRD may be on its way. */
export async function eventually<T>(
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
