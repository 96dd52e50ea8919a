// SPDX-License-Identifier: Apache-2.0
import { CustomResource, CustomResourcePatch } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../lib/manifest";
import { isPrompt } from "./checked";

/** Registers an object that is wholly ours. */
export function customResource(name: string, manifest: Manifest, opts: pulumi.CustomResourceOptions): CustomResource {
    return new CustomResource(name, manifest, opts);
}

/** Registers those keys of a foreign object that are ours. */
export function customResourcePatch(
    name: string,
    manifest: Manifest,
    opts: pulumi.CustomResourceOptions,
): CustomResourcePatch {
    return new CustomResourcePatch(name, manifest, opts);
}

/** A value that what comes after the resource can be made from: known as early as itself, and dependent on the resource. */
export function after<T>(resource: pulumi.Resource, value: pulumi.Input<T>): pulumi.Output<T> {
    // The value first: the URN of a resource with a bad input never comes, and the error must not wait for it.
    const own: pulumi.Output<unknown> = pulumi.output(value);
    return own.apply((known) => resource.urn.apply(() => known)) as pulumi.Output<T>;
}

/** The value, or the default where there is none. */
export function orDefault<T>(value: pulumi.Input<T> | undefined, byDefault: T): pulumi.Input<T> {
    return derived<T | undefined, T>(value, (known) => known ?? byDefault);
}

/** What follows from a value: at once if the value is known, so that it shows in every preview. */
export function derived<T, U>(value: pulumi.Input<T>, from: (value: T) => U): pulumi.Input<U> {
    if (isPrompt(value)) {
        return from(value as T);
    }
    const late: pulumi.Output<unknown> = pulumi.output(value);
    return late.apply<U>((known) => from(known as T));
}

/**
 * What follows from a value and takes time to find out. A promise where the value is known: for a thousand resources
 * outputs cost more than all that they wait for.
 */
export function foundOut<T, U>(value: pulumi.Input<T>, from: (value: T) => Promise<U>): pulumi.Input<U> {
    if (isPrompt(value)) {
        return Promise.resolve(value as T).then(from);
    }
    const late: pulumi.Output<unknown> = pulumi.output(value);
    return late.apply<U>((known) => from(known as T));
}

/** Each item of a list, changed; items that are still to come stay apart from those that are known. */
export function mapped(
    list: pulumi.Input<pulumi.Input<unknown>[]>,
    change: (item: pulumi.Input<unknown>) => unknown,
): pulumi.Input<unknown[]> {
    return Array.isArray(list) ? list.map(change) : pulumi.output(list).apply((items) => items.map(change));
}

/** The provider that a child of these options gets: one cluster, as far as a program can tell clusters apart. */
export function providerOf(type: string, opts: pulumi.CustomResourceOptions): pulumi.ProviderResource | undefined {
    return opts.provider ?? opts.parent?.getProvider(type);
}
