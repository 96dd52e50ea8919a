// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "./objects";

/** What is read of a ValidatingWebhookConfiguration. */
export interface WebhookConfiguration extends ClusterObject {
    readonly webhooks?: readonly {
        readonly failurePolicy?: string;
        readonly clientConfig?: { readonly service?: ServiceRef };
        readonly rules?: readonly { readonly apiGroups?: readonly string[]; readonly resources?: readonly string[] }[];
    }[];
}

/** A service by name and namespace. */
export interface ServiceRef {
    readonly name: string;
    readonly namespace: string;
}

/** What is read of an EndpointSlice. */
export interface EndpointSlice {
    readonly endpoints?:
        | readonly { readonly addresses?: readonly string[]; readonly conditions?: { readonly ready?: boolean } }[]
        | null;
}

/** The services without whose answer no object of the resource can be written, by the name of their configuration. */
export function servicesThatMustAnswer(
    configurations: readonly WebhookConfiguration[],
    group: string,
    resource: string,
): { readonly webhook: string; readonly service: ServiceRef }[] {
    const names = (list: readonly string[] | undefined, name: string): boolean =>
        list?.some((each) => each === name || each === "*" || each === "*/*") === true;
    return configurations.flatMap(({ metadata, webhooks = [] }) =>
        webhooks.flatMap(({ failurePolicy = "Fail", clientConfig, rules = [] }) => {
            const isAsked = rules.some((rule) => names(rule.apiGroups, group) && names(rule.resources, resource));
            const service = clientConfig?.service;
            return failurePolicy === "Fail" && isAsked && service ? [{ webhook: metadata?.name ?? "", service }] : [];
        }),
    );
}

/** Whether any pod behind a service can answer. */
export function hasReadyEndpoint(slices: readonly EndpointSlice[]): boolean {
    return slices.some(({ endpoints }) =>
        (endpoints ?? []).some(({ addresses = [], conditions }) => addresses.length > 0 && conditions?.ready !== false),
    );
}
