// SPDX-License-Identifier: Apache-2.0
// Registers the package with Pulumi: without, a provider handed to the plugin by another language has no inputs.
import "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { withUnknowns } from "../unknowns";
import { CannotRead } from "./cannot-read";

/** What picks a cluster, as in the provider's own inputs. */
export interface Connection {
    /** A path or the text itself; undefined for the ambient one. */
    readonly kubeconfig?: string;
    readonly context?: string;
    readonly cluster?: string;
}

/** What picks the cluster of a provider; without one, of Pulumi's default Kubernetes provider. */
export async function connection(provider: pulumi.ProviderResource | undefined): Promise<Connection> {
    if (provider === undefined) {
        const config = new pulumi.Config("kubernetes");
        return { kubeconfig: config.get("kubeconfig"), context: config.get("context"), cluster: config.get("cluster") };
    }
    // A provider of this program carries its inputs, and so does one from another process unless nobody knows its package.
    const inputs = provider as unknown as Readonly<Record<keyof Connection, pulumi.Input<string | undefined>>>;
    if (!("kubeconfig" in inputs)) {
        throw new CannotRead(
            "the Kubernetes provider comes from another program, which does not say what its cluster is",
        );
    }
    return {
        kubeconfig: await known("kubeconfig", inputs.kubeconfig),
        context: await known("context", inputs.context),
        cluster: await known("cluster", inputs.cluster),
    };
}

async function known(property: string, value: pulumi.Input<string | undefined>): Promise<string | undefined> {
    const text = await withUnknowns(value);
    if (pulumi.isUnknown(text)) {
        throw new CannotRead(`the Kubernetes provider's ${property} is not known before the update`);
    }
    return typeof text === "string" && text !== "" ? text : undefined;
}
