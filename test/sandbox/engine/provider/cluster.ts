// SPDX-License-Identifier: Apache-2.0
import { type ControlPlane, installCrds, startControlPlane } from "../../../../sandbox/control-plane/index";

/** A control plane of its own for one test file, with the CRDs that the library is about. */
export async function startCluster(): Promise<ControlPlane> {
    const controlPlane = await startControlPlane();
    await installCrds(controlPlane.kubeconfig);
    return controlPlane;
}
