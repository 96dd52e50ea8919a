// SPDX-License-Identifier: Apache-2.0
import { IPPool, NamespaceBinding, NetworkExtension, ProjectIsolation } from "kubesphere-network";

const network = new NetworkExtension("network", { version: "1.3.0", clusters: ["host"] });

const pool = new IPPool(
    "shop",
    { cidr: "10.42.0.0/20", vxlanMode: "CrossSubnet", natOutgoing: true },
    { dependsOn: network },
);

new NamespaceBinding("shop-api", { namespace: "shop-api", pools: [pool.poolName] });

new ProjectIsolation(
    "shop-api",
    { namespace: "shop-api", allow: { "from-web": { direction: "ingress", namespaces: ["shop-web"] } } },
    { dependsOn: network },
);
