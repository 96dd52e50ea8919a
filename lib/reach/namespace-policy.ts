// SPDX-License-Identifier: Apache-2.0
import { MADE_PREFIX } from "../isolation/rules";
import type { Labels } from "../label-selector";
import { NAMESPACE_LABEL } from "../labels";
import type { NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule } from "./world";

/** A service that a rule can name. */
export interface PeerService {
    readonly namespace: string;
    readonly name: string;
    readonly selector: Labels;
    /** Ports at which the service is called, not those of its pods. */
    readonly ports: readonly { readonly port: number; readonly protocol?: string }[];
}

/** Somebody whom a rule allows. Of several parts the service counts, then the namespace, then the block. */
export interface NamespacePeer {
    readonly namespace?: { readonly name?: string };
    readonly service?: { readonly name?: string; readonly namespace?: string };
    readonly ipBlock?: NonNullable<PolicyPeer["ipBlock"]>;
}

/** A NamespaceNetworkPolicy. Its policyTypes are missing: the controller does not read them. */
export interface NamespacePolicy {
    readonly namespace: string;
    readonly name: string;
    readonly ingress?: readonly { readonly from?: readonly NamespacePeer[]; readonly ports?: readonly PolicyPort[] }[];
    readonly egress?: readonly { readonly to?: readonly NamespacePeer[]; readonly ports?: readonly PolicyPort[] }[];
}

/** Services as peers of rules. One that is not there, or that selects no pods, is no peer. */
export class Services {
    private readonly byKey: ReadonlyMap<string, PeerService>;

    constructor(services: readonly PeerService[]) {
        this.byKey = new Map(services.map((service) => [`${service.namespace}/${service.name}`, service]));
    }

    /** The pods of a service, for the rules of both directions. */
    peer(service: NonNullable<NamespacePeer["service"]>): PolicyPeer | undefined {
        const found = this.find(service);
        return found && { podSelector: { matchLabels: found.selector }, ...byName(found.namespace) };
    }

    /** What lets traffic out to a service: to its pods, at the ports of the service and not at those of the pods. */
    egressRule(service: NonNullable<NamespacePeer["service"]>): PolicyRule | undefined {
        const peer = this.peer(service);
        return peer && { peers: [peer], ports: this.find(service)?.ports ?? [] };
    }

    private find({ namespace = "", name = "" }: NonNullable<NamespacePeer["service"]>): PeerService | undefined {
        const found = this.byKey.get(`${namespace}/${name}`);
        return found && Object.keys(found.selector).length > 0 ? found : undefined;
    }
}

/** All pods of a namespace, which KubeSphere finds by a label that its version 4 gives to no namespace. */
export function byName(namespace: string): PolicyPeer {
    return { namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } } };
}

/**
 * The NetworkPolicy that KubeSphere makes of a NamespaceNetworkPolicy; undefined if one of its peers is none: then the
 * controller gives the whole policy up and says so in its log only.
 * Source: convertToK8sNP in nsnetworkpolicy_controller.go of KubeSphere 3.4.
 */
export function policyOf(
    { namespace, name, ingress, egress }: NamespacePolicy,
    services: Services,
): NetworkPolicy | undefined {
    const peers = [...(ingress ?? []).flatMap(({ from = [] }) => from), ...(egress ?? []).flatMap(({ to = [] }) => to)];
    return peers.every((peer) => isPeer(peer, services))
        ? {
              namespace,
              name: `${MADE_PREFIX}${name}`,
              madeFrom: `NamespaceNetworkPolicy ${namespace}/${name}`,
              podSelector: {},
              policyTypes: [...(egress ? ["Egress"] : []), ...(ingress ? ["Ingress"] : [])],
              ...(egress && { egress: egress.flatMap(({ to = [], ports = [] }) => egressRules(to, ports, services)) }),
              ...(ingress && {
                  ingress: ingress.map(({ from = [], ports = [] }) => ({
                      peers: from.flatMap((peer) => ingressPeer(peer, services)),
                      ports,
                  })),
              }),
          }
        : undefined;
}

function isPeer({ service, namespace, ipBlock }: NamespacePeer, services: Services): boolean {
    return service === undefined
        ? namespace !== undefined || ipBlock !== undefined
        : services.peer(service) !== undefined;
}

/** A service has a rule of its own. What is left of a rule that allows nobody goes, since it would allow everybody. */
function egressRules(to: readonly NamespacePeer[], ports: readonly PolicyPort[], services: Services): PolicyRule[] {
    const others = to.filter(({ service }) => service === undefined).map(plainPeer);
    return [
        ...to.flatMap(({ service }) => (service && services.egressRule(service)) ?? []),
        ...(others.length > 0 ? [{ peers: others, ports }] : []),
    ];
}

function ingressPeer(peer: NamespacePeer, services: Services): PolicyPeer | [] {
    return peer.service === undefined ? plainPeer(peer) : (services.peer(peer.service) ?? []);
}

function plainPeer({ namespace, ipBlock }: NamespacePeer): PolicyPeer {
    return namespace === undefined ? { ipBlock } : byName(namespace.name ?? "");
}
