// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "kubesphere-network/lib/kinds";
import type { Workload } from "./workload";

/** Most pools there can be: one more would have addresses of the control plane's services. */
export const MOST_POOLS = 96 * 256;

/** IPPools, /24 side by side, every mode written out: all subjects apply these very objects. */
export function pools(count: number): Workload {
    return {
        title: `${count} IPPools`,
        list: poolList(count),
        shown: ["ippools.crd.projectcalico.org", "--output=name"],
    };
}

/** The pools as a Kubernetes List. */
export function poolList(count: number) {
    const items = Array.from({ length: count }, (_, index) => ({
        apiVersion: IP_POOL.apiVersion,
        kind: IP_POOL.kind,
        metadata: { name: poolName(index) },
        spec: {
            cidr: `10.${index >> 8}.${index & 255}.0/24`,
            blockSize: 26,
            ipipMode: "Never",
            vxlanMode: "CrossSubnet",
            natOutgoing: true,
            nodeSelector: "all()",
            disabled: false,
            disableBGPExport: false,
            allowedUses: ["Workload"],
            assignmentMode: "Automatic",
        },
    }));
    return { apiVersion: "v1", kind: "List", items };
}

export function poolName(index: number): string {
    return `pool-${String(index).padStart(4, "0")}`;
}
