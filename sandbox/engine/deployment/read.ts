// SPDX-License-Identifier: Apache-2.0
import type { Goal } from "../goal";
import type { ResourceState } from "../model";
import { markSecrets } from "../secrets-in-outputs";
import { containsUnknown, withoutSecrets } from "../values";
import { checkRunning, claim, type Context, providerOf, requestFor } from "./context";
import { defaultProvider } from "./register";
import { messageOf, StepFailed } from "./failure";

/** Reads a resource that the program asks for (`get`): it is in the state as somebody else's, and never deleted. */
export async function readResource(context: Context, goal: Goal, id: string): Promise<ResourceState> {
    checkRunning(context);
    claim(context, goal.urn);
    const provider = goal.provider === "" ? await defaultProvider(context, goal) : goal.provider;
    const state: ResourceState = {
        urn: goal.urn,
        custom: true,
        id,
        type: goal.type,
        inputs: goal.inputs,
        outputs: {},
        ...(goal.parent ? { parent: goal.parent } : {}),
        external: true,
        ...(goal.dependencies.length > 0 ? { dependencies: [...goal.dependencies] } : {}),
        provider,
    };
    if (containsUnknown(id)) {
        return state;
    }
    const old = context.olds.get(goal.urn);
    const report = { op: "read", ...(old ? { old } : {}), new: state } as const;
    return context.limit(async () => {
        context.events.begin(report);
        try {
            const reader = providerOf(context, provider);
            const live = await reader?.read(requestFor(context, goal), id, {
                inputs: withoutSecrets(goal.inputs),
                outputs: {},
            });
            if (reader !== undefined && live === undefined) {
                throw new Error(`The resource '${id}' (${goal.type}) does not exist.`);
            }
            const made = { ...state, outputs: markSecrets(live?.outputs ?? {}, {}, goal.additionalSecretOutputs) };
            context.news.set(goal.urn, made);
            await context.state.put(made);
            context.events.end({ ...report, new: made });
            return made;
        } catch (error) {
            context.stopping.abort();
            context.events.failed(report, messageOf(error));
            throw new StepFailed(messageOf(error));
        }
    });
}
