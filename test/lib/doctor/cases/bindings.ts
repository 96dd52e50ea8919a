// SPDX-License-Identifier: Apache-2.0
import { CRON_JOB, IP_POOL, NAMESPACE, POD } from "../../../../lib/kinds";
import { annotated, type Case, deployment, edit, LIST, LIST_6, object, objectIn, plus } from "../support";

const namespace = (name: string, labels: object, annotations: object) =>
    plus(NAMESPACE, object(name, { metadata: { labels, annotations } }));
const BOUND = { "ippool.network.kubesphere.io/retail": "" };

/** Bindings of namespaces, and pools that workloads ask for. */
export const BINDING_CASES: Readonly<Record<string, Case>> = {
    "binding-annotation-malformed": {
        broken: [deployment({ [LIST]: "retail" })],
        near: [deployment({ [LIST]: '["retail"]' })],
    },
    "binding-pool-missing": {
        broken: [
            deployment({ [LIST]: '["retial"]' }),
            plus(
                CRON_JOB,
                objectIn("shop-api", "nightly", {
                    spec: { jobTemplate: { spec: { template: annotated({ [LIST]: '["retial"]' }) } } },
                }),
            ),
        ],
        near: [deployment({ [LIST]: '["10.1.0.0/16"]' })],
        isMember: true,
    },
    "binding-pool-disabled": {
        broken: [
            edit(IP_POOL, "default-pool", { spec: { disabled: true } }),
            deployment({ [LIST]: '["default-pool"]' }),
        ],
        // A pod that is over asks for nothing any more.
        near: [
            edit(IP_POOL, "default-pool", { spec: { disabled: true } }),
            plus(
                POD,
                objectIn("shop-api", "once", {
                    ...annotated({ [LIST]: '["default-pool"]' }),
                    status: { phase: "Succeeded" },
                }),
            ),
        ],
    },
    "binding-family": {
        broken: [deployment({ [LIST_6]: '["retail"]' })],
        near: [
            plus(IP_POOL, object("six", { spec: { cidr: "fd00:1::/64", ipipMode: "Never", vxlanMode: "Never" } })),
            deployment({ [LIST_6]: '["six"]' }),
        ],
    },
    "binding-label-unknown": {
        broken: [edit(NAMESPACE, "shop-api", { metadata: { labels: { "ippool.network.kubesphere.io/gone": "" } } })],
        near: [edit(NAMESPACE, "shop-api", { metadata: { labels: { "ippool.network.kubesphere.io/name": "gone" } } })],
    },
    "binding-keys-disagree": {
        broken: [edit(NAMESPACE, "shop-api", annotated({ [LIST]: '["default-pool"]' }))],
        near: [
            edit(NAMESPACE, "shop-api", {
                metadata: {
                    labels: { "ippool.network.kubesphere.io/default-pool": "" },
                    annotations: { [LIST]: '["default-pool","retail"]' },
                },
            }),
        ],
    },
    "binding-half": {
        broken: [namespace("half", BOUND, {}), namespace("other-half", {}, { [LIST]: '["retail"]' })],
        // A pod may ask for pools by itself.
        near: [plus(POD, objectIn("default", "single", annotated({ [LIST]: '["retail"]' })))],
    },
    "binding-label-values": {
        broken: [namespace("odd", { "ippool.network.kubesphere.io/retail": "retail" }, { [LIST]: '["retail"]' })],
        near: [namespace("even", BOUND, { [LIST]: '["retail"]' })],
    },
};
