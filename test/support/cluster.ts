// SPDX-License-Identifier: Apache-2.0
// Compiled: a loader of TypeScript would cost each process of a sandbox more than a second.
import { type ControlPlane, startSandbox } from "../../sandbox/bin/control-plane";
import { startSupervised } from "../../sandbox/bin/control-plane/control-plane";

let plain: Promise<ControlPlane> | undefined;
let kubeSphere: Promise<ControlPlane> | undefined;
let nodes: Promise<ControlPlane> | undefined;

/** One real control plane with the project's CRDs for all tests of this process; started when first asked for. */
export function sharedCluster(): Promise<ControlPlane> {
    plain ??= startSupervised({}, { crds: true, controllers: false });
    return plain;
}

/** The same with the simulated KubeSphere. */
export function sharedKubeSphere(): Promise<ControlPlane> {
    kubeSphere ??= startSandbox({ name: `test-${process.pid}` });
    return kubeSphere;
}

/** A sandbox with three simulated nodes, so that workloads have pods with addresses. It has no pool: make your own. */
export function sharedNodes(): Promise<ControlPlane> {
    nodes ??= startSandbox({ name: `test-nodes-${process.pid}`, nodes: 3 });
    return nodes;
}

/** For mocha's root. A worker runs this after each of its files, so there the control planes end with the process. */
export const mochaHooks = {
    async afterAll(): Promise<void> {
        if (process.env.MOCHA_WORKER_ID === undefined) {
            await (await plain)?.stop();
            await (await kubeSphere)?.stop();
            await (await nodes)?.stop();
        }
    },
};
