// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import type { Events, StepReport } from "../events";
import type { ResourceState } from "../model";
import type { Hooks } from "../monitor/hooks";
import type { Place } from "../monitor/register";
import type { PolicyChecks } from "../policy/checks";
import type { Provider, ResourceRequest } from "../provider/provider";
import { providerUrn, type Providers } from "../providers";
import type { StateWriter } from "../state/writer";
import { urnName } from "../urn";
import { Stopped } from "./failure";

/** What every step of one run shares. */
export interface Context {
    readonly place: Place;
    readonly preview: boolean;
    readonly events: Events;
    readonly hooks: Hooks;
    readonly providers: Providers;
    readonly policies: PolicyChecks;
    readonly state: StateWriter;
    /** Runs a task when one of the `--parallel` places is free. */
    readonly limit: <T>(task: () => Promise<T>) => Promise<T>;
    /** Aborted once a step has failed or the user has asked to stop: nothing new is begun. */
    readonly stopping: AbortController;
    /** Aborted when the user insists: what is running is broken off too. */
    readonly cancelled: AbortSignal;
    /** Every URN that the program has asked for. */
    readonly claimed: Set<string>;
    /** Resources of the program so far, by URN. */
    readonly news: Map<string, ResourceState>;
    /** Resources of the state as it was before the run, without those that only wait for deletion. */
    readonly olds: Map<string, ResourceState>;
    /** Former URNs of resources that an alias has found. */
    readonly renamed: Map<string, { urn: string; state: ResourceState }>;
    /** Components whose outputs are still to come. */
    readonly components: Map<string, StepReport>;
    /** Replaced in this run (or in one that was cut short), to be deleted at the end. */
    readonly replaced: ResourceState[];
}

/** Resolves when the signal is given, or was before. */
export async function aborted(signal: AbortSignal): Promise<void> {
    if (!signal.aborted) {
        await once(signal, "abort");
    }
}

/** Throws if the run is being stopped. */
export function checkRunning(context: Context): void {
    if (context.stopping.signal.aborted) {
        throw new Stopped();
    }
}

/** Takes a URN for a resource. Throws if another one has it. */
export function claim(context: Context, urn: string): void {
    if (context.claimed.has(urn)) {
        throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name.`);
    }
    context.claimed.add(urn);
}

export function requestFor(
    context: Context,
    resource: { urn: string; type: string },
    timeoutSeconds?: number,
): ResourceRequest {
    return {
        urn: resource.urn,
        type: resource.type,
        name: urnName(resource.urn),
        preview: context.preview,
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        signal: context.cancelled,
        log: (severity, message) => {
            context.events.diagnostic(severity, message, resource.urn, severity === "info");
        },
    };
}

/** The provider that a state belongs to; undefined while its configuration is unknown. */
export function providerOf(context: Context, reference: string): Provider | undefined {
    const urn = providerUrn(reference);
    const state = context.news.get(urn) ?? context.olds.get(urn);
    if (state === undefined) {
        throw new Error(`The provider ${urn} is neither in the program nor in the state.`);
    }
    return context.providers.get(state);
}
