// SPDX-License-Identifier: Apache-2.0
// Proves what the last line of a test run says, with runs of their own. Says nothing about the script that reads it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MOCHA = resolve(__dirname, "../../node_modules/mocha/bin/mocha.js");
const REPORTER = resolve(__dirname, "reporter.ts");
const SKIP = JSON.stringify(resolve(__dirname, "skip.ts"));

describe("the output of a test run", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "reporter-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function runOf(source: string): { status: number | null; lines: string[] } {
        const spec = join(folder, "some.spec.ts");
        writeFileSync(spec, source);
        const args = ["--no-config", "--no-color", "--import=tsx", "--extension=ts", `--reporter=${REPORTER}`, spec];
        const { status, stdout } = spawnSync(process.execPath, [MOCHA, ...args], {
            cwd: resolve(__dirname, "../.."),
            encoding: "utf8",
        });
        return { status, lines: stdout.trimEnd().split("\n") };
    }

    it("ends with the numbers of passed and failed tests", () => {
        const { status, lines } = runOf(
            'it("a", () => {}); it("b", () => { throw new Error("no"); }); it("c", () => {});',
        );
        assert.equal(lines.at(-1), "2 passed, 1 failed");
        assert.equal(status, 1);
    });

    it("counts a hook that fails as a failed test", () => {
        const { lines } = runOf('before(() => { throw new Error("no"); }); it("a", () => {});');
        assert.equal(lines.at(-1), "0 passed, 1 failed");
    });

    it("says why a test was skipped, also where a hook skipped a whole suite", () => {
        const { status, lines } = runOf(`
            const { skip } = require(${SKIP});
            it("a", () => {});
            it("b", function () { skip(this, "it rains"); });
            describe("c", () => {
                before(function () { skip(this, "it snows"); });
                it("d", () => {});
            });`);
        const skipped = lines.filter((line) => line.includes("skipped:")).map((line) => line.trim());
        assert.deepEqual(skipped, ["- b (skipped: it rains)", "- d (skipped: it snows)"]);
        assert.equal(lines.at(-1), "1 passed, 0 failed, 2 skipped");
        assert.equal(status, 0);
    });

    it("has no such line when no test could be loaded", () => {
        const { status, lines } = runOf('throw new Error("no");');
        assert.ok(!lines.some((line) => /^\d+ passed/.test(line)));
        assert.notEqual(status, 0);
    });
});
