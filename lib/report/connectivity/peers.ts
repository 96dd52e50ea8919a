// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE_NETWORK_POLICY } from "../../kinds";
import type { NamespacePeer, PeerService } from "../../reach/namespace-policy";
import type { Workload } from "../../reach/world";
import { at, type Tree } from "../../tree";
import { nameKey, type Objects } from "../objects";
import { listAt, textAt } from "../read";
import { anyPod } from "./any-pod";
import { blockOf } from "./policies";

/** Label of the pods that are assumed behind a service of which nothing is known but its name. */
const ASSUMED_LABEL = "service-of-unknown-pods";

/** Kind of workloads that are assumed behind such a service. */
export const ASSUMED_KIND = "Service";

/** Everybody whom the NamespaceNetworkPolicies let through. */
export function peersIn(objects: Objects): NamespacePeer[] {
    return [...objects.of(NAMESPACE_NETWORK_POLICY).values()].flatMap(({ tree }) => [
        ...listAt(tree, "spec", "ingress").flatMap((rule) => listAt(rule, "from").map(peerOf)),
        ...listAt(tree, "spec", "egress").flatMap((rule) => listAt(rule, "to").map(peerOf)),
    ]);
}

/** One peer of a NamespaceNetworkPolicy. */
export function peerOf(peer: Tree): NamespacePeer {
    const [namespace, service, block] = ["namespace", "service", "ipBlock"].map((key) => at(peer, key));
    return {
        ...(namespace !== undefined && { namespace: { name: textAt(namespace, "name") } }),
        ...(service !== undefined && {
            service: { name: textAt(service, "name"), namespace: textAt(service, "namespace") },
        }),
        ...(block !== undefined && { ipBlock: blockOf(block) }),
    };
}

/** Services that policies name and nobody has told of. Their ports are not known, so that all of them count. */
export function assumedServices(peers: readonly NamespacePeer[], known: readonly PeerService[]): PeerService[] {
    const keys = new Set(known.map(nameKey));
    const services = peers.flatMap(({ service: { name, namespace } = {} }) =>
        name === undefined || namespace === undefined
            ? []
            : [{ namespace, name, selector: { [ASSUMED_LABEL]: name }, ports: [] }],
    );
    return [...new Map(services.map((service) => [nameKey(service), service])).values()].filter(
        (service) => !keys.has(nameKey(service)),
    );
}

/** The pods behind services that are assumed. */
export function assumedPods(services: readonly PeerService[]): Workload[] {
    return services
        .filter(({ selector }) => ASSUMED_LABEL in selector)
        .map(({ namespace, name, selector }) => ({ ...anyPod(namespace), kind: ASSUMED_KIND, name, labels: selector }));
}
