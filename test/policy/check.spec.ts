// SPDX-License-Identifier: Apache-2.0
// Proves that rules say the same without an engine as in a pack; where the objects come from is for the tests of the CLI.
import assert from "node:assert/strict";
import fc from "fast-check";
import { check, type Finding, settingsOf } from "../../policy/check";
import { Exemptions, today } from "../../policy/exemptions/exemptions";
import { objectSeenByPolicy } from "../../policy/pulumi/resource";
import { objectOfManifest, type PolicyObject } from "../../policy/objects/object";
import { policiesOf } from "../../policy/pulumi/pack";
import { PRESETS, presetConfig } from "../../policy/presets";
import { rules } from "../../policy/rules";
import { installPlanConfig } from "../../policy/rules/installplan-config";
import { ipPoolNatOutgoing } from "../../policy/rules/ippool-nat-outgoing";
import { ipPoolSpec } from "../../policy/rules/ippool-spec";
import { findingsOf, reportsOf, strictly } from "./checked";
import { LATER } from "./fixture";
import { plan, pool } from "./fixtures/objects";
import { stacks } from "./generated";
import { exemption, run, seen } from "./runner";

const NAMES = ["exemptions", "exemptions-unused", ...rules.map(({ name }) => name)];
const LEVELS = "advisory, mandatory, remediate, disabled";

function levelsOf(preset: (typeof PRESETS)[number], given: unknown): Record<string, string> {
    const { settings, problems } = settingsOf(rules, preset, given);
    assert.deepEqual(problems, []);
    return Object.fromEntries([...settings].map(([name, { level }]) => [name, level]));
}

function problemsOf(given: unknown): readonly string[] {
    return settingsOf(rules, "baseline", given).problems;
}

describe("The settings of rules", () => {
    for (const preset of PRESETS) {
        it(`are those of the preset ${preset} where nothing is said`, () => {
            assert.deepEqual(levelsOf(preset, {}), presetConfig(preset, rules));
        });
    }

    it("are the same where the preset itself is given", () => {
        assert.deepEqual(levelsOf("baseline", presetConfig("strict", rules)), presetConfig("strict", rules));
    });

    it("have the level of all, and over it that of the rule", () => {
        const levels = levelsOf("strict", {
            all: "disabled",
            "ippool-spec": "remediate",
            "system-keys": { labels: [] },
            exemptions: { enforcementLevel: "advisory" },
        });
        const all = Object.fromEntries(NAMES.map((name) => [name, "disabled"]));
        assert.deepEqual(levels, { ...all, "ippool-spec": "remediate", exemptions: "advisory" });
    });

    it("have the level of all that is written as an object", () => {
        assert.deepEqual(
            [...new Set(Object.values(levelsOf("strict", { all: { enforcementLevel: "advisory" } })))],
            ["advisory"],
        );
    });

    it("have the configuration without the level", () => {
        const given = { "ippool-spec": { enforcementLevel: "advisory", exclude: ["old-*"] }, "naming-patterns": {} };
        const { settings } = settingsOf(rules, "baseline", given);
        assert.deepEqual(settings.get("ippool-spec"), { level: "advisory", config: { exclude: ["old-*"] } });
        assert.deepEqual(settings.get("naming-patterns"), { level: "mandatory", config: {} });
    });

    for (const given of [undefined, null, [], "strict"]) {
        it(`must be a mapping, and not ${JSON.stringify(given)}`, () => {
            const { settings, problems } = settingsOf(rules, "baseline", given);
            const shown = given === undefined ? "nothing" : typeof given === "string" ? given : JSON.stringify(given);
            assert.deepEqual(problems, [`the configuration (${shown}) must be a mapping of rules.`]);
            assert.equal(settings.size, 0);
        });
    }

    it("must be of rules of the pack", () => {
        assert.deepEqual(problemsOf({ "ippool-specs": "advisory" }), [
            `'ippool-specs' is no rule. Use one of ${["all", ...NAMES].join(", ")}.`,
        ]);
    });

    for (const level of ["Mandatory", "", 1, null]) {
        it(`must have a level that there is, and not ${JSON.stringify(level)}`, () => {
            const shown = typeof level === "string" ? level : JSON.stringify(level);
            const problem = (name: string): string[] => [`'${name}' (${shown}) must be one of ${LEVELS}.`];
            assert.deepEqual(problemsOf({ "ippool-spec": level }), problem("ippool-spec"));
            assert.deepEqual(problemsOf({ "ippool-spec": { enforcementLevel: level } }), problem("ippool-spec"));
            assert.deepEqual(problemsOf({ all: level }), problem("all"));
        });
    }

    it("must be what the rule can be configured with", () => {
        assert.deepEqual(
            problemsOf({
                "ippool-spec": { include: [] },
                "ippool-allowed-ranges": { ranges: "10.0.0.0/8", exclude: [1] },
                "required-labels": { labels: { IPPool: { team: { value: "net" } } } },
            }),
            [
                "'required-labels.labels.IPPool.team' must NOT have additional properties: value.",
                "'ippool-spec' must NOT have additional properties: include.",
                "'ippool-allowed-ranges.exclude.0' must be string.",
                "'ippool-allowed-ranges.ranges' must be array.",
            ],
        );
    });
});

const NO_NAT = pool("routed", { natOutgoing: false });
const UNROUTED =
    "'natOutgoing' (false) should be true: nobody outside routes 10.0.0.0/20. If your network does, exempt the pool.";

function objectsOf(...resources: ReturnType<typeof pool>[]): PolicyObject[] {
    return resources.flatMap((resource) => objectSeenByPolicy(seen(resource)) ?? []);
}

function found(
    given: object,
    objects: readonly PolicyObject[],
    entries = [exemption("ippool-spec", "none")],
): Finding[] {
    const some = [ipPoolSpec, ipPoolNatOutgoing, installPlanConfig];
    const { settings, problems } = settingsOf(some, "baseline", { "exemptions-unused": "disabled", ...given });
    assert.deepEqual(problems, []);
    return check(some, objects, settings, new Exemptions(entries, today()));
}

describe("A check without an engine", () => {
    const objects = objectsOf(NO_NAT);
    const finding = (level: "advisory" | "mandatory"): Finding => ({
        rule: "ippool-nat-outgoing",
        level,
        message: UNROUTED,
        object: objects[0],
        property: "spec.natOutgoing",
    });

    it("gives what a rule found, with its level, its object and its property", () => {
        assert.deepEqual(found({}, objects), [finding("advisory")]);
        assert.deepEqual(found({ "ippool-nat-outgoing": "mandatory" }, objects), [finding("mandatory")]);
    });

    it("stops where an engine would put something right", () => {
        assert.deepEqual(found({ "ippool-nat-outgoing": "remediate" }, objects), [finding("mandatory")]);
    });

    it("leaves out what is disabled", () => {
        assert.deepEqual(found({ all: "disabled" }, objects), []);
    });

    it("goes by the configuration of a rule", () => {
        assert.deepEqual(found({ "ippool-nat-outgoing": { privateRanges: ["192.168.0.0/16"] } }, objects), []);
        assert.deepEqual(found({ "ippool-nat-outgoing": { exclude: ["IPPool/routed"] } }, objects), []);
    });

    it("stops for nothing that is not known", () => {
        const late = objectsOf(pool("routed", { natOutgoing: LATER }));
        assert.deepEqual(
            found({ all: "mandatory", "exemptions-unused": "disabled", "ippool-spec": "disabled" }, late),
            [
                {
                    rule: "ippool-nat-outgoing",
                    level: "advisory",
                    message:
                        "'spec.natOutgoing' is not known before the update, which decides ippool-nat-outgoing for IPPool \"routed\".",
                    object: late[0],
                    property: "spec.natOutgoing",
                    isUndecided: true,
                },
            ],
        );
    });

    it("stops for nothing that is only a warning", () => {
        const warned = objectsOf(
            plan("network", { extension: { name: "network", version: "1.9.0" }, config: "mode: a\n" }),
        );
        assert.deepEqual(
            found({ all: "mandatory", "exemptions-unused": "disabled" }, warned).map(({ rule, level }) => [
                rule,
                level,
            ]),
            [["installplan-config", "advisory"]],
        );
    });

    it("leaves out what is about to be deleted", () => {
        assert.deepEqual(
            found(
                {},
                objects.map((object) => ({ ...object, isDeleted: true })),
            ),
            [],
        );
    });

    it("reads manifests, where null is nothing", () => {
        const { type: _, name: __, props } = pool("routed", { natOutgoing: null, blockSize: null });
        const manifest = { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", ...props };
        const object = objectOfManifest(manifest, "pools.yaml#1") as PolicyObject;
        assert.deepEqual(found({}, [object]), [
            { ...finding("advisory"), message: UNROUTED.replace("false", "nothing"), object },
        ]);
    });

    for (const manifest of [
        null,
        "text",
        [],
        {},
        { apiVersion: "v1" },
        { kind: "Pod" },
        { apiVersion: 1, kind: "Pod" },
    ]) {
        it(`reads no object in ${JSON.stringify(manifest)}`, () => {
            assert.equal(objectOfManifest(manifest, "a.yaml#1"), undefined);
        });
    }

    it("says which exemptions have expired and which are not needed, at their levels", () => {
        const entries = [
            exemption("ippool-nat-outgoing", "routed"),
            exemption("ippool-spec", "routed"),
            exemption("ippool-spec", "gone", "2024-01-31"),
        ];
        const expired = {
            rule: "exemptions",
            level: "mandatory",
            message:
                'The exemption of "gone" from ippool-spec expired on 2024-01-31. Put the object right, or have team-net renew it.',
        };
        const unused = {
            rule: "exemptions-unused",
            level: "advisory",
            message: 'The exemption of "routed" from ippool-spec is not needed. Have team-net remove it.',
        };
        assert.deepEqual(found({ "exemptions-unused": "advisory" }, objects, entries), [expired, unused]);
        assert.deepEqual(found({ "exemptions-unused": "mandatory", exemptions: "disabled" }, objects, entries), [
            { ...unused, level: "mandatory" },
        ]);
    });
});

describe("The pack and the check without an engine", () => {
    const configs = {
        "required-labels": { labels: { IPPool: { team: { values: ["net"] } } }, exceptNamespaces: ["shop"] },
        "forbidden-prefixes": { prefixes: ["kubesphere.io/ext"] },
        "naming-patterns": {
            patterns: { Namespace: "[a-z]+", NamespaceNetworkPolicy: "from-.*" },
            exceptNamespaces: ["web"],
        },
        "ippool-allowed-ranges": { ranges: ["10.0.0.0/16"] },
        "isolation-allows": { dnsNamespaces: ["dns"] },
        "namespace-pool-known": { externalPools: ["*-b"] },
        "policy-without-isolation": { isolatedElsewhere: ["kube-*"] },
        "system-keys": { exclude: ["pool-a"] },
    };
    const rulesAndPatterns = fc.tuple(
        fc.constantFrom(...rules.map(({ name }) => name)),
        fc.constantFrom("*", "IPPool/*", "web", "*-1", "kube-system", "nothing"),
    );
    const entries = fc
        .array(rulesAndPatterns, { maxLength: 4 })
        .map((all) => all.map(([rule, to]) => exemption(rule, to)));

    it("say the same of any stack", async () => {
        const settings = strictly(rules, configs);
        const told = new Set<string>();
        const property = fc.asyncProperty(stacks, entries, async (stack, exemptions) => {
            const inPack = await run(policiesOf(rules), stack, { ...configs, exemptions: { entries: exemptions } });
            const without = reportsOf(rules, findingsOf(rules, stack, settings, exemptions));
            assert.deepEqual(sorted(inPack), sorted(without));
            inPack.filter(({ isAdvice }) => !isAdvice).forEach(({ policy }) => told.add(policy));
        });
        await fc.assert(property, { numRuns: 300 });
        // Two rules are about what generated stacks do not have.
        const others = ["ippool-deprecated-kind", "ippool-deleted-while-bound"];
        const silent = rules.map(({ name }) => name).filter((name) => !told.has(name) && !others.includes(name));
        assert.deepEqual(silent, [], "no stack was generated of which these say something");
    });
});

function sorted(reports: readonly object[]): string[] {
    return reports.map((report) => JSON.stringify(report, ["policy", "resource", "message", "isAdvice"])).sort();
}

describe("A pattern of the configuration that is no regular expression", () => {
    for (const [rule, config] of [
        ["naming-patterns", { patterns: { IPPool: "[" } }],
        ["required-labels", { labels: { IPPool: { team: { pattern: "[" } } } }],
    ] as const) {
        it(`is told in words by ${rule}`, () => {
            const { settings } = settingsOf(rules, "baseline", {
                all: "disabled",
                [rule]: { enforcementLevel: "mandatory", ...config },
            });
            const manifest = {
                apiVersion: "crd.projectcalico.org/v1",
                kind: "IPPool",
                metadata: { name: "a", labels: { team: "b" } },
            };
            assert.throws(
                () => check(rules, [objectOfManifest(manifest, "a")!], settings, new Exemptions([], "2026-11-21")),
                {
                    message: 'The configuration has "[", which is no regular expression. Correct it.',
                },
            );
        });
    }
});
