// SPDX-License-Identifier: Apache-2.0
import { boundPools } from "kubesphere-network/lib/binding/format";
import { containsAddress } from "kubesphere-network/lib/cidr";
import { askedPools, isAsked, targetsOf } from "kubesphere-network/lib/ipam/choices";
import type { IPAMPool } from "kubesphere-network/lib/ipam/pool";
import { poolList } from "kubesphere-network/lib/ippool/pins";
import { DEPLOYMENT, NAMESPACE, POD, REPLICA_SET } from "kubesphere-network/lib/kinds";
import { ipPoolLabel, IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION } from "kubesphere-network/lib/labels";
import { MANAGER } from "../controllers/names";
import type { KubernetesClient, KubernetesObject, Ref } from "../kubernetes/client";
import { Fault } from "./fault";
import { Pools } from "./pools";

/** What KubeSphere's console writes into a pod template to restart a workload. */
const RESTARTED_AT = "kubesphere.io/restartedAt";

/** From where to where. */
interface Move {
    readonly from: IPAMPool;
    readonly to: IPAMPool;
}

/**
 * Moves a pool's namespaces and Deployments to another pool. The swagger says "migrate the deployment from ippool to
 * another ippool" and no more, and the real one is closed: this rewrites the bindings, and restarts what has old addresses.
 */
export async function migrate(client: KubernetesClient, oldPool: string | null, newPool: string | null): Promise<void> {
    if (!oldPool || !newPool) {
        throw new Fault(400, "oldippool and newippool must be given, form-encoded");
    }
    const pools = await Pools.read(client);
    const move = { from: pools.named(oldPool), to: pools.named(newPool) };
    const choice = targetsOf(move.from, pools.all).find(({ pool }) => pool === newPool);
    if (choice?.isPossible !== true) {
        throw new Fault(
            400,
            `ippool ${oldPool} cannot be migrated to ${newPool}: ${choice?.reason ?? "it is the same."}`,
        );
    }
    await rebind(client, move);
    await restart(client, move.from);
}

async function rebind(client: KubernetesClient, move: Move): Promise<void> {
    for (const namespace of (await client.list(NAMESPACE)).items) {
        if (isAsked(askedPools(namespace), move.from)) {
            await patch(client, { kind: NAMESPACE, name: namespace.metadata.name ?? "" }, rebinding(namespace, move));
        }
    }
}

async function restart(client: KubernetesClient, pool: IPAMPool): Promise<void> {
    const path = "/spec/template/metadata/annotations";
    for (const ref of await deploymentsOf(client, pool)) {
        const spec = (await client.get(ref))?.spec as { template: Pick<KubernetesObject, "metadata"> } | undefined;
        await patch(client, ref, [
            ...(spec?.template.metadata.annotations === undefined ? [{ op: "add", path, value: {} }] : []),
            { op: "add", path: `${path}/${escaped(RESTARTED_AT)}`, value: new Date().toISOString() },
        ]);
    }
}

/** The steps that put the new pool in the place of the old one. */
function rebinding({ metadata: { labels = {}, annotations = {} } }: KubernetesObject, { from, to }: Move): object[] {
    const isBound = boundPools(labels).includes(from.name);
    const value = labels[ipPoolLabel(from.name)];
    const lists = [IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION].flatMap((key) => {
        const list = poolList(annotations[key]);
        return list?.some((entry) => isAsked([entry], from)) === true ? [{ key, list }] : [];
    });
    return [
        ...(isBound
            ? [
                  { op: "remove", path: `/metadata/labels/${escaped(ipPoolLabel(from.name))}` },
                  {
                      op: "add",
                      path: `/metadata/labels/${escaped(ipPoolLabel(to.name))}`,
                      value: value === from.name ? to.name : value,
                  },
              ]
            : []),
        ...lists.map(({ key, list }) => ({
            op: "replace",
            path: `/metadata/annotations/${escaped(key)}`,
            value: JSON.stringify([...new Set(list.map((entry) => (isAsked([entry], from) ? to.name : entry)))]),
        })),
    ];
}

/** The Deployments that have pods with addresses of a pool. */
async function deploymentsOf(client: KubernetesClient, { cidr }: IPAMPool): Promise<Ref[]> {
    const [pods, replicaSets] = [await client.list(POD), await client.list(REPLICA_SET)];
    const owners = new Set(
        pods.items.flatMap((pod) => {
            const { podIPs = [] } = (pod.status ?? {}) as { podIPs?: readonly { ip: string }[] };
            const isOurs = podIPs.some(({ ip }) => containsAddress(cidr, ip));
            return isOurs ? ownersOf(pod, REPLICA_SET.kind) : [];
        }),
    );
    const names = replicaSets.items
        .filter(({ metadata }) => owners.has(`${metadata.namespace ?? ""}/${metadata.name ?? ""}`))
        .flatMap((replicaSet) => ownersOf(replicaSet, DEPLOYMENT.kind));
    return [...new Set(names)].map((name) => {
        const [namespace = "", deployment = ""] = name.split("/");
        return { kind: DEPLOYMENT, namespace, name: deployment };
    });
}

function ownersOf({ metadata }: KubernetesObject, kind: string): string[] {
    const references = (metadata.ownerReferences ?? []) as readonly { kind: string; name: string }[];
    return references.filter((each) => each.kind === kind).map(({ name }) => `${metadata.namespace ?? ""}/${name}`);
}

async function patch(client: KubernetesClient, ref: Ref, steps: readonly object[]): Promise<void> {
    await client.jsonPatch(ref, steps, { fieldManager: MANAGER });
}

/** A key as a part of a JSON pointer. */
function escaped(key: string): string {
    return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
