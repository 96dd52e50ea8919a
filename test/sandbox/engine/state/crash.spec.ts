// SPDX-License-Identifier: Apache-2.0
// Proves that a killed process loses nothing it was told is saved; does not prove the same for a power cut.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { exportDeployment } from "../../../../sandbox/engine/state/exchange";
import { openState } from "../../../../sandbox/engine/state/store";
import { temporaryFolder } from "./folder";

const RUN = join(__dirname, "killed-run.ts");

describe("killed run", () => {
    const folder = temporaryFolder();
    const children = new Set<ChildProcess>();
    afterEach(() => {
        children.forEach((child) => child.kill("SIGKILL"));
    });

    /** Starts the run and kills it after so many lines on its stdout; gives those lines. */
    async function kill(path: string, afterLines: number): Promise<string[]> {
        const child = spawn(process.execPath, ["--import", "tsx", RUN, path], { stdio: ["ignore", "pipe", "inherit"] });
        children.add(child);
        const exit = once(child, "exit");
        const lines: string[] = [];
        for await (const line of createInterface({ input: child.stdout })) {
            lines.push(line);
            if (lines.length === afterLines) {
                child.kill("SIGKILL");
            }
        }
        await exit;
        children.delete(child);
        return lines;
    }

    it("loses nothing that was saved and leaves a sound state, twenty times in a row on four states", async () => {
        const lane = async (path: string): Promise<void> => {
            const saved = new Set<string>();
            for (let round = 0; round < 5; round++) {
                const lines = await kill(path, 2 + Math.floor(Math.random() * 300));
                assert.equal(lines[0], `open ${round === 0 ? 0 : 1}`, "the lock of the dead run was taken over");
                for (const line of lines.filter((text) => text.startsWith("saved "))) {
                    saved.add(line.slice("saved ".length));
                }
                const reader = await openState({ folder: path, env: {}, readOnly: true });
                const there = new Set(reader.resources.map(({ urn }) => urn));
                assert.deepEqual(
                    [...saved].filter((urn) => !there.has(urn)),
                    [],
                );
                const begun = reader.pendingOperations.map(({ resource: { urn } }) => urn);
                assert.deepEqual(
                    begun.filter((urn) => there.has(urn)),
                    [],
                    "what is written is no longer pending",
                );
                exportDeployment(reader);
                await reader.close();
            }
        };
        await Promise.all(["a", "b", "c", "d"].map((name) => lane(join(folder(), name))));
    });

    it("is named to a second run as long as it lives, and no longer", async () => {
        const path = join(folder(), "state");
        const child = spawn(process.execPath, ["--import", "tsx", RUN, path], { stdio: ["ignore", "pipe", "inherit"] });
        children.add(child);
        await once(child.stdout, "data");
        await assert.rejects(
            openState({ folder: path, env: {} }),
            new RegExp(
                `is in use by process ${child.pid} on .* since \\d{4}-.* \\(killed-run\\)\\. Wait for it, or stop it\\.`,
            ),
        );
        const exit = once(child, "exit");
        child.kill("SIGKILL");
        await exit;
        const store = await openState({ folder: path, env: {} });
        assert.match(store.notes[0] ?? "", new RegExp(`^Process ${child.pid}, .*is dead; its lock was taken over\\.$`));
        await store.close();
    });
});
