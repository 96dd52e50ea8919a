// SPDX-License-Identifier: Apache-2.0
// Calls remediations with the proxies of the SDK, and looks at what it sends to the engine; not at what the engine does.
import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { policiesOf } from "../../policy/pulumi/pack";
import type { PackRule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { installPlanConfigTrimmed } from "../../policy/rules/installplan-config-trimmed";
import { installPlanStrategy } from "../../policy/rules/installplan-strategy";
import { ipPoolSpec } from "../../policy/rules/ippool-spec";
import { namespaceNetworkPolicyLabels } from "../../policy/rules/namespace-network-policy-labels";
import { type Case, changed, type FixtureResource, LATER, withValue } from "./fixture";
import { FIXTURES } from "./fixtures";
import { having, inside, plan, pool } from "./fixtures/objects";
import { exemption, messagesOf, remediate, run } from "./runner";

const REMEDIES: readonly PackRule[] = [
    namespaceNetworkPolicyLabels,
    installPlanStrategy,
    installPlanConfigTrimmed,
    ipPoolSpec,
];

/** What the engine gets from the one policy of a pack. */
function remedied(rule: PackRule, resource: FixtureResource, config: object = {}): Promise<unknown> {
    return remediate(policiesOf([rule])[1], resource, config);
}

/** The resource after its remediation. */
async function treated(rule: PackRule, resource: FixtureResource): Promise<FixtureResource> {
    const props = await remedied(rule, resource);
    return { ...resource, props: (props as FixtureResource["props"] | undefined) ?? resource.props };
}

/** What a rule finds in one resource. */
async function violations(rule: PackRule, resource: FixtureResource): Promise<readonly string[]> {
    const reports = await run(policiesOf([rule]), [resource]);
    return messagesOf(reports, "violations")[resource.name] ?? [];
}

function casesOf(rule: PackRule): readonly Case[] {
    const { bad, unknown, configured } = FIXTURES[rule.name] ?? { bad: [], unknown: [], configured: [] };
    return [...bad, ...unknown, ...configured];
}

/** A secret as the engine gets it. */
function secret(value: unknown): object {
    return { [specialSigKey]: specialSecretSig, value };
}

describe("Remediation", () => {
    it("is what four rules have, for which a value is certain", () => {
        assert.deepEqual(
            policiesOf(rules).flatMap((policy) => ("remediateResource" in policy ? [policy.name] : [])),
            REMEDIES.map(({ name }) => name),
        );
    });

    for (const rule of rules) {
        const { good = [], config } = FIXTURES[rule.name] ?? {};

        it(`of ${rule.name} leaves the good stack alone`, async () => {
            for (const resource of good) {
                assert.equal(await remedied(rule, resource, config), undefined);
            }
        });

        for (const { title, change, remedy = [], config: own = config } of casesOf(rule)) {
            it(`of ${rule.name} ${remedy.length > 0 ? "sets what is right" : "sets nothing"} where it ${title}`, async () => {
                for (const resource of changed(good, change)) {
                    const isChanged = change && resource.name === ("of" in change ? change.of : change.added.name);
                    const edits = isChanged ? remedy : [];
                    const expected = edits.reduce<unknown>(
                        (tree, { path, value }) => withValue(tree, path, value),
                        resource.props,
                    );
                    assert.deepEqual(await remedied(rule, resource, own), edits.length > 0 ? expected : undefined);
                }
            });
        }
    }

    for (const rule of REMEDIES) {
        const { good = [], exempt } = FIXTURES[rule.name] ?? {};
        const { change } = casesOf(rule).find(({ title }) => title === exempt?.bad) ?? {};
        const resources = changed(good, change);

        it(`of ${rule.name} leaves an exempt object alone, which counts as a use of the exemption`, async () => {
            const policies = policiesOf([rule]);
            const exemptions = { entries: [exemption(rule.name, exempt?.resource ?? "")] };
            const before = await run(policies, [], { exemptions });
            assert.equal(before.length, 1, "the exemption is used before");
            const outcomes = await Promise.all(resources.map((resource) => remediate(policies[1], resource)));
            assert.deepEqual([...new Set(outcomes)], [undefined]);
            assert.deepEqual(await run(policies, [], { exemptions }), []);
        });

        it(`of ${rule.name} counts no exemption as used where there is nothing to put right`, async () => {
            const policies = policiesOf([rule]);
            const exemptions = { entries: [exemption(rule.name, "*")] };
            const before = await run(policies, [], { exemptions });
            assert.equal(before.length, 1);
            await Promise.all(good.map((resource) => remediate(policies[1], resource)));
            assert.deepEqual(await run(policies, [], { exemptions }), before);
        });

        it(`of ${rule.name} leaves nothing over that it would put right`, async () => {
            for (const { change: bad, remedy } of casesOf(rule)) {
                for (const resource of remedy ? changed(good, bad) : []) {
                    const once = await treated(rule, resource);
                    assert.deepEqual(await violations(rule, once), []);
                    assert.equal(await remedied(rule, once), undefined);
                }
            }
        });
    }
});

describe("Remediation of secrets and of what is not known", () => {
    const labels = { "kubesphere.io/policy-type": "egress", "kubesphere.io/policy-traffic": "inside", ticket: LATER };

    it("leaves a secret label secret, and the others what they are", async () => {
        const resource = having(inside("from-shop", "web", LATER), ["metadata", "labels"], {
            ...labels,
            "kubesphere.io/policy-type": new Secret("egress"),
            owner: new Secret("me"),
        });
        assert.deepEqual(await remedied(namespaceNetworkPolicyLabels, resource), {
            metadata: {
                name: "from-shop",
                namespace: "web",
                labels: { ...labels, "kubesphere.io/policy-type": secret("ingress"), owner: secret("me") },
            },
            spec: { ingress: [{ from: [{ namespace: { name: LATER } }] }], policyTypes: ["Ingress"] },
        });
    });

    it("opens metadata that are secret as a whole, and leaves them secret", async () => {
        const resource = having(inside("from-shop", "web", "shop"), ["metadata"], new Secret({ labels }));
        assert.deepEqual(await remedied(namespaceNetworkPolicyLabels, resource), {
            metadata: secret({ labels: { ...labels, "kubesphere.io/policy-type": "ingress" } }),
            spec: { ingress: [{ from: [{ namespace: { name: "shop" } }] }], policyTypes: ["Ingress"] },
        });
    });

    it("trims a secret configuration, which stays secret, beside an override that is not known", async () => {
        const spec = {
            extension: { name: "network", version: LATER },
            config: new Secret("password: secret  \n"),
            clusterScheduling: { placement: LATER, overrides: { host: LATER, "member-1": new Secret("a: 1 ") } },
        };
        assert.deepEqual(await remedied(installPlanConfigTrimmed, having(plan("network"), ["spec"], spec)), {
            metadata: { name: "network" },
            spec: {
                extension: { name: "network", version: LATER },
                config: secret("password: secret\n"),
                clusterScheduling: { placement: LATER, overrides: { host: LATER, "member-1": secret("a: 1") } },
            },
        });
    });

    it("masks a secret CIDR, which stays secret", async () => {
        const resource = having(pool("pool-a"), ["spec"], { cidr: new Secret("10.0.0.1/20"), blockSize: LATER });
        assert.deepEqual(await remedied(ipPoolSpec, resource), {
            metadata: { name: "pool-a" },
            spec: { cidr: secret("10.0.0.0/20"), blockSize: LATER },
        });
    });

    it("sets a strategy that is secret", async () => {
        const resource = having(plan("network"), ["spec"], new Secret({ upgradeStrategy: new Secret("Automatic") }));
        assert.deepEqual(await remedied(installPlanStrategy, resource), {
            metadata: { name: "network" },
            spec: secret({ upgradeStrategy: secret("Manual") }),
        });
    });
});

describe("Remediation, applied twice,", () => {
    /** Whether the rule is content with what it did, and would do nothing more. */
    async function isDone(
        rule: PackRule,
        resource: FixtureResource,
        rest: readonly string[] = [],
    ): Promise<FixtureResource> {
        const once = await treated(rule, resource);
        assert.equal(await remedied(rule, once), undefined);
        assert.deepEqual(await violations(rule, once), rest);
        return once;
    }

    it("masks any CIDR as once", async () => {
        const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 8, max: 32 }));
        const v6 = fc.tuple(
            fc.ipV6().filter((text) => !text.includes(".")),
            fc.integer({ min: 16, max: 128 }),
        );
        const property = fc.asyncProperty(fc.oneof(v4, v6), async ([address, prefix]) => {
            const once = await treated(ipPoolSpec, pool("pool-a", { cidr: `${address}/${prefix}` }));
            assert.equal(await remedied(ipPoolSpec, once), undefined);
            const found = await violations(ipPoolSpec, once);
            assert.deepEqual(
                found.filter((message) => message.includes("bits set after the prefix")),
                [],
            );
            const { cidr } = once.props.spec as { cidr: string };
            assert.ok(cidr.endsWith(`/${prefix}`));
        });
        await fc.assert(property);
    });

    it("trims any configuration as once, and changes nothing but the ends of lines", async () => {
        const blank = fc.constantFrom(" ", "\t", "\r", "\v", "\u00a0", "\u2003", "\u3000", "\u0085");
        const line = fc
            .tuple(fc.stringMatching(/^[ -~\ufeff]{0,6}$/), fc.array(blank, { maxLength: 3 }))
            .map(([text, blanks]) => [text.trimEnd(), blanks.join("")] as const);
        const property = fc.asyncProperty(fc.array(line), async (lines) => {
            const config = lines.map((parts) => parts.join("")).join("\n");
            const once = await isDone(installPlanConfigTrimmed, plan("network", { config }));
            assert.equal((once.props.spec as { config: string }).config, lines.map(([text]) => text).join("\n"));
        });
        await fc.assert(property);
    });

    it("labels any policy as once", async () => {
        const peer = fc.constantFrom<object>(
            { namespace: { name: "shop" } },
            { service: { name: "dns", namespace: LATER } },
            { ipBlock: { cidr: "10.0.0.0/8" } },
            { ipBlock: LATER },
        );
        const listOf = (key: string) =>
            fc.array(fc.record({ [key]: fc.array(peer, { maxLength: 3 }) }), { maxLength: 2 });
        const label = fc.constantFrom("ingress", "egress", "inside", "outside", "", undefined);
        const policies = fc.record({
            spec: fc.record({ ingress: listOf("from"), egress: listOf("to") }, { requiredKeys: [] }),
            labels: fc.record({ type: label, traffic: label }),
        });
        const property = fc.asyncProperty(policies, async ({ spec, labels: { type, traffic } }) => {
            const labels = { "kubesphere.io/policy-type": type, "kubesphere.io/policy-traffic": traffic, own: "1" };
            const resource = having(having(inside("any", "web"), ["metadata", "labels"], labels), ["spec"], spec);
            const peers = [...(spec.ingress ?? []), ...(spec.egress ?? [])].flatMap((rule) =>
                Object.values(rule).flat(),
            );
            const outside = peers.filter((each) => "ipBlock" in each).length;
            const isOne =
                [spec.ingress, spec.egress].filter(Boolean).length === 1 && [0, peers.length].includes(outside);
            const rest = isOne ? [] : await violations(namespaceNetworkPolicyLabels, resource);
            const once = await isDone(namespaceNetworkPolicyLabels, resource, rest);
            assert.deepEqual(
                (once.props.metadata as { labels: object }).labels,
                isOne
                    ? {
                          "kubesphere.io/policy-type": spec.ingress ? "ingress" : "egress",
                          "kubesphere.io/policy-traffic": outside > 0 ? "outside" : "inside",
                          own: "1",
                      }
                    : labels,
            );
        });
        await fc.assert(property);
    });
});
