// SPDX-License-Identifier: Apache-2.0
// Calls the policies as the SDK's server does: it does not prove that a runner starts the pack.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Exemption } from "../../policy/exemptions/exemptions";
import { policiesOf } from "../../policy/pulumi/pack";
import { PRESETS, presetConfig } from "../../policy/presets";
import type { PackRule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { findingsOf, reportsOf, strictly } from "./checked";
import { type Case, changed, type FixtureResource, type RuleFixture } from "./fixture";
import { FIXTURES } from "./fixtures";
import { namespace, pool } from "./fixtures/objects";
import { exemption, messagesOf, type Report, run } from "./runner";

/** What one rule says of a stack: in the pack, or in the CLI where only that can tell. */
async function said(
    rule: PackRule,
    stack: readonly FixtureResource[],
    { config = {}, entries = [] }: { config?: object; entries?: readonly Exemption[] },
): Promise<Report[]> {
    return fixtureOf(rule).isForPreviews
        ? reportsOf([rule], findingsOf([rule], stack, strictly([rule], { [rule.name]: config }), entries))
        : run(policiesOf([rule]), stack, { [rule.name]: config, exemptions: { entries } });
}

function fixtureOf({ name }: PackRule): RuleFixture {
    const fixture = FIXTURES[name];
    assert.ok(fixture, `${name} has no fixture`);
    return fixture;
}

for (const rule of rules) {
    const fixture = fixtureOf(rule);
    const stackOf = ({ change }: Case): FixtureResource[] => changed(fixture.good, change);

    describe(`The rule ${rule.name}`, () => {
        it("says nothing of its good stack", async () => {
            assert.deepEqual(await said(rule, fixture.good, fixture), []);
        });

        for (const each of [...fixture.bad, ...fixture.unknown, ...fixture.configured]) {
            it(each.title, async () => {
                const reports = await said(rule, stackOf(each), { config: each.config ?? fixture.config });
                assert.deepEqual(messagesOf(reports, "violations"), each.messages ?? {});
                assert.deepEqual(messagesOf(reports, "advice"), each.advice ?? {});
            });
        }

        const exempt = fixture.bad.find(({ title }) => title === fixture.exempt.bad);
        it(`leaves "${fixture.exempt.resource}" alone where it is exempt`, async () => {
            assert.ok(exempt, "there is no such bad case");
            const entries = [exemption(rule.name, fixture.exempt.resource)];
            assert.deepEqual(await said(rule, stackOf(exempt), { ...fixture, entries }), []);
        });

        it("leaves nothing alone where another object is exempt", async () => {
            assert.ok(exempt, "there is no such bad case");
            const entries = [exemption(rule.name, "nothing-of-that-name")];
            const reports = await said(rule, stackOf(exempt), { ...fixture, entries });
            assert.deepEqual(
                reports.map(({ policy, resource, message }) => [policy, resource, message]),
                [
                    ...Object.entries(exempt.messages ?? {}).flatMap(([resource, messages]) =>
                        messages.map((message) => [rule.name, resource, message]),
                    ),
                    [
                        "exemptions-unused",
                        undefined,
                        `The exemption of "nothing-of-that-name" from ${rule.name} is not needed. Have team-net remove it.`,
                    ],
                ],
            );
        });
    });
}

describe("The rule namespace-pool-known, of many pools,", () => {
    it("lists ten of them", async () => {
        const pools = Array.from({ length: 11 }, (_, index) => pool(`pool-${index}`, { cidr: `10.${index}.0.0/20` }));
        const bound = namespace("web", { labels: { "ippool.network.kubesphere.io/other": "" } });
        const listed = async (stack: readonly FixtureResource[]): Promise<string | undefined> => {
            const [report] = await run(policiesOf(rules), stack);
            return /stack \((.*?)\)/.exec(report?.message ?? "")?.[1];
        };
        const ten = "pool-0, pool-1, pool-2, pool-3, pool-4, pool-5, pool-6, pool-7, pool-8, pool-9";
        assert.equal(await listed([...pools.slice(0, 10), bound]), ten);
        assert.equal(await listed([...pools, bound]), `${ten}, ...`);
    });
});

describe("The pack", () => {
    const policies = policiesOf(rules);
    const names = policies.map(({ name }) => name);

    it("has a fixture for each rule, and no others", () => {
        const expected = rules.map(({ name }) => name).sort();
        const files = readdirSync(join(__dirname, "fixtures")).map((file) => file.replace(/\.ts$/, ""));
        assert.deepEqual(Object.keys(FIXTURES).sort(), expected);
        assert.deepEqual(files.filter((file) => !["index", "objects"].includes(file)).sort(), expected);
    });

    it("has each file of the folder rules/ once, under the name of its rule", () => {
        const files = readdirSync(join(__dirname, "../../policy/rules")).map((file) => file.replace(/\.ts$/, ""));
        assert.deepEqual(rules.map(({ name }) => name).sort(), files.filter((file) => file !== "index").sort());
    });

    it("reads exemptions first and counts them last, with each rule once between", () => {
        assert.deepEqual(names, ["exemptions", ...rules.map(({ name }) => name), "exemptions-unused"]);
        assert.deepEqual([...new Set(names)], names);
    });

    it("has in each fixture bad cases with messages, unknown values, configuration and an exemption", () => {
        for (const rule of rules) {
            const { bad, unknown, configured } = fixtureOf(rule);
            const saysSomething = ({ messages = {}, advice = {} }: Case): boolean =>
                Object.keys({ ...messages, ...advice }).length > 0;
            assert.ok(bad.length > 0 && bad.every(saysSomething), `bad cases of ${rule.name}`);
            assert.ok(
                bad.some(({ messages }) => messages !== undefined),
                `violations of ${rule.name}`,
            );
            assert.ok(unknown.length > 0, `unknown values of ${rule.name}`);
            assert.ok(configured.length > 0 && configured.every(({ config, change }) => config ?? change), rule.name);
            const options = Object.keys(rule.config ?? {}).filter(
                (option) => !configured.some(({ config = fixtureOf(rule).config ?? {} }) => option in config),
            );
            assert.deepEqual(options, [], `configuration of ${rule.name} that no case has`);
            const titles = [...bad, ...unknown, ...configured].map(({ title }) => title);
            assert.deepEqual([...new Set(titles)], titles);
        }
    });

    for (const policy of policies) {
        it(`describes ${policy.name}`, () => {
            const { name, displayName = "", description, remediationSteps = "", tags = [], severity, url } = policy;
            assert.match(name, /^[a-z]+(-[a-z]+)*$/);
            assert.match(displayName, /^[A-Z].*[^.]$/);
            assert.match(description, /^[A-Z].*\.$/);
            assert.match(remediationSteps, /^[A-Z].*\.$/);
            assert.ok(tags.length > 0 && tags.every((tag) => /^[a-z]+(-[a-z0-9]+)*$/.test(tag)));
            assert.ok(["low", "medium", "high", "critical"].includes(severity ?? ""));
            assert.equal(url, `docs/policies.md#${name}`);
            for (const [property, schema] of Object.entries(policy.configSchema?.properties ?? {})) {
                assert.match(schema.description ?? "", /^[A-Z'"].*\.$/, property);
                assert.ok(schema.type !== undefined, property);
                // A file has none: the environment variable is asked then.
                assert.ok(schema.default !== undefined || property === "file", property);
            }
        });
    }

    for (const preset of PRESETS) {
        it(`has the level of every policy in the preset ${preset}, and no others`, () => {
            assert.deepEqual(Object.keys(presetConfig(preset, rules)), names);
        });
    }

    it("has by default the levels of the preset baseline", () => {
        assert.deepEqual(
            Object.fromEntries(policies.map(({ name, enforcementLevel }) => [name, enforcementLevel])),
            presetConfig("baseline", rules),
        );
    });

    it("stops nothing in the preset advisory-only", () => {
        assert.deepEqual([...new Set(Object.values(presetConfig("advisory-only", rules)))], ["advisory"]);
    });

    it("takes every good stack by default, but for what a rule's own configuration asks of it", async () => {
        for (const [name, { good }] of Object.entries(FIXTURES)) {
            assert.deepEqual(await run(policies, good), [], name);
        }
    });

    it("takes it without an engine, too, with what is about to be deleted", () => {
        for (const [name, { good }] of Object.entries(FIXTURES)) {
            assert.deepEqual(findingsOf(rules, good, strictly(rules)), [], name);
        }
    });

    it("says nothing of other packages, components, providers and lists of objects", async () => {
        const props = { metadata: { labels: { "kubesphere.io/extension-ref": "" } } };
        const types = ["aws:s3:Bucket", "kubesphere-network:index:IPPool", "pulumi:providers:kubernetes"];
        const others = [...types, "kubernetes:core/v1:NamespaceList"].map((type) => ({ type, name: type, props }));
        assert.deepEqual(await run(policies, others), []);
    });
});
