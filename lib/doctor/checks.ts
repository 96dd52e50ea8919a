// SPDX-License-Identifier: Apache-2.0
import { AGENT_CHECKS } from "./agents";
import { API_CHECKS } from "./apis";
import { POOL_ANNOTATION_CHECKS } from "./bindings/annotation-checks";
import { BINDING_FORMAT_CHECKS } from "./bindings/format-checks";
import type { Check } from "./check";
import { CLOCK_CHECKS } from "./clocks";
import { EXTENSION_CHECKS } from "./extension";
import { ISOLATION_ANNOTATION_CHECKS } from "./isolation/annotations";
import { POLICY_CHECKS } from "./isolation/policies";
import { PROJECT_CHECKS } from "./isolation/projects";
import { PLAN_CONFIG_CHECKS } from "./plan/config";
import { releaseChecks } from "./plan/release-checks";
import { PLAN_SHAPE_CHECKS } from "./plan/shape";
import { libraryChecks } from "./plan/surroundings";
import { POOL_CHECKS } from "./pools";
import { WORKLOAD_CHECKS } from "./workloads/checks";

/** Everything that is looked for, in the order of the areas. */
export const CHECKS: readonly Check[] = [
    ...EXTENSION_CHECKS,
    ...PLAN_SHAPE_CHECKS,
    ...libraryChecks("plan"),
    ...releaseChecks("plan"),
    ...PLAN_CONFIG_CHECKS,
    ...WORKLOAD_CHECKS,
    ...CLOCK_CHECKS,
    ...API_CHECKS,
    ...AGENT_CHECKS,
    ...POOL_ANNOTATION_CHECKS,
    ...BINDING_FORMAT_CHECKS,
    ...PROJECT_CHECKS,
    ...ISOLATION_ANNOTATION_CHECKS,
    ...POLICY_CHECKS,
    ...POOL_CHECKS,
];
