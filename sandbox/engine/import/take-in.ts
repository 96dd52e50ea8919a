// SPDX-License-Identifier: Apache-2.0
import { checkRunning, type Context, providerOf, requestFor } from "../deployment/context";
import { messageOf, StepFailed } from "../deployment/failure";
import type { StepReport } from "../events";
import type { ResourceState } from "../model";
import { markLike, markSecrets } from "../secrets-in-outputs";
import type { StateStore } from "../state/store";
import { isProviderType, STACK_TYPE } from "../urn";
import { isSecret, type Properties, secret, withoutSecrets } from "../values";
import type { Import } from "./resolve";
import { newImports } from "./new-imports";
import { addProviders, addStack, stateOf } from "./states";

/** What is imported, and how. */
export interface ImportOptions {
    /** Path of the import file. */
    readonly file: string;
    /** Whether what is imported is protected from deletion until the program says otherwise. */
    readonly protect: boolean;
}

/**
 * Takes the resources of an import file into the state, as `pulumi import --file` does: all of them or none, in one
 * write. The cluster is read where the file does not say what there is, and never written.
 */
export async function importAll(context: Context, store: StateStore, { file, protect }: ImportOptions): Promise<void> {
    const imports = newImports(context, file);
    for (const old of context.olds.values()) {
        context.events.begin({ op: "same", old, new: old });
        context.events.end({ op: "same", old, new: old });
    }
    const stack = addStack(context);
    addProviders(context, imports);
    for (const state of context.news.values()) {
        context.events.begin(reportOf(state));
    }
    const resources = imports.filter(({ spec }) => !isProviderType(spec.type));
    const steps = resources.map((each) => ({ each, state: stateOf(context, each, { stack, protect }) }));
    const taken = await Promise.allSettled(steps.map(({ each, state }) => takeIn(context, each, state)));
    const failed = taken.find((result) => result.status === "rejected");
    if (failed !== undefined) {
        throw failed.reason;
    }
    checkRunning(context);
    const made = [...context.news.values()];
    await (context.preview ? undefined : store.add(made));
    for (const state of made) {
        context.events.end(reportOf(state));
    }
}

function reportOf(state: ResourceState): StepReport {
    const isOwn = state.type === STACK_TYPE || isProviderType(state.type);
    return { op: isOwn ? "create" : "import", new: state };
}

/** Fills the state of a resource with what there is. Every resource is tried, so that all problems are told at once. */
async function takeIn(context: Context, each: Import, state: ResourceState): Promise<void> {
    await context.limit(async () => {
        checkRunning(context);
        context.events.begin(reportOf(state));
        try {
            context.news.set(state.urn, state.custom ? await withLive(context, each, state) : state);
        } catch (error) {
            context.events.failed(reportOf(state), messageOf(error));
            throw new StepFailed(messageOf(error));
        }
    });
}

async function withLive(context: Context, { spec }: Import, state: ResourceState): Promise<ResourceState> {
    const provider = providerOf(context, state.provider ?? "");
    const request = requestFor(context, state);
    const filled = spec.outputs === undefined ? await read(context, state) : state;
    const inputs = withoutSecrets(filled.inputs ?? {});
    const checked = await provider?.check(request, inputs, inputs);
    for (const { property, reason } of checked?.failures ?? []) {
        context.events.diagnostic("warning", `The imported input '${property}' does not fit: ${reason}`, state.urn);
    }
    return filled;
}

/** The live object; what it has is right, and the file fills the gaps. */
async function read(context: Context, state: ResourceState): Promise<ResourceState> {
    const { id = "", type, inputs: given = {} } = state;
    const live = await providerOf(context, state.provider ?? "")?.read(requestFor(context, state), id);
    if (live === undefined) {
        throw new Error(`There is no ${type} '${id}'.`);
    }
    const gaps = Object.entries(given).filter(([key]) => (live.inputs[key] ?? null) === null);
    const known = Object.entries(live.inputs).map(([key, value]) => [key, keptSecret(value, given[key])] as const);
    const inputs: Properties = Object.fromEntries([...known, ...gaps]);
    return { ...state, id: live.id, inputs, outputs: markSecrets(live.outputs, inputs, []) };
}

function keptSecret(value: unknown, given: unknown): unknown {
    return isSecret(given) ? secret(value) : markLike(value, given);
}
