// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../cluster/objects";
import type { EndpointSlice, ServiceRef } from "../cluster/webhooks";
import { grouped } from "../grouped";
import { ENDPOINT_SLICE } from "../kinds";
import { type ClusterFacts, listOf } from "./facts";

/** The EndpointSlices of a service. */
export type SlicesOf = (service: ServiceRef) => readonly EndpointSlice[];

/** The EndpointSlices of each service of a cluster, as far as they were read. */
export function slicesOf(facts: ClusterFacts): SlicesOf {
    const byService = grouped(
        listOf<EndpointSlice & ClusterObject>(facts, ENDPOINT_SLICE),
        ({ metadata: { namespace = "", labels } = {} }) =>
            `${namespace}/${labels?.["kubernetes.io/service-name"] ?? ""}`,
    );
    return ({ namespace, name }) => byService.get(`${namespace}/${name}`) ?? [];
}
