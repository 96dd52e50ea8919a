// SPDX-License-Identifier: Apache-2.0
import type { KubernetesObject } from "@kubernetes/client-node" with { "resolution-mode": "import" };

const CALICO = "crd.projectcalico.org/v1";

/** A pool, as Calico's datastore keeps it. */
export function pool(name: string, cidr: string, spec: object = {}): KubernetesObject {
    return {
        apiVersion: CALICO,
        kind: "IPPool",
        metadata: { name },
        spec: { cidr, ipipMode: "Never", vxlanMode: "Never", ...spec },
    } as KubernetesObject;
}

/** Who has an address of a block: a pod, a tunnel, or nobody. */
export type Owner =
    | { readonly pod: string; readonly node: string }
    | { readonly tunnel: "ipip" | "vxlan"; readonly node: string }
    | "windows"
    | undefined;

/** A block of a node with the owners of its first addresses. A pod is "namespace/name". */
export function block(cidr: string, node: string, owners: readonly Owner[]): KubernetesObject {
    const size = 2 ** (32 - Number(cidr.split("/")[1]));
    const given = owners.flatMap((owner, ordinal) => (owner === undefined ? [] : [{ owner, ordinal }]));
    return {
        apiVersion: CALICO,
        kind: "IPAMBlock",
        metadata: { name: cidr.replace(/[./:]/g, "-") },
        spec: {
            cidr,
            affinity: `host:${node}`,
            allocations: Array.from({ length: size }, (_, ordinal) => {
                const index = given.findIndex((each) => each.ordinal === ordinal);
                return index < 0 ? null : index;
            }),
            attributes: given.map(({ owner }) => attributes(owner)),
            unallocated: Array.from({ length: size }, (_, ordinal) => ordinal).filter(
                (ordinal) => owners[ordinal] === undefined,
            ),
        },
    } as KubernetesObject;
}

function attributes(owner: Exclude<Owner, undefined>): object {
    if (owner === "windows") {
        return { handle_id: "windows-reserved-ipam-handle" };
    }
    if ("tunnel" in owner) {
        const { tunnel, node } = owner;
        return { handle_id: `${tunnel}-tunnel-addr-${node}`, secondary: { node, type: `${tunnel}TunnelAddress` } };
    }
    const [namespace = "", pod = ""] = owner.pod.split("/");
    return { handle_id: `k8s-pod-network.${pod}`, secondary: { namespace, pod, node: owner.node } };
}
