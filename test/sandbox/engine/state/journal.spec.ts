// SPDX-License-Identifier: Apache-2.0
// Proves that a journal cut off anywhere is the state at some moment of the run; does not prove that a disk keeps order.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { PendingOperation, ResourceState } from "../../../../sandbox/engine/model";
import { integrityProblems } from "../../../../sandbox/engine/state/integrity";
import { parseJournal } from "../../../../sandbox/engine/state/journal";
import { Ledger } from "../../../../sandbox/engine/state/ledger";
import { openState, type StateStore } from "../../../../sandbox/engine/state/store";
import { resource, STACK, temporaryFolder, urnOf } from "./folder";

/** What a run does to one of a few resources. */
interface Action {
    what: "put" | "replace" | "remove" | "removeReplaced" | "begin" | "same";
    name: string;
    id: number;
    dependency: string;
}

const NAMES = ["a", "b", "c", "d"];
const actions = fc.array(
    fc.record({
        what: fc.constantFrom("put", "put", "replace", "remove", "removeReplaced", "begin", "same"),
        name: fc.constantFrom(...NAMES),
        id: fc.nat(3),
        dependency: fc.constantFrom(...NAMES),
    }) satisfies fc.Arbitrary<Action>,
    { minLength: 1, maxLength: 12 },
);

/** The state as a person would keep it: a list of resources and what is being done. */
interface Model {
    resources: ResourceState[];
    pending: PendingOperation[];
}

const living = (model: Model, name: string): ResourceState | undefined =>
    model.resources.find(({ urn, delete: doomed }) => urn === urnOf(name) && !doomed);

const isNeeded = (model: Model, name: string): boolean =>
    model.resources.some(({ dependencies = [] }) => dependencies.includes(urnOf(name)));

const without = (model: Model, gone: ResourceState | undefined): ResourceState[] =>
    model.resources.filter((state) => state !== gone);

/** Does an action to the store and to the model, the way the engine would; undefined where it would not. */
type Perform = (store: StateStore, model: Model, action: Action) => Model | undefined;

const PERFORM: Record<Action["what"], Perform> = {
    put: (store, model, { name, id, dependency }) => {
        const old = living(model, name);
        // Only what is there already can be depended on, and never in a circle: names rise.
        const target = dependency < name ? living(model, dependency) : undefined;
        const state = resource(name, {
            id: old?.id ?? `${name}${id}`,
            inputs: { n: id },
            parent: STACK,
            ...(target ? { dependencies: [target.urn] } : {}),
        });
        void store.put(state);
        const pending = model.pending.filter((operation) => operation.resource.urn !== state.urn);
        return { resources: [...without(model, old), state], pending };
    },
    replace: (store, model, { name }) => {
        const old = living(model, name);
        if (old === undefined) {
            return undefined;
        }
        const doomed = { ...old, delete: true };
        void store.put(doomed);
        return { ...model, resources: [...without(model, old), doomed] };
    },
    remove: (store, model, { name }) => removed(store, model, isNeeded(model, name) ? undefined : living(model, name)),
    removeReplaced: (store, model, { name }) => {
        const doomed = model.resources.find(({ urn, delete: waits }) => urn === urnOf(name) && waits);
        return removed(store, model, isNeeded(model, name) ? undefined : doomed);
    },
    begin: (store, model, { name }) => {
        const operation = { type: "creating", resource: resource(name) } as const;
        void store.begin(operation);
        return { ...model, pending: [...model.pending, operation] };
    },
    same: (store, model, { name }) => {
        const old = living(model, name);
        void (old && store.same(old));
        return undefined;
    },
};

function removed(store: StateStore, model: Model, state: ResourceState | undefined): Model | undefined {
    if (state === undefined) {
        return undefined;
    }
    void store.remove(state);
    return { ...model, resources: without(model, state) };
}

/** As one text, since the model has no order. */
function shape({ resources, pending }: { resources: readonly unknown[]; pending: readonly unknown[] }): string {
    const sorted = (list: readonly unknown[]): string[] => list.map((item) => JSON.stringify(item, sortedKeys)).sort();
    return JSON.stringify([sorted(resources), sorted(pending)]);
}

function sortedKeys(_: string, value: unknown): unknown {
    return typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value;
}

describe("journal", () => {
    const folder = temporaryFolder();
    let runs = 0;

    /** A run that is left without a compaction, in a folder of its own. */
    async function runOf(list: readonly Action[]): Promise<{ path: string; text: string; models: Model[] }> {
        const path = join(folder(), String(runs++));
        const store = await openState({ folder: path, env: {} });
        await store.put({ urn: STACK, custom: false, type: "pulumi:pulumi:Stack" });
        await store.put(resource("a", { parent: STACK }));
        await store.compact();
        const models: Model[] = [{ resources: [...store.resources], pending: [] }];
        for (const action of list) {
            const next = PERFORM[action.what](store, models.at(-1)!, action);
            models.push(...(next ? [next] : []));
        }
        await store.close();
        const text = models.length > 1 ? readFileSync(join(path, "journal.jsonl"), "utf8") : "";
        return { path, text, models };
    }

    it("cut off at any byte, is the state after the last whole record, and one that Pulumi would import", async () => {
        await fc.assert(
            fc.asyncProperty(actions, async (list) => {
                const { path, text, models } = await runOf(list);
                const { deployment } = JSON.parse(readFileSync(join(path, "checkpoint.json"), "utf8"));
                for (let cut = 0; cut <= text.length; cut++) {
                    const left = parseJournal(text.slice(0, cut), "journal");
                    const ledger = new Ledger({
                        resources: deployment.resources,
                        operations: [],
                        salt: undefined,
                        time: "",
                    });
                    left?.records.forEach((record) => {
                        ledger.apply(record);
                    });
                    // A line that only lacks its end is not whole yet; the first line is the header.
                    const whole = Math.max(0, text.slice(0, cut).split("\n").length - 2);
                    const found = { resources: ledger.resources(), pending: ledger.pendingOperations() };
                    assert.equal(shape(found), shape(models[whole]!), `cut at byte ${cut}`);
                    assert.deepEqual(integrityProblems(found.resources), []);
                }
            }),
            { numRuns: 40 },
        );
    });

    it("cut off anywhere, opens as a store that can be written to and opened again", async () => {
        await fc.assert(
            fc.asyncProperty(actions, fc.double({ min: 0, max: 1, noNaN: true }), async (list, where) => {
                const { path, text, models } = await runOf(list);
                const copy = `${path}-copy`;
                mkdirSync(copy);
                copyFileSync(join(path, "checkpoint.json"), join(copy, "checkpoint.json"));
                const cut = Math.floor(where * text.length);
                writeFileSync(join(copy, "journal.jsonl"), text.slice(0, cut));
                const whole = Math.max(0, text.slice(0, cut).split("\n").length - 2);

                const store = await openState({ folder: copy, env: {} });
                await store.put(resource("z", { parent: STACK }));
                await store.close();
                const again = await openState({ folder: copy, env: {} });
                const expected = models[whole]!;
                assert.equal(
                    shape({ resources: again.resources, pending: again.pendingOperations }),
                    shape({ ...expected, resources: [...expected.resources, resource("z", { parent: STACK })] }),
                );
                await again.close();
            }),
            { numRuns: 30 },
        );
    });
});
