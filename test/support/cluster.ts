// SPDX-License-Identifier: Apache-2.0
import type { ControlPlane } from "../../sandbox/control-plane";
import { startSupervised } from "../../sandbox/control-plane/control-plane";

let shared: Promise<ControlPlane> | undefined;

/** One real control plane with the project's CRDs for all tests of this run; started when first asked for. */
export function sharedCluster(): Promise<ControlPlane> {
    shared ??= startSupervised({}, { crds: true, controllers: false });
    return shared;
}

/** For mocha's root. Without it, the control plane ends with the process. */
export const mochaHooks = {
    async afterAll(): Promise<void> {
        await (await shared)?.stop();
    },
};
