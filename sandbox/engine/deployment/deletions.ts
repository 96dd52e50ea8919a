// SPDX-License-Identifier: Apache-2.0
import type { ResourceState } from "../model";
import { isProviderType } from "../urn";
import { providerUrn } from "../providers";
import type { Context } from "./context";
import { protectedMessage } from "./register";
import { StepFailed } from "./failure";
import { remove } from "./steps";

/** Everything a state refers to, and must not outlive. */
export function references(state: ResourceState): string[] {
    return [
        ...(state.parent ? [state.parent] : []),
        ...(state.dependencies ?? []),
        ...Object.values(state.propertyDependencies ?? {}).flat(),
        ...(state.provider ? [providerUrn(state.provider)] : []),
        ...(state.deletedWith ? [state.deletedWith] : []),
    ];
}

/** Deletes resources, dependents before what they depend on, as many at once as may run. */
export async function deleteAll(context: Context, states: readonly ResourceState[]): Promise<void> {
    refuseProtected(context, states);
    const doomed = new Set(states.map(({ urn }) => urn));
    const dependents = dependentsOf(context, states);
    const started = new Map<ResourceState, Promise<void>>();
    // A run that was cut short can leave a circle: what was replaced then refers to what now refers to its successor.
    const start = (state: ResourceState, above: readonly ResourceState[] = []): Promise<void> => {
        const running = started.get(state);
        if (running !== undefined) {
            return running;
        }
        const first = (dependents.get(state) ?? []).filter((other) => !above.includes(other));
        const path = [...above, state];
        const deletion = Promise.all(first.map((other) => start(other, path))).then(() =>
            deleteOne(context, state, doomed),
        );
        started.set(state, deletion);
        return deletion;
    };
    const results = await Promise.allSettled(states.map((state) => start(state)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) {
        throw failed.reason;
    }
}

async function deleteOne(context: Context, state: ResourceState, doomed: ReadonlySet<string>): Promise<void> {
    if (isProviderType(state.type)) {
        const report = { op: "delete", old: state } as const;
        context.events.begin(report);
        await context.state.remove(state);
        context.events.end(report);
        return;
    }
    const goesWith = state.deletedWith !== undefined && doomed.has(state.deletedWith);
    await remove(context, state, {
        op: state.external ? "discard" : state.delete ? "delete-replaced" : "delete",
        leaveObject: state.external === true || state.retainOnDelete === true || goesWith,
    });
}

/** Nothing is deleted as long as anything among it is protected. */
function refuseProtected(context: Context, states: readonly ResourceState[]): void {
    const kept = states.filter((state) => state.protect && !state.external);
    for (const state of kept) {
        context.events.diagnostic("error", protectedMessage(state, "deleted"), state.urn);
    }
    if (kept.length > 0) {
        context.stopping.abort();
        throw new StepFailed(`${kept.length} protected resources would be deleted.`);
    }
}

/** For each state the others that have to go before it. */
function dependentsOf(context: Context, states: readonly ResourceState[]): Map<ResourceState, ResourceState[]> {
    const byUrn = new Map<string, ResourceState[]>();
    for (const state of states) {
        append(byUrn, state.urn, state);
    }
    const dependents = new Map<ResourceState, ResourceState[]>();
    for (const state of states) {
        for (const reference of new Set(references(state))) {
            const targets = byUrn.get(reference) ?? byUrn.get(context.renamed.get(reference)?.urn ?? "") ?? [];
            for (const target of sameAge(targets, state)) {
                append(dependents, target, state);
            }
        }
    }
    return dependents;
}

/** Of states that share a URN those meant: the replaced refer to the replaced, the living to the living. */
function sameAge(candidates: readonly ResourceState[], state: ResourceState): readonly ResourceState[] {
    const others = candidates.filter((candidate) => candidate !== state);
    const alike = others.filter((other) => (other.delete ?? false) === (state.delete ?? false));
    return alike.length > 0 ? alike : others.filter((other) => other.urn !== state.urn);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
    const list = map.get(key);
    if (list === undefined) {
        map.set(key, [value]);
    } else {
        list.push(value);
    }
}
