// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { deletionRefusal, poolUsage } from "../../lib/ippool/usage";
import { IPAM_BLOCK, type Kind, POD } from "../../lib/kinds";
import { clusterAccess } from "../cluster-access";
import { perProgram, sharedHook } from "../per-program";
import { poolInputs } from "./hook-inputs";

/** What the guard needs to know of a cluster. */
export interface PoolReader {
    list(kind: Kind): Promise<readonly object[]>;
}

const guards = perProgram(() => new Map<string, () => pulumi.ResourceHook | undefined>());

/**
 * The hook that refuses to delete a pool in use, registered once for each provider. Its name must be the same in every
 * run: the engine asks for it by the name in the state when the pool has left the program.
 */
export function deletionGuard(provider: pulumi.ProviderResource | undefined): pulumi.ResourceHook | undefined {
    const name = ["kubesphere-network:IPPool:guard-deletion", ...(provider ? [logicalName(provider)] : [])].join(":");
    const guard =
        guards().get(name) ??
        sharedHook(name, async (args) => refuseDeletionInUse(args, await clusterAccess(provider)), { onDryRun: true });
    guards().set(name, guard);
    return guard();
}

/** Throws if the cluster has addresses of the pool in use. */
export async function refuseDeletionInUse(args: pulumi.ResourceHookArgs, cluster: PoolReader): Promise<void> {
    const { metadata, spec } = await poolInputs(args.oldInputs);
    const poolName = typeof metadata?.name === "string" ? metadata.name : args.name;
    const cidr = typeof spec?.cidr === "string" ? spec.cidr : "";
    const [blocks, pods] = await Promise.all([cluster.list(IPAM_BLOCK), cluster.list(POD)]);
    const refusal = deletionRefusal(poolName, cidr, poolUsage(cidr, blocks, pods));
    if (refusal !== undefined) {
        throw new Error(refusal);
    }
}

function logicalName(provider: pulumi.ProviderResource): string {
    return (provider as unknown as { readonly __name: string }).__name;
}
