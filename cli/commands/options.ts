// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from "commander";
import { KUBESPHERE_PLACES, type Places } from "kubesphere-network/lib/report/connectivity/places";

/** An option that may be given several times, each time with one value or more. */
export function collected(flags: string, description: string): Option {
    return new Option(flags, description).argParser((value: string, earlier: readonly string[] | undefined) => [
        ...(earlier ?? []),
        value,
    ]);
}

/** Adds the options that say what the clusters have. */
export function addWorldOptions(command: Command): Command {
    return command
        .addOption(collected("--snapshot <[provider=]file>", "what ksnet snapshot saved of a cluster; once for each"))
        .option("--live", "look at the cluster itself")
        .option("--context <name>", "context of the kubeconfig; with --live")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG; with --live");
}

/** Adds the options that say how KubeSphere's API is reached. */
export function addKubeSphereOptions(command: Command): Command {
    return command
        .option("--kubesphere <url>", "KubeSphere's API server, if the kubeconfig does not lead to it")
        .option("--kubesphere-token-file <file>", "file with a token for it (env: KUBESPHERE_TOKEN)")
        .option("--kubesphere-ca <file>", "authorities to trust for it, as PEM")
        .option("--cluster <name>", "name by which KubeSphere knows the cluster, if it is not its own");
}

/** Where what is found ends a command with 1. */
export function failOn(): Option {
    return new Option("--fail-on <severity>", "end with 1 if anything is so bad")
        .choices(["danger", "warning", "never"])
        .default("never");
}

/** Where gateways and monitoring are, if not where KubeSphere has them. */
export interface PlaceFlags {
    readonly gateway?: readonly string[];
    readonly monitoring?: readonly string[];
}

/** Adds the options that say where the things are that every namespace needs. */
export function addPlaceOptions(command: Command): Command {
    const { gateways, monitoring } = KUBESPHERE_PLACES;
    return command
        .addOption(collected("--gateway <namespace>", `where gateways run (default: ${gateways.join(", ")})`))
        .addOption(collected("--monitoring <namespace>", `where Prometheus runs (default: ${monitoring.join(", ")})`));
}

/** What the options say. */
export function placesOf({ gateway, monitoring }: PlaceFlags): Places {
    return {
        gateways: gateway ?? KUBESPHERE_PLACES.gateways,
        monitoring: monitoring ?? KUBESPHERE_PLACES.monitoring,
    };
}
