// SPDX-License-Identifier: Apache-2.0
// Proves what the rules say of a cluster that is described to them, not how it is read.
import assert from "node:assert/strict";
import type { ClusterObject, ManagedFields } from "../../../lib/cluster/objects";
import { LIVE_BINDING_RULES } from "../../../lib/binding/live-rules";
import type { BindingInCluster } from "../../../lib/binding/surroundings";
import { PoolRanges } from "../../../lib/ippool/overlap";
import { livePools } from "../../../lib/ippool/surroundings";
import { problemsOf } from "../../../lib/rule";

const LABEL = "ippool.network.kubesphere.io/";
const IPV4 = "cni.projectcalico.org/ipv4pools";
const IPV6 = "cni.projectcalico.org/ipv6pools";

type Text = Record<string, string>;

/** A namespace with the managers of its labels and annotations, e.g. { console: [`${LABEL}a`] }. */
function shop(labels: Text = {}, annotations: Text = {}, holders: Record<string, string[]> = {}): ClusterObject {
    const fields = (keys: string[], all: Text) =>
        Object.fromEntries(keys.filter((key) => key in all).map((key) => [`f:${key}`, {}]));
    const managedFields: ManagedFields[] = Object.entries(holders).map(([manager, keys]) => ({
        manager,
        fieldsV1: { "f:metadata": { "f:labels": fields(keys, labels), "f:annotations": fields(keys, annotations) } },
    }));
    return { metadata: { name: "shop", labels, annotations, managedFields } };
}

function pool(name: string, cidr: string, disabled = false) {
    return { metadata: { name }, spec: { cidr, disabled } };
}

const POOLS = livePools([pool("pool-a", "10.0.0.0/24"), pool("six", "fd00::/64"), pool("off", "10.0.1.0/24", true)]);

function place(changes: {
    readonly binding?: Partial<BindingInCluster["binding"]>;
    readonly keys?: Partial<BindingInCluster["keys"]>;
    readonly comes?: Partial<BindingInCluster["comes"]>;
    readonly cluster?: Partial<BindingInCluster["cluster"]>;
    readonly live?: ClusterObject;
}): BindingInCluster {
    const binding = { namespace: "shop", pools: ["pool-a"], ...changes.binding };
    const labels = Object.fromEntries(binding.pools.map((name) => [`${LABEL}${name}`, ""]));
    return {
        binding,
        keys: { labels, annotations: { [IPV4]: JSON.stringify(binding.pools) }, ...changes.keys },
        comes: { namespace: false, pools: [], ...changes.comes },
        cluster: {
            namespaces: new Map([["shop", changes.live ?? shop()]]),
            pools: POOLS,
            made: new PoolRanges(),
            ...changes.cluster,
        },
    };
}

function made(...pools: Parameters<PoolRanges["add"]>[0][]): PoolRanges {
    const ranges = new PoolRanges();
    for (const each of pools) {
        ranges.add(each);
    }
    return ranges;
}

function incomplete(): PoolRanges {
    const ranges = new PoolRanges();
    ranges.expect();
    return ranges;
}

/** Rule and severity, then the message. */
function said(changes: Parameters<typeof place>[0]): string[] {
    return problemsOf(LIVE_BINDING_RULES, place(changes)).map(
        ({ rule, severity, message }) => `${rule}${severity === undefined ? "" : ` (${severity})`}: ${message}`,
    );
}

const bound = (name: string) => shop({ [`${LABEL}${name}`]: "" }, { [IPV4]: JSON.stringify([name]) });

describe("A binding on its cluster", () => {
    const table: [string, Parameters<typeof place>[0], string[]][] = [
        ["is let through where all is there", {}, []],
        [
            "needs a namespace",
            { binding: { namespace: "shops" } },
            [
                "binding-namespace-exists: 'namespace' (shops) must exist, and the cluster has no such namespace. Did you mean shop? Create it first. If this program does, pass its metadata.name instead of text, or name it in dependsOn.",
            ],
        ],
        ["may be for a namespace that comes", { binding: { namespace: "new" }, comes: { namespace: true } }, []],
        ["is let through where namespaces may not be read", { cluster: { namespaces: undefined } }, []],
        [
            "needs pools",
            { binding: { pools: ["pool-a", "pool-b", "unlike-any"] } },
            [
                "binding-pool-exists: 'pools[1]' (pool-b) must be a pool, and neither the cluster nor this program has one of that name. Did you mean pool-a? Make it first, or every new pod of the namespace fails.",
                "binding-pool-exists: 'pools[2]' (unlike-any) must be a pool, and neither the cluster nor this program has one of that name. Make it first, or every new pod of the namespace fails.",
            ],
        ],
        [
            "is only warned of pools where there are none at all",
            { cluster: { pools: livePools([]) } },
            [
                "binding-pool-exists (warning): 'pools[0]' (pool-a) must be a pool, and neither the cluster nor this program has one of that name. Make it first, or every new pod of the namespace fails.",
            ],
        ],
        [
            "may be to pools that come, and to pools of the program",
            {
                binding: { pools: ["later", "own"] },
                comes: { pools: [true, false] },
                cluster: { made: made({ poolName: "own", cidr: "10.1.0.0/24" }) },
            },
            [],
        ],
        [
            "is let through while the program has pools that are not known",
            { binding: { pools: ["new"] }, cluster: { made: incomplete() } },
            [],
        ],
        [
            "is let through where pools may not be read",
            { binding: { pools: ["new"] }, cluster: { pools: undefined } },
            [],
        ],
        [
            "needs enabled pools",
            { binding: { pools: ["pool-a", "off"] } },
            [
                "binding-pool-enabled: 'pools[1]' (off) must not be disabled, or every new pod of the namespace fails. Set disabled: false on the pool, or take it off this list.",
            ],
        ],
        [
            "only says so of a disabled pool that is bound already",
            { binding: { pools: ["off"] }, live: bound("off") },
            [
                "binding-pool-enabled (warning): 'pools[0]' (off) must not be disabled, or every new pod of the namespace fails. Set disabled: false on the pool, or take it off this list.",
            ],
        ],
        [
            "may be to a pool that the program enables",
            { binding: { pools: ["off"] }, cluster: { made: made({ poolName: "off", cidr: "10.0.1.0/24" }) } },
            [],
        ],
        [
            "may not be to a pool that the program disables",
            { cluster: { made: made({ poolName: "pool-a", cidr: "10.0.0.0/24", disabled: true }) } },
            [
                "binding-pool-enabled: 'pools[0]' (pool-a) must not be disabled, or every new pod of the namespace fails. Set disabled: false on the pool, or take it off this list.",
            ],
        ],
        [
            "is without effect with pools of a family that no node has",
            { binding: { pools: ["six"] }, cluster: { nodeFamilies: new Set([4] as const) } },
            [
                "binding-family-of-nodes (warning): 'pools[0]' (six) is a pool of IPv6 addresses, which no node of the cluster has. Pods get addresses of the other family, and of any pool. List a pool of that family.",
            ],
        ],
        [
            "has its effect with a pool of the family that nodes have",
            { binding: { pools: ["six", "pool-a"] }, cluster: { nodeFamilies: new Set([4] as const) } },
            [
                "binding-family-of-nodes (warning): 'pools[0]' (six) is a pool of IPv6 addresses, which no node of the cluster has. It has no effect here.",
            ],
        ],
        [
            "is not judged by nodes that are not there",
            { binding: { pools: ["six"] }, cluster: { nodeFamilies: new Set() } },
            [],
        ],
        [
            "fails with somebody else's list of the wrong family, or a malformed one",
            { live: shop({}, { [IPV6]: '["pool-a"]' }) },
            [
                `binding-family-of-annotation: 'namespace' (shop) has an annotation ${IPV6} (["pool-a"]) that lists pool-a, which has no IPv6 addresses: every new pod of the namespace fails. Remove it: kubectl annotate namespace shop ${IPV6}-`,
            ],
        ],
        [
            "fails with somebody else's malformed list",
            { live: shop({}, { [IPV6]: "six" }) },
            [
                `binding-family-of-annotation: 'namespace' (shop) has an annotation ${IPV6} (six) that is no JSON list: every new pod of the namespace fails. Remove it: kubectl annotate namespace shop ${IPV6}-`,
            ],
        ],
        ["bears somebody else's good list", { live: shop({}, { [IPV6]: '["six","fd00:1::/64","elsewhere"]' }) }, []],
        [
            "gives a list of its own back",
            { live: shop({}, { [IPV6]: '["pool-a"]' }, { "pulumi-kubernetes-12345678": [IPV6] }) },
            [],
        ],
        [
            "leaves keys that somebody else holds with other values",
            {
                live: shop(
                    { [`${LABEL}pool-a`]: "true" },
                    { [IPV4]: '["old"]' },
                    { console: [`${LABEL}pool-a`, IPV4], kubectl: [IPV4] },
                ),
            },
            [
                `binding-held-by-another: 'pools[0]' (pool-a) has the label ${LABEL}pool-a on the namespace already, with the value "true" of "console". Set labelValue: "true", or takeOwnership: true to take it over.`,
                `binding-held-by-another: 'pools' (["pool-a"]) must be in the namespace's annotation ${IPV4}, where "console" and "kubectl" wrote ["old"]. Set takeOwnership: true to take it over, or calicoAnnotation: false to leave it alone.`,
            ],
        ],
        [
            "takes them over when asked to",
            {
                binding: { takeOwnership: true },
                live: shop({ [`${LABEL}pool-a`]: "true" }, {}, { console: [`${LABEL}pool-a`] }),
            },
            [],
        ],
        [
            "shares keys that have the same value, and changes what earlier runs wrote",
            {
                live: shop(
                    { [`${LABEL}pool-a`]: "" },
                    { [IPV4]: '["old"]' },
                    { console: [`${LABEL}pool-a`], "pulumi-kubernetes-12345678": [IPV4] },
                ),
            },
            [],
        ],
        [
            "says which other pools the namespace stays bound to",
            {
                live: shop(
                    { [`${LABEL}b`]: "", [`${LABEL}a`]: "", [`${LABEL}mine`]: "", [`${LABEL}id`]: "" },
                    {},
                    { console: [`${LABEL}a`], "pulumi-kubernetes-12345678": [`${LABEL}mine`] },
                ),
            },
            [
                'binding-other-pools (warning): \'pools\' (["pool-a"]) is not all that the namespace "shop" is bound to: somebody else has given it the labels of a, b. They stay, and KubeSphere shows them. Add these pools to the list, or have the labels removed.',
            ],
        ],
    ];
    for (const [title, changes, expected] of table) {
        it(title, () => {
            assert.deepEqual(said(changes), expected);
        });
    }

    it("tells fields of a status from the namespace's own", () => {
        const live = shop({ [`${LABEL}pool-a`]: "true" }, {}, { console: [`${LABEL}pool-a`] });
        const managedFields = live.metadata!.managedFields!.map((entry) => ({ ...entry, subresource: "status" }));
        assert.deepEqual(said({ live: { metadata: { ...live.metadata, managedFields } } }), []);
    });
});
