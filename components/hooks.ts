// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

/**
 * Whether a real engine runs this program. Under `pulumi.runtime.setMocks` there is none: no hook can be registered
 * and no cluster may be read, because a user's unit tests must not touch what their kubeconfig happens to point at.
 */
export function hasEngine(): boolean {
    const monitor = pulumi.runtime.getMonitor();
    return monitor !== undefined && "registerResourceHook" in monitor;
}
