// SPDX-License-Identifier: Apache-2.0
// Runs the demo as a newcomer would. Does not prove that it is pleasant to read.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { listSandboxes } from "../sandbox/control-plane";
import { until } from "./support/until";

const REPOSITORY = resolve(__dirname, "..");

function startDemo(...args: string[]): { child: ChildProcess; output: () => string } {
    const env = { ...process.env, TSX_TSCONFIG_PATH: "", NO_COLOR: "1" };
    const child = spawn(process.execPath, ["--import", "tsx", "examples/platform/demo/main.ts", ...args], {
        cwd: REPOSITORY,
        env,
        stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    }
    return { child, output: () => text };
}

function ended(child: ChildProcess): Promise<number | null> {
    return new Promise((done) => child.once("close", done));
}

function demoSandboxes(child: ChildProcess): string[] {
    return listSandboxes()
        .map(({ name }) => name)
        .filter((name) => name === `demo-${String(child.pid)}`);
}

describe("the demo", function () {
    this.timeout(300_000);

    it("goes to its end, keeps what it promises and leaves nothing running", async () => {
        const { child, output } = startDemo();
        const code = await ended(child);
        assert.equal(code, 0, output());
        assert.match(output(), /^✓ The preview failed, and the pool is as it was\.$/m);
        assert.match(output(), /^ {2}DANGER {2}Connectivity .* shop-search cut off from gateway and monitoring\.$/m);
        assert.match(output(), /^✓ natOutgoing of pool retail is true again\.$/m);
        assert.match(output(), /^✓ All \d+ namespaces and workspaces have exactly the labels and annotations/m);
        assert.match(output(), /^Done in \d+ s\./m);
        assert.doesNotMatch(output(), /\n\s+at .*\.(ts|js):\d+/);
        for (const warning of output().match(/.*warning:.*/gi) ?? []) {
            assert.match(warning, /is the first egress rule of the project/);
        }
        assert.deepEqual(demoSandboxes(child), []);
    });

    it("leaves nothing running when it is interrupted", async () => {
        const { child, output } = startDemo();
        await until("the first update", () => output().includes("$ ksnet sandbox up"), 120);
        const end = ended(child);
        child.kill("SIGINT");
        await end;
        await until("the control plane to end", () => demoSandboxes(child).length === 0);
    });

    it("says in one line what is wrong with an unknown engine", async () => {
        const { child, output } = startDemo("--engine", "terraform");
        assert.equal(await ended(child), 1);
        assert.equal(output().split("\n").at(-2), "'--engine' (terraform) must be sandbox or pulumi.");
    });
});
