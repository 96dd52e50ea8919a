// SPDX-License-Identifier: Apache-2.0
import { IP_POOL } from "kubesphere-network/lib/kinds";

/** A Kubernetes List of IPPools, /24 side by side, every mode written out: all three subjects apply these very objects. */
export function poolList(count: number): object {
    const items = Array.from({ length: count }, (_, index) => ({
        apiVersion: IP_POOL.apiVersion,
        kind: IP_POOL.kind,
        metadata: { name: `pool-${String(index).padStart(4, "0")}` },
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
