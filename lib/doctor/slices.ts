// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../cluster/objects";
import type { EndpointSlice, ServiceRef } from "../cluster/webhooks";
import { ENDPOINT_SLICE } from "../kinds";
import { type ClusterFacts, listOf } from "./facts";

/** The EndpointSlices of a service. */
export type SlicesOf = (service: ServiceRef) => readonly EndpointSlice[];

/** The EndpointSlices of each service of a cluster, as far as they were read. */
export function slicesOf(facts: ClusterFacts): SlicesOf {
    const byService = new Map<string, EndpointSlice[]>();
    for (const slice of listOf<EndpointSlice & ClusterObject>(facts, ENDPOINT_SLICE)) {
        const { namespace = "", labels } = slice.metadata ?? {};
        const key = `${namespace}/${labels?.["kubernetes.io/service-name"] ?? ""}`;
        byService.set(key, [...(byService.get(key) ?? []), slice]);
    }
    return ({ namespace, name }) => byService.get(`${namespace}/${name}`) ?? [];
}
