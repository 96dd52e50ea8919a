// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";
import { deletionRefusal, poolUsage } from "../../lib/ippool/usage";
import { IPAM_BLOCK, POD } from "../../lib/kinds";
import { CannotRead, clusterAccess, type ClusterAccess } from "../cluster/access";
import { perProgram, sharedHook } from "../per-program";
import { poolInputs } from "./hook-inputs";

const guards = perProgram(() => new Map<string, () => pulumi.ResourceHook | undefined>());

/**
 * The hook that refuses to delete a pool in use, registered once for each provider. Its name must be the same in every
 * run: the engine asks for it by the name in the state when the pool has left the program.
 */
export function deletionGuard(provider: pulumi.ProviderResource | undefined): pulumi.ResourceHook | undefined {
    const name = ["kubesphere-network:IPPool:guard-deletion", ...(provider ? [logicalName(provider)] : [])].join(":");
    const guard =
        guards().get(name) ??
        sharedHook(name, (args) => refuseDeletionInUse(args, () => clusterAccess(provider)), { onDryRun: true });
    guards().set(name, guard);
    return guard();
}

/** Throws if the cluster has addresses of the pool in use, or if it cannot be asked. */
export async function refuseDeletionInUse(
    args: pulumi.ResourceHookArgs,
    open: () => Promise<Pick<ClusterAccess, "list">>,
): Promise<void> {
    const { metadata, spec } = await poolInputs(args.oldInputs);
    const poolName = typeof metadata?.name === "string" ? metadata.name : args.name;
    const cidr = typeof spec?.cidr === "string" ? spec.cidr : "";
    const refusal = await usage(cidr, open).then(
        (found) => deletionRefusal(poolName, cidr, found),
        (error: unknown) => {
            if (error instanceof CannotRead) {
                return `IPPool "${poolName}" must not be deleted before it is known that no address of ${cidr} is in use, and ${error.message}. Make the cluster readable, or set guardDeletion: false and update first.`;
            }
            throw error;
        },
    );
    if (refusal !== undefined) {
        throw new Error(refusal);
    }
}

async function usage(cidr: string, open: () => Promise<Pick<ClusterAccess, "list">>) {
    const cluster = await open();
    const [blocks, pods] = await Promise.all([cluster.list(IPAM_BLOCK), cluster.list(POD)]);
    return poolUsage(cidr, blocks, pods);
}

function logicalName(provider: pulumi.ProviderResource): string {
    return (provider as unknown as { readonly __name: string }).__name;
}
