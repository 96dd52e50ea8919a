// SPDX-License-Identifier: Apache-2.0
import type { LiveObject } from "kubesphere-network/lib/adoption/adoption";
import type { ClusterContents, HostContents } from "kubesphere-network/lib/adoption/contents";
import { byName, type ByName } from "kubesphere-network/lib/cluster/objects";
import { type ExtensionVersionObject, versionedCluster } from "kubesphere-network/lib/extension/live-rules";
import { NETWORK_EXTENSION } from "kubesphere-network/lib/extension/network-values";
import type { ServiceObject } from "kubesphere-network/lib/isolation/surroundings";
import {
    CLUSTER,
    EXTENSION_VERSION,
    INSTALL_PLAN,
    IP_POOL,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    SERVICE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "kubesphere-network/lib/kinds";
import { EXTENSION_REF_LABEL } from "kubesphere-network/lib/labels";
import { HOST } from "kubesphere-network/lib/platform/names";
import { at } from "kubesphere-network/lib/tree";
import type { LiveCluster } from "../../cluster/cluster";
import { counting, type Progress, Reads } from "../../cluster/reads";
import { ADOPT_NEEDS } from "../needs";

/** A cluster that was read, and what of it could not be. */
export interface ReadCluster {
    readonly contents: ClusterContents;
    readonly notes: readonly string[];
}

/** Reads all that an adoption looks at; nothing is written. Without a name it is the host. */
export async function readCluster(
    cluster: LiveCluster,
    member: string | undefined,
    progress: Progress,
): Promise<ReadCluster> {
    const reads = new Reads(cluster);
    const objects = (kind: Kind): Promise<LiveObject[]> => {
        // Lists leave out what kind their items are of.
        const whole = (page: readonly object[]): LiveObject[] =>
            page.map((item) => ({ ...(item as LiveObject), apiVersion: kind.apiVersion, kind: kind.kind }));
        return reads.list(kind, undefined, counting(kind, progress, whole));
    };
    const pools = await objects(IP_POOL);
    const namespaces = await objects(NAMESPACE);
    const workspaces = await objects(WORKSPACE);
    const policies = await objects(NAMESPACE_NETWORK_POLICY);
    const host = member === undefined ? await readHost(reads, objects) : undefined;
    const services = await readServices(reads, policies);
    reads.assertAllowed();
    const name = member ?? host?.clusters?.find(({ isHost }) => isHost)?.name ?? HOST;
    const contents = { name, context: cluster.context, pools, namespaces, workspaces, policies, services };
    return { contents: { ...contents, ...(host && { host }) }, notes: notesOf(reads, name) };
}

async function readHost(reads: Reads, objects: (kind: Kind) => Promise<LiveObject[]>): Promise<HostContents> {
    return {
        installPlans: await objects(INSTALL_PLAN),
        workspaceTemplates: await objects(WORKSPACE_TEMPLATE),
        extensionVersions: await reads.listIfAllowed<ExtensionVersionObject>(EXTENSION_VERSION, {
            labelSelector: `${EXTENSION_REF_LABEL}=${NETWORK_EXTENSION}`,
        }),
        clusters: await reads.listIfAllowed(CLUSTER, undefined, (page) => page.map(versionedCluster)),
    };
}

/** The services of those namespaces that policies name services of. */
async function readServices(
    reads: Reads,
    policies: readonly LiveObject[],
): Promise<ReadonlyMap<string, ByName<ServiceObject>>> {
    const places = new Set(policies.flatMap(peersOf).map((peer) => at(peer, "service", "namespace")));
    const found = new Map<string, ByName<ServiceObject>>();
    for (const namespace of [...places].filter((place) => typeof place === "string").sort()) {
        const services = await reads.listIfAllowed<ServiceObject>(SERVICE, { namespace });
        if (services !== undefined) {
            found.set(namespace, byName(services));
        }
    }
    return found;
}

function peersOf({ spec }: LiveObject): unknown[] {
    return [
        ["ingress", "from"],
        ["egress", "to"],
    ].flatMap(([direction = "", peers = ""]) => listAt(spec, direction).flatMap((rule) => listAt(rule, peers)));
}

function listAt(value: unknown, key: string): unknown[] {
    const list = at(value, key);
    return Array.isArray(list) ? list : [];
}

function notesOf(reads: Reads, name: string): string[] {
    return ADOPT_NEEDS.flatMap(({ needs }) => needs).flatMap(({ kind, without }) =>
        reads.notRead.includes(kind) && without !== undefined
            ? [`${kind.kind} (${kind.apiVersion}) of ${name} may not be read. ${without}`]
            : [],
    );
}
