// SPDX-License-Identifier: Apache-2.0
import type { ClusterChange, Objects } from "kubesphere-network/lib/report/objects";

export const IP_POOL_TYPE = "kubernetes:crd.projectcalico.org/v1:IPPool";
export const NAMESPACE_PATCH_TYPE = "kubernetes:core/v1:NamespacePatch";

/** The provider that Pulumi makes itself. */
export const DEFAULT_PROVIDER = "pulumi:providers:kubernetes::default_4_34_2";

/** A resource as previews and exports have it. */
export interface State {
    readonly urn: string;
    readonly type: string;
    readonly custom: boolean;
    readonly inputs: object;
    readonly provider?: string;
    readonly [other: string]: unknown;
}

/** The state of a resource with an object, under a component as most are. */
export function resource(type: string, name: string, inputs: object, provider = DEFAULT_PROVIDER): State {
    return {
        urn: `urn:pulumi:dev::net::kubesphere-network:index:NetworkPlatform$${type}::${name}`,
        custom: true,
        id: name,
        type,
        inputs,
        outputs: { __fieldManager: "pulumi-kubernetes-84f6a1b2" },
        provider: `urn:pulumi:dev::net::${provider}::e870ed49-4929-4078-8dbf-a034acf4aa75`,
    };
}

export function pool(name: string, spec: object = {}, provider?: string): State {
    const inputs = { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name }, spec };
    return resource(IP_POOL_TYPE, name, inputs, provider);
}

/** A patch of a namespace's labels. */
export function patch(resourceName: string, name: unknown, labels: object, provider?: string): State {
    return resource(NAMESPACE_PATCH_TYPE, resourceName, { metadata: { name, labels } }, provider);
}

/** One step of a preview. */
export function step(op: string, states: { oldState?: State; newState?: State }): object {
    const { urn, provider } = (states.newState ?? states.oldState)!;
    return { op, urn, ...(provider !== undefined && { provider }), ...states, detailedDiff: null };
}

/** What `pulumi preview --json` prints. */
export function preview(steps: readonly object[], more: object = {}): string {
    return JSON.stringify({ steps, duration: 1, changeSummary: { create: 1 }, ...more });
}

/** What `pulumi stack export` prints. */
export function exported(...resources: State[]): string {
    return JSON.stringify({ version: 3, deployment: { resources } });
}

/** Objects by title, without the kinds of names that the title says already. */
export function shown(objects: Objects): Record<string, unknown> {
    return Object.fromEntries(
        [...objects].map(({ kind, name, namespace, tree, isPartial }) => {
            const { apiVersion: _, kind: __, metadata, ...rest } = tree as Record<string, Record<string, unknown>>;
            const { name: ___, namespace: ____, ...keys } = metadata ?? {};
            const place = namespace === undefined ? name : `${namespace}/${name}`;
            return [`${kind} ${place}${isPartial === true ? " (partial)" : ""}`, { ...keys, ...rest }];
        }),
    );
}

/** Before and after of each cluster. */
export function changesShown(changes: readonly ClusterChange[]): object[] {
    return changes.map(({ before, after, ...rest }) => ({ ...rest, before: shown(before), after: shown(after) }));
}
