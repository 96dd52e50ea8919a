// SPDX-License-Identifier: Apache-2.0

import { CLUSTER, EXTENSION, EXTENSION_VERSION, type Kind } from "kubesphere-network/lib/kinds";
import { EXTENSION_REF_LABEL, HOST_CLUSTER_LABEL } from "kubesphere-network/lib/labels";
import { KubernetesClient, type KubernetesObject } from "../kubernetes/client";
import { hasReason } from "../kubernetes/error";
import { MANAGER, SIMULATED } from "./names";

/** One extension of the simulated catalog. */
interface CatalogEntry {
    readonly name: string;
    readonly displayName: string;
    readonly description: string;
    readonly category: string;
    readonly installationMode: "HostOnly" | "Multicluster";
    readonly ksVersion: string;
    /** Oldest first. */
    readonly versions: readonly string[];
}

const REPOSITORY = "extensions-museum";
const CREATED = "2025-01-01T00:00:00Z";

const CATALOG: readonly CatalogEntry[] = [
    {
        name: "network",
        displayName: "KubeSphere Network",
        description: "Manages Calico IP pools, network policies and network isolation.",
        category: "networking",
        installationMode: "Multicluster",
        ksVersion: ">=4.2.0-0",
        versions: ["1.1.0", "1.2.0", "1.3.0"],
    },
    {
        name: "whizard-monitoring",
        displayName: "WizTelemetry Monitoring",
        description: "Monitors resources of several clusters.",
        category: "observability",
        installationMode: "Multicluster",
        ksVersion: ">=4.1.0-0",
        versions: ["1.1.1", "1.2.1"],
    },
    {
        name: "openpitrix",
        displayName: "KubeSphere App Store Management",
        description: "Manages the life cycle of applications.",
        category: "dev-tools",
        installationMode: "HostOnly",
        ksVersion: ">=4.1.0-0",
        versions: ["2.0.1", "2.0.2"],
    },
];

function inAllLanguages(text: string): Record<string, string> {
    return { en: text, zh: text };
}

function extension(entry: CatalogEntry): KubernetesObject {
    return {
        apiVersion: EXTENSION.apiVersion,
        kind: EXTENSION.kind,
        metadata: {
            name: entry.name,
            labels: { "kubesphere.io/category": entry.category, "kubesphere.io/repository-ref": REPOSITORY },
            annotations: SIMULATED,
        },
        spec: {
            displayName: inAllLanguages(entry.displayName),
            description: inAllLanguages(entry.description),
        },
        status: {
            recommendedVersion: entry.versions.at(-1),
            versions: entry.versions.map((version) => ({ version, creationTimestamp: CREATED })),
        },
    };
}

function extensionVersion(entry: CatalogEntry, version: string): KubernetesObject {
    return {
        apiVersion: EXTENSION_VERSION.apiVersion,
        kind: EXTENSION_VERSION.kind,
        metadata: {
            name: `${entry.name}-${version}`,
            labels: {
                [EXTENSION_REF_LABEL]: entry.name,
                "kubesphere.io/category": entry.category,
                "kubesphere.io/repository-ref": REPOSITORY,
            },
            annotations: SIMULATED,
        },
        spec: {
            displayName: inAllLanguages(entry.displayName),
            description: inAllLanguages(entry.description),
            version,
            category: entry.category,
            repository: REPOSITORY,
            installationMode: entry.installationMode,
            ksVersion: entry.ksVersion,
            kubeVersion: ">=1.19.0-0",
        },
    };
}

function cluster(name: string, role: "host" | "member"): KubernetesObject {
    const condition = (type: string) => ({
        type,
        status: "True",
        reason: type,
        message: `Simulated: cluster is ${type}`,
        lastTransitionTime: CREATED,
        lastUpdateTime: CREATED,
    });
    return {
        apiVersion: CLUSTER.apiVersion,
        kind: CLUSTER.kind,
        metadata: {
            name,
            labels: role === "host" ? { [HOST_CLUSTER_LABEL]: "" } : {},
            annotations: SIMULATED,
        },
        spec: { provider: "simulated", connection: { type: "direct" } },
        status: {
            kubernetesVersion: "v1.36.0",
            kubeSphereVersion: "v4.2.0",
            nodeCount: 1,
            conditions: ["Initialized", "Ready", "KSCoreReady"].map(condition),
        },
    };
}

async function createMissing(client: KubernetesClient, kind: Kind, object: KubernetesObject): Promise<void> {
    try {
        await client.create(kind, object, { fieldManager: MANAGER });
    } catch (error) {
        if (!hasReason(error, "AlreadyExists")) {
            throw error;
        }
    }
}

/**
 * Puts the simulated catalog and the simulated clusters `host` and `member-1` into a control plane that has
 * KubeSphere's CRDs. What is there already stays as it is.
 */
export async function installCatalog(kubeconfig: string): Promise<void> {
    const client = await KubernetesClient.connect({ kubeconfig });
    try {
        for (const entry of CATALOG) {
            await createMissing(client, EXTENSION, extension(entry));
            for (const version of entry.versions) {
                await createMissing(client, EXTENSION_VERSION, extensionVersion(entry, version));
            }
        }
        await createMissing(client, CLUSTER, cluster("host", "host"));
        await createMissing(client, CLUSTER, cluster("member-1", "member"));
    } finally {
        await client.close();
    }
}
