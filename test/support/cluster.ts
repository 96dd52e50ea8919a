// SPDX-License-Identifier: Apache-2.0
import { type ControlPlane, installCrds, startControlPlane } from "../../sandbox/control-plane";

let shared: Promise<ControlPlane> | undefined;

/** One real control plane with the project's CRDs for all tests of this run; started when first asked for. */
export function sharedCluster(): Promise<ControlPlane> {
    shared ??= start();
    return shared;
}

async function start(): Promise<ControlPlane> {
    const controlPlane = await startControlPlane({ name: `test-${String(process.pid)}` });
    await installCrds(controlPlane.kubeconfig);
    return controlPlane;
}

export const mochaHooks = {
    async afterAll(): Promise<void> {
        await (await shared)?.stop();
    },
};
