// SPDX-License-Identifier: Apache-2.0
import type { PackRule } from "../rule";
import { forbiddenPrefixes } from "./forbidden-prefixes";
import { installPlanConfig } from "./installplan-config";
import { installPlanConfigTrimmed } from "./installplan-config-trimmed";
import { installPlanImageTag } from "./installplan-image-tag";
import { installPlanNameAndVersion } from "./installplan-name-and-version";
import { installPlanPlacement } from "./installplan-placement";
import { installPlanStrategy } from "./installplan-strategy";
import { ipPoolAllowedRanges } from "./ippool-allowed-ranges";
import { ipPoolDeletedWhileBound } from "./ippool-deleted-while-bound";
import { ipPoolDeprecatedKind } from "./ippool-deprecated-kind";
import { ipPoolNatOutgoing } from "./ippool-nat-outgoing";
import { ipPoolNoOverlap } from "./ippool-no-overlap";
import { ipPoolSpec } from "./ippool-spec";
import { isolationAllows } from "./isolation-allows";
import { isolationAnnotation } from "./isolation-annotation";
import { isolationOfSystem } from "./isolation-of-system";
import { namespaceNetworkPolicyLabels } from "./namespace-network-policy-labels";
import { namespacePoolKnown } from "./namespace-pool-known";
import { namespacePoolLabel } from "./namespace-pool-label";
import { namespaceWorkspace } from "./namespace-workspace";
import { namingPatterns } from "./naming-patterns";
import { policyAnyAddress } from "./policy-any-address";
import { policyReservedName } from "./policy-reserved-name";
import { policyWithoutIsolation } from "./policy-without-isolation";
import { requiredLabels } from "./required-labels";
import { systemKeys } from "./system-keys";

/** Every rule of the pack: conventions of labels and names first, then what is dangerous. */
export const rules: readonly PackRule[] = [
    namespaceNetworkPolicyLabels,
    namespacePoolLabel,
    namespacePoolKnown,
    namespaceWorkspace,
    isolationAnnotation,
    systemKeys,
    requiredLabels,
    forbiddenPrefixes,
    namingPatterns,
    installPlanNameAndVersion,
    installPlanStrategy,
    installPlanConfig,
    installPlanConfigTrimmed,
    installPlanImageTag,
    installPlanPlacement,
    ipPoolSpec,
    ipPoolNoOverlap,
    ipPoolAllowedRanges,
    ipPoolNatOutgoing,
    ipPoolDeprecatedKind,
    ipPoolDeletedWhileBound,
    policyReservedName,
    policyAnyAddress,
    policyWithoutIsolation,
    isolationOfSystem,
    isolationAllows,
];
