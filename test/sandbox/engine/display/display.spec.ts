// SPDX-License-Identifier: Apache-2.0
// Shows what is written for given events; it does not prove that the engine sends these events.
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { createDisplay, type DisplayKind } from "../../../../sandbox/engine/display";
import type { EventBody } from "../../../../sandbox/engine/model";
import { type Properties, secret, UNKNOWN } from "../../../../sandbox/engine/values";
import { begin, end, numbered, STACK, STACK_URN, step, type Subject, summary, urnOf } from "./events";
import { Paper, sample, sampleEvents, shown } from "./shown";

const POOL: Subject = { name: "pool-a", inputs: { spec: { cidr: "10.0.0.0/16", natOutgoing: true } } };

/** As much of Pulumi's PreviewDigest as the tests look at. */
interface Digest {
    steps: { urn: string; oldState?: Properties; newState?: Properties }[];
    changeSummary: Properties;
    duration?: number;
}

function updated(old: Properties, new_: Properties): string {
    const change = step("update", { ...POOL, inputs: old }, { ...POOL, inputs: new_ });
    const events = numbered([begin(step("same", STACK, STACK)), begin(change), end(change)]);
    return shown(events, { kind: "diff", operation: "preview" });
}

describe("display of a run", () => {
    it("writes the sample's preview as a tree with only what changes", () => {
        const text = shown(sampleEvents(true), { kind: "diff", operation: "preview" });
        assert.equal(text, sample("preview-diff.txt"));
    });

    it("writes one line a finished step into a log, and nothing for what is the same", () => {
        assert.equal(shown(sampleEvents(false), {}), sample("up-progress.txt"));
    });

    it("writes events as they came, one a line", () => {
        const lines = shown(sampleEvents(false), { kind: "json" });
        assert.equal(lines, sample("up-events.jsonl"));
    });

    it("writes a preview as the document that Pulumi writes", () => {
        const digest = JSON.parse(shown(sampleEvents(true), { kind: "json", operation: "preview" })) as Digest;
        const expected = JSON.parse(sample("preview.json")) as Digest;
        const byUrn = (steps: Digest["steps"]): Map<string, unknown> => new Map(steps.map((item) => [item.urn, item]));
        const stateKeys = ["urn", "custom", "delete", "id", "type", "inputs", "parent", "provider"];
        for (const item of digest.steps) {
            for (const state of [item.oldState ?? {}, item.newState ?? {}]) {
                Object.keys(state)
                    .filter((key) => !stateKeys.includes(key))
                    .forEach((key) => Reflect.deleteProperty(state, key));
            }
            // An update knows the new object's id already; a preview does not.
            Reflect.deleteProperty(item.newState ?? {}, "id");
        }
        assert.deepEqual(byUrn(digest.steps), byUrn(expected.steps));
        assert.deepEqual(digest.changeSummary, expected.changeSummary);
        assert.equal(typeof digest.duration, "number");
    });

    it("writes the whole states into a preview's document where the engine gives them", () => {
        const stream = new Paper();
        const display = createDisplay({ kind: "json", operation: "preview", stack: "dev", stream });
        const [event] = numbered([begin(step("create", null, POOL))]);
        const state = {
            urn: urnOf(POOL),
            custom: true,
            type: "t",
            dependencies: ["a"],
            inputs: { key: secret("s3cr3t") },
        };
        display.event(event!, { new: state });
        display.close({ result: "succeeded" });
        const { steps } = JSON.parse(stream.text) as Digest;
        assert.deepEqual(steps[0]?.newState, { ...state, inputs: { key: "[secret]" } });
    });

    it("never writes a secret, wherever it stands and however it is shown", () => {
        const values = fc.letrec((tie) => ({
            value: fc.oneof({ maxDepth: 4 }, tie("hidden"), fc.array(tie("value"), { maxLength: 3 }), tie("object")),
            hidden: fc.constantFrom(secret("s3cr3t-plain"), secret({ deep: ["s3cr3t-plain"] })),
            object: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { minKeys: 1, maxKeys: 3 }),
        }));
        const properties = fc.dictionary(fc.constantFrom("x", "y"), values.value, { minKeys: 1, maxKeys: 2 });
        const views = fc.constantFrom<DisplayKind>("progress", "diff", "json");
        const operations = fc.constantFrom("preview" as const, "up" as const);
        fc.assert(
            fc.property(properties, properties, views, operations, (old, new_, kind, operation) => {
                const pool = { ...POOL, outputs: old };
                const change = step("update", { ...pool, inputs: old }, { ...pool, inputs: new_ });
                const stack = step("same", { ...STACK, outputs: old }, { ...STACK, outputs: new_ });
                const events = numbered([begin(stack), begin(change), end(change), end(stack), summary({ update: 1 })]);
                for (const isTTY of [false, true]) {
                    assert.doesNotMatch(shown(events, { kind, operation, isTTY }), /s3cr3t-plain/);
                }
            }),
        );
    });

    it("shows a changed text line by line", () => {
        const yaml = (enabled: boolean): string => `a: 1\nb: 2\nc: 3\nippool:\n  enabled: ${enabled}\nd: 4\n`;
        const text = updated({ spec: { config: yaml(true) } }, { spec: { config: yaml(false) } });
        assert.match(
            text,
            /\n {10}~ config: \|\n {16}c: 3\n {16}ippool:\n {14}- {3}enabled: true\n {14}\+ {3}enabled: false\n {16}d: 4\n/,
        );
    });

    it("shows what was added to and removed from a list of plain values", () => {
        const text = updated({ pools: ["a", "b", "c"] }, { pools: ["b", "c", "d"] });
        assert.match(text, /~ pools: \[\n {10}- "a"\n {10}\+ "d"\n {8}\]/);
    });

    it("shows drift against what the server last said", () => {
        const old = { ...POOL, outputs: { spec: { cidr: "10.0.0.0/16", natOutgoing: false } } };
        const change = {
            ...step("update", old, POOL),
            detailedDiff: { "spec.natOutgoing": { diffKind: "update" as const, inputDiff: false } },
        };
        const text = shown(numbered([begin(change)]), { kind: "diff", operation: "preview" });
        assert.match(text, /~ natOutgoing: false => true/);
        assert.doesNotMatch(text, /cidr/);
    });

    it("shows the steps of an update as they begin, under parents that were shown before", () => {
        const stream = new Paper();
        const display = createDisplay({ kind: "diff", operation: "up", stack: "dev", stream, colour: false });
        const component: Subject = { name: "pools", type: "kubesphere-network:index:Pools" };
        const child = step("create", null, { ...POOL, parent: urnOf(component) });
        const steps = [step("same", STACK, STACK), step("create", null, component), child];
        for (const event of numbered(steps.map(begin))) {
            display.event(event);
        }
        const heads = stream.text.split("\n").filter((line) => /\(\w+\)$/.test(line));
        assert.deepEqual(heads, [
            "  pulumi:pulumi:Stack: (same)",
            "    + kubesphere-network:index:Pools: (create)",
            "        + kubernetes:crd.projectcalico.org/v1:IPPool: (create)",
        ]);
    });

    it("shows what a refresh found in place of the refresh", () => {
        const found = { ...POOL, outputs: { spec: { natOutgoing: false }, metadata: { resourceVersion: "2" } } };
        const old = { ...POOL, outputs: { spec: { natOutgoing: true }, metadata: { resourceVersion: "1" } } };
        const events = numbered([begin(step("refresh", old, old)), end(step("update", old, found))]);
        const text = shown(events, { kind: "diff", operation: "refresh" });
        assert.match(text, /~ .*IPPool: \(update\)[\s\S]*~ natOutgoing: true => false/);
        assert.doesNotMatch(text, /refresh\)|resourceVersion/);
    });

    it("calls a destroy that is only looked at a preview", () => {
        const gone = step("delete", POOL, null);
        const options = { operation: "destroy", previewOnly: true } as const;
        assert.match(shown(numbered([begin(gone)]), options), /^Previewing destroy \(dev\):\n -  .*pool-a {2}delete\n/);
        assert.match(shown(numbered([begin(gone)]), { ...options, kind: "json" }), /^\{\n {4}"steps": \[/);
    });

    it("shows a value that is not known yet", () => {
        assert.match(updated({ cidr: "10.0.0.0/16" }, { cidr: UNKNOWN }), /~ cidr: "10.0.0.0\/16" => \[unknown\]/);
    });

    it("shows outputs that came, went and changed", () => {
        const old = { ...STACK, outputs: { gone: 1, kept: 1, other: secret("a") } };
        const new_ = { ...STACK, outputs: { kept: 1, new: [1], other: secret("b") } };
        const stack = step("same", old, new_);
        const text = shown(numbered([begin(stack), end(stack), summary({ same: 1 })]), {});
        assert.match(text, /Outputs:\n {2}- gone : 1\n {4}kept : 1\n {2}\+ new {2}: \[1\]\n {4}other: \[secret\]\n/);
    });
});

describe("display of violations and messages", () => {
    const packs = { PolicyPacks: { "probe|local|policy": "0.0.1" } };
    const violation = (message: string): EventBody => ({
        policyEvent: {
            resourceUrn: urnOf(POOL),
            message,
            color: "raw",
            policyName: "cidr",
            policyPackName: "probe",
            policyPackVersion: "0.0.1",
            policyPackVersionTag: "0.0.1",
            enforcementLevel: "mandatory",
        },
    });

    it("lists violations as Pulumi does, without colour tags", () => {
        const events = [violation("<{%reset%}>A pool is private.\npool-a is not<{%reset%}>\n"), summary({}, packs)];
        const expected = [
            "Policies:",
            "    ❌ probe@v0.0.1 (local: policy)",
            "        - [mandatory]  cidr  (kubernetes:crd.projectcalico.org/v1:IPPool: pool-a)",
            "          A pool is private.",
            "          pool-a is not",
            "",
        ].join("\n");
        assert.ok(shown(numbered(events), {}).includes(expected), shown(numbered(events), {}));
    });

    it("counts remediations by rule, and says that a pack is content", () => {
        const remediation: EventBody = {
            policyRemediationEvent: {
                resourceUrn: urnOf(POOL),
                color: "raw",
                policyName: "owner",
                policyPackName: "probe",
                policyPackVersion: "0.0.1",
                policyPackVersionTag: "0.0.1",
                before: {},
                after: { owner: "platform" },
            },
        };
        const text = shown(numbered([remediation, remediation, summary({}, packs)]), {});
        assert.match(text, /✅ probe@v0\.0\.1 \(local: policy\)\n {8}- \[remediate\] {2}owner {2}\(2 resources\)\n/);
    });

    it("groups messages by resource and leaves out passing ones", () => {
        const message = (text: string, ephemeral: boolean): EventBody => ({
            diagnosticEvent: { urn: urnOf(POOL), message: text, color: "never", severity: "error", ephemeral },
        });
        const create = step("create", null, POOL);
        const events = [begin(create), message("waiting", true), message("no such kind", false)];
        const text = shown(numbered(events), {});
        assert.match(text, /Diagnostics:\n {2}kubernetes:crd.*:IPPool \(pool-a\):\n {4}error: no such kind\n/);
        assert.doesNotMatch(text, /waiting/);
    });

    it("renders colour tags on a terminal, and no colour at all where NO_COLOR is set", () => {
        const tagged = numbered([{ stdoutEvent: { message: "<{%fg 1%}>red<{%reset%}>\n", color: "raw" } }]);
        const { NO_COLOR } = process.env;
        try {
            delete process.env["NO_COLOR"];
            assert.ok(shown(tagged, { colour: true }).includes("\u001b[38;5;1mred\u001b[0m"));
            process.env["NO_COLOR"] = "1";
            assert.doesNotMatch(shown(tagged, { colour: true }), /\u001b/);
        } finally {
            delete process.env["NO_COLOR"];
            Object.assign(process.env, NO_COLOR === undefined ? {} : { NO_COLOR });
        }
    });
});

describe("live progress", () => {
    it("stays within the screen and draws no more than ten times a second for a thousand resources", () => {
        const stream = new Paper();
        let now = 0;
        const options = {
            operation: "up",
            stack: "dev",
            stream,
            isTTY: true,
            colour: false,
            columns: 80,
            rows: 24,
        } as const;
        const display = createDisplay({ ...options, kind: "progress", now: () => now });
        const creates = Array.from({ length: 1000 }, (_, at) => step("create", null, { name: `pool-${at}` }));
        for (const event of numbered([begin(step("same", STACK, STACK)), ...creates.map(begin), ...creates.map(end)])) {
            now += 1;
            display.event(event);
        }
        const frames = stream.writes.slice(1);
        assert.ok(frames.length <= 1 + now / 100, `${frames.length} frames in ${now} ms`);
        for (const picture of frames) {
            const lines = picture
                .replaceAll(/\u001b\[\d*[AKJ]|\r/g, "")
                .trimEnd()
                .split("\n");
            assert.ok(lines.length <= 23, `${lines.length} lines`);
            assert.ok(
                lines.every((line) => line.length <= 80),
                "a line is too wide",
            );
        }
        assert.match(frames.at(-1) ?? "", /… 9\d\d more/);
        display.close({ result: "succeeded" });
        assert.match(stream.writes.at(-1) ?? "", /pool-0 .*created[\s\S]*pool-999 .*created/);
    });

    it("draws over its last picture and says what goes on", () => {
        const stream = new Paper();
        let now = 0;
        const display = createDisplay({
            ...{ kind: "progress", operation: "up", stack: "dev", stream, isTTY: true, colour: false, now: () => now },
        });
        const create = step("create", null, POOL);
        const waiting: EventBody = {
            diagnosticEvent: {
                urn: urnOf(POOL),
                message: "waiting",
                color: "never",
                severity: "info",
                ephemeral: true,
            },
        };
        for (const event of numbered([begin(step("same", STACK, STACK)), begin(create), waiting])) {
            now += 1500;
            display.event(event);
        }
        const picture = stream.writes.at(-1) ?? "";
        display.close({ result: "canceled" });
        assert.ok(picture.startsWith("\u001b[3A\r"), JSON.stringify(picture));
        assert.match(picture, /└─ kubernetes:crd.*:IPPool {2}pool-a +creating \(1s\) +waiting/);
        assert.match(stream.writes.at(-1) ?? "", /creating \(interrupted\)/);
    });

    it("calls what remains of a replacement replaced", () => {
        const text = shown(sampleEvents(false), { isTTY: true });
        assert.match(text, / \+- {2}.*NamespacePatch +bind-project-b +replaced/);
        assert.ok(text.includes(`     pulumi:pulumi:Stack`) && !text.includes(STACK_URN));
    });
});
