// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import type { Context } from "../deployment/context";
import { EMPTY_GOAL } from "../goal";
import type { ResourceState } from "../model";
import { providerReference, withVersion } from "../providers";
import { buildUrn, isProviderType, STACK_TYPE } from "../urn";
import type { Import } from "./resolve";

/** Adds the stack's own resource, unless the state has it; gives its URN. */
export function addStack({ place, olds, news }: Context): string {
    const urn = buildUrn(place, STACK_TYPE, `${place.project}-${place.stack}`);
    if (!olds.has(urn)) {
        news.set(urn, { urn, custom: false, type: STACK_TYPE, inputs: {}, outputs: {}, ...asOfNow() });
    }
    return urn;
}

/** Adds the providers that the file declares. */
export function addProviders({ news, providers }: Context, imports: readonly Import[]): void {
    for (const { spec, urn, parent } of imports.filter((each) => isProviderType(each.spec.type))) {
        const { type, version = "" } = spec;
        const inputs = withVersion(spec.inputs ?? {}, version);
        const id = randomUUID();
        const state = { urn, custom: true, id, type, inputs, outputs: inputs, ...(parent && { parent }), ...asOfNow() };
        // Inputs that the engine cannot work with are refused here.
        providers.get(state);
        news.set(urn, state);
    }
}

/** The state of a resource as far as the file gives it. */
export function stateOf(
    context: Context,
    { spec, urn, parent, provider }: Import,
    { stack, protect }: { stack: string; protect: boolean },
): ResourceState {
    const { type, id, component = false, inputs = {}, outputs = {} } = spec;
    return {
        urn,
        custom: !component,
        ...(id === undefined ? {} : { id }),
        type,
        inputs,
        outputs,
        parent: parent ?? stack,
        ...(protect ? { protect } : {}),
        ...(component ? {} : { provider: providerReference(providerState(context, spec, provider)) }),
        ...asOfNow(),
    };
}

/** The provider that serves a resource; the default one is added if the state does not have it. */
function providerState(context: Context, { type, version = "" }: Import["spec"], explicit?: string): ResourceState {
    const { providers, news, olds } = context;
    const urn = explicit ?? providers.defaultUrn({ ...EMPTY_GOAL, type, version });
    const state = news.get(urn) ?? olds.get(urn) ?? providers.defaultState(urn, version, undefined);
    if (!olds.has(urn)) {
        news.set(urn, state);
    }
    return state;
}

function asOfNow(): { created: string; modified: string } {
    const now = new Date().toISOString();
    return { created: now, modified: now };
}
