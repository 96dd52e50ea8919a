// SPDX-License-Identifier: Apache-2.0
// Proves what exemptions do to the policies of a pack; not that Pulumi hands a configuration to it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Exemptions, exemptionProblems, today } from "../../policy/exemptions/exemptions";
import { EXEMPTIONS_VARIABLE, ExemptionsInForce, readExemptions } from "../../policy/exemptions/in-force";
import { policiesOf } from "../../policy/pulumi/pack";
import { objectSeenByPolicy } from "../../policy/pulumi/resource";
import { type PolicyObject } from "../../policy/objects/object";
import { rules } from "../../policy/rules";
import { ipPoolNatOutgoing } from "../../policy/rules/ippool-nat-outgoing";
import { ipPoolNoOverlap } from "../../policy/rules/ippool-no-overlap";
import { matches } from "../../policy/objects/scope";
import { LATER } from "./fixture";
import { inside, pool } from "./fixtures/objects";
import { exemption, type Report, run, seen } from "./runner";

const NAMES = rules.map(({ name }) => name);
const RULE = ipPoolNatOutgoing.name;
const ROUTED = pool("routed", { natOutgoing: false });
const FIELDS = "rule, resource, reason, owner, expires";
const UNROUTED =
    "'natOutgoing' (false) should be true: nobody outside routes 10.0.0.0/20. If your network does, exempt the pool.";

/** A day so many days from now. */
function day(days: number): string {
    return today(new Date(Date.now() + days * 24 * 60 * 60 * 1000));
}

function reported(reports: readonly Report[]): (string | undefined)[][] {
    return reports.map(({ policy, resource, message }) => [policy, resource, message]);
}

/** What the pack says of the pool that has no NAT, with a configuration of the exemptions. */
async function said(exemptions: object, stack = [ROUTED]): Promise<(string | undefined)[][]> {
    return reported(await run(policiesOf([ipPoolNatOutgoing]), stack, { exemptions }));
}

const VIOLATION = [RULE, "routed", UNROUTED];

function expired(on: string): (string | undefined)[] {
    const message = `The exemption of "routed" from ${RULE} expired on ${on}. Put the object right, or have team-net renew it.`;
    return ["exemptions", undefined, message];
}

function unused(resource: string, rule = RULE): (string | undefined)[] {
    const message = `The exemption of "${resource}" from ${rule} is not needed. Have team-net remove it.`;
    return ["exemptions-unused", undefined, message];
}

describe("An exemption", () => {
    it("lets a violation of its rule by its object through", async () => {
        assert.deepEqual(await said({}), [VIOLATION]);
        assert.deepEqual(await said({ entries: [exemption(RULE, "routed")] }), []);
    });

    it("lets none of another object or another rule through, and is reported as not needed", async () => {
        const policies = policiesOf([ipPoolNatOutgoing, ipPoolNoOverlap]);
        const entries = [exemption(RULE, "other"), exemption("ippool-no-overlap", "routed")];
        assert.deepEqual(reported(await run(policies, [ROUTED], { exemptions: { entries } })), [
            VIOLATION,
            unused("other"),
            unused("routed", "ippool-no-overlap"),
        ]);
    });

    it("holds on its last day", async () => {
        assert.deepEqual(await said({ entries: [exemption(RULE, "routed", day(0))] }), []);
    });

    it("holds no more on the day after, which is reported and not that it is not needed", async () => {
        assert.deepEqual(await said({ entries: [exemption(RULE, "routed", day(-1))] }), [VIOLATION, expired(day(-1))]);
    });

    it("is reported as expired where nothing needs it", async () => {
        assert.deepEqual(await said({ entries: [exemption(RULE, "routed", "2024-02-29")] }, []), [
            expired("2024-02-29"),
        ]);
    });

    it("ends a day at midnight in UTC", () => {
        const object = objectOf("routed");
        const onDay = (now: string): boolean =>
            new Exemptions([exemption(RULE, "routed", "2026-11-21")], today(new Date(now))).covers(RULE, object);
        assert.ok(onDay("2026-11-21T23:59:59Z"));
        assert.ok(!onDay("2026-11-22T00:00:00Z"));
        assert.ok(onDay("2026-11-22T00:30:00+01:00"));
    });

    it("that a valid one stands beside is expired for all that", async () => {
        const entries = [exemption(RULE, "routed", day(-1)), exemption(RULE, "r*", day(1))];
        assert.deepEqual(await said({ entries }), [expired(day(-1))]);
    });

    it("silences the advice about what is not known, which counts as a need", async () => {
        const late = [pool("routed", { natOutgoing: LATER })];
        const advice = `'spec.natOutgoing' is not known before the update, which decides ${RULE} for IPPool "routed".`;
        assert.deepEqual(await said({}, late), [[RULE, "routed", advice]]);
        assert.deepEqual(await said({ entries: [exemption(RULE, "routed")] }, late), []);
    });

    it("holds for rules about stacks", async () => {
        const policies = policiesOf([ipPoolNoOverlap]);
        const entries = [exemption("ippool-no-overlap", "second")];
        const stack = [pool("first"), pool("second")];
        assert.equal((await run(policies, stack)).length, 1);
        assert.deepEqual(await run(policies, stack, { exemptions: { entries } }), []);
    });
});

function objectOf(name: string): PolicyObject {
    return objectSeenByPolicy(seen(pool(name))) as PolicyObject;
}

describe("The pattern of an exemption", () => {
    const policy = objectSeenByPolicy(seen({ ...inside("from-shop", "web", "shop"), name: "logical" })) as PolicyObject;
    const isMeant = (resource: string): boolean =>
        new Exemptions([exemption(RULE, resource)], today()).covers(RULE, policy);

    for (const pattern of [
        "from-shop",
        "web/from-shop",
        "NamespaceNetworkPolicy/from-shop",
        "logical",
        "urn:pulumi:dev::shop::kubernetes:network.kubesphere.io/v1alpha1:NamespaceNetworkPolicy::logical",
        "*",
        "from-*",
        "*-shop",
        "f*m-s*p",
        "web/*",
        "NamespaceNetworkPolicy/*",
        "urn:*:NamespaceNetworkPolicy::*",
        "from-shop*",
    ]) {
        it(`means web/from-shop with ${pattern}`, () => {
            assert.ok(isMeant(pattern));
        });
    }

    for (const pattern of [
        "from",
        "rom-shop",
        "from-shop2",
        "FROM-SHOP",
        "shop/*",
        "NetworkPolicy/*",
        "from.shop",
        "",
        "web",
    ]) {
        it(`does not mean it with "${pattern}"`, () => {
            assert.ok(!isMeant(pattern));
        });
    }

    it("takes every character but the star for itself, and the star for any, line breaks too", () => {
        assert.ok(matches(["a.b+c?(d)[e]{f}|^$\\"], "a.b+c?(d)[e]{f}|^$\\"));
        assert.ok(!matches(["a.b"], "axb"));
        assert.ok(matches(["a*b"], "a\nb"));
        assert.ok(!matches([], "a"));
    });

    it("means an object without a name by that of the resource", () => {
        const nameless = { ...pool("routed"), props: { metadata: {}, spec: { cidr: "10.0.0.0/20" } } };
        const object = objectSeenByPolicy(seen(nameless)) as PolicyObject;
        assert.ok(new Exemptions([exemption(RULE, "routed")], today()).covers(RULE, object));
        assert.ok(!new Exemptions([exemption(RULE, "IPPool/*")], today()).covers(RULE, object));
    });
});

describe("The entry of an exemption", () => {
    const good = exemption(RULE, "routed");
    const problems = (entry: unknown): string[] => exemptionProblems([good, entry], NAMES);

    it("is good with all its fields", () => {
        assert.deepEqual(problems(good), []);
    });

    for (const field of FIELDS.split(", ")) {
        it(`must have ${field}, which is text that is not blank`, () => {
            const { [field as keyof typeof good]: _, ...rest } = good;
            const must = `must be text that is not empty.`;
            assert.deepEqual(problems(rest), [`'exemptions[1].${field}' (nothing) ${must}`]);
            assert.deepEqual(problems({ ...good, [field]: 7 }), [`'exemptions[1].${field}' (7) ${must}`]);
            assert.equal(problems({ ...good, [field]: "  " })[0], `'exemptions[1].${field}' (  ) ${must}`);
        });
    }

    it("must have no other fields", () => {
        assert.deepEqual(problems({ ...good, until: "2027-01-31" }), [
            `'exemptions[1].until' is not known here. Use ${FIELDS}.`,
        ]);
    });

    it("must name a rule of the pack", () => {
        assert.deepEqual(problems({ ...good, rule: "ippool-nat" }), [
            "'exemptions[1].rule' (ippool-nat) must be a rule of the pack. See: docs/policies.md",
        ]);
    });

    for (const expires of [
        "soon",
        "2027",
        "2027-01",
        "2027-02-30",
        "2027-13-01",
        "2027-1-31",
        "31.01.2027",
        "2027-01-31T00:00:00Z",
    ]) {
        it(`must not expire on ${expires}`, () => {
            assert.deepEqual(problems({ ...good, expires }), [
                `'exemptions[1].expires' (${expires}) must be a day such as 2027-01-31.`,
            ]);
        });
    }

    it("must be a mapping", () => {
        assert.deepEqual(problems("routed"), [`'exemptions[1]' (routed) must have ${FIELDS}.`]);
        assert.deepEqual(problems(null), [`'exemptions[1]' (null) must have ${FIELDS}.`]);
    });

    it("has all its problems named at once", () => {
        assert.deepEqual(problems({ rule: "no-rule", expires: "never", who: "me" }), [
            `'exemptions[1].who' is not known here. Use ${FIELDS}.`,
            "'exemptions[1].resource' (nothing) must be text that is not empty.",
            "'exemptions[1].reason' (nothing) must be text that is not empty.",
            "'exemptions[1].owner' (nothing) must be text that is not empty.",
            "'exemptions[1].rule' (no-rule) must be a rule of the pack. See: docs/policies.md",
            "'exemptions[1].expires' (never) must be a day such as 2027-01-31.",
        ]);
    });
});

describe("The file of exemptions", () => {
    let folder = "";
    const before = process.env[EXEMPTIONS_VARIABLE];

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "exemptions-"));
        Reflect.deleteProperty(process.env, EXEMPTIONS_VARIABLE);
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
        Reflect.deleteProperty(process.env, EXEMPTIONS_VARIABLE);
        Object.assign(process.env, before !== undefined && { [EXEMPTIONS_VARIABLE]: before });
    });

    function written(text: string, name = "exemptions.yaml"): string {
        const file = join(folder, name);
        writeFileSync(file, text);
        return file;
    }

    const ENTRY = [
        `- rule: ${RULE}`,
        "  resource: routed",
        "  reason: It is meant so.",
        "  owner: team-net",
        "  expires: 2999-12-31",
        "",
    ];
    const LIST = ENTRY.join("\n");
    const WHOLE = `# Reviewed by team-net.\nexemptions:\n${ENTRY.join("\n  ").replace(/^/, "  ")}\n`;

    for (const [format, text] of [
        ["YAML with the list under exemptions", WHOLE],
        ["YAML with the list alone", LIST],
        ["YAML with a day in quotes", LIST.replace("2999-12-31", '"2999-12-31"')],
        ["JSON with the list under exemptions", JSON.stringify({ exemptions: [exemption(RULE, "routed")] })],
        ["JSON with the list alone", JSON.stringify([exemption(RULE, "routed")])],
    ] as const) {
        it(`is ${format}`, async () => {
            const file = written(text);
            assert.deepEqual(readExemptions(file, NAMES), { list: [exemption(RULE, "routed")], problems: [] });
            assert.deepEqual(await said({ file }), []);
        });
    }

    it("may have an empty list", async () => {
        assert.deepEqual(await said({ file: written("exemptions: []\n") }), [VIOLATION]);
    });

    for (const [what, text, problem] of [
        ["is empty", "", "'exemptions' (nothing) must be a list."],
        ["has no list", "exemptions: all\n", "'exemptions' (all) must be a list."],
        ["has another key", "exempt: []\n", "'exemptions' (nothing) must be a list."],
        [
            "has a wrong entry",
            LIST.replace("2999-12-31", "never"),
            "'exemptions[0].expires' (never) must be a day such as 2027-01-31.",
        ],
    ] as const) {
        it(`exempts nothing and is reported if it ${what}`, async () => {
            const file = written(text);
            assert.deepEqual(await said({ file }), [VIOLATION, ["exemptions", undefined, `${file}: ${problem}`]]);
        });
    }

    it("exempts nothing and is reported if it is no YAML", async () => {
        const file = written("exemptions: {\n");
        assert.deepEqual(await said({ file }), [
            VIOLATION,
            [
                "exemptions",
                undefined,
                `${file} cannot be read: unexpected end of the stream within a flow collection (2:1)`,
            ],
        ]);
    });

    it("exempts nothing and is reported if it is not there", async () => {
        const file = join(folder, "none.yaml");
        assert.deepEqual(await said({ file }), [
            VIOLATION,
            ["exemptions", undefined, `${file} cannot be read: ENOENT: no such file or directory, open '${file}'`],
        ]);
    });

    it("leaves none in force beside one that is wrong", async () => {
        const wrong = { ...exemption(RULE, "other"), owner: "" };
        const file = written(WHOLE);
        assert.deepEqual(await said({ file, entries: [wrong] }), [
            VIOLATION,
            ["exemptions", undefined, "'exemptions[0].owner' () must be text that is not empty."],
        ]);
    });

    it("is used together with the entries of the configuration", async () => {
        const stack = [ROUTED, pool("other", { cidr: "10.1.0.0/20", natOutgoing: false })];
        const entries = [exemption(RULE, "other")];
        assert.deepEqual(await said({ file: written(WHOLE), entries }, stack), []);
        assert.deepEqual(await said({ file: written(WHOLE), entries }), [unused("other")]);
    });

    it("is that of the environment variable, from the start", async () => {
        process.env[EXEMPTIONS_VARIABLE] = written(WHOLE);
        assert.deepEqual(new ExemptionsInForce(NAMES).current.all, [exemption(RULE, "routed")]);
        assert.deepEqual(await said({}), []);
    });

    it("is that of the configuration if there are two", async () => {
        process.env[EXEMPTIONS_VARIABLE] = written(WHOLE.replace("routed", "other"), "environment.yaml");
        assert.deepEqual(await said({ file: written(WHOLE) }), []);
        assert.deepEqual(await said({}), [VIOLATION, unused("other")]);
    });

    it("is none where the variable is empty", async () => {
        process.env[EXEMPTIONS_VARIABLE] = "";
        assert.deepEqual(await said({}), [VIOLATION]);
    });

    it("is refused where the configuration forbids exemptions, wherever they are written", async () => {
        const forbidden = (count: number) => [
            "exemptions",
            undefined,
            `Exemptions are forbidden here, but there are ${count}. Put right what they exempt.`,
        ];
        const file = written(WHOLE);
        const entries = [exemption(RULE, "other")];
        assert.deepEqual(await said({ file, entries, forbidden: true }), [VIOLATION, forbidden(2)]);
        process.env[EXEMPTIONS_VARIABLE] = file;
        assert.deepEqual(await said({ forbidden: true }), [VIOLATION, forbidden(1)]);
    });

    it("may be forbidden where there is none", async () => {
        assert.deepEqual(await said({ forbidden: true }), [VIOLATION]);
        assert.deepEqual(await said({ file: written("[]"), forbidden: true }), [VIOLATION]);
    });
});

describe("The configuration of exemptions", () => {
    it("is known before the first resource that has rules", async () => {
        const policies = policiesOf([ipPoolNatOutgoing]);
        const exemptions = { entries: [exemption(RULE, "routed")] };
        assert.deepEqual(await run(policies, [ROUTED], { exemptions }), []);
        assert.deepEqual(reported(await run(policies, [ROUTED])), [VIOLATION]);
    });

    it("keeps what was used as long as it stays the same", () => {
        const inForce = new ExemptionsInForce(NAMES);
        const entries = [exemption(RULE, "routed")];
        inForce.configure({ entries });
        assert.ok(inForce.current.covers(RULE, objectOf("routed")));
        inForce.configure({ entries: [exemption(RULE, "routed")] });
        assert.deepEqual(inForce.current.unused, []);
        inForce.configure({ entries, forbidden: false });
        assert.deepEqual(inForce.current.unused, entries);
    });
});
