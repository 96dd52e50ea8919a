// SPDX-License-Identifier: Apache-2.0
// Proves mutual exclusion between openers of one process, whose system calls interleave as those of several would.
import assert from "node:assert/strict";
import { readdirSync, symlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Holder, lockFolder } from "../../../../sandbox/engine/state/lock";
import { temporaryFolder } from "./folder";

// Above the largest pid that Linux gives.
const DEAD = 2 ** 22 + 1;

describe("lock of a state", () => {
    const folder = temporaryFolder();

    function leave(name: string, holder: Partial<Holder>): void {
        const whole = { pid: DEAD, started: "1", host: hostname(), since: "2026-01-01T00:00:00.000Z", command: "up" };
        symlinkSync(JSON.stringify({ ...whole, ...holder }), join(folder(), name));
    }

    it("is given to one of many that start at the same instant, and to the next once it is released", async () => {
        for (let round = 0; round < 50; round++) {
            const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder(), "up")));
            const winners = results.filter((result) => result.status === "fulfilled");
            assert.equal(winners.length, 1);
            await winners[0]?.value.release();
        }
        assert.deepEqual(readdirSync(folder()), []);
    });

    it("is given to at most one of many that find the lock of a dead process", async () => {
        for (let round = 0; round < 50; round++) {
            leave(`lock.${1000 + round}`, {});
            const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder(), "up")));
            const winners = results.filter((result) => result.status === "fulfilled");
            assert.equal(winners.length, 1);
            assert.equal(winners[0]?.value.takenOverFrom?.pid, DEAD);
            await winners[0].value.release();
        }
    });

    it("is never held by two at once, however they come and go", async () => {
        let holders = 0;
        let most = 0;
        const comeAndGo = async (): Promise<void> => {
            for (let turn = 0; turn < 100; turn++) {
                const lock = await lockFolder(folder(), "up").catch(() => undefined);
                if (lock !== undefined) {
                    most = Math.max(most, ++holders);
                    await new Promise(setImmediate);
                    holders--;
                    await lock.release();
                }
            }
        };
        await Promise.all(Array.from({ length: 8 }, comeAndGo));
        assert.equal(most, 1);
    });

    it("of a process whose pid another one has now is taken over", async () => {
        leave("lock.1", { pid: process.pid, started: "1" });
        const lock = await lockFolder(folder(), "up");
        assert.equal(lock.takenOverFrom?.started, "1");
        await lock.release();
    });

    it("of another machine is respected, and the way out is named", async () => {
        leave("lock.1", { host: "elsewhere" });
        await assert.rejects(lockFolder(folder(), "up"), {
            message: `The state in ${folder()} is in use by process ${DEAD} on elsewhere since 2026-01-01T00:00:00.000Z (up). Whether it still runs can only be seen on elsewhere; if it does not, remove ${join(folder(), "lock.1")}.`,
        });
    });
});
