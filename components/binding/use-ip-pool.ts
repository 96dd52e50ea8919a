// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { parseCidr } from "../../lib/cidr";
import {
    POD_POOLS_RULE,
    byFamily,
    familyOfEntry,
    podAnnotations,
    podPoolFindings,
    poolListFindings,
    type PoolsByFamily,
    withPools,
} from "../../lib/binding/pod-annotations";
import { IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION } from "../../lib/labels";
import type { Finding } from "../../lib/rule";
import { failOn, isPrompt } from "../checked";
import { derived } from "../objects";
import { changedAt } from "./change-at";
import { makersOf } from "../comes-later";

export type { PoolsByFamily };

/** A pool that pods are put on: its name, its CIDR, or the IPPool component that makes it. */
export type PoolToUse =
    pulumi.Input<string> | { readonly poolName: pulumi.Output<string>; readonly cidr: pulumi.Output<string> };

/** What a transform is asked: the new kind and the older one have this in common. */
export type TransformQuestion = Pick<pulumi.ResourceTransformArgs, "type" | "name" | "props" | "opts">;

/** Where a pod's annotations are, by kind of what makes the pod. Kinds of the same name in other groups are built otherwise. */
const PODS: Readonly<Record<string, readonly string[]>> = {
    Pod: ["metadata"],
    Deployment: ["spec", "template", "metadata"],
    StatefulSet: ["spec", "template", "metadata"],
    DaemonSet: ["spec", "template", "metadata"],
    ReplicaSet: ["spec", "template", "metadata"],
    Job: ["spec", "template", "metadata"],
    CronJob: ["spec", "jobTemplate", "spec", "template", "metadata"],
};

const BUILT_IN = /^kubernetes:(?:core|apps|batch|extensions)\/[^:]+:(.+)$/;

/**
 * The annotations that put the pods of a pod template on pools, in the order in which Calico tries them; they override
 * those of the namespace. A plain list has names of IPv4 pools, and CIDRs of either family; names of IPv6 pools go into
 * `ipv6`. A family without pools gets no annotation. Fails if there is no
 * pool, or a name that no pool can have.
 *
 * Example: metadata: { annotations: { ...poolAnnotations(["pool-a"]), "example.com/note": "kept" } }
 *
 * See https://docs.tigera.io/calico/latest/networking/ipam/legacy-firewalls
 */
export function poolAnnotations(pools: string | readonly string[] | PoolsByFamily): Record<string, string> {
    const families = isByFamily(pools) ? pools : byFamily([pools].flat());
    refuse(podPoolFindings(families), "poolAnnotations");
    return podAnnotations(families);
}

/**
 * A transform that puts workloads on pools: Calico's annotation comes on the pods of Deployments, StatefulSets,
 * DaemonSets, ReplicaSets, Jobs and CronJobs, and on Pods. Other annotations stay, and pools that are asked for already
 * come first. Everything else passes unchanged. A pool by name is taken for IPv4; an IPPool component tells its family,
 * and is made before the workloads. A workload that the pool itself waits for must not be among them.
 *
 * Goes into `transforms` of a resource, of a component for all below it, or into
 * `pulumi.runtime.registerResourceTransform` for a whole stack; for Pulumi's mocks, which have no transforms, into
 * `transformations`.
 *
 * Example: new Deployment("web", { ... }, { transforms: [useIPPool("pool-a")] })
 */
export function useIPPool(
    pools: PoolToUse | readonly PoolToUse[] | PoolsByFamily,
): (question: TransformQuestion) => pulumi.ResourceTransformResult | undefined {
    const wanted = isByFamily(pools) ? pools : lateFamilies(Array.isArray(pools) ? pools : [pools as PoolToUse]);
    if (isPrompt(wanted)) {
        refuse(podPoolFindings(wanted as PoolsByFamily), "useIPPool");
    }
    return ({ type, name, props, opts }) => {
        const kind = BUILT_IN.exec(type)?.[1] ?? "";
        const path = Object.hasOwn(PODS, kind) ? PODS[kind] : undefined;
        if (path === undefined) {
            return undefined;
        }
        const subject = `${kind} "${name}"`;
        return {
            props: changedAt(props, [...path, "annotations"], (annotations) =>
                annotated(annotations, wanted, subject),
            ) as pulumi.Inputs,
            opts: isPrompt(wanted) ? opts : { ...opts, dependsOn: withMakers(opts.dependsOn, wanted) },
        };
    };
}

/** Pools of each family, some of which may be still to come. */
interface LateFamilies {
    readonly ipv4?: pulumi.Input<readonly string[]>;
    readonly ipv6?: pulumi.Input<readonly string[]>;
}

function lateFamilies(pools: readonly PoolToUse[]): LateFamilies {
    const entries = pools.map((pool) =>
        isComponent(pool)
            ? pulumi
                  .all([pool.poolName, pool.cidr])
                  .apply(([name, cidr]) => ({ name, family: parseCidr(cidr)?.family ?? 4 }))
            : derived(pool, (name) => ({ name, family: familyOfEntry(name) })),
    );
    const of = (family: 4 | 6): pulumi.Input<readonly string[]> =>
        derived(entries as pulumi.Input<{ name: string; family: 4 | 6 }[]>, (known) =>
            known.filter((entry) => entry.family === family).map(({ name }) => name),
        );
    return { ipv4: of(4), ipv6: of(6) };
}

function annotated(annotations: object, wanted: LateFamilies, subject: string): object {
    const lists = [
        [IPV4_POOLS_ANNOTATION, wanted.ipv4],
        [IPV6_POOLS_ANNOTATION, wanted.ipv6],
    ] as const;
    const merged = lists.map(([key, pools = []]) => {
        const before = (annotations as Record<string, pulumi.Input<string | undefined>>)[key];
        if (pulumi.isUnknown(before)) {
            return [key, before] as const;
        }
        const text = derived(
            [before, pools] as pulumi.Input<[string | undefined, readonly string[]]>,
            ([known, names]) => {
                if (names.length > 0) {
                    refuse(poolListFindings(key, known), subject);
                }
                return withPools(known, names);
            },
        );
        return [key, text] as const;
    });
    return { ...annotations, ...Object.fromEntries(merged.filter(([, text]) => text !== undefined)) };
}

/** What a resource waits for already, and the resources that the names of the pools come from. */
function withMakers(
    dependsOn: pulumi.ResourceOptions["dependsOn"],
    wanted: LateFamilies,
): pulumi.Input<pulumi.Resource[]> {
    return pulumi
        .all([dependsOn, makersOf(pulumi.output(wanted))])
        .apply(([before, makers]) => [before ?? [], makers].flat());
}

function refuse(findings: readonly Finding[], subject: string): void {
    failOn(
        findings.map((found) => ({ rule: POD_POOLS_RULE.id, ...found })),
        { subject },
    );
}

function isComponent(pool: PoolToUse): pool is Exclude<PoolToUse, pulumi.Input<string>> {
    return typeof pool === "object" && !pulumi.Output.isInstance(pool) && "poolName" in pool && "cidr" in pool;
}

function isByFamily(pools: unknown): pools is PoolsByFamily {
    return (
        typeof pools === "object" &&
        pools !== null &&
        !pulumi.Output.isInstance(pools) &&
        !Array.isArray(pools) &&
        ("ipv4" in pools || "ipv6" in pools)
    );
}
