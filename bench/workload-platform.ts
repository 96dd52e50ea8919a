// SPDX-License-Identifier: Apache-2.0
import { ipPoolLabel, IPV4_POOLS_ANNOTATION } from "kubesphere-network/lib/labels";
import type { Workload } from "./workload";
import { poolList, poolName } from "./workload-pools";

/** A platform: pools, and namespaces that are there already and get bound to one of them each. */
export function platform(poolCount: number, namespaceCount: number): Workload {
    const names = Array.from({ length: namespaceCount }, (_, index) => `project-${String(index).padStart(4, "0")}`);
    const namespaces = names.map((name, index) => {
        const pool = poolName(index % poolCount);
        const annotations = { [IPV4_POOLS_ANNOTATION]: JSON.stringify([pool]) };
        return namespace({ name, labels: { [ipPoolLabel(pool)]: "" }, annotations });
    });
    const pools = poolList(poolCount);
    const annotation = IPV4_POOLS_ANNOTATION.replaceAll(".", "\\.");
    return {
        title: `${poolCount} pools, ${namespaceCount} namespaces`,
        list: { ...pools, items: [...pools.items, ...namespaces] },
        before: { apiVersion: "v1", kind: "List", items: names.map((name) => namespace({ name })) },
        shown: [
            "ippools.crd.projectcalico.org,namespaces",
            `--output=jsonpath={range .items[*]}{.spec.cidr}{.metadata.annotations.${annotation}}{"\\n"}{end}`,
        ],
    };
}

function namespace(metadata: object): object {
    return { apiVersion: "v1", kind: "Namespace", metadata };
}
