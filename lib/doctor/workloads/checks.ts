// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "../../cluster/objects";
import { hasReadyEndpoint } from "../../cluster/webhooks";
import { NETWORK_EXTENSION } from "../../extension/network-values";
import type { ServiceObject } from "../../isolation/surroundings";
import { ENDPOINT_SLICE, INSTALL_PLAN, NAMESPACE, POD, SERVICE } from "../../kinds";
import type { Check } from "../check";
import { listOf, type Sight } from "../facts";
import { networkPlan, refNamed, refTo, targetNamespace } from "../objects";
import { type SlicesOf, slicesOf } from "../slices";
import { POD_CHECKS, podsOf } from "./pods";

/** What of the extension runs on each cluster. */
export const WORKLOAD_CHECKS: readonly Check[] = [
    {
        id: "namespace-missing",
        reason: "All that the extension runs is in its namespace; KubeSphere still takes it to be installed, and makes it no more.",
        source: "https://github.com/kubesphere/kubesphere/issues/6527",
        area: "workloads",
        of: "host",
        reads: [INSTALL_PLAN, NAMESPACE],
        causes: ["pods-none", "plan-job-gone", "agent-job-gone", "plan-stuck", "agent-stuck"],
        check: ({ here }) => {
            const { targetNamespace: namespace, state } = networkPlan(here)?.status ?? {};
            const names = listOf<ClusterObject>(here, NAMESPACE).map(({ metadata }) => metadata?.name);
            return namespace === undefined || !state || state === "Uninstalled" || names.includes(namespace)
                ? []
                : [
                      {
                          severity: "danger",
                          object: refNamed(NAMESPACE, namespace),
                          message: `The plan is ${state}, and its namespace "${namespace}" is not there.`,
                          seen: `get namespace ${namespace}`,
                          fix: "Uninstall the extension and install it again: KubeSphere makes the namespace when it installs.",
                      },
                  ];
        },
    },
    ...POD_CHECKS,
    {
        id: "service-without-endpoints",
        reason: "Whoever calls the service gets no answer.",
        source: "https://kubernetes.io/docs/concepts/services-networking/service",
        area: "workloads",
        of: "each",
        reads: [SERVICE, ENDPOINT_SLICE],
        check: ({ here, host }) => {
            const namespace = targetNamespace(host);
            const slices: SlicesOf = slicesOf(here);
            return listOf<ServiceObject>(here, SERVICE)
                .filter(
                    ({ metadata, spec }) =>
                        metadata?.namespace === namespace &&
                        Object.keys(spec?.selector ?? {}).length > 0 &&
                        !hasReadyEndpoint(slices({ namespace, name: metadata.name ?? "" })),
                )
                .map((service) => ({
                    severity: "danger",
                    object: refTo(SERVICE, service),
                    message: "No ready pod is behind the service.",
                    seen: `get endpointslices -n ${namespace} -l kubernetes.io/service-name=${service.metadata?.name ?? ""}`,
                    fix: "See which pods it selects, and why none of them is ready.",
                }));
        },
    },
    {
        id: "pods-none",
        reason: "Nothing does the extension's work where none of its pods is.",
        source: "skills/kubesphere-network-extension-operations of KubeSphere",
        area: "workloads",
        of: "each",
        reads: [POD],
        check: (sight) =>
            isInstalled(sight) && podsOf(sight).length === 0
                ? [
                      {
                          severity: "notice",
                          object: refNamed(NAMESPACE, targetNamespace(sight.host)),
                          message:
                              "The extension is installed, and no pod of it is there. A simulated KubeSphere has none; a real one has.",
                          seen: `get deployments,pods -n ${targetNamespace(sight.host)}`,
                          fix: "If KubeSphere is real, see who removed them or scaled them down; another text of the config has Helm write them again.",
                      },
                  ]
                : [],
    },
];

/** Whether KubeSphere takes something to be installed here. */
function isInstalled({ here, host }: Sight): boolean {
    const plan = networkPlan(host);
    const release = here === host ? plan?.status : plan?.status?.clusterSchedulingStatuses?.[here.name];
    return plan?.spec.extension.name === NETWORK_EXTENSION && release?.state === "Installed";
}
