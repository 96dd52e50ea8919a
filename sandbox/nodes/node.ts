// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { NODE } from "kubesphere-network/lib/kinds";
import { SIMULATED, SIMULATED_ANNOTATION } from "../controllers/names";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { MANAGER } from "./names";

/** How many nodes a sandbox can have at most: their addresses are of one documentation range. */
export const MOST_NODES = 200;
/** RFC 5737: no pool of a real cluster has addresses of it. */
const ADDRESS_PREFIX = "192.0.2.";
const FIRST_ADDRESS = 11;
/** Put on every new node by the API server, and taken away by a controller that does not run here. */
const NOT_READY_TAINT = "node.kubernetes.io/not-ready";
const HOSTNAME_LABEL = "kubernetes.io/hostname";
const RESOURCES = { cpu: "64", memory: "256Gi", "ephemeral-storage": "1Ti", pods: "1000" };

/** A taint of a node. */
export interface Taint {
    readonly key: string;
    readonly value?: string;
    readonly effect: string;
}

/** Whether a node is one of the simulation's own. */
export function isSimulated({ metadata }: KubernetesObject): boolean {
    return metadata.annotations?.[SIMULATED_ANNOTATION] !== undefined;
}

/** The address of a node itself. */
export function addressOf({ status }: KubernetesObject): string {
    const { addresses = [] } = (status ?? {}) as { addresses?: { type: string; address: string }[] };
    return addresses.find(({ type }) => type === "InternalIP")?.address ?? "";
}

/** Makes the nodes node-1, node-2, … that are not there yet, and says of all of them that they are ready. */
export async function ensureNodes(client: KubernetesClient, count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => ensureNode(client, index)));
}

async function ensureNode(client: KubernetesClient, index: number): Promise<void> {
    const name = `node-${index + 1}`;
    const address = `${ADDRESS_PREFIX}${FIRST_ADDRESS + index}`;
    const ref = { kind: NODE, name };
    const options = { fieldManager: MANAGER };
    const node = (await client.get(ref)) ?? (await client.create(NODE, nodeObject(name, address), options));
    const { taints = [] } = (node.spec ?? {}) as { taints?: readonly Taint[] };
    const kept = taints.filter(({ key }) => key !== NOT_READY_TAINT);
    if (!isDeepStrictEqual(kept, taints)) {
        await client.jsonPatch(ref, [{ op: "add", path: "/spec/taints", value: kept }], options);
    }
    const status = [{ op: "add", path: "/status", value: nodeStatus(name, address) }];
    await client.jsonPatch({ ...ref, subresource: "status" }, status, options);
}

function nodeObject(name: string, address: string): KubernetesObject {
    return {
        apiVersion: NODE.apiVersion,
        kind: NODE.kind,
        metadata: {
            name,
            labels: {
                [HOSTNAME_LABEL]: name,
                "kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
                "node-role.kubernetes.io/worker": "",
            },
            annotations: { ...SIMULATED, "projectcalico.org/IPv4Address": `${address}/24` },
        },
        spec: {},
    };
}

function nodeStatus(name: string, address: string): object {
    const now = new Date().toISOString();
    return {
        addresses: [
            { type: "InternalIP", address },
            { type: "Hostname", address: name },
        ],
        capacity: RESOURCES,
        allocatable: RESOURCES,
        conditions: [
            {
                type: "Ready",
                status: "True",
                reason: "KubeletReady",
                message: "the node is simulated",
                lastHeartbeatTime: now,
                lastTransitionTime: now,
            },
        ],
        nodeInfo: {
            machineID: "",
            systemUUID: "",
            bootID: "",
            kernelVersion: "simulated",
            osImage: "simulated",
            containerRuntimeVersion: "simulated://1",
            kubeletVersion: "v0.0.0-simulated",
            kubeProxyVersion: "",
            operatingSystem: "linux",
            architecture: "amd64",
        },
    };
}
