// SPDX-License-Identifier: Apache-2.0
import { type ControlPlane, startSupervised } from "../../../../sandbox/control-plane/control-plane";

/** A control plane of its own for one test file, with the CRDs that the library is about. */
export function startCluster(): Promise<ControlPlane> {
    return startSupervised({}, { crds: true, controllers: false });
}
