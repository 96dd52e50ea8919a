// SPDX-License-Identifier: Apache-2.0
import { CONFIG_MAP, EVENT, IP_POOL, NAMESPACE, POD, SERVICE_CIDR } from "kubesphere-network/lib/kinds";
import { KAPIS_MIGRATION, KAPIS_POOL } from "../kapis/needs";
import type { CommandNeeds, Need } from "../rbac/need";
import { ROLLED_KINDS } from "./pods/look";
import { KUBE_PROXY, KUBEADM_CONFIG, READ_PARTS } from "./read-parts";

const THROUGH = "--through kubesphere";

const READ: readonly Need[] = [
    ...Object.values(READ_PARTS).map(({ kind, to, without }): Need => ({ kind, verbs: ["list"], to, without })),
    {
        kind: SERVICE_CIDR,
        verbs: ["list"],
        to: "know the addresses of services",
        without: "Without it, nobody is told that the new pool overlaps them.",
    },
    {
        kind: CONFIG_MAP,
        verbs: ["get"],
        names: [KUBEADM_CONFIG, KUBE_PROXY],
        namespace: "kube-system",
        to: "know the addresses of services, and what kube-proxy takes for pods",
        without: "Without it, nobody is told that the new pool is outside.",
    },
];

/** What an undo reads: whom the journal names, and nobody else. */
const UNDO_READ: readonly Need[] = (["pods", "replicaSets"] as const).map((key) => {
    const { kind, to, without } = READ_PARTS[key];
    return { kind, verbs: ["list"], to, without };
});

const IDENTITY: Need = {
    kind: NAMESPACE,
    verbs: ["get"],
    names: ["kube-system"],
    to: "know that a journal is of this cluster",
};

const WRITE: readonly Need[] = [
    { kind: NAMESPACE, verbs: ["get", "patch"], to: "bind namespaces to the new pool" },
    ...Object.values(ROLLED_KINDS).map((kind): Need => ({ kind, verbs: ["get", "patch"], to: "restart workloads" })),
    { kind: POD, subresource: "eviction", verbs: ["create"], to: "evict the pods of workloads that have no rollouts" },
    { kind: IP_POOL, verbs: ["get"], to: "see that the pool to which pods go stays ready" },
    {
        kind: EVENT,
        verbs: ["list"],
        to: "say why pods do not come up",
        without: "Without it, only what pods themselves tell is said.",
    },
];

const MOVE: readonly Need[] = [
    { kind: IP_POOL, verbs: ["patch"], to: "disable the old pool" },
    { kind: KAPIS_POOL, verbs: ["list"], to: "find KubeSphere's API", option: THROUGH },
    { kind: KAPIS_MIGRATION, verbs: ["create"], to: "have KubeSphere move the pods", option: THROUGH },
];

/** What it takes to move a pool. */
export const MOVE_NEEDS: readonly Need[] = [...READ, IDENTITY, ...WRITE, ...MOVE];

/** What it takes to put everything back. */
export const UNDO_NEEDS: readonly Need[] = [...UNDO_READ, IDENTITY, ...WRITE];

/** What each subcommand needs. */
export const MIGRATE_NEEDS: readonly CommandNeeds[] = [
    { command: "migrate plan", needs: READ },
    { command: "migrate run", needs: MOVE_NEEDS },
    { command: "migrate status", needs: [...READ, IDENTITY] },
    { command: "migrate resume", needs: MOVE_NEEDS },
    { command: "migrate undo", needs: UNDO_NEEDS },
];
