// SPDX-License-Identifier: Apache-2.0
import { listSandboxes } from "kubesphere-network-sandbox";

/**
 * Environment of a run. Without KUBECONFIG it is the running sandbox, never the cluster that a home folder happens to
 * name: a command called `sandbox` must not reach a real one by accident.
 */
export function clusterEnvironment(name: string | undefined): NodeJS.ProcessEnv {
    if (name === undefined && process.env["KUBECONFIG"]) {
        return process.env;
    }
    const running = listSandboxes().filter((sandbox) => name === undefined || sandbox.name === name);
    const [first, ...others] = running;
    if (first === undefined) {
        const which = name === undefined ? "No sandbox" : `No sandbox named '${name}'`;
        throw new Error(`${which} is running. Start one with 'ksnet sandbox start', or set KUBECONFIG to a cluster.`);
    }
    if (others.length > 0) {
        const names = running.map((sandbox) => sandbox.name).join(", ");
        throw new Error(`Several sandboxes are running: ${names}. Choose one with '--name'.`);
    }
    return { ...process.env, KUBECONFIG: first.kubeconfig };
}
