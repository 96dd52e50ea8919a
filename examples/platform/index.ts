// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { NetworkPlatform } from "kubesphere-network";

// The whole platform stands in one file, which is what people review and change.
const file = new pulumi.Config().get("file") ?? "network.yaml";
const platform = new NetworkPlatform("platform", { file });

export const networkExtension = platform.extensionState;
export const pools = platform.made.ipPools;
export const isolated = {
    workspaces: platform.made.workspaceIsolations,
    projects: platform.made.projectIsolations,
    allowRules: platform.made.namespaceNetworkPolicies.apply((policies) => policies.length),
};
