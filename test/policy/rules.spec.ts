// SPDX-License-Identifier: Apache-2.0
// Calls the rules as the policy runner would: it does not prove that a runner starts the pack.
import assert from "node:assert/strict";
import type {
    PolicyResource,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
} from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import { policies } from "../../policy/rules";
import { installPlanNameAndVersion } from "../../policy/rules/installplan-name-and-version";
import { ipPoolNoOverlap } from "../../policy/rules/ippool-no-overlap";
import { ipPoolSpec } from "../../policy/rules/ippool-spec";
import { namespaceNetworkPolicyLabels } from "../../policy/rules/namespace-network-policy-labels";

// Exported by the package for tests like these, but left out of its type declarations.
const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as {
    unknownCheckingProxy: <T extends object>(value: T) => T;
    unknownStringValue: string;
};

const POOL = "kubernetes:crd.projectcalico.org/v1:IPPool";
const PLAN = "kubernetes:kubesphere.io/v1alpha1:InstallPlan";
const POLICY = "kubernetes:network.kubesphere.io/v1alpha1:NamespaceNetworkPolicy";

/** What a rule reports of a resource whose unknown values throw when they are read, as in a preview. */
async function violations(policy: ResourceValidationPolicy, type: string, props: object): Promise<string[]> {
    const found: string[] = [];
    const args = { type, props: unknownCheckingProxy(props), name: "a", urn: "urn:a" };
    const rules = [policy.validateResource].flat();
    for (const rule of rules) {
        await rule?.(args as unknown as ResourceValidationArgs, (message: unknown) => found.push(String(message)));
    }
    return found;
}

async function overlaps(pools: { urn: string; cidr: string; provider?: string }[]): Promise<[string, string?][]> {
    const found: [string, string?][] = [];
    const resources = pools.map(({ urn, cidr, provider }) => ({
        type: POOL,
        urn,
        name: urn,
        props: unknownCheckingProxy({ metadata: { name: urn }, spec: { cidr } }),
        provider: provider === undefined ? undefined : { urn: provider },
    })) as unknown as PolicyResource[];
    await ipPoolNoOverlap.validateStack({ resources } as StackValidationArgs, (message: unknown, urn?: string) => {
        found.push([String(message), urn]);
    });
    return found;
}

describe("The policy pack", () => {
    it("has each rule once, with a name and a description, and every one stops", () => {
        assert.deepEqual(
            policies.map(({ name, enforcementLevel }) => [name, enforcementLevel]),
            [
                ["ippool-spec", "mandatory"],
                ["ippool-no-overlap", "mandatory"],
                ["installplan-name-and-version", "mandatory"],
                ["namespace-network-policy-labels", "mandatory"],
            ],
        );
        assert.ok(policies.every(({ description }) => description.endsWith(".")));
    });

    it("says nothing about other resources", async () => {
        for (const policy of [ipPoolSpec, installPlanNameAndVersion, namespaceNetworkPolicyLabels]) {
            assert.deepEqual(
                await violations(policy, "kubernetes:core/v1:Namespace", { spec: unknownStringValue }),
                [],
            );
        }
    });
});

describe("The rule ippool-spec", () => {
    const pool = (spec: object) => ({ metadata: { name: "pool-a" }, spec: { cidr: "10.0.0.0/20", ...spec } });

    it("takes a good pool", async () => {
        assert.deepEqual(await violations(ipPoolSpec, POOL, pool({ blockSize: 26, allowedUses: ["Workload"] })), []);
    });

    it("reports everything that is wrong", async () => {
        assert.deepEqual(await violations(ipPoolSpec, POOL, pool({ cidr: "10.0.0.1/20", blockSize: 33 })), [
            "'cidr' (10.0.0.1/20) must have no bits set after the prefix. Did you mean 10.0.0.0/20?",
            "'blockSize' (33) must be a whole number from 20 to 32 in an IPv4 pool. Leave it out for 26.",
        ]);
    });

    it("still reports what is known while other parts are not", async () => {
        const props = {
            metadata: unknownStringValue,
            spec: { cidr: unknownStringValue, ipipMode: "On", blockSize: 5 },
        };
        assert.deepEqual(await violations(ipPoolSpec, POOL, props), [
            "'ipipMode' (On) must be one of Never, Always, CrossSubnet.",
        ]);
        assert.deepEqual(await violations(ipPoolSpec, POOL, { ...props, spec: unknownStringValue }), []);
    });
});

describe("The rule ippool-no-overlap", () => {
    it("reports each pair at the later pool", async () => {
        assert.deepEqual(
            await overlaps([
                { urn: "big", cidr: "10.0.0.0/8" },
                { urn: "other", cidr: "172.16.0.0/12" },
                { urn: "small", cidr: "10.1.0.0/16" },
            ]),
            [
                [
                    'IPPool "small": \'cidr\' (10.1.0.0/16) must not overlap the pool "big" (10.0.0.0/8) of this stack. Choose a CIDR that no other pool of this cluster has.',
                    "small",
                ],
            ],
        );
    });

    it("lets pools of different clusters share addresses, and passes over what is not known", async () => {
        assert.deepEqual(
            await overlaps([
                { urn: "host", cidr: "10.0.0.0/8", provider: "host" },
                { urn: "member", cidr: "10.0.0.0/8", provider: "member" },
                { urn: "late", cidr: unknownStringValue, provider: "host" },
            ]),
            [],
        );
    });
});

describe("The rule installplan-name-and-version", () => {
    const plan = (name: string, version: string) => ({
        metadata: { name },
        spec: { extension: { name: "network", version } },
    });

    it("takes a plan that is named after its extension", async () => {
        assert.deepEqual(await violations(installPlanNameAndVersion, PLAN, plan("network", "1.3.0")), []);
    });

    it("refuses another name and a range of versions", async () => {
        assert.deepEqual(await violations(installPlanNameAndVersion, PLAN, plan("net", "^1.3.0")), [
            '\'version\' (^1.3.0) must be one exact version such as 1.3.0: no "v", no range, no "latest", nothing after "+". See: kubectl get extensionversions.kubesphere.io',
            "'metadata.name' (net) must be the name of the extension (network): KubeSphere finds a plan by it. Set it to network.",
        ]);
    });

    it("still checks the name while the version is not known", async () => {
        assert.deepEqual(await violations(installPlanNameAndVersion, PLAN, plan("net", unknownStringValue)), [
            "'metadata.name' (net) must be the name of the extension (network): KubeSphere finds a plan by it. Set it to network.",
        ]);
    });
});

describe("The rule namespace-network-policy-labels", () => {
    const labels = { "kubesphere.io/policy-type": "ingress", "kubesphere.io/policy-traffic": "inside" };
    const inside = { ingress: [{ from: [{ namespace: { name: "web" } }] }] };

    it("takes labels that say what the spec does, whatever is not known below", async () => {
        const late = { ingress: [{ from: [{ namespace: { name: unknownStringValue } }], ports: [{ port: 80 }] }] };
        for (const spec of [inside, late]) {
            assert.deepEqual(
                await violations(namespaceNetworkPolicyLabels, POLICY, { metadata: { labels }, spec }),
                [],
            );
        }
    });

    it("refuses labels that are wrong or missing", async () => {
        const spec = { egress: [{ to: [{ ipBlock: { cidr: unknownStringValue } }] }] };
        assert.deepEqual(await violations(namespaceNetworkPolicyLabels, POLICY, { metadata: { labels }, spec }), [
            "'metadata.labels[\"kubesphere.io/policy-type\"]' (ingress) must be egress, as the spec is.",
            "'metadata.labels[\"kubesphere.io/policy-traffic\"]' (inside) must be outside, as the spec is.",
        ]);
        assert.deepEqual(await violations(namespaceNetworkPolicyLabels, POLICY, { metadata: {}, spec: inside }), [
            "'metadata.labels[\"kubesphere.io/policy-type\"]' (nothing) must be ingress, as the spec is.",
            "'metadata.labels[\"kubesphere.io/policy-traffic\"]' (nothing) must be inside, as the spec is.",
        ]);
    });

    it("refuses a spec of which no labels can say what it does", async () => {
        const message =
            "'spec' must have either 'ingress' or 'egress', with peers either inside the cluster or outside: its labels can say one of each. Make several policies of it.";
        const mixed = { ingress: [{ from: [{ namespace: { name: "web" } }, { ipBlock: { cidr: "10.0.0.0/8" } }] }] };
        for (const spec of [{}, { ...inside, egress: [] }, mixed]) {
            const found = await violations(namespaceNetworkPolicyLabels, POLICY, { metadata: { labels }, spec });
            assert.deepEqual(found, [message]);
        }
    });

    it("waits for labels that are not known", async () => {
        const metadata = { labels: unknownStringValue };
        assert.deepEqual(await violations(namespaceNetworkPolicyLabels, POLICY, { metadata, spec: inside }), []);
    });
});
