// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../lib/problem";
import { failOn, isPrompt, type Where, withoutValues } from "../checked";
import { hasEngine } from "../hooks";
import { withUnknowns } from "../unknowns";
import { type World, worldOf } from "./world";

/** What is checked on a cluster before a resource may be registered. */
export interface LiveCheck<T> {
    readonly provider: pulumi.ProviderResource | undefined;
    readonly where: Where;
    /** Problems of the arguments among what is on the cluster. Not asked while an argument is unknown. */
    readonly check: (values: T, world: World) => Promise<readonly Problem[]>;
}

/**
 * The value, once the check on the cluster found no fault with the arguments. Where no engine runs the program, the
 * cluster cannot be read or an argument is still unknown, the value passes as it is.
 */
export function onceFound<T, V>(value: pulumi.Input<V>, args: object, live: LiveCheck<T>): pulumi.Input<V> {
    if (!hasEngine()) {
        return value;
    }
    const gate = look(args, live);
    // Whoever waits for the value is told; where the value itself failed nobody waits.
    gate.catch(() => undefined);
    if (isPrompt(value)) {
        return gate.then(() => value as V);
    }
    // The value first: what it depends on and whether it is known are its own affair.
    return pulumi.output(value).apply((known) => gate.then(() => known)) as pulumi.Output<V>;
}

async function look<T>(args: object, live: LiveCheck<T>): Promise<void> {
    if (isPrompt(args)) {
        await judge(args as T, false, live);
        return;
    }
    const output = pulumi.output(args);
    const values = (await withUnknowns(output)) as T;
    if (!pulumi.containsUnknowns(values)) {
        await judge(values, await pulumi.isSecret(output), live);
    }
}

async function judge<T>(values: T, isSecret: boolean, { provider, where, check }: LiveCheck<T>): Promise<void> {
    const world = await worldOf(provider);
    if (world !== undefined) {
        const problems = await check(values, world);
        failOn(isSecret ? problems.map(withoutValues) : problems, where);
    }
}
