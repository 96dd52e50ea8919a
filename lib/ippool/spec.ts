// SPDX-License-Identifier: Apache-2.0
import { type Cidr, parseCidr } from "../cidr";

/** When packets between pods of a pool are wrapped: never, always, or only between nodes of different subnets. */
export const TunnelMode = { Never: "Never", Always: "Always", CrossSubnet: "CrossSubnet" } as const;
export type TunnelMode = (typeof TunnelMode)[keyof typeof TunnelMode];

/** What Calico may use the addresses of a pool for: pods, tunnel devices of nodes, or load balancer services. */
export const AllowedUse = { Workload: "Workload", Tunnel: "Tunnel", LoadBalancer: "LoadBalancer" } as const;
export type AllowedUse = (typeof AllowedUse)[keyof typeof AllowedUse];

/** Whether Calico gives addresses of a pool to any pod, or only to those that ask for the pool by name. */
export const AssignmentMode = { Automatic: "Automatic", Manual: "Manual" } as const;
export type AssignmentMode = (typeof AssignmentMode)[keyof typeof AssignmentMode];

/** The spec of a Calico IPPool as this project writes it. Source: api/pkg/apis/projectcalico/v3/ippool.go of Calico. */
export interface IPPoolSpec {
    readonly cidr: string;
    readonly blockSize?: number;
    readonly ipipMode?: string;
    readonly vxlanMode?: string;
    readonly natOutgoing?: boolean;
    readonly nodeSelector?: string;
    readonly disabled?: boolean;
    readonly allowedUses?: readonly string[];
    readonly disableBGPExport?: boolean;
    readonly assignmentMode?: string;
    readonly namespaceSelector?: string;
}

/** A pool by its name. */
export interface NamedIPPool extends IPPoolSpec {
    readonly poolName: string;
}

/**
 * What is written where a program says nothing. These are the values that Calico's own client fills in; the raw custom
 * resource gets none of them in most versions, and one of them even switches VXLAN on for a missing mode.
 */
export const IP_POOL_DEFAULTS = {
    ipipMode: TunnelMode.Never,
    vxlanMode: TunnelMode.Never,
    natOutgoing: false,
    nodeSelector: "all()",
    disabled: false,
    allowedUses: [AllowedUse.Workload, AllowedUse.Tunnel] as readonly AllowedUse[],
} as const;

/** Smallest, largest and usual block size by address family, as prefix lengths. */
export const BLOCK_SIZES = {
    4: { minimum: 20, maximum: 32, usual: 26 },
    6: { minimum: 116, maximum: 128, usual: 122 },
} as const;

/** Block size where none is given: Calico's usual one, or the whole pool if the pool is smaller than that. */
export function defaultBlockSize(cidr: string): number | undefined {
    const parsed = parseCidr(cidr);
    return parsed && blockSizeOf(parsed);
}

/** What the component IPPool writes for a pool with that CIDR where nothing else is said. */
export function ipPoolDefaults(cidr: string): Partial<IPPoolSpec> {
    return { ...IP_POOL_DEFAULTS, blockSize: defaultBlockSize(cidr) };
}

/** Calico's usual block size, or the whole pool if the pool is smaller than that. */
export function blockSizeOf(cidr: Cidr): number {
    return Math.max(BLOCK_SIZES[cidr.family].usual, cidr.prefix);
}
