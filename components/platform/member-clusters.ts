// SPDX-License-Identifier: Apache-2.0
import { Provider } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { memberName } from "../../lib/platform/names";

/** How a cluster is reached. */
export interface PlatformClusterArgs {
    /** Path or text of the cluster's kubeconfig. Defaults to the one that Pulumi's Kubernetes provider finds itself. */
    kubeconfig?: pulumi.Input<string>;
    /** Context of the kubeconfig. Defaults to its current one. */
    context?: pulumi.Input<string>;
}

/** Providers of a platform's clusters by name, each registered when it is first asked for. */
export class ClusterProviders {
    private readonly providers = new Map<string, Provider>();

    constructor(
        private readonly platform: string,
        private readonly clusters: Readonly<Record<string, PlatformClusterArgs>>,
        private readonly parent: pulumi.Resource,
    ) {}

    /** Options for what is on a cluster: its provider, or nothing where the platform's own is meant. */
    options(cluster: string): { readonly provider?: pulumi.ProviderResource } {
        const access = this.clusters[cluster];
        if (access === undefined) {
            return {};
        }
        const { kubeconfig, context } = access;
        const known = this.providers.get(cluster);
        // The name of the cluster decides when everything on it must be replaced: not a renewed token or another path.
        const provider =
            known ??
            new Provider(
                memberName(this.platform, cluster),
                { kubeconfig, context, clusterIdentifier: cluster },
                { parent: this.parent },
            );
        this.providers.set(cluster, provider);
        return { provider };
    }
}
