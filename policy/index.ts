// SPDX-License-Identifier: Apache-2.0
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./pulumi/pack";
import { rules } from "./rules";

new PolicyPack("kubesphere-network-policies", { policies: policiesOf(rules) });
