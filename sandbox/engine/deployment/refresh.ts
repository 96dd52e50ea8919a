// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { StepReport } from "../events";
import type { ResourceState } from "../model";
import { markLike, markSecrets } from "../secrets-in-outputs";
import { isProviderType } from "../urn";
import type { Properties } from "../values";
import { checkRunning, type Context, providerOf, requestFor } from "./context";
import { messageOf, StepFailed, Stopped } from "./failure";
import { existing } from "./steps";

/**
 * Reads every resource of the state again; the state then says what is, and the next update what to do about it. Before
 * an update nothing is counted: the update's own steps are what the run does.
 */
export async function refreshAll(context: Context, how: { counted: boolean }): Promise<void> {
    const states = [...context.olds.values()].filter((state) => how.counted || isRead(state));
    const results = await Promise.allSettled(states.map((state) => refreshOne(context, state, how.counted)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) {
        throw failed.reason;
    }
}

/** True for what has something in the cluster to be read. */
function isRead(state: ResourceState): boolean {
    return state.custom && !isProviderType(state.type) && state.provider !== undefined;
}

async function refreshOne(context: Context, old: ResourceState, counted: boolean): Promise<void> {
    if (!isRead(old)) {
        context.events.begin({ op: "same", old, new: old });
        context.events.end({ op: "same", old, new: old });
        await context.state.same(old);
        return;
    }
    await context.limit(async () => {
        checkRunning(context);
        context.events.begin({ op: "refresh", old, new: old });
        try {
            const report = await record(context, old, await readLive(context, old));
            context.events.end(counted ? report : { ...report, op: "refresh" });
        } catch (error) {
            context.stopping.abort();
            if (error instanceof Stopped) {
                throw error;
            }
            context.events.failed({ op: "refresh", old, new: old }, messageOf(error));
            throw new StepFailed(messageOf(error));
        }
    });
}

/** The state as the live object has it; undefined if the object is gone. */
export async function readLive(context: Context, old: ResourceState): Promise<ResourceState | undefined> {
    const provider = providerOf(context, old.provider ?? "");
    const { inputs, outputs, id } = existing(old);
    const live = await provider?.read(requestFor(context, old), id, { inputs, outputs });
    if (live === undefined) {
        return undefined;
    }
    const newInputs = markLike(live.inputs, old.inputs ?? {}) as Properties;
    return {
        ...old,
        id: live.id,
        ...(old.external ? {} : { inputs: newInputs }),
        outputs: markSecrets(live.outputs, old.inputs ?? {}, old.additionalSecretOutputs ?? []),
    };
}

async function record(context: Context, old: ResourceState, live: ResourceState | undefined): Promise<StepReport> {
    if (live === undefined) {
        context.olds.delete(old.urn);
        await context.state.remove(old);
        return { op: "delete", old };
    }
    const changed = !isDeepStrictEqual(meaning(live), meaning(old));
    const state = changed ? { ...live, modified: new Date().toISOString() } : live;
    context.olds.set(old.urn, state);
    await (isDeepStrictEqual(live, old) ? context.state.same(old) : context.state.put(state));
    return { op: changed ? "update" : "same", old, new: state };
}

/** What a person would call a change: not a new resource version, nor who wrote which field when. */
function meaning(state: ResourceState): unknown {
    const { __fieldManager: _manager, metadata, ...outputs } = existing(state).outputs;
    const {
        managedFields: _fields,
        resourceVersion: _version,
        generation: _generation,
        ...kept
    } = (metadata ?? {}) as Properties;
    return { inputs: existing(state).inputs, outputs: { ...outputs, metadata: kept } };
}
