// SPDX-License-Identifier: Apache-2.0
// Lines and columns of findings. The texts of the property test come from a small writer of YAML below, which writes in
// many styles but not in all.
import assert from "node:assert/strict";
import fc from "fast-check";
import { manifestsInput } from "../../../cli/inputs/manifests";
import { locator } from "../../../cli/inputs/places/locate";
import { manifests, only, reportOf } from "../check/support";

/** What stands at a place, to the end of its line. */
function at(text: string, property: string): string {
    const { line, column } = locator(text)(property);
    return (text.split("\n")[line - 1] ?? "?").slice(column - 1);
}

describe("Places of properties", () => {
    it("are at keys and items, in every style", () => {
        const text =
            'a: &x\n  - 1\n  -   b: 2\n"c": { d: [e,\n  f: g, {h: 1}] }\n? i\n: # later\n  j: !!str 1\nk: *x\n';
        assert.deepEqual(
            ["a", "a[1]", "a[1].b", "c.d[0]", "c.d[1]", "c.d[2].h", "i", "i.j", "k"].map((path) => at(text, path)),
            ["a: &x", "b: 2", "b: 2", "e,", "f: g, {h: 1}] }", "h: 1}] }", "i", "j: !!str 1", "k: *x"],
        );
    });

    it("are those of what contains a property that is missing", () => {
        const text = "# comment\n\na:\n  b: [1]\nc:\n";
        assert.deepEqual(
            ["", "x", "x.y[0]", "a.x", "a.b[1]", "a.b[0].x", "c.x", "isolation of a"].map((path) => at(text, path)),
            ["a:", "a:", "a:", "a:", "b: [1]", "1]", "c:", "a:"],
        );
    });

    it("of keys with dots, slashes and quotes are found by the keys that there are", () => {
        const text = 'm:\n  a.b/c: 1\n  a: { b/c: 2 }\n  a.b: { c: 3 }\n  "x\\"]": 4\n  80: 5\n';
        assert.deepEqual(
            ['m["a.b/c"]', "m.a.b/c", "m.a.b.c", "m.a.d", 'm["a"].b/c', 'm["x"]"]', "m.80"].map((path) =>
                at(text, path),
            ),
            ["a.b/c: 1", "a.b/c: 1", "c: 3 }", "a: { b/c: 2 }", "b/c: 2 }", '"x\\"]": 4', "80: 5"],
        );
    });

    it("of a key that is the value of another are not mistaken for it", () => {
        assert.equal(at("a: b\nb: b\n", "b"), "b: b");
        assert.equal(at("{ a, b: c, c }\n", "c"), "{ a, b: c, c }");
    });

    it("in a block of YAML inside are those of its lines, unless these are folded or quoted", () => {
        const text = [
            "config: |2- # as Helm takes it",
            "",
            "    # inner",
            "    a:",
            "      tag: v1",
            "clusters:",
            "  my.member: !!str |",
            "    a: { tag: v1 }",
            "folded: >",
            "  a: { tag: v1 }",
            'quoted: "a:\\n  tag: v1"',
            "broken: |",
            "  a: [",
            "",
        ].join("\n");
        assert.deepEqual(
            ["config.a.tag", "config.a.x", "config", "clusters.my.member.a.tag", "folded.a.tag", "quoted.a.tag"].map(
                (path) => at(text, path),
            ),
            ["tag: v1", "a:", "config: |2- # as Helm takes it", "tag: v1 }", "folded: >", 'quoted: "a:\\n  tag: v1"'],
        );
        assert.equal(at(text, "broken.a.tag"), "broken: |");
        assert.equal(at(text.replaceAll("\n", "\r\n"), "config.a.tag"), "tag: v1\r");
    });

    it("of JSON are right, also with tabs; with a key that is there twice only the start is known", () => {
        const object = { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name: "a" } };
        const json = JSON.stringify({ ...object, spec: { cidr: "10.0.0.0/16", blockSize: 99 } }, null, "\t");
        const places = (text: string) => {
            const input = manifestsInput([{ text, line: 1, value: JSON.parse(text) as unknown }], "a.json");
            return reportOf([input], only("ippool-spec")).findings.map(({ position }) => position);
        };
        assert.deepEqual(places(json), [{ line: 9, column: 3 }]);
        assert.deepEqual(places(json.replace("99", '99, "blockSize": 98')), [{ line: 1, column: 1 }]);
    });
});

/** A value that breaks a rule, marked with a comment on its line. */
class Broken {
    constructor(readonly value: unknown) {}
}

/** Objects without a fault, each with one place for one, and the rule that finds it. */
const FAULTS: readonly { rule: string; object: (value: (right: unknown, wrong: unknown) => unknown) => object }[] = [
    {
        rule: "ippool-spec",
        object: (value) => ({
            apiVersion: "crd.projectcalico.org/v1",
            kind: "IPPool",
            metadata: { name: "a", labels: { "example.com/team": "net", blockSize: "26" } },
            spec: { cidr: "10.0.0.0/16", blockSize: value(26, 99), natOutgoing: true },
        }),
    },
    {
        rule: "installplan-strategy",
        object: (value) => ({
            apiVersion: "kubesphere.io/v1alpha1",
            kind: "InstallPlan",
            metadata: { name: "network" },
            spec: {
                extension: { name: "network", version: "1.3.0" },
                upgradeStrategy: value("Manual", "Automatic"),
                config: "network:\n  ippool:\n    enable: true\n",
            },
        }),
    },
    {
        rule: "namespace-pool-label",
        object: (value) => ({
            apiVersion: "v1",
            kind: "Namespace",
            metadata: {
                name: "p",
                labels: { "kubesphere.io/workspace": "w", "ippool.network.kubesphere.io/a": value("", "no value!") },
                annotations: { "example.com/labels": "no value!" },
            },
        }),
    },
    {
        rule: "policy-any-address",
        object: (value) => ({
            apiVersion: "network.kubesphere.io/v1alpha1",
            kind: "NamespaceNetworkPolicy",
            metadata: { name: "n", namespace: "p" },
            spec: {
                ingress: [
                    { from: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ port: 80 }] },
                    {
                        from: [
                            { ipBlock: { cidr: "10.1.0.0/16" } },
                            { ipBlock: { cidr: value("::1/128", "0.0.0.0/0") } },
                        ],
                    },
                ],
            },
        }),
    },
];

/** Draws the next of some choices. */
type Draw = (choices: number) => number;

/** YAML in a style that is drawn line by line. The line of what is broken ends with "# HERE". */
function written(value: unknown, indent: number, draw: Draw): string[] {
    const pad = " ".repeat(indent);
    const between = (): string[] => [[], [], [], [""], [`${pad}# a: comment`]][draw(5)]!;
    if (Array.isArray(value)) {
        return value.flatMap((item: unknown) => {
            const [first = "", ...rest] = member("", item, indent + 2, draw);
            return [...between(), `${pad}-${first === "" ? "" : ` ${first.trimStart()}`}`, ...rest];
        });
    }
    return Object.entries(value as object).flatMap(([key, item]) => {
        const spelled = draw(2) === 0 && !key.includes("/") ? key : JSON.stringify(key);
        return [...between(), ...member(`${pad}${spelled}:`, item, indent, draw)];
    });
}

function member(head: string, item: unknown, indent: number, draw: Draw): string[] {
    const space = head === "" ? "" : " ";
    const text = JSON.stringify(item, (_, value: unknown) => (value instanceof Broken ? value.value : value));
    const mark = isBroken(item) ? " # HERE" : "";
    if (typeof item !== "object" || item === null || item instanceof Broken || draw(4) === 0) {
        return [`${head}${space}${text}${mark}`];
    }
    const deeper = indent + (head === "" ? 0 : 1 + draw(4));
    const lines = written(item, deeper, draw);
    return head === "" ? lines : [head, ...lines];
}

function isBroken(value: unknown): boolean {
    return (
        value instanceof Broken || (typeof value === "object" && value !== null && Object.values(value).some(isBroken))
    );
}

const TEXTS = fc.record({
    kinds: fc.array(fc.nat(FAULTS.length - 1), { minLength: 1, maxLength: 6 }),
    place: fc.nat(5),
    numbers: fc.infiniteStream(fc.nat(1000)),
    isList: fc.boolean(),
    isWindows: fc.boolean(),
});

describe("The line of a finding", () => {
    it("is that of the broken value, wherever it stands and however the manifests are written", () => {
        fc.assert(
            fc.property(TEXTS, ({ kinds, place, numbers, isList, isWindows }) => {
                const draw: Draw = (choices) => (numbers.next().value ?? 0) % choices;
                const broken = place % kinds.length;
                const objects = kinds.map((kind, index) =>
                    FAULTS[kind]!.object((right, wrong) => (index === broken ? new Broken(wrong) : right)),
                );
                const documents = isList ? [{ apiVersion: "v1", kind: "List", items: objects }] : objects;
                const lines = documents.flatMap((document, index) => [
                    ...(index === 0 ? [] : ["--- # next"]),
                    ...written(document, 0, draw),
                ]);
                const text = lines.join(isWindows ? "\r\n" : "\n");
                const { rule } = FAULTS[kinds[broken]!]!;
                const { findings } = reportOf([manifests(text)], only(rule));
                assert.deepEqual(
                    findings.map(({ rule: name, position }) => [name, position?.line]),
                    [[rule, lines.findIndex((line) => line.endsWith("# HERE")) + 1]],
                    text,
                );
            }),
            { numRuns: 60 },
        );
    });
});
