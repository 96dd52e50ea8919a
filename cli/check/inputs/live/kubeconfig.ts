// SPDX-License-Identifier: Apache-2.0
import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { BadInput, messageOf } from "../../bad-input";

/** Which cluster to read. What is left out comes from the kubeconfig, as for kubectl. */
export interface LiveOptions {
    readonly kubeconfig?: string;
    readonly context?: string;
}

/** What the client takes where there is no kubeconfig at all. */
const NOWHERE = "http://localhost:8080";

/** The kubeconfig, with its context chosen. */
export function kubeconfig(client: typeof k8s, { kubeconfig: file, context }: LiveOptions): k8s.KubeConfig {
    const config = new client.KubeConfig();
    try {
        if (file === undefined) {
            config.loadFromDefault();
        } else {
            config.loadFromFile(file);
        }
    } catch (error) {
        throw new BadInput([`The kubeconfig cannot be read: ${messageOf(error)}`]);
    }
    if (config.getCurrentCluster()?.server === NOWHERE) {
        throw new BadInput(["There is no kubeconfig. Set KUBECONFIG, or give one with --kubeconfig."]);
    }
    if (context !== undefined) {
        config.setCurrentContext(context);
    }
    if (config.getCurrentCluster() === null) {
        const names = config.contexts.map(({ name }) => name).join(", ");
        throw new BadInput([
            `The kubeconfig has no cluster for the context "${config.getCurrentContext()}". Choose one with --context: ${names || "it has none"}.`,
        ]);
    }
    return config;
}
