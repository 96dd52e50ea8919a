// SPDX-License-Identifier: Apache-2.0
import { load } from "js-yaml";
import { isMapping } from "../mapping";
import type { ClusterObject } from "./objects";

/** A ServiceCIDR object. */
export interface ServiceCidrObject extends ClusterObject {
    readonly spec?: { readonly cidrs?: readonly string[] };
}

/** A ConfigMap. */
export interface ConfigMapObject extends ClusterObject {
    readonly data?: Readonly<Record<string, string>>;
}

/** Addresses of a cluster that are not for pods, and whose they are. */
export interface AddressRange {
    readonly cidr: string;
    /** Whose, as a message says it, e.g. `services (ServiceCIDR "kubernetes")`. */
    readonly owner: string;
}

/**
 * The addresses of services. A cluster before Kubernetes 1.33 does not tell them; one that kubeadm or KubeKey made has
 * them in the ConfigMap kubeadm-config of kube-system.
 */
export function serviceRanges(
    serviceCidrs: readonly ServiceCidrObject[],
    kubeadmConfig: ConfigMapObject | undefined,
): AddressRange[] {
    if (serviceCidrs.length > 0) {
        return serviceCidrs.flatMap(({ metadata, spec }) =>
            (spec?.cidrs ?? []).map((cidr) => ({
                cidr,
                owner: `services (ServiceCIDR "${metadata?.name ?? ""}")`,
            })),
        );
    }
    const { networking } = mapping(kubeadmConfig?.data?.ClusterConfiguration);
    const { serviceSubnet } = (networking ?? {}) as { serviceSubnet?: unknown };
    return ranges(serviceSubnet).map((cidr) => ({ cidr, owner: "services (ConfigMap kube-system/kubeadm-config)" }));
}

/** The addresses that kube-proxy takes for those of pods, from its ConfigMap in kube-system; none if it does not say. */
export function kubeProxyRanges(kubeProxyConfig: ConfigMapObject | undefined): string[] {
    return ranges(mapping(kubeProxyConfig?.data?.["config.conf"]).clusterCIDR);
}

/** One CIDR, or one for each address family with a comma between them. */
function ranges(text: unknown): string[] {
    return typeof text === "string" ? text.split(",").filter((cidr) => cidr !== "") : [];
}

function mapping(text: string | undefined): Readonly<Record<string, unknown>> {
    try {
        const value: unknown = load(text ?? "");
        return isMapping(value) ? value : {};
    } catch {
        return {};
    }
}
