// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, POD } from "kubesphere-network/lib/kinds";
import type { KubernetesClient } from "../kubernetes/client";

/**
 * A list in the form of resources.kubesphere.io/v1alpha3: the newest first, `limit` of them from `page` (1 and on) on.
 * `labelSelector` works; other filters and orders are not simulated. Source: pkg/models/resources/v1alpha3 of KubeSphere.
 */
export async function listed(
    client: KubernetesClient,
    plural: "namespaces" | "pods",
    query: URLSearchParams,
): Promise<object> {
    const labelSelector = query.get("labelSelector") ?? "";
    const kind = plural === "pods" ? POD : NAMESPACE;
    const { items } = await client.list(kind, { labelSelector });
    const created = ({ metadata }: (typeof items)[number]): string => metadata.creationTimestamp ?? "";
    items.sort((a, b) => (created(a) > created(b) ? -1 : 1));
    const limit = Number(query.get("limit") ?? items.length);
    const from = (Number(query.get("page") ?? 1) - 1) * limit;
    return { items: items.slice(from, from + limit), totalItems: items.length };
}
