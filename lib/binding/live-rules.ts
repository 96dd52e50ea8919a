// SPDX-License-Identifier: Apache-2.0
import { parseCidr } from "../cidr";
import { didYouMean } from "../closest";
import type { ClusterObject } from "../cluster/objects";
import { finding, warning } from "../findings";
import { poolList } from "../ippool/pins";
import { ipPoolLabel, POOL_ANNOTATION_KEYS, POOL_ANNOTATIONS } from "../labels";
import type { Finding, Rule } from "../rule";
import { boundPools } from "./format";
import { isPulumi, keyHolders, type Section } from "../cluster/holders";
import { type BindingInCluster, familyOf, liveNamespace, poolNamed } from "./surroundings";

/**
 * What can only be seen on the cluster. Neither KubeSphere nor the API server checks a binding; Calico does so whenever
 * it sets up a pod, and fails the pod. What is bound already is not refused any more, only reported.
 */
export const LIVE_BINDING_RULES: readonly Rule<BindingInCluster>[] = [
    {
        id: "binding-namespace-exists",
        reason: "There is nothing to write the keys on.",
        source: "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply",
        reads: ["binding", "comes", "cluster"],
        check: missingNamespace,
    },
    {
        id: "binding-pool-exists",
        reason: "Calico fails every new pod of a namespace that lists a pool which does not exist.",
        source: "ResolvePools in cni-plugin/internal/pkg/utils/utils.go of Calico",
        reads: ["binding", "comes", "cluster"],
        check: missingPools,
    },
    {
        id: "binding-pool-enabled",
        reason: "Calico fails every new pod of a namespace that lists a disabled pool, even if it lists others too.",
        source: "determinePools in libcalico-go/lib/ipam/ipam.go of Calico",
        reads: ["binding", "keys", "cluster"],
        check: disabledPools,
    },
    {
        id: "binding-family-of-nodes",
        reason: "Pods ask for IPv4 addresses unless Calico's CNI plugin is told otherwise, so that a list of IPv6 pools binds nothing.",
        source: "cmdAdd in cni-plugin/pkg/ipamplugin/ipam_plugin.go of Calico",
        reads: ["binding", "cluster"],
        check: poolsOfNoNode,
    },
    {
        id: "binding-family-of-annotation",
        reason: "Calico reads both lists for every pod, and fails the pod if one has a pool of the other address family.",
        source: "ResolvePools in cni-plugin/internal/pkg/utils/utils.go of Calico",
        reads: ["binding", "keys", "cluster"],
        check: badForeignLists,
    },
    {
        id: "binding-held-by-another",
        reason: "The API server refuses to change a key that another field manager holds.",
        source: "https://kubernetes.io/docs/reference/using-api/server-side-apply",
        reads: ["binding", "keys", "cluster"],
        check: heldKeys,
    },
    {
        id: "binding-other-pools",
        reason: "KubeSphere takes a namespace to be bound to every pool that it has a label of.",
        source: "the list of a pool's namespaces in the API reference of the network extension: namespaces?labelSelector=ippool.network.kubesphere.io/<pool>",
        reads: ["binding", "cluster"],
        check: otherPools,
    },
];

function missingNamespace({ binding: { namespace }, comes, cluster: { namespaces } }: BindingInCluster): Finding[] {
    return namespaces === undefined || namespaces.has(namespace) || comes.namespace
        ? []
        : [
              finding(
                  "namespace",
                  namespace,
                  `must exist, and the cluster has no such namespace.${didYouMean(namespace, [...namespaces.keys()])} Create it first. If this program does, pass its metadata.name instead of text, or name it in dependsOn.`,
              ),
          ];
}

function missingPools({ binding, comes, cluster }: BindingInCluster): Finding[] {
    const { pools, made } = cluster;
    // Where there is no pool at all, Calico may still be on its way.
    const severe = (found: Finding): Finding => (pools?.size === 0 && made.names.length === 0 ? warning(found) : found);
    return pools === undefined || !made.isComplete
        ? []
        : binding.pools.flatMap((pool, index) =>
              comes.pools[index] === true || poolNamed(cluster, pool)
                  ? []
                  : [
                        severe(
                            finding(
                                `pools[${index}]`,
                                pool,
                                `must be a pool, and neither the cluster nor this program has one of that name.${didYouMean(pool, [...made.names, ...pools.keys()])} Make it first, or every new pod of the namespace fails.`,
                            ),
                        ),
                    ],
          );
}

function disabledPools(place: BindingInCluster): Finding[] {
    return place.binding.pools.flatMap((pool, index) =>
        poolNamed(place.cluster, pool)?.isDisabled === true
            ? [
                  asBefore(
                      place,
                      finding(
                          `pools[${index}]`,
                          pool,
                          "must not be disabled, or every new pod of the namespace fails. Set disabled: false on the pool, or take it off this list.",
                      ),
                  ),
              ]
            : [],
    );
}

/**
 * A pool of a family that no node has addresses of. Calico itself refuses a pool only in the list of the other family,
 * which cannot happen here: each pool goes into the list of its own. What remains is a list that pods never ask for.
 */
function poolsOfNoNode({ binding, cluster }: BindingInCluster): Finding[] {
    const { nodeFamilies } = cluster;
    if (nodeFamilies === undefined || nodeFamilies.size === 0) {
        return [];
    }
    const isAsked = (pool: string): boolean => nodeFamilies.has(familyOf(cluster, pool));
    const effect = binding.pools.some(isAsked)
        ? "It has no effect here."
        : "Pods get addresses of the other family, and of any pool. List a pool of that family.";
    return binding.pools.flatMap((pool, index) =>
        isAsked(pool)
            ? []
            : [
                  warning(
                      finding(
                          `pools[${index}]`,
                          pool,
                          `is a pool of IPv${familyOf(cluster, pool)} addresses, which no node of the cluster has. ${effect}`,
                      ),
                  ),
              ],
    );
}

/** The list that somebody else has written, where this binding writes none. */
function badForeignLists(place: BindingInCluster): Finding[] {
    const live = liveNamespace(place);
    return ([4, 6] as const).flatMap((family) => {
        const key = POOL_ANNOTATIONS[family];
        const text = live?.metadata?.annotations?.[key];
        if (!live || text === undefined || key in place.keys.annotations || !isForeign(live, "annotations", key)) {
            return [];
        }
        const list = poolList(text);
        const stranger = list?.find((entry) => otherFamily(place, entry, family));
        const fault =
            list === undefined
                ? "is no JSON list"
                : stranger !== undefined && `lists ${stranger}, which has no IPv${family} addresses`;
        return fault === false
            ? []
            : [
                  asBefore(
                      place,
                      finding(
                          "namespace",
                          place.binding.namespace,
                          `has an annotation ${key} (${text}) that ${fault}: every new pod of the namespace fails. Remove it: kubectl annotate namespace ${place.binding.namespace} ${key}-`,
                      ),
                  ),
              ];
    });
}

function otherFamily({ cluster }: BindingInCluster, entry: string, family: 4 | 6): boolean {
    const known = parseCidr(entry)?.family ?? poolNamed(cluster, entry)?.family;
    return known !== undefined && known !== family;
}

function heldKeys({ binding, keys, cluster }: BindingInCluster): Finding[] {
    const live = cluster.namespaces?.get(binding.namespace);
    if (!live || binding.takeOwnership === true) {
        return [];
    }
    const labels = binding.pools.flatMap((pool, index) => {
        const key = ipPoolLabel(pool);
        return held(live, "labels", key, keys.labels[key]).map(({ who, value }) =>
            finding(
                `pools[${index}]`,
                pool,
                `has the label ${key} on the namespace already, with the value "${value}" of ${who}. Set labelValue: "${value}", or takeOwnership: true to take it over.`,
            ),
        );
    });
    const annotations = POOL_ANNOTATION_KEYS.flatMap((key) =>
        held(live, "annotations", key, keys.annotations[key]).map(({ who, value }) =>
            finding(
                "pools",
                binding.pools,
                `must be in the namespace's annotation ${key}, where ${who} wrote ${value}. Set takeOwnership: true to take it over, or calicoAnnotation: false to leave it alone.`,
            ),
        ),
    );
    return [...labels, ...annotations];
}

/** Who has written another value than is wanted, if anybody has. */
function held(live: ClusterObject, section: Section, key: string, wanted: string | undefined) {
    const value = live.metadata?.[section]?.[key];
    const others = keyHolders(live, section, key).filter((manager) => !isPulumi(manager));
    return wanted === undefined || value === undefined || value === wanted || others.length === 0
        ? []
        : [{ value, who: others.map((manager) => `"${manager}"`).join(" and ") }];
}

function otherPools(place: BindingInCluster): Finding[] {
    const live = liveNamespace(place);
    const { namespace, pools } = place.binding;
    const others = live
        ? boundPools(live.metadata?.labels).filter(
              (pool) => !pools.includes(pool) && isForeign(live, "labels", ipPoolLabel(pool)),
          )
        : [];
    return others.length === 0
        ? []
        : [
              warning(
                  finding(
                      "pools",
                      pools,
                      `is not all that the namespace "${namespace}" is bound to: somebody else has given it the labels of ${others.join(", ")}. They stay, and KubeSphere shows them. Add these pools to the list, or have the labels removed.`,
                  ),
              ),
          ];
}

/** Whether a key stays when an earlier run of the same program gives back what it wrote. */
function isForeign(live: ClusterObject, section: Section, key: string): boolean {
    const holders = keyHolders(live, section, key);
    return holders.length === 0 || holders.some((manager) => !isPulumi(manager));
}

/** What the namespace is bound to already cannot be prevented any more. */
function asBefore(place: BindingInCluster, found: Finding): Finding {
    const { labels = {}, annotations = {} } = liveNamespace(place)?.metadata ?? {};
    const isBound =
        Object.entries(place.keys.labels).every(([key, value]) => labels[key] === value) &&
        Object.entries(place.keys.annotations).every(([key, value]) => annotations[key] === value);
    return isBound ? warning(found) : found;
}
