// SPDX-License-Identifier: Apache-2.0
import {
    CLUSTER,
    EXTENSION_VERSION,
    INSTALL_PLAN,
    IP_POOL,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    SERVICE,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "kubesphere-network/lib/kinds";
import type { CommandNeeds } from "../rbac/need";

/** What `ksnet adopt` reads of each cluster; what it needs of the host alone a member does not have. */
export const ADOPT_NEEDS: readonly CommandNeeds[] = [
    {
        command: "adopt",
        needs: [
            { kind: IP_POOL, verbs: ["list"], to: "adopt pools" },
            { kind: NAMESPACE, verbs: ["list"], to: "adopt bindings and the isolation of projects" },
            { kind: WORKSPACE, verbs: ["list"], to: "adopt the isolation of workspaces" },
            { kind: NAMESPACE_NETWORK_POLICY, verbs: ["list"], to: "adopt what isolated projects allow" },
            { kind: INSTALL_PLAN, verbs: ["list"], to: "adopt the network extension, on the host" },
            { kind: WORKSPACE_TEMPLATE, verbs: ["list"], to: "see whose template decides, on the host" },
            {
                kind: EXTENSION_VERSION,
                verbs: ["list"],
                to: "see what a preview would refuse of the extension, on the host",
                without: "Without it, the first preview may refuse the extension.",
            },
            {
                kind: CLUSTER,
                verbs: ["list"],
                to: "know the clusters by name, on the host",
                without: "Without it, the host is called host, and names of members are not checked.",
            },
            {
                kind: SERVICE,
                verbs: ["list"],
                to: "look at the services that policies name",
                without: "Without it, the first preview may refuse a policy for a service without a selector.",
            },
        ],
    },
];
