// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import type { ResourceState } from "../model";
import { markLike, markSecrets } from "../secrets-in-outputs";
import { isProviderType } from "../urn";
import type { Properties } from "../values";
import { checkRunning, type Context, providerOf, requestFor } from "./context";
import { messageOf, StepFailed, Stopped } from "./failure";
import { existing } from "./steps";

/** Reads every resource of the state again; the state then says what is, and the next update what to do about it. */
export async function refreshAll(context: Context): Promise<void> {
    const states = [...context.olds.values()];
    const results = await Promise.allSettled(states.map((state) => refreshOne(context, state)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) {
        throw failed.reason;
    }
}

async function refreshOne(context: Context, old: ResourceState): Promise<void> {
    if (!old.custom || isProviderType(old.type) || old.provider === undefined) {
        context.events.begin({ op: "same", old, new: old });
        context.events.end({ op: "same", old, new: old });
        await context.state.same(old);
        return;
    }
    await context.limit(async () => {
        checkRunning(context);
        context.events.begin({ op: "refresh", old, new: old });
        try {
            await record(context, old, await readLive(context, old));
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

async function record(context: Context, old: ResourceState, live: ResourceState | undefined): Promise<void> {
    if (live === undefined) {
        context.olds.delete(old.urn);
        await context.state.remove(old);
        context.events.end({ op: "delete", old });
        return;
    }
    const changed = !isDeepStrictEqual(meaning(live), meaning(old));
    const state = changed ? { ...live, modified: new Date().toISOString() } : live;
    context.olds.set(old.urn, state);
    await (isDeepStrictEqual(live, old) ? context.state.same(old) : context.state.put(state));
    context.events.end({ op: changed ? "update" : "same", old, new: state });
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
