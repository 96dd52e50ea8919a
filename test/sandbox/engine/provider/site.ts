// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../../sandbox/control-plane/index";
import type { Properties } from "../../../../sandbox/engine/values";
import { KubernetesClient, type KubernetesObject } from "../../../../sandbox/kubernetes/client";
import { sharedCluster } from "../../../support/cluster";
import { type TestResource, TestStack } from "./stack";

/** The control plane of this process, and a stack of its own for each test of the file that calls this. */
export interface Site {
    readonly cluster: ControlPlane;
    readonly client: KubernetesClient;
    readonly stack: TestStack;
    /** The object as the server has it now. */
    live(object: Properties | TestResource): Promise<KubernetesObject | undefined>;
    /** Changes an object as somebody else would. */
    edit(object: Properties, manager: string, change: Properties): Promise<void>;
}

export function useSite(): Site {
    let cluster: ControlPlane;
    let client: KubernetesClient;
    let stack: TestStack;

    before(async () => {
        cluster = await sharedCluster();
        client = await KubernetesClient.connect({ kubeconfig: cluster.kubeconfig });
    });
    beforeEach(() => {
        stack = new TestStack({ kubeconfig: cluster.kubeconfig });
    });
    afterEach(() => stack.close());
    after(() => client.close());

    return {
        get cluster() {
            return cluster;
        },
        get client() {
            return client;
        },
        get stack() {
            return stack;
        },
        async live(object) {
            return client.get(await reference(client, "outputs" in object ? (object as TestResource).outputs : object));
        },
        async edit(object, manager, change) {
            const { apiVersion, kind } = object as KubernetesObject;
            const changed = { apiVersion, kind, ...change };
            await client.apply(await reference(client, object), changed, { fieldManager: manager, force: true });
        },
    };
}

/** Who wrote the object, and how. */
export function managers(object: KubernetesObject | undefined): string[] {
    return (object?.metadata.managedFields ?? []).map(({ manager, operation }) => `${manager} ${operation}`);
}

/** The error that a promise is rejected with. */
export function failure(promise: Promise<unknown>): Promise<Error> {
    return promise.then(
        () => assert.fail("it did not fail"),
        (error: unknown) => error as Error,
    );
}

async function reference(client: KubernetesClient, object: Properties) {
    const { apiVersion, kind, metadata } = object as KubernetesObject;
    const found = await client.find(apiVersion, kind);
    assert.ok(found, `${apiVersion} ${kind} is served`);
    const { name = "", namespace } = metadata;
    return { kind: found, name, ...(namespace ? { namespace } : {}) };
}
