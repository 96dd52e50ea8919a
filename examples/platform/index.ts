// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { NetworkPlatform } from "kubesphere-network";

// The whole platform stands in one file, which is what people review and change.
const file = new pulumi.Config().get("file") ?? "network.yaml";
const platform = new NetworkPlatform("platform", { file });

export const extension = platform.extensionState;
export const made = platform.made;
