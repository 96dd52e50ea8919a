// SPDX-License-Identifier: Apache-2.0

import type { Kind } from "kubesphere-network/lib/kinds";

/** Marks every object that the simulation itself has made. */
export const SIMULATED_ANNOTATION = "sandbox.kubesphere-network/simulated";
export const SIMULATED = { [SIMULATED_ANNOTATION]: "true" };

/** Field manager of every write, and the value of a Job's `managedBy`'s last part. */
export const MANAGER = "simulated-kubesphere";

/** Tells a cluster's own Job controller to keep its hands off the simulated Helm Jobs. */
export const JOB_MANAGER = "sandbox.kubesphere-network/simulated-kubesphere";

/** Of a Job and of a release: the member cluster it is for. Absent on the host, which is the API server itself. */
export const CLUSTER_LABEL = "sandbox.kubesphere-network/cluster";
export const RELEASE_ANNOTATION = "sandbox.kubesphere-network/release";
export const VERSION_ANNOTATION = "sandbox.kubesphere-network/version";

export const INSTALL_PLAN_PROTECTION = "kubesphere.io/installplan-protection";
export const FORCE_DELETE_ANNOTATION = "kubesphere.io/force-delete";
export const MANAGED_LABEL = "kubesphere.io/managed";
export const ACTION_ANNOTATION = "executor.kubesphere.io/action";
export const CONFIG_HASH_ANNOTATION = "executor.kubesphere.io/config-hash";
export const RELEASE_SECRET_TYPE = "helm.sh/release.v1";

export const KUBESPHERE_SYSTEM = "kubesphere-system";

export const JOB: Kind = { apiVersion: "batch/v1", kind: "Job", plural: "jobs", namespaced: true };
export const SECRET: Kind = { apiVersion: "v1", kind: "Secret", plural: "secrets", namespaced: true };
export const CONFIG_MAP: Kind = { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", namespaced: true };
