// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { shown } from "kubesphere-network/lib/problem";
import type { Goal } from "../goal";
import type { ResourceState } from "../model";
import { isConfiguredAs, providerReference, withVersion } from "../providers";
import { isProviderType } from "../urn";
import { present } from "../present";
import { markLike } from "../secrets-in-outputs";
import { type Properties, withoutSecrets } from "../values";
import { checkRunning, claim, type Context, providerOf, requestFor } from "./context";
import { importResource } from "./import";
import { type Change, plan, withIgnored } from "./plan";
import { messageOf, StepFailed } from "./failure";
import { create, existing, remove, update, type Wanted } from "./steps";

/** Brings one resource of the program to what its goal says. */
export async function register(context: Context, goal: Goal): Promise<ResourceState> {
    checkRunning(context);
    try {
        claim(context, goal.urn);
    } catch (error) {
        return fail(context, goal, error);
    }
    const old = takeOld(context, goal);
    const made = await registerAs(context, goal, old);
    for (const renamed of context.renamed.values()) {
        if (renamed.urn === goal.urn) {
            await context.state.remove(renamed.state);
        }
    }
    return made;
}

function registerAs(context: Context, goal: Goal, old: ResourceState | undefined): Promise<ResourceState> {
    if (!goal.custom) {
        return registerComponent(context, goal, old);
    }
    return isProviderType(goal.type) ? registerProvider(context, goal, old) : registerCustom(context, goal, old);
}

/** The state that the resource had before, under its own URN or one of its aliases. */
function takeOld(context: Context, goal: Goal): ResourceState | undefined {
    const candidates = new Set([goal.urn, ...goal.aliases]);
    const [found, ...others] = [...candidates].filter((urn) => context.olds.has(urn));
    const old = found === undefined ? undefined : context.olds.get(found);
    if (old === undefined) {
        return undefined;
    }
    // A run that was killed while it renamed left the object under both names: it is one object, not two.
    const twins = others.filter((urn) => context.olds.get(urn)?.id === old.id);
    for (const urn of old.urn === goal.urn ? twins : [old.urn, ...twins]) {
        context.renamed.set(urn, { urn: goal.urn, state: context.olds.get(urn) ?? old });
        context.olds.delete(urn);
    }
    context.olds.set(goal.urn, old);
    return old;
}

async function registerComponent(context: Context, goal: Goal, old: ResourceState | undefined): Promise<ResourceState> {
    const inputs = await checkPolicies(context, goal, goal.inputs).catch((error: unknown) =>
        fail(context, goal, error),
    );
    const state = { ...stateOf(goal, old, inputs), outputs: old?.outputs ?? {} };
    context.news.set(goal.urn, state);
    const changed = old !== undefined && !isDeepStrictEqual(old.inputs ?? {}, inputs);
    const op = old === undefined ? "create" : changed ? "update" : "same";
    context.components.set(goal.urn, { op, ...(old ? { old } : {}), new: { ...state, outputs: {} } });
    context.events.begin({ op, ...(old ? { old } : {}), new: { ...state, outputs: {} } });
    await context.state.put(state);
    return state;
}

async function registerProvider(context: Context, goal: Goal, old: ResourceState | undefined): Promise<ResourceState> {
    const inputs = withVersion(withIgnored(goal, old), goal.version);
    const unchanged = old !== undefined && isConfiguredAs(old, inputs);
    const id = old?.id ?? (context.preview ? undefined : randomUUID());
    const state: ResourceState = { ...stateOf(goal, old, inputs), ...(id ? { id } : {}), outputs: inputs };
    const report = { op: old === undefined ? "create" : unchanged ? "same" : "update", new: state } as const;
    const full = old === undefined ? report : { ...report, old };
    context.events.begin(full);
    context.news.set(goal.urn, state);
    try {
        refuseAnotherCluster(old, state);
        context.providers.get(state);
    } catch (error) {
        return fail(context, goal, error);
    }
    await context.state.put(state);
    context.events.end(full);
    return state;
}

/** The CLI would replace every resource of the provider. */
function refuseAnotherCluster(old: ResourceState | undefined, state: ResourceState): void {
    const [before, after] = [old, state].map((each) => withoutSecrets(each?.inputs ?? {}).clusterIdentifier);
    if (before !== undefined && before !== after) {
        throw new Error(
            `'clusterIdentifier' must stay ${shown(before)}: the sandbox engine does not move resources to another ` +
                `cluster (${shown(after)}). Use the Pulumi CLI, or destroy the stack first.`,
        );
    }
}

async function registerCustom(context: Context, goal: Goal, old: ResourceState | undefined): Promise<ResourceState> {
    let wanted: Wanted;
    try {
        wanted = await check(context, goal, old);
    } catch (error) {
        return fail(context, goal, error);
    }
    const made = await bring(context, wanted, old);
    context.news.set(goal.urn, made);
    return made;
}

async function bring(context: Context, wanted: Wanted, old: ResourceState | undefined): Promise<ResourceState> {
    const { goal, state } = wanted;
    if (goal.importId !== "" && (old === undefined || old.id !== goal.importId)) {
        return importResource(context, wanted);
    }
    if (old === undefined || old.external) {
        return create(context, wanted);
    }
    let change: Change;
    try {
        const provider = providerOf(context, state.provider ?? "");
        change = await context.limit(() => plan(provider, requestFor(context, goal), wanted, old));
    } catch (error) {
        return fail(context, goal, error);
    }
    switch (change.kind) {
        case "same":
            return same(context, wanted, old);
        case "update":
            return update(context, wanted, old, { detailedDiff: change.detailedDiff });
        case "replace":
            return replace(context, wanted, old, change);
    }
}

async function same(context: Context, wanted: Wanted, old: ResourceState): Promise<ResourceState> {
    const state: ResourceState = {
        ...wanted.state,
        id: old.id,
        outputs: old.outputs,
        ...(old.modified ? { modified: old.modified } : {}),
    };
    const report = { op: "same", old, new: state } as const;
    context.events.begin(report);
    await (isDeepStrictEqual(old, state) ? context.state.same(state) : context.state.put(state));
    context.events.end(report);
    return state;
}

async function replace(context: Context, wanted: Wanted, old: ResourceState, change: Change): Promise<ResourceState> {
    const report = { old, detailedDiff: change.detailedDiff, replaceKeys: change.replaceKeys };
    if (old.protect) {
        return fail(context, wanted.goal, protectedMessage(old, "replaced"));
    }
    // A name that the provider made up is made up anew: both may be there at once.
    const fresh = await check(context, wanted.goal, undefined).catch((error: unknown) =>
        fail(context, wanted.goal, error),
    );
    if (change.deleteBeforeReplace) {
        await remove(context, old, { op: "delete-replaced", leaveObject: old.retainOnDelete === true });
    } else {
        const replaced = { ...old, delete: true };
        await context.state.put(replaced);
        context.replaced.push(replaced);
    }
    const made = await create(context, fresh, { ...report, op: "create-replacement" });
    context.events.begin({ ...report, op: "replace", new: made });
    context.events.end({ ...report, op: "replace", new: made });
    return made;
}

/** Lets policies and the provider look at the inputs, and builds the state that they lead to. */
async function check(context: Context, goal: Goal, old: ResourceState | undefined): Promise<Wanted> {
    const reference = goal.provider === "" ? await defaultProvider(context, goal) : goal.provider;
    const provider = providerOf(context, reference);
    const inputs = withIgnored(goal, old);
    const plain = withoutSecrets(inputs);
    const checked = provider
        ? await provider.check(requestFor(context, goal), plain, old ? existing(old).inputs : undefined)
        : { inputs: plain, failures: [] };
    if (checked.failures.length > 0) {
        const list = checked.failures.map(({ property, reason }) => (property ? `'${property}': ${reason}` : reason));
        throw new Error(list.join("\n"));
    }
    const marked = markLike(checked.inputs, inputs) as Properties;
    const final = await checkPolicies(context, { ...goal, provider: reference }, marked);
    return { goal, state: { ...stateOf(goal, old, final), provider: reference } };
}

async function checkPolicies(context: Context, goal: Goal, inputs: Properties): Promise<Properties> {
    return context.policies.resource(goal, inputs);
}

/** Makes sure that the default provider of a package is there, and gives the reference to it. */
export async function defaultProvider(context: Context, goal: Goal): Promise<string> {
    const urn = context.providers.defaultUrn(goal);
    const known = context.news.get(urn);
    if (known !== undefined) {
        return providerReference(known);
    }
    const state = context.providers.defaultState(urn, goal.version, context.olds.get(urn));
    context.news.set(urn, state);
    await context.state.put(state);
    return providerReference(state);
}

/** The state that a goal leads to, before the provider has done anything. */
function stateOf(goal: Goal, old: ResourceState | undefined, inputs: Properties): ResourceState {
    const now = new Date().toISOString();
    const { onError: _notKept, ...resourceHooks } = goal.hooks;
    return {
        urn: goal.urn,
        custom: goal.custom,
        type: goal.type,
        inputs,
        ...present({
            parent: goal.parent,
            protect: goal.protect,
            dependencies: [...goal.dependencies],
            propertyDependencies: goal.propertyDependencies,
            additionalSecretOutputs: [...goal.additionalSecretOutputs],
            customTimeouts: goal.customTimeouts,
            retainOnDelete: goal.retainOnDelete,
            deletedWith: goal.deletedWith,
            sourcePosition: goal.sourcePosition,
            ignoreChanges: [...goal.ignoreChanges],
            replaceOnChanges: [...goal.replaceOnChanges],
            resourceHooks,
            importID: goal.importId,
        }),
        created: old?.created ?? now,
        modified: now,
    };
}

export function protectedMessage(state: ResourceState, what: "deleted" | "replaced"): string {
    return (
        `The resource ${state.urn} cannot be ${what} because it is protected. ` +
        "To unprotect it, remove `protect` from its options and run `up` first."
    );
}

/** Reports a resource that did not come as far as a step. */
function fail(context: Context, goal: Goal, problem: unknown): never {
    context.stopping.abort();
    if (problem instanceof StepFailed) {
        throw problem;
    }
    const message = messageOf(problem);
    context.events.diagnostic("error", message, goal.urn);
    throw new StepFailed(message);
}
