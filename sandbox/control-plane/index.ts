// SPDX-License-Identifier: Apache-2.0
export { auditLogMentions, writesIn, type AuditedWrite } from "./audit";
export { findBinaries } from "./binaries";
export { startControlPlane, type ControlPlane, type ControlPlaneOptions, type KubeSphereServer } from "./control-plane";
export { BASE_NAMESPACES, customResourceDefinitions, installCrds, installNamespaces, type InstalledCrds } from "./crds";
export { ControlPlaneError } from "./error";
export { existingCluster, type ExistingCluster } from "./existing";
export { cacheFolder, sandboxesFolder } from "./folders";
export { silentProgress, terminalProgress, type Progress } from "./progress";
export type { ControlPlaneBinaries } from "./protocol";
export {
    DEFAULT_SANDBOX,
    listSandboxes,
    sandboxKubeconfig,
    sandboxKubeSphereKubeconfig,
    sandboxStatus,
    startSandbox,
    stopSandbox,
    type SandboxOptions,
    type SandboxStatus,
} from "./sandbox";
export { User } from "./users";
