// SPDX-License-Identifier: Apache-2.0
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./rules";

new PolicyPack("kubesphere-network-policies", { policies });
