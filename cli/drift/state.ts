// SPDX-License-Identifier: Apache-2.0
import type { Source } from "kubesphere-network/lib/drift/source";
import type { Wanted } from "kubesphere-network/lib/drift/wanted";
import { isCompared } from "kubesphere-network/lib/drift/kinds";
import { grouped } from "kubesphere-network/lib/grouped";
import { configText } from "kubesphere-network/lib/extension/install-plan";
import { isMapping } from "kubesphere-network/lib/mapping";
import { retriesOf, valuesOf } from "kubesphere-network/lib/report/extension/values";
import { textAt } from "kubesphere-network/lib/report/read";
import type { Tree } from "kubesphere-network/lib/tree";
import { clusterOf, named } from "../change/clusters";
import { kubeObjectOf } from "../inputs/kube-object";
import { objectOfState, type ResourceState } from "../inputs/pulumi/state";
import { SIGNATURE } from "../inputs/pulumi/value";

/** What the resources of a stack want, by the names of their providers; that of Pulumi itself is called "default". */
export function wantedByState(resources: readonly ResourceState[]): ReadonlyMap<string, readonly Wanted[]> {
    const found = resources.filter((state) => state.delete !== true && state.external !== true).flatMap(wantedBy);
    const clusters = grouped(found, ({ provider }) => clusterOf(provider));
    return named(new Map([...clusters].map(([provider, all]) => [provider, all.map(({ wanted }) => wanted)])));
}

function wantedBy(state: ResourceState): { readonly provider: string; readonly wanted: Wanted }[] {
    const policyObject = objectOfState(state);
    const object = policyObject && isCompared(policyObject) ? kubeObjectOf(policyObject) : undefined;
    if (policyObject === undefined || object === undefined) {
        return [];
    }
    const [manager, uid] = [textAt(state.outputs, "__fieldManager"), textAt(state.outputs, "metadata", "uid")];
    const wanted = {
        object,
        isPatch: policyObject.isPatch,
        source: {
            ...sourceOf(state, policyObject.resourceName ?? object.name, policyObject.cluster ?? ""),
            ...(hasConfigText(object.tree) && { hasConfigText: true }),
        },
        ...(manager !== undefined && { manager }),
        ...(uid !== undefined && { uid }),
        revealed: revealed(state.inputs),
    };
    return [{ provider: policyObject.cluster ?? "", wanted }];
}

const COMPONENT = /^kubesphere-network:index:(\w+)$/;

/** The component of this library that a resource belongs to, or the resource itself. */
function sourceOf({ parent = "" }: ResourceState, resource: string, provider: string): Source {
    const [, , types = "", ...names] = parent.split("::");
    const [, component] = COMPONENT.exec(types.split("$").at(-1) ?? "") ?? [];
    if (component === undefined) {
        return { name: resource };
    }
    const name = names.join("::");
    const prefix = `${name}@`;
    const cluster = provider.split("::").slice(3).join("::");
    const isMember = component === "NetworkPlatform" && resource.startsWith(prefix) && cluster.startsWith(prefix);
    return { component, name, ...(isMember && { member: cluster.slice(prefix.length) }) };
}

/** Whether the config of an InstallPlan is not written as a component writes values: then it was given as a text. */
function hasConfigText(plan: Tree): boolean {
    const text = textAt(plan, "spec", "config");
    const config = text === undefined ? undefined : valuesOf(text);
    return config !== undefined && configText({ config, retry: retriesOf(text ?? "") }) !== text;
}

/** Inputs with the secrets that the export has in the clear; those that are encrypted are left out. */
function revealed(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(revealed);
    }
    if (!isMapping(value)) {
        return value;
    }
    if (SIGNATURE in value) {
        return typeof value.plaintext === "string" ? (JSON.parse(value.plaintext) as unknown) : undefined;
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revealed(part)]));
}
