// SPDX-License-Identifier: Apache-2.0
import type { AdoptedCluster, AdoptedObject, Adoption } from "kubesphere-network/lib/adoption/adoption";
import { PLATFORM_TYPE } from "kubesphere-network/lib/platform/names";
import { fieldManagerOf } from "./field-manager";
import { outputsOf } from "./outputs";
import { jsonText } from "../../text/json";

/** What of the program the import file depends on. */
export interface ProgramFacts {
    /** Name of the Pulumi project. */
    readonly project: string;
    /** What the program gives NetworkPlatform; the Node SDK registers it as the component's inputs. */
    readonly args: PlatformArguments;
    /** Version of @pulumi/kubernetes that the program has, which names the default provider. */
    readonly kubernetesVersion: string;
    /** KUBECONFIG of the program, which the SDK gives providers that have no kubeconfig of their own. */
    readonly kubeconfig?: string;
}

/** Arguments of a NetworkPlatform as plain data. */
export interface PlatformArguments {
    readonly clusters?: Readonly<Record<string, { readonly kubeconfig?: string; readonly context?: string }>>;
    readonly [argument: string]: unknown;
}

const PROVIDER_TYPE = "pulumi:providers:kubernetes";

/**
 * The file that `pulumi import --file` and `ksnet sandbox import` take: the component, its providers, and every adopted
 * object with its whole state. Without the state Pulumi's provider would read custom resources without their spec and
 * patches as whole objects (Read, provider/pkg/provider/provider.go), and the next preview would not be empty.
 */
export function importFile(adoption: Adoption, program: ProgramFacts): string {
    const { platform, clusters, objects } = adoption;
    const providers = new Map(clusters.map(({ name, provider }) => [name, provider]));
    return fileOf([
        componentSpec(platform, program),
        ...clusters.flatMap((cluster) => providerSpecs(cluster, platform, program)),
        ...objects.map((object) => objectSpec(object, { platform, provider: providers.get(object.cluster), program })),
    ]);
}

/**
 * The component alone, which `pulumi import` takes first where there are providers: it makes those of a file before
 * everything else in it, and a state with a child that has no parent yet is refused (registerProviders in
 * pkg/resource/deploy/import.go, VerifyIntegrity in pkg/resource/stack/snapshot/integrity.go).
 */
export function componentFile({ platform }: Adoption, program: ProgramFacts): string {
    return fileOf([componentSpec(platform, program)]);
}

function fileOf(resources: readonly object[]): string {
    return jsonText({ resources });
}

function componentSpec(platform: string, { args }: ProgramFacts): object {
    return { type: PLATFORM_TYPE, name: platform, component: true, inputs: args };
}

/** The provider of a cluster with the inputs that NetworkPlatform and the SDK give it; none for the default one. */
function providerSpecs({ name, provider }: AdoptedCluster, platform: string, program: ProgramFacts): object[] {
    const { kubeconfig = program.kubeconfig, context } = program.args.clusters?.[name] ?? {};
    const inputs = { kubeconfig, context, clusterIdentifier: name };
    const version = program.kubernetesVersion;
    return provider === undefined ? [] : [{ type: PROVIDER_TYPE, name: provider, parent: platform, version, inputs }];
}

function objectSpec(
    { type, name, id, inputs, live, isPatch }: AdoptedObject,
    { platform, provider, program }: { platform: string; provider: string | undefined; program: ProgramFacts },
): object {
    const fieldManager = fieldManagerOf(program.project, { type, name });
    return {
        ...{ type, name, id, parent: platform },
        ...(provider === undefined ? { version: program.kubernetesVersion } : { provider }),
        inputs,
        outputs: {
            ...outputsOf(live, inputs, isPatch),
            __fieldManager: fieldManager,
            __initialApiVersion: inputs.apiVersion,
            __inputs: inputs,
        },
    };
}
