// SPDX-License-Identifier: Apache-2.0
import { finding, warning } from "../findings";
import type { Finding } from "../rule";
import { NAMESPACE_LABEL } from "../labels";
import type { ProjectSurroundings } from "./surroundings";

/** Namespace in which KubeSphere looks for the cluster's DNS. Source: nsnetworkpolicy_controller.go of KubeSphere 3.4. */
export const DNS_NAMESPACE = "kube-system";

/** Services which KubeSphere takes for the cluster's DNS, the first one that has pods. */
export const DNS_SERVICES: readonly string[] = ["kube-dns", "coredns"];

/** The address at which KubeSphere expects NodeLocal DNSCache. */
export const DNS_ADDRESS = "169.254.25.10";

/**
 * What is said of the first egress rule of a project, and what becomes of DNS; nothing if it has such rules already. Not
 * even the project's own pods are allowed by KubeSphere then: what it adds is DNS alone.
 */
export function firstEgressFindings(property: string, value: string, cluster: ProjectSurroundings): Finding[] {
    const has = cluster.policies?.some(({ spec }) => (spec?.egress ?? []).length > 0);
    return has === false
        ? [
              warning(
                  finding(
                      property,
                      value,
                      `is the first egress rule of the project: from now on its pods reach only what egress rules allow, not even each other. ${dns(cluster)}`,
                  ),
              ),
          ]
        : [];
}

function dns({ namespaces, systemServices }: ProjectSurroundings): string {
    const allowed = `KubeSphere adds DNS at ${DNS_ADDRESS}`;
    const service = DNS_SERVICES.find(
        (name) => Object.keys(systemServices?.get(name)?.spec?.selector ?? {}).length > 0,
    );
    if (systemServices !== undefined && service === undefined) {
        return `${allowed} only, since ${DNS_NAMESPACE} has no service ${DNS_SERVICES.join(" or ")} with pods. Allow the cluster's DNS by a rule, or no name is resolved.`;
    }
    const place = `${allowed} and of the service ${service ?? DNS_SERVICES.join(" or ")} of ${DNS_NAMESPACE}`;
    const label = namespaces?.get(DNS_NAMESPACE)?.metadata?.labels?.[NAMESPACE_LABEL];
    return namespaces === undefined || label === DNS_NAMESPACE
        ? `${place}.`
        : `${place}; KubeSphere 3 finds that by the label ${NAMESPACE_LABEL}=${DNS_NAMESPACE}, which the namespace lacks.`;
}
