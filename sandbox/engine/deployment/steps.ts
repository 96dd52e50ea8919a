// SPDX-License-Identifier: Apache-2.0
import type { StepReport } from "../events";
import type { Goal, HookBinding } from "../goal";
import type { CustomTimeouts, PendingOperation, ResourceState } from "../model";
import type { HookSubject } from "../monitor/hooks";
import { PartialFailure } from "../provider/provider";
import { markSecrets } from "../secrets-in-outputs";
import { type Properties, withoutSecrets } from "../values";
import { checkRunning, type Context, providerOf, requestFor } from "./context";
import { messageOf, StepFailed, Stopped } from "./failure";

/** A goal whose inputs the provider has checked, with the state it would have. */
export interface Wanted {
    readonly goal: Goal;
    readonly state: ResourceState;
}

/** Creates the resource; as part of a replacement the old one stays until the end of the run. */
export async function create(
    context: Context,
    wanted: Wanted,
    report: Partial<StepReport> = {},
): Promise<ResourceState> {
    const { goal, state } = wanted;
    const full: StepReport = { op: "create", ...report, new: state };
    return step(context, full, async () => {
        const subject = { urn: goal.urn, newInputs: state.inputs };
        await context.hooks.run("beforeCreate", goal.hooks, subject);
        const made = await attempt(context, goal.hooks, { subject, operation: "create" }, () =>
            write(context, { type: "creating", resource: state }, () => callCreate(context, wanted)),
        );
        await context.hooks.run("afterCreate", goal.hooks, { ...subject, id: made.id, newOutputs: made.outputs });
        return made;
    });
}

export async function update(
    context: Context,
    wanted: Wanted,
    old: ResourceState,
    report: Partial<StepReport>,
): Promise<ResourceState> {
    const { goal, state } = wanted;
    const full: StepReport = { op: "update", ...report, old, new: state };
    return step(context, full, async () => {
        const subject = {
            urn: goal.urn,
            id: old.id,
            newInputs: state.inputs,
            oldInputs: old.inputs,
            oldOutputs: old.outputs,
        };
        await context.hooks.run("beforeUpdate", goal.hooks, subject);
        const made = await attempt(context, goal.hooks, { subject, operation: "update" }, () =>
            write(context, { type: "updating", resource: state }, () => callUpdate(context, wanted, old)),
        );
        await context.hooks.run("afterUpdate", goal.hooks, { ...subject, newOutputs: made.outputs });
        return made;
    });
}

/** Deletes what a state stands for, unless it is only read, retained or goes down with another resource. */
export async function remove(
    context: Context,
    old: ResourceState,
    how: { op: "delete" | "delete-replaced" | "discard"; leaveObject: boolean },
): Promise<void> {
    await step(context, { op: how.op, old }, async () => {
        const binding = old.resourceHooks ?? {};
        const subject = { urn: old.urn, id: old.id, oldInputs: old.inputs, oldOutputs: old.outputs };
        await context.hooks.run("beforeDelete", binding, subject);
        if (!context.preview) {
            await attempt(context, binding, { subject, operation: "delete" }, () =>
                pending(context, { type: "deleting", resource: old }, async () => {
                    if (old.custom && !how.leaveObject) {
                        await callDelete(context, old);
                    }
                    await context.state.remove(old);
                }),
            );
        }
        await context.hooks.run("afterDelete", binding, subject);
        return old;
    });
}

async function callCreate(context: Context, wanted: Wanted): Promise<ResourceState> {
    const { goal, state } = wanted;
    const provider = providerOf(context, state.provider ?? "");
    const inputs = withoutSecrets(state.inputs ?? {});
    if (provider === undefined) {
        return { ...state, outputs: markSecrets(inputs, state.inputs ?? {}, goal.additionalSecretOutputs) };
    }
    const request = requestFor(context, goal, timeout(state.customTimeouts, "create"));
    try {
        const { id, outputs } = await provider.create(request, inputs);
        return finished(wanted, context.preview ? "" : id, outputs);
    } catch (error) {
        throw await recorded(context, error, wanted);
    }
}

async function callUpdate(context: Context, wanted: Wanted, old: ResourceState): Promise<ResourceState> {
    const { goal, state } = wanted;
    const provider = providerOf(context, state.provider ?? "");
    if (provider === undefined) {
        return { ...state, outputs: old.outputs };
    }
    const request = requestFor(context, goal, timeout(state.customTimeouts, "update"));
    try {
        const { outputs } = await provider.update(
            request,
            existing(old),
            withoutSecrets(state.inputs ?? {}),
            goal.ignoreChanges,
        );
        return finished(wanted, old.id ?? "", outputs);
    } catch (error) {
        throw await recorded(context, error, wanted);
    }
}

/** Deletes the object of a state and waits until it is gone. */
export async function callDelete(context: Context, old: ResourceState): Promise<void> {
    const provider = old.provider ? providerOf(context, old.provider) : undefined;
    const request = requestFor(context, old, timeout(old.customTimeouts, "delete"));
    await provider?.delete(request, existing(old));
}

/** The sides of a state that a provider works with. */
export function existing(state: ResourceState): { id: string; inputs: Properties; outputs: Properties } {
    return {
        id: state.id ?? "",
        inputs: withoutSecrets(state.inputs ?? {}),
        outputs: withoutSecrets(state.outputs ?? {}),
    };
}

function finished(wanted: Wanted, id: string, outputs: Properties): ResourceState {
    const marked = markSecrets(outputs, wanted.state.inputs ?? {}, wanted.goal.additionalSecretOutputs);
    return { ...wanted.state, ...(id ? { id } : {}), outputs: marked, modified: new Date().toISOString() };
}

/** An object that was written before its step failed belongs in the state all the same. */
async function recorded(context: Context, error: unknown, wanted: Wanted): Promise<unknown> {
    if (error instanceof PartialFailure && !context.preview) {
        const state = finished(wanted, error.live.id, error.live.outputs);
        await context.state.put({ ...state, initErrors: [error.message] });
    }
    return error;
}

/** Writes, and keeps what was written. A preview only asks. */
async function write(
    context: Context,
    operation: PendingOperation,
    act: () => Promise<ResourceState>,
): Promise<ResourceState> {
    if (context.preview) {
        return act();
    }
    return pending(context, operation, async () => {
        const made = await act();
        await context.state.put(made);
        return made;
    });
}

/** Notes an operation before it begins, so that a run killed in the middle is known to have been at it. */
async function pending<T>(context: Context, operation: PendingOperation, act: () => Promise<T>): Promise<T> {
    const token = await context.state.begin(operation);
    try {
        return await act();
    } finally {
        await context.state.done(token);
    }
}

/** Tries again as long as the resource's error hooks ask for it. */
async function attempt<T>(
    context: Context,
    binding: HookBinding,
    what: { subject: HookSubject; operation: string },
    act: () => Promise<T>,
): Promise<T> {
    const errors: string[] = [];
    for (;;) {
        try {
            return await act();
        } catch (error) {
            errors.push(messageOf(error));
            if (context.preview || !(await context.hooks.retry(binding, what.subject, what.operation, errors))) {
                throw error;
            }
        }
    }
}

/** Frames a step with its events, takes a place among the parallel ones, and stops the run when it fails. */
async function step(context: Context, report: StepReport, act: () => Promise<ResourceState>): Promise<ResourceState> {
    return context.limit(async () => {
        checkRunning(context);
        context.events.begin(report);
        try {
            const made = await act();
            context.events.end(report.new === undefined ? report : { ...report, new: made });
            return made;
        } catch (error) {
            context.stopping.abort();
            if (error instanceof Stopped) {
                throw error;
            }
            context.events.failed(report, messageOf(error));
            throw new StepFailed(messageOf(error));
        }
    });
}

function timeout(custom: CustomTimeouts | undefined, operation: keyof CustomTimeouts): number | undefined {
    return custom?.[operation];
}
