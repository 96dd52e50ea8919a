// SPDX-License-Identifier: Apache-2.0
import { createInterface } from "node:readline";
import { connection, type Connection, type ConnectionOptions } from "./connection";
import { Discovery, root, type Kind } from "./discovery";
import { KubernetesError } from "./error";
import { Transport, type Call, type Request } from "./transport";

export interface ObjectMeta {
    name?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    deletionTimestamp?: string;
    creationTimestamp?: string;
    managedFields?: ManagedFieldsEntry[];
    [key: string]: unknown;
}

/** Which fields one manager has set, and how. */
export interface ManagedFieldsEntry {
    manager: string;
    operation: "Apply" | "Update";
    apiVersion: string;
    time?: string;
    fieldsType?: string;
    fieldsV1?: Record<string, unknown>;
    subresource?: string;
}

/** Any object of the API. */
export interface KubernetesObject {
    apiVersion: string;
    kind: string;
    metadata: ObjectMeta;
    [key: string]: unknown;
}

/** Where one object is. */
export interface Ref {
    readonly kind: Kind;
    readonly name: string;
    /** Left out for kinds that are not namespaced. */
    readonly namespace?: string;
    /** E.g. "status". */
    readonly subresource?: string;
}

export interface WriteOptions extends Call {
    /** True if the server shall answer as if it had written, and write nothing. */
    readonly dryRun?: boolean;
    readonly fieldManager?: string;
}

export interface ApplyOptions extends WriteOptions {
    /** Takes fields from other managers instead of failing with a conflict. */
    readonly force?: boolean;
}

export interface DeleteOptions extends WriteOptions {
    readonly propagationPolicy?: "Foreground" | "Background" | "Orphan";
    /** How long a pod may take to end, in seconds; 0 removes it at once. Defaults to what the object itself says. */
    readonly gracePeriodSeconds?: number;
    /** Deletes only the object with this uid, and fails with reason Conflict where another one has its name. */
    readonly uid?: string;
}

export interface ListOptions extends Call {
    readonly namespace?: string;
    readonly labelSelector?: string;
    readonly fieldSelector?: string;
}

export interface WatchEvent {
    readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
    readonly object: KubernetesObject;
}

/** A small client for any kind, on keep-alive connections. Answers that are no success are thrown as KubernetesError. */
export class KubernetesClient {
    private readonly transport: Transport;
    private readonly discovery: Discovery;

    constructor(private readonly connection: Connection) {
        this.transport = new Transport(connection);
        this.discovery = new Discovery(this.transport);
    }

    static async connect(options: ConnectionOptions = {}): Promise<KubernetesClient> {
        return new KubernetesClient(await connection(options));
    }

    /** Namespace of the kubeconfig's context, if it names one. */
    get namespace(): string | undefined {
        return this.connection.namespace;
    }

    /** URL of the API server. */
    get server(): string {
        return this.connection.server;
    }

    /** The kind, if the server serves it. */
    find(apiVersion: string, kind: string, call: Call = {}): Promise<Kind | undefined> {
        return this.discovery.find(apiVersion, kind, call);
    }

    /** Forgets which kinds are served, after a CRD was written. */
    forgetKinds(): void {
        this.discovery.forget();
    }

    /** The object; undefined if there is none. */
    async get(ref: Ref, call: Call = {}): Promise<KubernetesObject | undefined> {
        try {
            return (await this.send({ ...call, method: "GET", path: pathOf(ref) })) as KubernetesObject;
        } catch (error) {
            if (error instanceof KubernetesError && error.code === 404) {
                return undefined;
            }
            throw error;
        }
    }

    async list(kind: Kind, options: ListOptions = {}): Promise<{ items: KubernetesObject[]; resourceVersion: string }> {
        const { namespace, labelSelector, fieldSelector, ...call } = options;
        const path = pathOf({ kind, name: "", ...(namespace === undefined ? {} : { namespace }) });
        const body = await this.send({ ...call, method: "GET", path, query: { labelSelector, fieldSelector } });
        const { items, metadata } = body as { items: KubernetesObject[]; metadata: { resourceVersion: string } };
        // The items of a list do not say what they are.
        const typed = items.map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
        return { items: typed, resourceVersion: metadata.resourceVersion };
    }

    /** Fails with reason AlreadyExists unless the object is new. */
    async create(kind: Kind, object: KubernetesObject, options: WriteOptions = {}): Promise<KubernetesObject> {
        const { namespace } = object.metadata;
        const path = pathOf({ kind, name: "", ...(namespace === undefined ? {} : { namespace }) });
        return this.write({ ...call(options), method: "POST", path, body: object }, options);
    }

    /** Replaces the whole object. */
    async replace(ref: Ref, object: KubernetesObject, options: WriteOptions = {}): Promise<KubernetesObject> {
        return this.write({ ...call(options), method: "PUT", path: pathOf(ref), body: object }, options);
    }

    /** Server-side apply. With metadata.uid in the object it never creates one. */
    async apply(ref: Ref, object: Partial<KubernetesObject>, options: ApplyOptions): Promise<KubernetesObject> {
        const request: Request = {
            ...call(options),
            method: "PATCH",
            path: pathOf(ref),
            // JSON is YAML.
            contentType: "application/apply-patch+yaml",
            query: { force: options.force ?? false },
            body: object,
        };
        return this.write(request, options);
    }

    /** Posts to a subresource, such as a pod's binding or eviction. */
    async post(ref: Ref, object: KubernetesObject, options: WriteOptions = {}): Promise<KubernetesObject> {
        return this.write({ ...call(options), method: "POST", path: pathOf(ref), body: object }, options);
    }

    async jsonPatch(ref: Ref, operations: readonly object[], options: WriteOptions = {}): Promise<KubernetesObject> {
        const contentType = "application/json-patch+json";
        const path = pathOf(ref);
        const request: Request = { ...call(options), method: "PATCH", path, contentType, body: operations };
        return this.write(request, options);
    }

    /** Asks for deletion; resolves with false if there was nothing to delete. */
    async delete(ref: Ref, options: DeleteOptions = {}): Promise<boolean> {
        const { propagationPolicy = "Foreground", gracePeriodSeconds, uid, dryRun } = options;
        const body = {
            apiVersion: "v1",
            kind: "DeleteOptions",
            propagationPolicy,
            ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
            ...(uid === undefined ? {} : { preconditions: { uid } }),
            ...(dryRun ? { dryRun: ["All"] } : {}),
        };
        try {
            await this.send({ ...call(options), method: "DELETE", path: pathOf(ref), body });
            return true;
        } catch (error) {
            if (error instanceof KubernetesError && error.code === 404) {
                return false;
            }
            throw error;
        }
    }

    /** Changes from a list's resourceVersion on, until the server ends the watch or the signal aborts it. */
    async *watch(
        kind: Kind,
        options: ListOptions & { resourceVersion?: string } = {},
    ): AsyncGenerator<WatchEvent, void, undefined> {
        const { namespace, labelSelector, fieldSelector, resourceVersion, ...rest } = options;
        const path = pathOf({ kind, name: "", ...(namespace === undefined ? {} : { namespace }) });
        const query = { watch: true, allowWatchBookmarks: true, labelSelector, fieldSelector, resourceVersion };
        const body = await this.transport.stream({ ...rest, method: "GET", path, query });
        for await (const line of createInterface({ input: body, crlfDelay: Infinity })) {
            yield JSON.parse(line) as WatchEvent;
        }
    }

    /** Ends all connections. */
    close(): Promise<void> {
        return this.transport.close();
    }

    private send(request: Request): Promise<unknown> {
        return this.transport.send(request);
    }

    private async write(request: Request, options: WriteOptions): Promise<KubernetesObject> {
        const { dryRun, fieldManager } = options;
        const query = { ...request.query, fieldManager, dryRun: dryRun ? "All" : undefined };
        return (await this.send({ ...request, query })) as KubernetesObject;
    }
}

function call({ signal, log }: Call): Call {
    return { ...(signal ? { signal } : {}), ...(log ? { log } : {}) };
}

/** Path of an object, or of its kind's collection if the name is empty. */
export function pathOf({ kind, name, namespace, subresource }: Ref): string {
    const scope = kind.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
    const path = `${root(kind.apiVersion)}${scope}/${kind.plural}`;
    const suffix = subresource === undefined ? "" : `/${subresource}`;
    return name === "" ? path : `${path}/${encodeURIComponent(name)}${suffix}`;
}
