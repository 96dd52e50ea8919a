// SPDX-License-Identifier: Apache-2.0
import type { ResourceState } from "../model";
import { markSecrets } from "../secrets-in-outputs";
import { withoutSecrets } from "../values";
import { type Context, providerOf, requestFor } from "./context";
import { messageOf, StepFailed } from "./failure";
import type { Wanted } from "./steps";

/** Takes an object that exists into the state, if the program describes it as it is. */
export async function importResource(context: Context, wanted: Wanted): Promise<ResourceState> {
    const { goal, state } = wanted;
    const report = { op: "create", new: { ...state, id: goal.importId } } as const;
    return context.limit(async () => {
        context.events.begin(report);
        try {
            const imported = await readExisting(context, wanted);
            await context.state.put(imported);
            context.events.end({ ...report, new: imported });
            return imported;
        } catch (error) {
            context.stopping.abort();
            context.events.failed(report, messageOf(error));
            throw new StepFailed(messageOf(error));
        }
    });
}

async function readExisting(context: Context, wanted: Wanted): Promise<ResourceState> {
    const { goal, state } = wanted;
    const provider = providerOf(context, state.provider ?? "");
    const request = requestFor(context, goal);
    const live = await provider?.read(request, goal.importId);
    if (provider === undefined || live === undefined) {
        throw new Error(`'import' (${goal.importId}): no such ${goal.type} exists.`);
    }
    const news = withoutSecrets(state.inputs ?? {});
    const diff = await provider.diff(request, live, news, goal.ignoreChanges);
    if (diff.changed) {
        const paths = Object.keys(diff.detailedDiff).join(", ");
        throw new Error(
            `'import' (${goal.importId}): the program differs from the object at ${paths}. ` +
                "Make the program match it first, then change it in a second step.",
        );
    }
    const outputs = markSecrets(live.outputs, state.inputs ?? {}, goal.additionalSecretOutputs);
    return { ...state, id: live.id, outputs };
}
