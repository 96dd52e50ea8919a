// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type Conduct, inJournal } from "../../../cli/migrate/conduct";
import type { MigrationEvent } from "../../../cli/migrate/journal/events";
import { openJournal } from "../../../cli/migrate/journal/journal";
import { journalPath } from "../../../cli/migrate/journal/place";
import { readJournal } from "../../../cli/migrate/journal/read";
import { soFar, workloadKey } from "../../../cli/migrate/journal/so-far";
import type { MigrationPlan } from "../../../lib/migration/plan";

const POOL = { cidr: "10.0.0.0/24", family: 4, disabled: false } as const;
const PLAN: MigrationPlan = {
    from: { name: "a", ...POOL },
    to: { name: "b", ...POOL },
    checks: [],
    namespaces: [],
    batches: [],
    others: [],
    waited: [],
    remaining: [],
    tunnels: [],
};
const BEGUN: MigrationEvent = {
    type: "begun",
    cluster: { context: "c", uid: "u" },
    asked: { from: "a", to: "b" },
    through: "kubernetes",
    plan: PLAN,
};
const SHOP = { kind: "Namespace", name: "shop" };
const WEB = { kind: "Deployment", namespace: "shop", name: "web" };

/** How files are written: all that are open share these. */
interface Writing {
    appendFile: (this: FileHandle, text: string) => Promise<void>;
    datasync: (this: FileHandle) => Promise<void>;
}

describe("The journal of a migration", () => {
    let stateDir = "";
    const place = { context: "c", from: "a", to: "b" };

    beforeEach(() => {
        stateDir = mkdtempSync(join(tmpdir(), "ksnet-journal-"));
    });
    afterEach(() => {
        rmSync(stateDir, { recursive: true });
    });

    const write = async (...events: readonly MigrationEvent[]): Promise<string> => {
        const journal = await openJournal({ stateDir, ...place });
        for (const event of events) {
            await journal.record(event);
        }
        await journal.close();
        return journal.path;
    };

    it("is below the folder, and never leaves it whatever contexts and pools are called", () => {
        assert.equal(journalPath({ stateDir, ...place }), join(stateDir, ".ksnet/migrations/c/a-to-b.jsonl"));
        const root = join(stateDir, ".ksnet", "migrations");
        fc.assert(
            fc.property(fc.string(), fc.string(), (context, other) => {
                const path = journalPath({ stateDir, context, from: "../a", to: "b/.." });
                assert.match(path.slice(root.length), /^\/[\w-][\w.-]*\/[\w-][\w.-]*-to-[\w-][\w.-]*\.jsonl$/);
                const same = journalPath({ stateDir, context: other, from: "../a", to: "b/.." }) === path;
                assert.equal(same, context === other);
            }),
        );
    });

    it("keeps everything that was recorded, for its owner alone", async () => {
        const path = await write(BEGUN, { type: "stage-begun", stage: "ready" });
        await write({ type: "stage-ended", stage: "ready" });
        const { events } = await readJournal(path);
        assert.deepEqual(
            events.map(({ at: _, ...event }) => event),
            [BEGUN, { type: "stage-begun", stage: "ready" }, { type: "stage-ended", stage: "ready" }],
        );
    });

    it("has an event on the disk before whoever records it goes on", async () => {
        const probe = await open(join(stateDir, "probe"), "w");
        const prototype = Object.getPrototypeOf(probe) as Writing;
        await probe.close();
        const { appendFile, datasync } = prototype;
        const done: string[] = [];
        prototype.appendFile = async function (text) {
            await appendFile.call(this, text);
            done.push("appended");
        };
        prototype.datasync = async function () {
            await datasync.call(this);
            done.push("on the disk");
        };
        try {
            const journal = await openJournal({ stateDir, ...place });
            await journal.record(BEGUN);
            done.push("recorded");
            await journal.close();
        } finally {
            Object.assign(prototype, { appendFile, datasync });
        }
        assert.deepEqual(done, ["appended", "on the disk", "recorded"]);
    });

    it("has the beginning of a step before it is done, and its end after that", async () => {
        const done: string[] = [];
        const conduct = {
            signal: new AbortController().signal,
            record: ({ type }: MigrationEvent) => Promise.resolve(void done.push(type)),
        } as Conduct;
        await inJournal(conduct, { action: "bind", object: SHOP }, () => {
            done.push("written");
            return Promise.resolve("done");
        });
        assert.deepEqual(done, ["step-begun", "written", "step-ended"]);
    });

    it("loses nothing but the line that was being written when the process died", async () => {
        const path = await write(BEGUN, { type: "stage-begun", stage: "ready" });
        const whole = readFileSync(path);
        const begun = whole.indexOf("\n") + 1;
        for (const length of [begun, begun + 1, whole.length - 1]) {
            writeFileSync(path, whole.subarray(0, length));
            assert.deepEqual(
                (await readJournal(path)).events.map(({ type }) => type),
                ["begun"],
            );
            await write({ type: "interrupted" });
            assert.deepEqual(
                (await readJournal(path)).events.map(({ type }) => type),
                ["begun", "interrupted"],
            );
        }
    });

    it("is not read past a line that is broken", async () => {
        const path = await write(BEGUN);
        appendFileSync(path, "{broken\n");
        await assert.rejects(readJournal(path), {
            message: `${path}:2: this line of the journal is no JSON. Put the file back from a copy, or move it away.`,
        });
    });

    it("is for one process at a time", async () => {
        const journal = await openJournal({ stateDir, ...place });
        await assert.rejects(openJournal({ stateDir, ...place }), /is in use by process \d+ on .*ksnet migrate a b/);
        await journal.close();
        await write(BEGUN);
    });

    it("tells what was written, rolled and reached since the last beginning", async () => {
        const path = await write(
            BEGUN,
            { type: "finished" },
            BEGUN,
            { type: "stage-begun", stage: "bound" },
            { type: "step-begun", action: "bind", object: SHOP },
            { type: "stage-begun", stage: "rolled" },
            { type: "step-begun", action: "roll", object: WEB, restartedAt: "then" },
            { type: "stopped", reasons: ["It is broken."] },
        );
        const found = soFar((await readJournal(path)).events)!;
        assert.deepEqual(
            [found.stage, found.standing, found.reasons, [...found.written], [...found.rolled]],
            [
                "rolled",
                "stopped",
                ["It is broken."],
                ["shop"],
                [[workloadKey(WEB), { object: WEB, restartedAt: "then", isDone: false }]],
            ],
        );
        assert.equal(soFar([]), undefined);
    });

    it("says that an undo is to be finished once it has begun, even if it has stopped", async () => {
        const standing = async (...events: MigrationEvent[]) => {
            const path = await write(BEGUN, ...events);
            return soFar((await readJournal(path)).events)?.standing;
        };
        assert.equal(await standing(), "running");
        assert.equal(await standing({ type: "undo-begun" }, { type: "stopped", reasons: [] }), "undoing");
        assert.equal(await standing({ type: "undo-begun" }, { type: "undone", left: [] }), "undone");
        assert.equal(
            await standing({ type: "interrupted" }, { type: "resumed", through: "kubernetes", namespaces: [] }),
            "running",
        );
        assert.equal(await standing({ type: "finished" }), "finished");
    });
});
