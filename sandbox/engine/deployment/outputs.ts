// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../values";
import type { Context } from "./context";

/** Takes the outputs that a component gives at the end of its constructor. */
export async function registerOutputs(context: Context, urn: string, outputs: Properties): Promise<void> {
    const state = context.news.get(urn);
    if (state === undefined) {
        throw new Error(`Outputs were registered for ${urn}, which is not a resource of this program.`);
    }
    const made = { ...state, outputs };
    context.news.set(urn, made);
    await context.state.put(made);
    const report = context.components.get(urn);
    if (report !== undefined) {
        context.components.delete(urn);
        context.events.end({ ...report, new: made });
    }
}

/** Ends the step of every component that never registered outputs. */
export function endComponents(context: Context): void {
    for (const [urn, report] of context.components) {
        const state = context.news.get(urn);
        context.events.end(state === undefined ? report : { ...report, new: state });
    }
    context.components.clear();
}
