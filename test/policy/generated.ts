// SPDX-License-Identifier: Apache-2.0
// Stacks of pools, namespaces, policies and plans, some of whose values are wrong or come later.
import fc from "fast-check";
import { type FixtureResource, LATER, withValue } from "./fixture";
import { inside, ISOLATE, namespace, networkPolicy, outside, patchOf, plan, pool } from "./fixtures/objects";

const NAMES = ["web", "shop", "kube-system"];
const POOLS = ["pool-a", "pool-b"];

/** One of the values, the good ones first, or something that comes later. */
function mostly<T>(...values: T[]): fc.Arbitrary<T | string> {
    return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constant(LATER) });
}

/** Now and then the whole of something comes later. */
const wholeLater = fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(LATER) },
);

function edited(
    resource: FixtureResource,
    edits: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<FixtureResource> {
    return fc.record(edits, { requiredKeys: [] }).map((values) => ({
        ...resource,
        props: Object.entries(values)
            .filter(([, value]) => value !== undefined)
            .reduce<unknown>(
                (props, [path, value]) => withValue(props, path.split(" "), value),
                resource.props,
            ) as FixtureResource["props"],
    }));
}

const pools = fc.constantFrom(...POOLS).chain((name) =>
    edited(pool(name), {
        "metadata name": mostly(...POOLS, "type"),
        "metadata labels": mostly({ team: "net" }, { "kubesphere.io/extension-ref": "network", team: LATER }),
        "spec cidr": mostly("10.1.0.0/20", "10.0.0.0/8", "10.0.0.1/20", "fd00::/64", "all"),
        "spec natOutgoing": mostly<unknown>(true, false),
        "spec blockSize": mostly<unknown>(26, 40),
        "spec disabled": mostly<unknown>(false, true),
        "spec allowedUses": mostly<unknown>(["Workload"], ["Tunnel"], ["Workload", LATER]),
        spec: wholeLater,
    }),
);

const namespaces = fc.constantFrom(...NAMES).chain((name) =>
    edited(namespace(name), {
        "metadata name": mostly(...NAMES),
        "metadata labels kubesphere.io/workspace": mostly("team", ""),
        "metadata labels ippool.network.kubesphere.io/pool-a": mostly("", "not a value"),
        [`metadata annotations ${ISOLATE}`]: mostly("enabled", "disabled", "yes"),
        "metadata annotations cni.projectcalico.org/ipv4pools": mostly('["pool-b"]', "pool-b"),
        "metadata annotations": wholeLater,
    }),
);

const policies = fc
    .constantFrom(
        inside("gateway", "web", "kubesphere-controls-system"),
        inside("from-shop", "web", "shop"),
        outside("from-office", "shop", "203.0.113.0/24"),
        networkPolicy("own", "web", { egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }),
    )
    .chain((policy) =>
        edited(policy, {
            "metadata name": mostly(policy.name, "nsnp-own", "network-isolate"),
            "metadata namespace": mostly(...NAMES),
            "metadata labels kubesphere.io/policy-type": mostly("ingress", "egress"),
            "spec ingress": mostly<unknown>([{ from: [{ ipBlock: { cidr: "::/0" } }] }], [{ from: [LATER] }]),
        }),
    );

const plans = edited(plan("network"), {
    "metadata name": mostly("network", "net"),
    "spec extension version": mostly("1.3.0", "1.1.0", "latest"),
    "spec upgradeStrategy": mostly("Manual", "Automatic"),
    "spec config": mostly("global:\n  ippol: {} \n", "frontend:\n  image:\n    tag: v1.2.0", "- a"),
    "spec clusterScheduling placement": mostly<unknown>({ clusters: ["host"] }, { clusters: ["host", "host"] }),
    "spec clusterScheduling overrides": mostly<unknown>({ host: "a: 1 " }, { "member-1": LATER }),
    "spec clusterScheduling": fc.oneof(wholeLater, fc.constant({})),
});

const templates = edited(
    {
        type: "kubernetes:tenant.kubesphere.io/v1beta1:WorkspaceTemplate",
        name: "team",
        props: { metadata: { name: "team" } },
    },
    {
        "metadata name": mostly("team", "system-workspace"),
        [`spec template metadata annotations ${ISOLATE}`]: mostly("enabled", "on"),
    },
);

const resources = fc
    .tuple(
        fc.oneof({ weight: 3, arbitrary: pools }, namespaces, policies, plans, templates),
        fc.constantFrom(undefined, undefined, undefined, "member"),
        fc.nat({ max: 9 }),
    )
    .map(([resource, provider, number]) => ({
        ...(number === 0 ? patchOf(resource) : resource),
        ...(provider !== undefined && { provider }),
    }));

/** Stacks whose resources have names of their own. */
export const stacks: fc.Arbitrary<FixtureResource[]> = fc
    .array(resources, { maxLength: 8 })
    .map((all) => all.map((resource, index) => ({ ...resource, name: `${resource.name}-${index}` })));
