// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";
import { LIVE_BINDING_RULES } from "../../lib/binding/live-rules";
import { type BindingInCluster, type BindingSurroundings, familyOf } from "../../lib/binding/surroundings";
import { problemsOf } from "../../lib/rule";
import type { LiveCheck } from "../cluster/gate";
import type { World } from "../cluster/world";
import { type FormattedBinding, knownKeys } from "./keys";
import { namespacesNow, nodeFamilies, poolsToBind } from "./bound-namespaces";
import { comesLater } from "../comes-later";
import type { NamespaceBindingArgs } from "./namespace-binding";
import { poolsOf } from "../ippool/pools-of-cluster";

/** What is wrong with a binding among what is on its cluster. */
export function bindingCheck(
    args: NamespaceBindingArgs,
    provider: pulumi.ProviderResource | undefined,
    waitsForOthers: boolean,
): LiveCheck<FormattedBinding>["check"] {
    return async (binding, world) => {
        const [cluster, keys, comes] = await Promise.all([
            surroundings(binding, provider, world),
            knownKeys(binding, { provider }, world),
            coming(args, binding, waitsForOthers),
        ]);
        return problemsOf(LIVE_BINDING_RULES, { binding, keys, comes, cluster });
    };
}

async function surroundings(
    { pools: names }: FormattedBinding,
    provider: pulumi.ProviderResource | undefined,
    world: World,
): Promise<BindingSurroundings> {
    const [namespaces, pools] = await Promise.all([namespacesNow(world), poolsToBind(world)]);
    const cluster = { namespaces: namespaces?.byName, pools, made: poolsOf(provider) };
    // Pods ask for IPv4 unless told otherwise: only for IPv6 must the nodes be looked at.
    const hasIPv6 = names.some((name) => familyOf(cluster, name) === 6);
    return { ...cluster, ...(hasIPv6 && { nodeFamilies: await nodeFamilies(world) }) };
}

async function coming(
    { namespace, pools }: NamespaceBindingArgs,
    { pools: names }: FormattedBinding,
    waitsForOthers: boolean,
): Promise<BindingInCluster["comes"]> {
    const each: readonly unknown[] = Array.isArray(pools) ? pools : names.map(() => pools);
    const [first, ...rest] = await Promise.all([namespace, ...each].map(comesLater));
    return { namespace: waitsForOthers || first === true, pools: rest.map((later) => waitsForOthers || later) };
}
