// SPDX-License-Identifier: Apache-2.0
import type { ControlPlane } from "../../../../sandbox/control-plane";
import type { ResourceState } from "../../../../sandbox/engine/model";
import { exportState } from "../../../../sandbox/engine/state-exchange";
import { sharedCluster } from "../../../support/cluster";
import { Kubectl, type LiveObject } from "../../../support/kubectl";
import { TestStack } from "../../../support/test-stack";
import { CONFIG_MAP, VERSION } from "./specs";

/** A cluster on which somebody has made objects that stacks import. */
export class ImportSite {
    private constructor(
        readonly cluster: ControlPlane,
        private readonly kubectl: Kubectl,
    ) {}

    static async open(): Promise<ImportSite> {
        const cluster = await sharedCluster();
        return new ImportSite(cluster, await Kubectl.connect(cluster.kubeconfig));
    }

    stack(program = ""): Promise<TestStack> {
        return TestStack.create(this.cluster.kubeconfig, program);
    }

    /** Makes a config map as somebody else and gives the resource that imports it by reading it. */
    async existing(stack: TestStack, name: string): Promise<object> {
        await this.kubectl.apply(configMap(stack.own(name), { a: "1" }));
        return { type: CONFIG_MAP, name, id: `default/${stack.own(name)}`, version: VERSION };
    }

    /** A config map of a stack as it is now; undefined if there is none. */
    live(stack: TestStack, name: string): Promise<LiveObject | undefined> {
        return this.kubectl.get("v1", "ConfigMap", stack.own(name), "default");
    }
}

/** A config map in the namespace "default". */
export function configMap(name: string, data: Record<string, string>) {
    return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" }, data };
}

/** Writes the import file of a stack and gives the option that names it. */
export async function importing(stack: TestStack, ...resources: object[]): Promise<{ importFile: string }> {
    await stack.file("import.json", JSON.stringify({ resources }));
    return { importFile: `${stack.folder}/import.json` };
}

/** The resources in the state of a stack. */
export async function stateOf(stack: TestStack): Promise<ResourceState[]> {
    const { deployment } = await exportState({ cwd: stack.folder, stack: "dev", env: stack.env });
    return deployment.deployment.resources ?? [];
}
