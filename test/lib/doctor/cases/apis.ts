// SPDX-License-Identifier: Apache-2.0
import {
    API_SERVICE,
    DEPRECATED_IP_POOL,
    ENDPOINT_SLICE,
    IP_POOL,
    IP_POOL_V3,
    MUTATING_WEBHOOK,
    NAMESPACE_NETWORK_POLICY,
    VALIDATING_WEBHOOK,
} from "../../../../lib/kinds";
import { absent, type Case, edit, minus, object, plus } from "../support";

const webhook = (failurePolicy: string) =>
    plus(
        MUTATING_WEBHOOK,
        object("ks-core", {
            webhooks: [
                {
                    failurePolicy,
                    clientConfig: { service: { name: "ks-controller-manager", namespace: "kubesphere-system" } },
                    rules: [{ apiGroups: ["kubesphere.io"], resources: ["installplans"] }],
                },
            ],
        }),
    );
const aggregated = (status: string) =>
    plus(
        API_SERVICE,
        object("v3.projectcalico.org", {
            spec: { service: { name: "calico-api", namespace: "calico-apiserver" } },
            status: {
                conditions: [
                    { type: "Available", status, reason: "MissingEndpoints", message: "endpoints have no addresses" },
                ],
            },
        }),
    );

/** Webhooks and API groups. */
export const API_CASES: Readonly<Record<string, Case>> = {
    "webhook-dead": {
        broken: [minus(ENDPOINT_SLICE)],
        near: [
            minus(ENDPOINT_SLICE),
            edit(VALIDATING_WEBHOOK, "crd.projectcalico.org", { webhooks: [{ failurePolicy: "Ignore" }] }),
        ],
        isMember: true,
    },
    "webhook-dead-mutating": { broken: [webhook("Fail")], near: [webhook("Ignore")] },
    "ippool-api": { broken: [absent(IP_POOL), plus(IP_POOL_V3)], near: [plus(IP_POOL_V3)] },
    "api-policies-missing": {
        broken: [absent(NAMESPACE_NETWORK_POLICY)],
        near: [minus(NAMESPACE_NETWORK_POLICY)],
        isMember: true,
    },
    "api-deprecated-pools": {
        broken: [plus(DEPRECATED_IP_POOL, object("old"))],
        near: [absent(DEPRECATED_IP_POOL)],
    },
    "apiservice-unavailable": { broken: [aggregated("False")], near: [aggregated("True")] },
};
