// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { immutableChange } from "../../lib/ippool/migration";
import { sharedHook } from "../per-program";
import { type PoolInputs, poolInputs } from "./hook-inputs";

/** Refuses a changed CIDR or block size before the provider sees it, in previews too. */
export const immutableHook = sharedHook("kubesphere-network:IPPool:immutable", refuseImmutableChange, {
    onDryRun: true,
});

/** Throws the way out if the update changes what a pool can never change. */
export async function refuseImmutableChange(args: pulumi.ResourceHookArgs): Promise<void> {
    const before = await poolInputs(args.oldInputs);
    const after = await poolInputs(args.newInputs);
    const poolName = typeof after.metadata?.name === "string" ? after.metadata.name : args.name;
    const isSecret = [args.oldInputs, args.newInputs].some((inputs) => pulumi.Output.isInstance(inputs?.spec));
    const show = isSecret ? () => "[secret]" : undefined;
    const message = immutableChange(poolName, before.spec ?? {}, known(after.spec, before.spec), show);
    if (message !== undefined) {
        throw new Error(message);
    }
}

/** What is unknown in a preview cannot be judged yet; the update itself asks again. */
function known(after: PoolInputs["spec"] = {}, before: PoolInputs["spec"] = {}): NonNullable<PoolInputs["spec"]> {
    return {
        cidr: pulumi.isUnknown(after.cidr) ? before.cidr : after.cidr,
        blockSize: pulumi.isUnknown(after.blockSize) ? before.blockSize : after.blockSize,
    };
}
