// SPDX-License-Identifier: Apache-2.0
import { installCatalog, startControllers, type ControllersOptions } from "../controllers";
import { startKapis, type KapisOptions } from "../kapis/server";
import { serve } from "./simulation-process";

/** What the simulated KubeSphere is told when it starts. */
export interface SimulatedKubeSphereOptions extends Omit<ControllersOptions, "log"> {
    /** How its API server is started. It has none where this is left out. */
    readonly kapis?: Omit<KapisOptions, "kubeconfig" | "log">;
}

/** What the simulated KubeSphere answers when it is ready. */
export interface SimulatedKubeSphereReady {
    /** Port of its API server. */
    readonly kapisPort?: number;
}

function log(line: string): void {
    console.log(line);
}

serve(async ({ kapis, ...options }: SimulatedKubeSphereOptions): Promise<SimulatedKubeSphereReady> => {
    const { kubeconfig } = options;
    await installCatalog(kubeconfig);
    await startControllers({ ...options, log });
    return kapis === undefined ? {} : { kapisPort: (await startKapis({ ...kapis, kubeconfig, log })).port };
});
