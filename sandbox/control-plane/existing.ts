// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { ControlPlaneError } from "./error";

/** A cluster that was there before. */
export interface ExistingCluster {
    /** Text of a kubeconfig with its current context alone. */
    readonly kubeconfig: string;
    readonly url: string;
}

/**
 * The cluster of KUBECONFIG's current context. Only ever called because a person asked for it: nothing falls back to a
 * real cluster, and ~/.kube/config is not looked at.
 */
export async function existingCluster(variable: string | undefined = process.env.KUBECONFIG): Promise<ExistingCluster> {
    const paths = (variable ?? "").split(delimiter).filter((path) => path !== "");
    const missing = paths.filter((path) => !existsSync(path));
    if (paths.length === 0 || missing.length > 0) {
        throw new ControlPlaneError(
            `'KUBECONFIG' (${paths.length === 0 ? "not set" : paths.join(delimiter)}) must name a kubeconfig when an existing cluster is to be used` +
                `${missing.length > 0 ? `; not found: ${missing.join(", ")}` : ""}. ` +
                "Set it, or leave --existing out to start a cluster of its own.",
        );
    }
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    for (const [index, path] of paths.entries()) {
        const one = new KubeConfig();
        one.loadFromFile(path);
        if (index === 0) {
            config.loadFromOptions(one);
        } else {
            config.mergeConfig(one, true);
        }
    }
    const cluster = config.getCurrentCluster();
    if (!cluster) {
        throw new ControlPlaneError(
            `'KUBECONFIG' (${variable ?? ""}) must have a current context that names a cluster. Choose one with: kubectl config use-context NAME`,
        );
    }
    return { kubeconfig: config.exportConfig(), url: cluster.server };
}
