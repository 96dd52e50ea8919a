// SPDX-License-Identifier: Apache-2.0
import { type Condition, whyText } from "../cluster/conditions";
import type { ClusterObject } from "../cluster/objects";
import {
    hasReadyEndpoint,
    type ServiceRef,
    servicesThatMustAnswer,
    type WebhookConfiguration,
} from "../cluster/webhooks";
import { LIVE_IP_POOL_RULES } from "../ippool/live-rules";
import { PoolApi } from "../ippool/surroundings";
import {
    API_SERVICE,
    CUSTOM_RESOURCE_DEFINITION,
    DEPRECATED_IP_POOL,
    ENDPOINT_SLICE,
    INSTALL_PLAN,
    IP_POOL,
    IP_POOL_V3,
    type Kind,
    MUTATING_WEBHOOK,
    NAMESPACE_NETWORK_POLICY,
    VALIDATING_WEBHOOK,
} from "../kinds";
import { quoted } from "../report/words";
import { problemsOf } from "../rule";
import { type Check, infoOf, saidOf } from "./check";
import { listOf, serves } from "./facts";
import { refNamed, refTo } from "./objects";
import { slicesOf } from "./slices";

/** Kinds that a webhook without anybody to answer makes read-only. */
const GUARDED = [INSTALL_PLAN, IP_POOL];

/** What is read of an APIService. */
interface ApiServiceObject extends ClusterObject {
    readonly spec?: { readonly service?: ServiceRef };
    readonly status?: { readonly conditions?: readonly Condition[] };
}

/** The API groups that the extension needs, and what may keep them from being written. */
export const API_CHECKS: readonly Check[] = [
    ...[VALIDATING_WEBHOOK, MUTATING_WEBHOOK].map(webhookCheck),
    ...LIVE_IP_POOL_RULES.filter(({ id }) => id === "ippool-api").map((rule): Check => ({
        ...infoOf(rule),
        area: "apis",
        of: "each",
        reads: [],
        check: ({ here }) => {
            const api = serves(here, IP_POOL) ? PoolApi.V1 : serves(here, IP_POOL_V3) ? PoolApi.V3Only : PoolApi.None;
            const place = { pool: { poolName: "", cidr: "" }, cluster: { api } };
            return problemsOf([rule], place).map((problem) => {
                const { message, ...said } = saidOf(problem, {
                    severity: { error: "danger", warning: "danger" },
                    fix: "Use a cluster whose Calico has them.",
                });
                return {
                    ...said,
                    object: refNamed(CUSTOM_RESOURCE_DEFINITION, `${IP_POOL.plural}.crd.projectcalico.org`),
                    message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`,
                    seen: "api-resources --api-group=crd.projectcalico.org",
                };
            });
        },
    })),
    {
        id: "api-policies-missing",
        reason: "NamespaceNetworkPolicies cannot be written, and nobody isolates projects: the agent brings their definition.",
        source: "config/ks-core/crds/network.kubesphere.io_namespacenetworkpolicies.yaml of KubeSphere 3.4; the core of 4 has it no more",
        area: "apis",
        of: "each",
        reads: [],
        check: ({ here }) =>
            serves(here, NAMESPACE_NETWORK_POLICY)
                ? []
                : [
                      {
                          severity: "warning",
                          object: refNamed(
                              CUSTOM_RESOURCE_DEFINITION,
                              `${NAMESPACE_NETWORK_POLICY.plural}.network.kubesphere.io`,
                          ),
                          message: `The cluster does not know NamespaceNetworkPolicies (${NAMESPACE_NETWORK_POLICY.apiVersion}).`,
                          seen: "api-resources --api-group=network.kubesphere.io",
                          fix: "Place the agent of the network extension on the cluster, or see why its job did not bring the definition.",
                      },
                  ],
    },
    {
        id: "api-deprecated-pools",
        reason: "Nothing of KubeSphere 4 reads these pools; what is written there has no effect.",
        source: "network/CHANGELOG.md of kubesphere-extensions/ks-extensions at 90d78e9",
        area: "apis",
        of: "each",
        reads: [],
        check: ({ here }) => {
            const pools = listOf<ClusterObject>(here, DEPRECATED_IP_POOL).map(({ metadata }) => metadata?.name ?? "");
            return serves(here, DEPRECATED_IP_POOL)
                ? [
                      {
                          severity: pools.length > 0 ? "warning" : "notice",
                          object: refNamed(CUSTOM_RESOURCE_DEFINITION, "ippools.network.kubesphere.io"),
                          message: `The cluster still has the pools of KubeSphere 3 (${DEPRECATED_IP_POOL.apiVersion})${pools.length > 0 ? `: ${quoted(pools)}` : ", of which there is none"}.`,
                          seen: "get ippools.network.kubesphere.io",
                          fix: "Finish the upgrade with ks-upgrade, which takes them over to Calico's pools and removes the definition.",
                      },
                  ]
                : [];
        },
    },
    {
        id: "apiservice-unavailable",
        reason: "Whoever asks what kinds there are gets errors, and namespaces are not deleted to the end.",
        source: "https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation",
        area: "apis",
        of: "each",
        reads: [API_SERVICE],
        check: ({ here }) =>
            listOf<ApiServiceObject>(here, API_SERVICE).flatMap((object) => {
                const service = object.spec?.service;
                const found = object.status?.conditions?.find(({ type }) => type === "Available");
                return service === undefined || found === undefined || found.status === "True"
                    ? []
                    : [
                          {
                              severity: "warning",
                              object: refTo(API_SERVICE, object),
                              message: `The service ${service.namespace}/${service.name} does not answer for its API group: ${whyText(found)}.`,
                              seen: `describe apiservice ${object.metadata?.name ?? ""}`,
                              fix: `Bring the service up, or delete the APIService if nothing stands behind it any more: kubectl get pods -n ${service.namespace}`,
                          },
                      ];
            }),
    },
];

function webhookCheck(kind: Kind): Check {
    return {
        id: kind === VALIDATING_WEBHOOK ? "webhook-dead" : "webhook-dead-mutating",
        reason: "Every write of such an object fails after up to 30 seconds, and every preview of one.",
        source: "network/charts/network/templates/webhook.yaml of the network extension 1.1.0; config/ks-core/templates/webhook.yaml of KubeSphere",
        area: "apis",
        of: "each",
        reads: [kind, ENDPOINT_SLICE],
        check: ({ here }) => {
            const configurations = listOf<WebhookConfiguration>(here, kind);
            const slices = slicesOf(here);
            return GUARDED.flatMap(({ apiVersion, plural, kind: guarded }) => {
                const [group = ""] = apiVersion.split("/");
                const dead = servicesThatMustAnswer(configurations, group, plural).filter(
                    ({ service }) => !hasReadyEndpoint(slices(service)),
                );
                const each = new Map(dead.map((one) => [`${one.webhook} ${one.service.name}`, one]));
                return [...each.values()].map(({ webhook, service: { namespace, name } }) => ({
                    severity: "danger" as const,
                    object: refNamed(kind, webhook),
                    message: `Its service ${namespace}/${name} must answer for every ${guarded} that is written, and has no ready pod.`,
                    seen: `get endpointslices -n ${namespace} -l kubernetes.io/service-name=${name}`,
                    fix: `Bring the pods behind the service up: kubectl get pods -n ${namespace}`,
                }));
            });
        },
    };
}
