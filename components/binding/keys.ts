// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { type BindingFormat, DEFAULT_FORMAT, formatFor, formatSentence } from "../../lib/binding/format";
import { asWritten, bindingAnnotations, bindingLabels } from "../../lib/binding/metadata";
import type { Binding } from "../../lib/binding/rules";
import { type BindingKeys, familyOf } from "../../lib/binding/surroundings";
import { ipPoolLabel } from "../../lib/labels";
import type { Inputs } from "../checked";
import { type World, worldOf } from "../cluster/world";
import { hasEngine } from "../hooks";
import { derived, foundOut } from "../objects";
import { ownershipAnnotations } from "../ownership";
import { withUnknowns } from "../unknowns";
import { namespacesNow, poolsToBind } from "./bound-namespaces";
import type { NamespaceBindingArgs } from "./namespace-binding";
import { poolsOf } from "../ippool/pools-of-cluster";

/** A binding with what its format depends on. */
export type FormattedBinding = Binding & { readonly calicoAnnotation?: boolean };

/** Where a binding is written. */
export interface BindingSite {
    readonly provider: pulumi.ProviderResource | undefined;
    /** The resource that the engine shows messages at. */
    readonly resource?: pulumi.Resource;
}

/**
 * The labels and annotations of a binding in the format that its cluster has, which is said once. Each is known as soon
 * as what it is made of; while the namespace itself is not known, it counts as not bound yet.
 */
export function bindingKeys(binding: NamespaceBindingArgs, site: BindingSite): Inputs<BindingKeys> {
    const { pools, labelValue, calicoAnnotation, takeOwnership } = binding;
    // Without an engine nothing is read, and the labels are there at once.
    const formatted = hasEngine() ? follow(binding, site) : undefined;
    const named = settled([binding.namespace]);
    const labelled = [pools, labelValue] as pulumi.Input<[string[], string?]>;
    const labels = formatted
        ? foundOut(labelled, async ([names, value]) =>
              bindingLabels(names, value ?? (await formatted(names)).labelValue),
          )
        : derived(labelled, ([names, value]) => bindingLabels(names, value ?? DEFAULT_FORMAT.labelValue));
    // Always late: pools that the program makes further down have said their address family by then.
    const annotated = [pools, calicoAnnotation, takeOwnership] as pulumi.Input<[string[], boolean?, boolean?]>;
    const annotations = foundOut(annotated, async ([names, given, take]) => {
        const wanted = given ?? (formatted ? await formatted(names) : DEFAULT_FORMAT).calicoAnnotation;
        const [namespace] = await named;
        return { ...(wanted && (await listed(textOf(namespace), names, site))), ...ownershipAnnotations(take) };
    });
    return { labels, annotations };
}

/** The same keys as they are once everything is known, without what only tells the provider to take them over. */
export async function knownKeys(binding: FormattedBinding, site: BindingSite, world: World): Promise<BindingKeys> {
    const found = await find(binding.namespace, binding.pools, world);
    const { labelValue, calicoAnnotation } = { ...DEFAULT_FORMAT, ...found };
    return {
        labels: bindingLabels(binding.pools, binding.labelValue ?? labelValue),
        annotations:
            (binding.calicoAnnotation ?? calicoAnnotation) ? await listed(binding.namespace, binding.pools, site) : {},
    };
}

/** Finds the format for pools of a namespace, and says so if something new is written in it. */
function follow(
    { namespace, labelValue, calicoAnnotation }: NamespaceBindingArgs,
    { provider, resource }: BindingSite,
): (pools: readonly string[]) => Promise<BindingFormat> {
    const known = settled([namespace, labelValue, calicoAnnotation]);
    return async (pools) => {
        const [name, ...given] = await known;
        const world = await worldOf(provider);
        const found = world && (await find(textOf(name), pools, world));
        if (world === undefined || found === undefined) {
            return DEFAULT_FORMAT;
        }
        if (await isBound(textOf(name), pools, world)) {
            return found;
        }
        const [label, annotation] = given.map((value) => value === undefined);
        const sentence = formatSentence(found, { labelValue: label === true, calicoAnnotation: annotation === true });
        void world.once(sentence, () => pulumi.log.info(sentence, resource));
        return found;
    };
}

/** Whether nothing new is written, so that there is nothing to say about how. */
async function isBound(namespace: string, pools: readonly string[], world: World): Promise<boolean> {
    const labels = (await namespacesNow(world))?.byName.get(namespace)?.metadata?.labels ?? {};
    return pools.every((pool) => ipPoolLabel(pool) in labels);
}

async function find(namespace: string, pools: readonly string[], world: World) {
    const namespaces = await namespacesNow(world);
    return namespaces && formatFor(namespaces.byName.get(namespace), pools, namespaces.formats);
}

async function listed(
    namespace: string,
    names: readonly string[],
    { provider }: BindingSite,
): Promise<Record<string, string>> {
    const world = await worldOf(provider);
    const cluster = { made: poolsOf(provider), pools: world && (await poolsToBind(world)) };
    const live = world && (await namespacesNow(world))?.byName.get(namespace);
    return asWritten(
        bindingAnnotations(names, (pool) => familyOf(cluster, pool)),
        live?.metadata?.annotations,
    );
}

/** The text that a value is; "" while it is not known. */
function textOf(value: unknown): string {
    return typeof value === "string" ? value : "";
}

/** The values, with Pulumi's mark in place of those that a preview does not know. */
function settled(values: readonly pulumi.Input<unknown>[]): Promise<unknown[]> {
    const known = withUnknowns(values) as Promise<unknown[]>;
    // What fails here fails as an input of the resource as well, which tells it.
    known.catch(() => undefined);
    return known;
}
