// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, type Cidr, parseCidr } from "../../cidr";
import { serviceRanges } from "../../cluster/address-ranges";
import { CONFIG_MAP, SERVICE, SERVICE_CIDR } from "../../kinds";
import type { Objects } from "../objects";
import { listAt, textAt, textsAt } from "../read";

/** Addresses of services. */
export interface ServiceRange extends Cidr {
    /** Whose, as a message says it, e.g. `services (ServiceCIDR "kubernetes")`. */
    readonly owner: string;
}

/** The addresses of services: where nothing tells the whole range, those that services have. */
export function serviceRangesIn(objects: Objects): ServiceRange[] {
    const cidrs = [...objects.of(SERVICE_CIDR).values()].map(({ name, tree }) => ({
        metadata: { name },
        spec: { cidrs: listAt(tree, "spec", "cidrs").filter((cidr) => typeof cidr === "string") },
    }));
    const kubeadm = objects.of(CONFIG_MAP).get("kube-system/kubeadm-config");
    const ranges = serviceRanges(cidrs, kubeadm && { data: textsAt(kubeadm.tree, "data") });
    const services = [...objects.of(SERVICE)].map(([key, { tree }]) => ({
        address: textAt(tree, "spec", "clusterIP") ?? "",
        owner: `Service ${key}`,
    }));
    const single = services.map(({ address, owner }) => ({
        cidr: `${address}/${ADDRESS_BITS[address.includes(":") ? 6 : 4]}`,
        owner,
    }));
    return (ranges.length > 0 ? ranges : single).flatMap(({ cidr, owner }) => {
        const range = parseCidr(cidr);
        return range ? [{ ...range, owner }] : [];
    });
}
