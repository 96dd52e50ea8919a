// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { NAMESPACE, type Kind } from "kubesphere-network/lib/kinds";
import { KubernetesClient, type KubernetesObject } from "../kubernetes/client";
import { ControlPlaneError } from "./error";
import { poll } from "./process";

const FIELD_MANAGER = "kubesphere-network-sandbox";
const MANAGED_BY = "app.kubernetes.io/managed-by";
const ESTABLISHED_TIMEOUT = 30_000;

const DEFINITION: Kind = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    namespaced: false,
};

/** Namespaces that KubeSphere has before any extension is installed. */
export const BASE_NAMESPACES = ["kubesphere-system", "kubesphere-controls-system"] as const;

/** A CustomResourceDefinition. The parts that are read here are spelled out. */
export interface CustomResourceDefinition extends KubernetesObject {
    metadata: KubernetesObject["metadata"] & { name: string };
    spec: { group: string; names: { kind: string; plural: string }; versions: { name: string; served: boolean }[] };
    status?: { conditions?: { type: string; status: string }[] };
}

/** What became of the CustomResourceDefinitions, by name. */
export interface InstalledCrds {
    readonly installed: readonly string[];
    /** Were there already and are not ours: left as they are. */
    readonly foreign: readonly string[];
}

/** The CustomResourceDefinitions of this project, as they are applied. */
export function customResourceDefinitions(): CustomResourceDefinition[] {
    // Compiled, this file is in bin/, and the folder stays where it is.
    const sources = join(__dirname, "crds");
    const folder = existsSync(sources) ? sources : join(__dirname, "..", "..", "control-plane", "crds");
    return readdirSync(folder)
        .filter((file) => file.endsWith(".yaml"))
        .sort()
        .map((file) => {
            const crd = load(readFileSync(join(folder, file), "utf8")) as CustomResourceDefinition;
            crd.metadata.labels = { ...crd.metadata.labels, [MANAGED_BY]: FIELD_MANAGER };
            return crd;
        });
}

/**
 * Applies the CustomResourceDefinitions of Calico and KubeSphere server-side and waits until all are served. Those that
 * somebody else installed before are left alone. Throws a ControlPlaneError if one is not served within 30 seconds.
 */
export async function installCrds(kubeconfigPath: string): Promise<InstalledCrds> {
    return withClient(kubeconfigPath, async (client) => {
        const present = await definitions(client);
        const all = customResourceDefinitions();
        const isForeign = ({ metadata: { name } }: CustomResourceDefinition) =>
            present.some(({ metadata }) => metadata.name === name && metadata.labels?.[MANAGED_BY] !== FIELD_MANAGER);
        const ours = all.filter((crd) => !isForeign(crd));
        await Promise.all(ours.map((crd) => apply(client, DEFINITION, crd)));
        await untilServed(client, ours);
        const names = (crds: readonly CustomResourceDefinition[]) => crds.map(({ metadata }) => metadata.name);
        return { installed: names(ours), foreign: names(all.filter(isForeign)) };
    });
}

/** Makes the namespaces that KubeSphere itself lives in. */
export async function installNamespaces(kubeconfigPath: string): Promise<void> {
    await withClient(kubeconfigPath, async (client) => {
        const { apiVersion, kind } = NAMESPACE;
        await Promise.all(
            BASE_NAMESPACES.map((name) => apply(client, NAMESPACE, { apiVersion, kind, metadata: { name } })),
        );
    });
}

async function withClient<T>(kubeconfig: string, work: (client: KubernetesClient) => Promise<T>): Promise<T> {
    const client = await KubernetesClient.connect({ kubeconfig });
    try {
        return await work(client);
    } finally {
        await client.close();
    }
}

function apply(client: KubernetesClient, kind: Kind, object: KubernetesObject): Promise<KubernetesObject> {
    const { name = "" } = object.metadata;
    return client.apply({ kind, name }, object, { fieldManager: FIELD_MANAGER, force: true });
}

async function definitions(client: KubernetesClient): Promise<CustomResourceDefinition[]> {
    return (await client.list(DEFINITION)).items as CustomResourceDefinition[];
}

async function untilServed(client: KubernetesClient, crds: readonly CustomResourceDefinition[]): Promise<void> {
    let waiting = crds.map(({ metadata }) => metadata.name);
    const served = async () => {
        const present = await definitions(client);
        waiting = waiting.filter((name) => !present.some((crd) => crd.metadata.name === name && isEstablished(crd)));
        return waiting.length === 0 ? true : undefined;
    };
    if (!(await poll(served, { timeout: ESTABLISHED_TIMEOUT }))) {
        throw new ControlPlaneError(
            `These CustomResourceDefinitions were not established after ${ESTABLISHED_TIMEOUT / 1000} s: ${waiting.join(", ")}.`,
        );
    }
    // Established comes a moment before the first request is answered.
    const kinds = crds.map(({ spec }) => ({
        apiVersion: `${spec.group}/${spec.versions.find((version) => version.served)?.name ?? ""}`,
        kind: spec.names.kind,
        plural: spec.names.plural,
        namespaced: false,
    }));
    const answers = async () => {
        const asked = await Promise.allSettled(kinds.map((kind) => client.list(kind)));
        return asked.every(({ status }) => status === "fulfilled") ? true : undefined;
    };
    await poll(answers, { timeout: ESTABLISHED_TIMEOUT });
}

function isEstablished({ status }: CustomResourceDefinition): boolean {
    return (
        status?.conditions?.some((condition) => condition.type === "Established" && condition.status === "True") ??
        false
    );
}
