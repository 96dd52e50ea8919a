// SPDX-License-Identifier: Apache-2.0
import { createKubernetesProvider } from "../../../../sandbox/engine/provider/kubernetes";
import type { Existing, Provider, ResourceRequest } from "../../../../sandbox/engine/provider/provider";
import type { Properties } from "../../../../sandbox/engine/values";

/** One resource of a test, with what an engine would remember of it. */
export interface TestResource extends Existing {
    readonly type: string;
}

export const IP_POOL = "kubernetes:crd.projectcalico.org/v1:IPPool";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const NAMESPACE_PATCH = "kubernetes:core/v1:NamespacePatch";
export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
export const CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

/** Plays the engine's part for one provider, in the order in which the engine asks. */
export class TestStack {
    readonly said: string[] = [];
    readonly provider: Provider;

    constructor(inputs: Properties) {
        this.provider = createKubernetesProvider({ inputs });
    }

    request(type: string, name: string, more: Partial<ResourceRequest> = {}): ResourceRequest {
        const urn = `urn:pulumi:dev::test::${type}::${name}`;
        const log = (severity: string, message: string) => void this.said.push(`${severity}: ${message}`);
        return { urn, type, name, preview: false, log, ...more };
    }

    async create(type: string, inputs: Properties, more: Partial<ResourceRequest> = {}): Promise<TestResource> {
        const request = this.request(type, "resource", more);
        const checked = await this.provider.check(request, inputs);
        if (checked.failures.length > 0) {
            throw new Error(checked.failures.map(({ reason }) => reason).join("\n"));
        }
        const made = await this.provider.create(request, checked.inputs);
        return { type, inputs: checked.inputs, ...made };
    }

    async update(old: TestResource, news: Properties, more: Partial<ResourceRequest> = {}): Promise<TestResource> {
        const request = this.request(old.type, "resource", more);
        const { inputs } = await this.provider.check(request, news, old.inputs);
        return { ...old, inputs, ...(await this.provider.update(request, old, inputs)) };
    }

    async diff(old: TestResource, news: Properties, ignoreChanges: string[] = []) {
        const request = this.request(old.type, "resource");
        const { inputs } = await this.provider.check(request, news, old.inputs);
        return this.provider.diff(request, old, inputs, ignoreChanges);
    }

    async refresh(old: TestResource): Promise<TestResource | undefined> {
        const live = await this.provider.read(this.request(old.type, "resource"), old.id, old);
        return live && { type: old.type, ...live };
    }

    delete(old: TestResource, more: Partial<ResourceRequest> = {}): Promise<void> {
        return this.provider.delete(this.request(old.type, "resource", more), old);
    }

    close(): Promise<void> {
        return this.provider.close();
    }
}

let names = 0;

/** A name that no other test of this run uses. */
export function fresh(prefix: string): string {
    return `${prefix}-${process.pid}-${names++}`;
}

export function pool(name: string, spec: Properties = {}): Properties {
    const octet = names++ % 256;
    return {
        apiVersion: "crd.projectcalico.org/v1",
        kind: "IPPool",
        metadata: { name },
        spec: { cidr: `10.${octet}.0.0/16`, blockSize: 26, natOutgoing: true, nodeSelector: "all()", ...spec },
    };
}

export function namespace(name: string, metadata: Properties = {}): Properties {
    return { apiVersion: "v1", kind: "Namespace", metadata: { name, ...metadata } };
}

/** A namespace whose end no test waits for. */
export function scratchNamespace(name: string, labels: Properties = {}): Properties {
    return namespace(name, { labels, annotations: { "pulumi.com/skipAwait": "true" } });
}

export function configMap(metadata: Properties, data: Properties): Properties {
    return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
}
