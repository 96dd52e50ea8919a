// SPDX-License-Identifier: Apache-2.0
import {
    type ConfigMapObject,
    kubeProxyRanges,
    type ServiceCidrObject,
    serviceRanges,
} from "../../lib/cluster/address-ranges";
import type { NodeObject } from "../../lib/cluster/objects";
import {
    type EndpointSlice,
    hasReadyEndpoint,
    type ServiceRef,
    servicesThatMustAnswer,
    type WebhookConfiguration,
} from "../../lib/cluster/webhooks";
import { LIVE_IP_POOL_RULES } from "../../lib/ippool/live-rules";
import { pinOf, type WorkloadObject } from "../../lib/ippool/pins";
import type { NamedIPPool } from "../../lib/ippool/spec";
import {
    type IPPoolObject,
    type LivePool,
    liveNodes,
    livePools,
    type Pin,
    PoolApi,
    type Surroundings,
} from "../../lib/ippool/surroundings";
import {
    CONFIG_MAP,
    CRON_JOB,
    DAEMON_SET,
    DEPLOYMENT,
    ENDPOINT_SLICE,
    IP_POOL,
    IP_POOL_V3,
    IPAM_BLOCK,
    JOB,
    NAMESPACE,
    NODE,
    POD,
    SERVICE_CIDR,
    STATEFUL_SET,
    VALIDATING_WEBHOOK,
} from "../../lib/kinds";
import type { Problem } from "../../lib/problem";
import { problemsOf } from "../../lib/rule";
import type { World } from "../cluster/world";

/** What is wrong with a pool among what is on its cluster. The kind may come later if the pool waits for others. */
export async function livePoolProblems(pool: NamedIPPool, world: World, waitsForOthers: boolean): Promise<Problem[]> {
    const cluster = await surroundings(pool, world);
    return cluster.api === PoolApi.None && waitsForOthers ? [] : problemsOf(LIVE_IP_POOL_RULES, { pool, cluster });
}

/** The pools of the cluster by name; undefined if they may not be read. */
export function poolsNow(world: World): Promise<ReadonlyMap<string, LivePool> | undefined> {
    return world.once("pools", async () => {
        const objects = await world.list<IPPoolObject>(IP_POOL);
        return objects && livePools(objects);
    });
}

async function surroundings(pool: NamedIPPool, world: World): Promise<Surroundings> {
    const shared = await world.once("surroundings of pools", () => common(world));
    const isNew = shared.pools?.has(pool.poolName) === false;
    return {
        ...shared,
        ...(isNew && { blocks: await world.list<object>(IPAM_BLOCK) }),
        ...(pool.disabled === true && { pins: await world.once("pins", () => pins(world)) }),
    };
}

async function common(world: World): Promise<Surroundings> {
    const api = await poolApi(world);
    if (api !== PoolApi.V1) {
        return { api };
    }
    const [pools, serviceCidrs, kubeadm, kubeProxy, nodes, deadWebhooks] = await Promise.all([
        poolsNow(world),
        world.list<ServiceCidrObject>(SERVICE_CIDR),
        world.get<ConfigMapObject>(CONFIG_MAP, "kubeadm-config", "kube-system"),
        world.get<ConfigMapObject>(CONFIG_MAP, "kube-proxy", "kube-system"),
        world.list<NodeObject>(NODE),
        unanswered(world),
    ]);
    return {
        api,
        deadWebhooks,
        pools,
        services: serviceRanges(serviceCidrs ?? [], kubeadm),
        nodes: nodes && liveNodes(nodes),
        clusterCidrs: kubeProxyRanges(kubeProxy),
    };
}

async function poolApi(world: World): Promise<PoolApi> {
    const [v1, v3] = await Promise.all([world.serves(IP_POOL), world.serves(IP_POOL_V3)]);
    // Who may not read pools is told so once, and the rest is looked at.
    return v1 !== false ? PoolApi.V1 : v3 === true ? PoolApi.V3Only : PoolApi.None;
}

/** The webhooks for pools that nobody answers for. */
async function unanswered(world: World): Promise<Surroundings["deadWebhooks"]> {
    const configurations = (await world.list<WebhookConfiguration>(VALIDATING_WEBHOOK)) ?? [];
    const [group = ""] = IP_POOL.apiVersion.split("/");
    const asked = servicesThatMustAnswer(configurations, group, IP_POOL.plural);
    const answers = await Promise.all(asked.map(({ service }) => answersFor(world, service)));
    return asked
        .filter((_, index) => answers[index] === false)
        .map(({ webhook, service }) => ({ webhook, service: `${service.namespace}/${service.name}` }));
}

/** Undefined if it may not be read. */
async function answersFor(world: World, { namespace, name }: ServiceRef): Promise<boolean | undefined> {
    const labelSelector = `kubernetes.io/service-name=${name}`;
    const slices = await world.list<EndpointSlice>(ENDPOINT_SLICE, { namespace, labelSelector });
    return slices && hasReadyEndpoint(slices);
}

async function pins(world: World): Promise<Pin[]> {
    const kinds = [NAMESPACE, DEPLOYMENT, STATEFUL_SET, DAEMON_SET, CRON_JOB, JOB, POD];
    const lists = await Promise.all(kinds.map((kind) => world.list<WorkloadObject>(kind)));
    return kinds.flatMap(({ kind }, index) =>
        (lists[index] ?? []).filter((object) => isOwn(kind, object)).flatMap((object) => pinOf(kind, object) ?? []),
    );
}

/** A pod that a workload made has the workload's annotation and would be listed a second time. */
function isOwn(kind: string, { metadata }: WorkloadObject & { metadata?: { ownerReferences?: unknown[] } }): boolean {
    return (kind !== POD.kind && kind !== JOB.kind) || (metadata?.ownerReferences ?? []).length === 0;
}
