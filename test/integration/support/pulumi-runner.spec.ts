// SPDX-License-Identifier: Apache-2.0
// A command that plays the CLI: this proves what the runner asks for and makes of the answers, not what the CLI does.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { missingPulumi, openPulumiRunner } from "./pulumi-runner";

const EVENTS = [
    {
        resOutputsEvent: {
            metadata: {
                op: "create",
                type: "pulumi:pulumi:Stack",
                urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev",
            },
        },
    },
    {
        resOutputsEvent: {
            metadata: {
                op: "create",
                type: "a:b:C",
                urn: "urn:pulumi:dev::p::x:y:Z$a:b:C::name",
                new: { parent: "urn:pulumi:dev::p::x:y:Z::group" },
            },
        },
    },
    { resOutputsEvent: { metadata: { op: "same", type: "a:b:C", urn: "urn:pulumi:dev::p::x:y:Z$a:b:C::other" } } },
    { diagnosticEvent: { severity: "warning", message: "<{%reset%}>mind this<{%reset%}>\n", color: "raw" } },
    { summaryEvent: { resourceChanges: { create: 2, same: 1 } } },
];

const FAILURE = [
    { diagnosticEvent: { severity: "error", message: "<{%fg 1%}>what is wrong<{%reset%}>\nand the way out\n" } },
    { diagnosticEvent: { severity: "error", message: "update failed\n" } },
];

/** Logs its calls; succeeds in "preview", fails with an event in "up", and in "destroy" without one. */
const CLI = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const args = process.argv.slice(2);
appendFileSync(process.env.FAKE_CALLS, JSON.stringify([args, process.env.PULUMI_BACKEND_URL]) + "\\n");
const tell = (events) => appendFileSync(args[args.indexOf("--event-log") + 1], events.map((e) => JSON.stringify(e) + "\\n").join(""));
const command = args.slice(0, 2).join(" ");
if (args[0] === "version") console.log("v3.200.0");
else if (command === "stack output") console.log(JSON.stringify({ answer: 42 }));
else if (args[0] === "preview") tell(${JSON.stringify(EVENTS)});
else if (args[0] === "up") { tell(${JSON.stringify(FAILURE)}); process.exitCode = 255; }
else if (args[0] === "destroy") { console.error("error: use --run-program"); process.exitCode = 255; }
`;

describe("The runner of the Pulumi CLI", () => {
    const { PATH, FAKE_CALLS } = process.env;
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "ksnet-fake-pulumi-"));
        process.env.FAKE_CALLS = join(folder, "calls");
        await writeFile(join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
    });
    afterEach(async () => {
        process.env.PATH = PATH;
        process.env.FAKE_CALLS = FAKE_CALLS;
        await rm(folder, { recursive: true, force: true });
    });

    it("makes a stack of its own and tells steps, errors and outputs of each operation", async () => {
        await writeFile(join(folder, "pulumi"), CLI, { mode: 0o755 });
        process.env.PATH = `${folder}${delimiter}${PATH ?? ""}`;
        assert.equal(await missingPulumi(), undefined);
        const runner = await openPulumiRunner({ folder, env: { PULUMI_CONFIG_PASSPHRASE: "test" } });
        assert.deepEqual(await runner.run("preview", { refresh: true }), {
            succeeded: true,
            steps: ["create x:y:Z$a:b:C::name"],
            registered: ["x:y:Z$a:b:C::name in x:y:Z::group"],
            changes: { create: 2, same: 1 },
            errors: [],
            messages: ["mind this"],
            violations: [],
            outputs: { answer: 42 },
        });
        const failed = await runner.run("up");
        assert.deepEqual([failed.succeeded, failed.errors], [false, ["what is wrong\nand the way out"]]);
        await runner.run("preview", { policyPacks: ["pack"] });
        const refused = await runner.run("destroy", { runProgram: true });
        assert.equal(refused.succeeded, false);
        assert.match(refused.errors.join(), /use --run-program/);

        const calls = (await readFile(join(folder, "calls"), "utf8"))
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as [string[], string]);
        const flags = (operation: string) => calls.find(([args]) => args[0] === operation)?.[0] ?? [];
        assert.ok(flags("preview").includes("--refresh"));
        assert.ok(calls.some(([args]) => args.join(" ").includes("--policy-pack pack")));
        assert.ok(flags("up").includes("--yes") && !flags("up").includes("--refresh"));
        assert.ok(flags("destroy").includes("--run-program=true"));
        const backends = calls.filter(([args]) => args[0] !== "version").map(([, backend]) => backend);
        assert.deepEqual([...new Set(backends)], [`file://${join(folder, "state")}`]);
    });

    it("says that the CLI is missing", async () => {
        process.env.PATH = folder;
        assert.equal(await missingPulumi(), "there is no pulumi on PATH");
    });
});
