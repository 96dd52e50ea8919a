// SPDX-License-Identifier: Apache-2.0
// Runs the compiled command as a user does; `npm test` builds it first. What the engine does is tested elsewhere.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { removeStacks, TestStack } from "../support/test-stack";

const KSNET = resolve(__dirname, "../../cli/bin/main.js");
const PROGRAM = 'new ConfigMap("made", { metadata: { namespace: "default", name: "made-by-cli" }, data: { a: "b" } });';

interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

describe("ksnet sandbox", function () {
    this.timeout(120_000);
    let home = "";
    let stack: TestStack;

    /** Runs ksnet with sandboxes of its own and no cluster but those. */
    function ksnet(...args: string[]): Promise<Ended> {
        const env = {
            ...process.env,
            XDG_STATE_HOME: home,
            KUBECONFIG: "",
            NO_COLOR: "1",
            PULUMI_CONFIG_PASSPHRASE: "test",
        };
        return new Promise((done) => {
            execFile(process.execPath, [KSNET, "sandbox", ...args], { env }, (error, stdout, stderr) => {
                done({ code: error ? Number(error.code) : 0, stdout, stderr });
            });
        });
    }

    before(async () => {
        home = await mkdtemp(join(tmpdir(), "ksnet-home-"));
        stack = await TestStack.create("", PROGRAM);
    });

    after(async () => {
        await ksnet("stop", "--all");
        await removeStacks();
        await rm(home, { recursive: true, force: true });
    });

    it("never falls back to another cluster when no sandbox runs", async () => {
        const { code, stdout, stderr } = await ksnet("preview", "--cwd", stack.folder);
        assert.deepEqual([code, stdout], [1, ""]);
        assert.equal(
            stderr,
            "No sandbox is running. Start one with 'ksnet sandbox start', or set KUBECONFIG to a cluster.\n",
        );
    });

    it("starts, tells status and environment, and refuses a second one of the same name", async () => {
        const started = await ksnet("start");
        assert.equal(started.code, 0, started.stderr);
        assert.match(
            started.stdout,
            /Sandbox default is ready at https:\/\/127\.0\.0\.1:\d+ .* KubeSphere is simulated\./,
        );
        const { stdout } = await ksnet("status", "--json");
        const [status] = JSON.parse(stdout) as { name: string; state: string; kubeconfig: string }[];
        assert.equal(status?.state, "running");
        const env = await ksnet("env");
        assert.match(env.stdout, /^export KUBECONFIG=\S+\n$/);
        assert.ok(env.stdout.includes(status.kubeconfig));
        const again = await ksnet("start");
        assert.match(again.stdout, /runs already/);
    });

    it("asks nobody where nobody can answer, and writes nothing then", async () => {
        const { code, stderr } = await ksnet("up", "--cwd", stack.folder);
        assert.equal(code, 1);
        assert.match(stderr, /^Nobody can be asked here\. Add '--yes' to go on with 'up', or run 'preview'\.\n$/m);
        const { stdout } = await ksnet("preview", "--cwd", stack.folder, "--json");
        assert.deepEqual((JSON.parse(stdout) as { changeSummary: object }).changeSummary, { create: 2 });
    });

    it("prints nothing but JSON with --json", async () => {
        const up = await ksnet("up", "--cwd", stack.folder, "--json", "--yes");
        assert.equal(up.code, 0, up.stderr);
        const events = up.stdout
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as { sequence: number });
        assert.deepEqual(
            events.map(({ sequence }) => sequence),
            events.map((_, at) => at + 1),
        );
        const preview = await ksnet("preview", "--cwd", stack.folder, "--json");
        assert.deepEqual((JSON.parse(preview.stdout) as { changeSummary: object }).changeSummary, { same: 2 });
    });

    it("exports a state that another folder imports without seeing a change", async () => {
        const file = join(home, "state.json");
        assert.equal((await ksnet("state", "export", "--cwd", stack.folder, "--file", file)).code, 0);
        const other = await TestStack.create("", PROGRAM);
        const imported = await ksnet("state", "import", "--cwd", other.folder, "--file", file);
        assert.match(imported.stdout, /^Took over 3 resources into the stack 'dev'\.\n$/);
        const preview = await ksnet("preview", "--cwd", other.folder, "--json");
        assert.deepEqual((JSON.parse(preview.stdout) as { changeSummary: object }).changeSummary, { same: 2 });
    });

    it("destroys, stops, and says so when there is nothing to stop", async () => {
        const destroyed = await ksnet("destroy", "--cwd", stack.folder, "--yes");
        assert.equal(destroyed.code, 0, destroyed.stdout);
        assert.match(destroyed.stdout, /- 2 deleted/);
        assert.equal((await ksnet("stop")).code, 0);
        assert.deepEqual(JSON.parse((await ksnet("status", "--json")).stdout), []);
        assert.match((await ksnet("stop")).stdout, /No sandbox named "?default"? runs/);
    });
});
