// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, contains, overlaps, parseCidr } from "../cidr";
import { ownerOf } from "../cluster/objects";
import { finding, warning } from "../findings";
import { defined } from "../manifest";
import type { Finding, Rule } from "../rule";
import { ipPoolManifest } from "./manifest";
import { parseSelector } from "../selector/parse";
import { selects } from "../selector/evaluate";
import { AllowedUse, blockSizeOf, IP_POOL_DEFAULTS, type NamedIPPool } from "./spec";
import { livePool, PoolApi, type PoolInCluster } from "./surroundings";

/** How many names a message lists before it only counts. */
const LISTED = 5;

/**
 * What can only be seen on the cluster. Calico checks most of it where pools are written through its own API, and
 * nothing where the custom resource is written. What is there already is not refused any more, only reported.
 */
export const LIVE_IP_POOL_RULES: readonly Rule<PoolInCluster>[] = [
    {
        id: "ippool-api",
        reason: "KubeSphere's extension reads and writes pools as crd.projectcalico.org/v1 and knows no other API.",
        source: "https://docs.tigera.io/calico/latest/operations/native-v3-crds",
        reads: ["cluster"],
        check: ({ cluster: { api } }) => apiFindings(api),
    },
    {
        id: "ippool-webhook",
        reason: "A webhook that nobody answers for fails every write of a pool, and every preview of one, after 30 seconds.",
        source: "network/charts/network/templates/webhook.yaml of the network extension 1.1.0",
        reads: ["pool", "cluster"],
        check: (place) =>
            isUnchanged(place)
                ? []
                : (place.cluster.deadWebhooks ?? []).map(({ webhook, service }) => ({
                      property: "poolName",
                      message: `'poolName' (${place.pool.poolName}) cannot be written: the webhook "${webhook}" must answer for every pool, and its service ${service} has no ready pod. Bring that up first: kubectl get pods -n ${service.split("/")[0] ?? ""}`,
                  })),
    },
    {
        id: "ippool-overlap-live",
        reason: "Two pools with the same addresses give one address to two pods.",
        source: "validateAndSetDefaults in libcalico-go/lib/clientv3/ippool.go of Calico",
        reads: ["pool", "cluster"],
        check: overlapFindings,
    },
    {
        id: "ippool-overlap-services",
        reason: "Pods and services with the same addresses cannot reach each other.",
        source: "https://kubernetes.io/docs/concepts/cluster-administration/networking/#kubernetes-ip-address-ranges",
        reads: ["pool", "cluster"],
        check: (place) =>
            (place.cluster.services ?? [])
                .filter(({ cidr }) => shareAddresses(cidr, place.pool.cidr))
                .map(({ cidr, owner }) =>
                    asBefore(
                        place,
                        finding(
                            "cidr",
                            place.pool.cidr,
                            `must not overlap ${cidr}, the addresses of ${owner}. Choose another CIDR.`,
                        ),
                    ),
                ),
    },
    {
        id: "ippool-overlap-nodes",
        reason: "A pod with the address of a node takes the node off the network.",
        source: "https://kubernetes.io/docs/concepts/cluster-administration/networking/#kubernetes-ip-address-ranges",
        reads: ["pool", "cluster"],
        check: nodeFindings,
    },
    {
        id: "ippool-outside-cluster-cidr",
        reason: "kube-proxy takes pods outside its cluster CIDR for strangers and hides their addresses from policies.",
        source: "https://github.com/projectcalico/calico/issues/5952",
        reads: ["pool", "cluster"],
        check: clusterCidrFindings,
    },
    {
        id: "ippool-fewer-blocks-than-nodes",
        reason: "A node without a block of its own borrows single addresses, which other nodes may not find.",
        source: "https://github.com/projectcalico/calico/issues/3246",
        reads: ["pool", "cluster"],
        check: blockCountFindings,
    },
    {
        id: "ippool-blocks-of-other-size",
        reason: "Blocks that a former pool left in the CIDR keep their size, and Calico refuses the pool.",
        source: "Create in libcalico-go/lib/clientv3/ippool.go of Calico",
        reads: ["pool", "cluster"],
        check: leftBlockFindings,
    },
    {
        id: "ippool-load-balancer-stays",
        reason: "Services keep their addresses, which pods would then get too.",
        source: "Update in libcalico-go/lib/clientv3/ippool.go of Calico 3.30",
        reads: ["pool", "cluster"],
        check: (place) =>
            livePool(place)?.spec?.allowedUses?.includes(AllowedUse.LoadBalancer) === true &&
            !usesOf(place.pool).includes(AllowedUse.LoadBalancer)
                ? [
                      finding(
                          "allowedUses",
                          usesOf(place.pool),
                          "must stay [LoadBalancer], which the pool was made for. Make another pool.",
                      ),
                  ]
                : [],
    },
    {
        id: "ippool-disabled-pinned",
        reason: "Calico fails every new pod that asks for a disabled pool, even if it asks for others too.",
        source: "determinePools in libcalico-go/lib/ipam/ipam.go of Calico",
        reads: ["pool", "cluster"],
        check: pinFindings,
    },
];

function apiFindings(api: PoolApi | undefined): Finding[] {
    if (api === PoolApi.V3Only) {
        return [
            {
                property: "poolName",
                message:
                    "the cluster has pools as projectcalico.org/v3 only (Calico 3.32 and later with native v3 custom resources), which KubeSphere's network extension does not manage. Use a cluster with crd.projectcalico.org/v1.",
            },
        ];
    }
    return api === PoolApi.None
        ? [
              {
                  property: "poolName",
                  message:
                      "the cluster does not know the kind IPPool (crd.projectcalico.org/v1). Install Calico first; until then a preview checks nothing on the server.",
              },
          ]
        : [];
}

function overlapFindings(place: PoolInCluster): Finding[] {
    const { pool, cluster } = place;
    const own = parseCidr(pool.cidr);
    const others = [...(cluster.pools?.values() ?? [])].filter(
        ({ name, range }) => name !== pool.poolName && own && range && overlaps(range, own),
    );
    return others.map(({ name, object }) => {
        const owner = ownerOf(object);
        const whose = owner === undefined ? "is on the cluster already" : `${owner} has made on the cluster`;
        const what = `must not overlap the pool "${name}" (${object.spec?.cidr ?? ""}), which ${whose}.`;
        return asBefore(place, finding("cidr", pool.cidr, `${what} Choose a CIDR that no other pool has.`));
    });
}

function nodeFindings(place: PoolInCluster): Finding[] {
    const own = parseCidr(place.pool.cidr);
    const taken = (place.cluster.nodes ?? []).flatMap(({ name, addresses }) =>
        addresses
            .filter(({ family, value }) => family === own?.family && own.first <= value && value <= own.last)
            .map(({ text }) => `${name} (${text})`),
    );
    return taken.length === 0
        ? []
        : [
              asBefore(
                  place,
                  finding(
                      "cidr",
                      place.pool.cidr,
                      `must not contain addresses of nodes: ${listed([...new Set(taken)])}. Choose another CIDR.`,
                  ),
              ),
          ];
}

function clusterCidrFindings({ pool, cluster }: PoolInCluster): Finding[] {
    const own = parseCidr(pool.cidr);
    const ranges = (cluster.clusterCidrs ?? []).filter((text) => parseCidr(text)?.family === own?.family);
    const isInside = ranges.some((text) => {
        const range = parseCidr(text);
        return range && own && contains(range, own);
    });
    return ranges.length === 0 || isInside || usesOf(pool).includes(AllowedUse.LoadBalancer)
        ? []
        : [
              warning(
                  finding(
                      "cidr",
                      pool.cidr,
                      `is outside of ${ranges.join(" and ")}, which kube-proxy takes for the addresses of pods: connections to services come from the node's address then, and policies do not know them. Choose a CIDR inside, or widen kube-proxy's clusterCIDR.`,
                  ),
              ),
          ];
}

function blockCountFindings({ pool, cluster }: PoolInCluster): Finding[] {
    const cidr = parseCidr(pool.cidr);
    if (!cidr || cluster.nodes === undefined || usesOf(pool).includes(AllowedUse.LoadBalancer)) {
        return [];
    }
    const blockSize = pool.blockSize ?? blockSizeOf(cidr);
    const selector = parseSelector(pool.nodeSelector ?? IP_POOL_DEFAULTS.nodeSelector);
    const nodes = cluster.nodes.filter(({ labels }) => selects(selector, labels)).length;
    const blocks = 2n ** BigInt(Math.max(blockSize - cidr.prefix, 0));
    if (blocks >= BigInt(nodes) || blockSize > ADDRESS_BITS[cidr.family]) {
        return [];
    }
    const what = `gives ${blocks} ${blocks === 1n ? "block" : "blocks"} of /${blockSize} to ${nodes} nodes`;
    return [
        warning(
            finding("cidr", pool.cidr, `${what}: each node needs one. Make the pool larger or the blocks smaller.`),
        ),
    ];
}

function leftBlockFindings(place: PoolInCluster): Finding[] {
    const own = parseCidr(place.pool.cidr);
    if (!own || livePool(place) !== undefined) {
        return [];
    }
    const blockSize = place.pool.blockSize ?? blockSizeOf(own);
    const left = (place.cluster.blocks ?? []).flatMap(({ spec }) => {
        const block = parseCidr(spec?.cidr ?? "");
        return block && contains(own, block) && block.prefix !== blockSize ? [spec?.cidr ?? ""] : [];
    });
    const [first] = left;
    return first === undefined
        ? []
        : [
              finding(
                  "blockSize",
                  blockSize,
                  `must be that of the blocks which Calico already has in ${place.pool.cidr}: ${listed(left)}. Set it to ${parseCidr(first)?.prefix ?? ""}, or choose another CIDR.`,
              ),
          ];
}

function pinFindings({ pool, cluster }: PoolInCluster): Finding[] {
    const own = parseCidr(pool.cidr);
    const asks = (text: string): boolean => {
        const cidr = parseCidr(text);
        return text === pool.poolName || (cidr !== undefined && own !== undefined && overlaps(cidr, own));
    };
    const holders = (cluster.pins ?? []).filter(({ pools }) => pools.some(asks)).map(({ holder }) => holder);
    return pool.disabled !== true || holders.length === 0
        ? []
        : [
              warning(
                  finding(
                      "disabled",
                      true,
                      `fails every new pod of whoever asks for the pool "${pool.poolName}" by annotation: ${listed(holders)}. Bind them to another pool first.`,
                  ),
              ),
          ];
}

/** A pool that is there already with the same CIDR cannot be prevented any more. */
function asBefore(place: PoolInCluster, found: Finding): Finding {
    return livePool(place)?.spec?.cidr === place.pool.cidr ? warning(found) : found;
}

/** Whether the object on the cluster already is what the pool says, so that nothing will be written. */
function isUnchanged(place: PoolInCluster): boolean {
    const live = livePool(place)?.spec as Readonly<Record<string, unknown>> | undefined;
    const { spec } = ipPoolManifest(place.pool.poolName, { ...IP_POOL_DEFAULTS, ...defined(place.pool) });
    return (
        live !== undefined &&
        Object.entries(spec as object).every(([field, value]) => JSON.stringify(live[field]) === JSON.stringify(value))
    );
}

function usesOf({ allowedUses = IP_POOL_DEFAULTS.allowedUses }: NamedIPPool): readonly string[] {
    return allowedUses;
}

function shareAddresses(a: string | undefined, b: string): boolean {
    const [one, other] = [parseCidr(a ?? ""), parseCidr(b)];
    return one !== undefined && other !== undefined && overlaps(one, other);
}

function listed(names: readonly string[]): string {
    const rest = names.length - LISTED;
    return `${names.slice(0, LISTED).join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
}
