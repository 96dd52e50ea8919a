// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { hasEngine } from "./hooks";

/**
 * A value that every run of a program has one of. One process can run several programs (the Automation API), and one
 * run can meet several monitor clients of the same engine (a plugin has one for each component), so that neither a
 * global nor the client itself tells runs apart: the engine's address does. Mocks have no address and stand for themselves.
 */
export function perProgram<T>(make: () => T): () => T {
    const byAddress = new Map<string, T>();
    const byMonitor = new WeakMap<object, T>();
    return () => {
        const monitor = currentMonitor();
        const address = monitor.getChannel?.().getTarget();
        const known = address === undefined ? byMonitor.get(monitor) : byAddress.get(address);
        if (known !== undefined) {
            return known;
        }
        const made = make();
        if (address === undefined) {
            byMonitor.set(monitor, made);
        } else {
            byAddress.set(address, made);
        }
        return made;
    };
}

/** A value that every run of a program has one of for each provider, that is for each cluster; undefined is the default one. */
export function perProvider<T>(
    make: (provider: pulumi.ProviderResource | undefined) => T,
): (provider: pulumi.ProviderResource | undefined) => T {
    const made = perProgram(() => new Map<pulumi.ProviderResource | undefined, T>());
    return (provider) => {
        const known = made().get(provider) ?? make(provider);
        made().set(provider, known);
        return known;
    };
}

/**
 * A hook that is registered with the engine once per program however many resources share it. Undefined where hooks
 * cannot be registered, which is so under Pulumi's own test mocks: there a registration would never end.
 */
export function sharedHook(
    name: string,
    callback: pulumi.ResourceHookFunction,
    options: pulumi.ResourceHookOptions,
): () => pulumi.ResourceHook | undefined {
    return perProgram(() => (hasEngine() ? new pulumi.ResourceHook(name, callback, options) : undefined));
}

interface Monitor {
    getChannel?(): { getTarget(): string };
}

const noMonitor: Monitor = {};

function currentMonitor(): Monitor {
    return (pulumi.runtime.getMonitor() as Monitor | undefined) ?? noMonitor;
}
