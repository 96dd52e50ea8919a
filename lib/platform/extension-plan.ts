// SPDX-License-Identifier: Apache-2.0
import type { InstallPlanModel } from "../extension/install-plan";
import { NETWORK_EXTENSION, networkValues } from "../extension/network-values";
import type { PlatformExtension } from "./spec";

/** What the InstallPlan is made from that NetworkPlatform writes for the network extension. */
export function extensionPlan(extension: PlatformExtension): InstallPlanModel {
    const { version, configYaml, clusters, overrides, retry } = extension;
    return {
        extension: NETWORK_EXTENSION,
        version,
        ...(configYaml === undefined ? { config: networkValues(extension) } : { configYaml }),
        ...(clusters && { placement: { clusters } }),
        overrides,
        retry,
    };
}
