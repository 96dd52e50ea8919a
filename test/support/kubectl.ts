// SPDX-License-Identifier: Apache-2.0
import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** Reads and writes objects as somebody who is not the stack: with a client and a field manager of its own. */
export class Kubectl {
    private constructor(private readonly api: k8s.KubernetesObjectApi) {}

    public static async connect(kubeconfig: string): Promise<Kubectl> {
        const client = await import("@kubernetes/client-node");
        const config = new client.KubeConfig();
        config.loadFromFile(kubeconfig);
        return new Kubectl(client.KubernetesObjectApi.makeApiClient(config));
    }

    /** Applies an object by server-side apply. */
    public async apply(object: k8s.KubernetesObject, manager = "somebody-else", force = true): Promise<void> {
        const { PatchStrategy } = await import("@kubernetes/client-node");
        await this.api.patch(object, undefined, undefined, manager, force, PatchStrategy.ServerSideApply);
    }

    /** The live object; undefined if there is none. */
    public async get(
        apiVersion: string,
        kind: string,
        name: string,
        namespace?: string,
    ): Promise<LiveObject | undefined> {
        try {
            const metadata = namespace === undefined ? { name } : { name, namespace };
            return await this.api.read<LiveObject>({ apiVersion, kind, metadata });
        } catch (error) {
            if ((error as { code?: number }).code === 404) {
                return undefined;
            }
            throw error;
        }
    }

    public async list(apiVersion: string, kind: string): Promise<LiveObject[]> {
        return (await this.api.list(apiVersion, kind)).items;
    }

    /** Lets an object go whose deletion is held. */
    public async removeFinalizers(apiVersion: string, kind: string, name: string, namespace?: string): Promise<void> {
        const { PatchStrategy } = await import("@kubernetes/client-node");
        const metadata = { name, ...(namespace === undefined ? {} : { namespace }), finalizers: null };
        const patch = { apiVersion, kind, metadata } as unknown as k8s.KubernetesObject;
        await this.api.patch(patch, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch);
    }

    public async delete(apiVersion: string, kind: string, name: string, namespace?: string): Promise<void> {
        const metadata = namespace === undefined ? { name } : { name, namespace };
        await this.api.delete({ apiVersion, kind, metadata });
    }
}

export type LiveObject = k8s.KubernetesObject & { spec?: Record<string, unknown>; data?: Record<string, string> };
