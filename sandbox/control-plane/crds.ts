// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { KubeConfig, V1CustomResourceDefinition } from "@kubernetes/client-node" with {
    "resolution-mode": "import",
};
import { ControlPlaneError } from "./error";
import { poll } from "./process";

const FIELD_MANAGER = "kubesphere-network-sandbox";
const MANAGED_BY = "app.kubernetes.io/managed-by";
const ESTABLISHED_TIMEOUT = 30_000;

/** Namespaces that KubeSphere has before any extension is installed. */
export const BASE_NAMESPACES = ["kubesphere-system", "kubesphere-controls-system"] as const;

/** What became of the CustomResourceDefinitions, by name. */
export interface InstalledCrds {
    readonly installed: readonly string[];
    /** Were there already and are not ours: left as they are. */
    readonly foreign: readonly string[];
}

/** The CustomResourceDefinitions of this project, as they are applied. */
export function customResourceDefinitions(): V1CustomResourceDefinition[] {
    // Compiled, this file is in bin/, and the folder stays where it is.
    const folder = [join(__dirname, "crds"), join(__dirname, "..", "..", "control-plane", "crds")].find(hasYaml) ?? "";
    return readdirSync(folder)
        .filter((file) => file.endsWith(".yaml"))
        .sort()
        .map((file) => {
            const crd = load(readFileSync(join(folder, file), "utf8")) as V1CustomResourceDefinition;
            const labels = { ...crd.metadata?.labels, [MANAGED_BY]: FIELD_MANAGER };
            return { ...crd, metadata: { ...crd.metadata, labels } };
        });
}

function hasYaml(folder: string): boolean {
    try {
        return readdirSync(folder).some((file) => file.endsWith(".yaml"));
    } catch {
        return false;
    }
}

async function configOf(
    kubeconfigPath: string,
): Promise<{
    client: typeof import("@kubernetes/client-node", { with: { "resolution-mode": "import" } });
    config: KubeConfig;
}> {
    const client = await import("@kubernetes/client-node");
    const config = new client.KubeConfig();
    config.loadFromFile(kubeconfigPath);
    return { client, config };
}

/**
 * Applies the CustomResourceDefinitions of Calico and KubeSphere server-side and waits until all are established.
 * Those that somebody else installed before are left alone.
 */
export async function installCrds(kubeconfigPath: string): Promise<InstalledCrds> {
    const { client, config } = await configOf(kubeconfigPath);
    const objects = client.KubernetesObjectApi.makeApiClient(config);
    const definitions = config.makeApiClient(client.ApiextensionsV1Api);
    const { items: present } = await definitions.listCustomResourceDefinition();
    const foreign = present
        .filter((crd) => crd.metadata?.labels?.[MANAGED_BY] !== FIELD_MANAGER)
        .map((crd) => crd.metadata?.name ?? "");
    const all = customResourceDefinitions();
    const ours = all.filter((crd) => !foreign.includes(crd.metadata?.name ?? ""));
    const { ServerSideApply } = client.PatchStrategy;
    await Promise.all(
        ours.map((crd) => objects.patch(crd, undefined, undefined, FIELD_MANAGER, true, ServerSideApply)),
    );
    const installed = ours.map((crd) => crd.metadata?.name ?? "");
    const established = async () => {
        const { items } = await definitions.listCustomResourceDefinition();
        const waiting = items.filter((crd) => installed.includes(crd.metadata?.name ?? "") && !isEstablished(crd));
        return waiting.length === 0 ? true : undefined;
    };
    if (!(await poll(established, { timeout: ESTABLISHED_TIMEOUT }))) {
        throw new ControlPlaneError(
            `The CustomResourceDefinitions were not established after ${ESTABLISHED_TIMEOUT / 1000} s: ${installed.join(", ")}.`,
        );
    }
    return { installed, foreign: all.map((crd) => crd.metadata?.name ?? "").filter((name) => foreign.includes(name)) };
}

function isEstablished(crd: V1CustomResourceDefinition): boolean {
    return crd.status?.conditions?.some(({ type, status }) => type === "Established" && status === "True") ?? false;
}

/** Makes the namespaces that KubeSphere itself lives in. */
export async function installNamespaces(kubeconfigPath: string): Promise<void> {
    const { client, config } = await configOf(kubeconfigPath);
    const objects = client.KubernetesObjectApi.makeApiClient(config);
    const { ServerSideApply } = client.PatchStrategy;
    await Promise.all(
        BASE_NAMESPACES.map((name) =>
            objects.patch(
                { apiVersion: "v1", kind: "Namespace", metadata: { name } },
                undefined,
                undefined,
                FIELD_MANAGER,
                true,
                ServerSideApply,
            ),
        ),
    );
}
