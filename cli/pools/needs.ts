// SPDX-License-Identifier: Apache-2.0
import { IP_POOL, IP_RESERVATION, IPAM_BLOCK, NAMESPACE, NODE, POD } from "kubesphere-network/lib/kinds";
import { KAPIS_NEED, KAPIS_TARGETS_NEED } from "../kapis/needs";
import type { CommandNeeds, Need } from "../rbac/need";

const LIST = { verbs: ["list"] } as const;

const POOLS: Need = { ...LIST, kind: IP_POOL, to: "see the pools" };

const RESERVATIONS = {
    ...LIST,
    kind: IP_RESERVATION,
    to: "count addresses that are kept back",
    without: "Without IPReservations, their addresses count as free.",
};

/** What `ksnet pools` can do without, and what is not told then. */
export const OPTIONAL: readonly (Need & { readonly without: string })[] = [
    {
        ...LIST,
        kind: NODE,
        to: "compare the blocks of a pool with the nodes",
        without: "Without nodes, nobody is told of pools with too few blocks.",
    },
    {
        ...LIST,
        kind: POD,
        to: "find addresses of pods that are gone",
        without: "Without pods, nobody is told of addresses of pods that are gone.",
    },
    RESERVATIONS,
];

/** What `ksnet pools targets` can do without. */
export const OPTIONAL_OF_TARGETS: readonly (Need & { readonly without: string })[] = [
    {
        ...LIST,
        kind: IPAM_BLOCK,
        to: "count the free addresses of each target",
        without: "Without IPAMBlocks, nobody is told how many addresses are free.",
    },
    RESERVATIONS,
];

/** What the commands on pools need. */
export const POOLS_NEEDS: readonly CommandNeeds[] = [
    {
        command: "pools",
        needs: [
            POOLS,
            { ...LIST, kind: IPAM_BLOCK, to: "count addresses by namespace and node" },
            { ...LIST, kind: NAMESPACE, to: "see who is bound to a pool" },
            ...OPTIONAL,
            KAPIS_NEED,
        ],
    },
    {
        command: "pools for",
        needs: [POOLS, { kind: NAMESPACE, verbs: ["get"], to: "see what the namespace is bound to" }, KAPIS_NEED],
    },
    { command: "pools targets", needs: [POOLS, ...OPTIONAL_OF_TARGETS, KAPIS_NEED, KAPIS_TARGETS_NEED] },
];
