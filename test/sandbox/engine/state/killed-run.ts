// SPDX-License-Identifier: Apache-2.0
import { openState } from "../../../../sandbox/engine/state/store";
import { resource, STACK } from "./folder";

/** A run to be killed: adds resources without end, several at once, and says on stdout which are saved. */
async function main(folder: string): Promise<void> {
    const store = await openState({ folder, env: {}, command: "killed-run" });
    process.stdout.write(`open ${store.notes.filter((note) => note.includes("is dead")).length}\n`);
    if (store.resources.length === 0) {
        await store.put({ urn: STACK, custom: false, type: "pulumi:pulumi:Stack" });
    }
    for (let next = store.resources.length; ; next += 8) {
        await Promise.all(
            Array.from({ length: 8 }, async (_, lane) => {
                const state = resource(`r${next + lane}`, { parent: STACK, inputs: { text: "x".repeat(500) } });
                const token = await store.begin({ type: "creating", resource: state });
                await store.put(state);
                process.stdout.write(`saved ${state.urn}\n`);
                await store.done(token);
            }),
        );
        if (next % 5 === 0) {
            await store.compact();
        }
    }
}

void main(process.argv[2] ?? "");
