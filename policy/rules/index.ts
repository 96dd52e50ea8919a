// SPDX-License-Identifier: Apache-2.0
import type { Policies } from "@pulumi/policy";
import { installPlanNameAndVersion } from "./installplan-name-and-version";
import { ipPoolNoOverlap } from "./ippool-no-overlap";
import { ipPoolSpec } from "./ippool-spec";
import { namespaceNetworkPolicyLabels } from "./namespace-network-policy-labels";

/** Every rule of the pack. */
export const policies: Policies = [
    ipPoolSpec,
    ipPoolNoOverlap,
    installPlanNameAndVersion,
    namespaceNetworkPolicyLabels,
];
