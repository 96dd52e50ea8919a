// SPDX-License-Identifier: Apache-2.0
import { PolicyDirection, PolicyProtocol } from "./policy";

/** A port or a range of ports of a ready-made rule. */
export interface ReadyPort {
    /** Defaults to TCP. */
    protocol?: PolicyProtocol;
    port?: number;
    endPort?: number;
}

/** A ready-made rule, of the same shape as one written out. */
export interface ReadyRule {
    direction: PolicyDirection;
    namespaces?: string[];
    services?: { name: string; namespace: string }[];
    ipBlocks?: { cidr: string }[];
    ports?: ReadyPort[];
}

/** Where the cluster's DNS is: a service, or addresses. */
export interface DnsPlace {
    /** Service in front of the DNS pods. Defaults to "kube-dns". */
    readonly service?: string;
    /** Namespace of the service. Defaults to "kube-system". */
    readonly namespace?: string;
    /** Addresses of DNS servers that are not pods of a service, such as NodeLocal DNSCache; in place of a service. */
    readonly addresses?: readonly string[];
}

/** Namespace whose pods are let in, and the ports of the project's pods that they reach. */
export interface CallerPlace {
    readonly namespace?: string;
    /** Defaults to all ports. */
    readonly ports?: readonly ReadyPort[];
}

/** Where kubelets call from. */
export interface KubeletPlace {
    /** Blocks of the nodes' addresses, those of their tunnels too. */
    readonly nodeCidrs: readonly string[];
    /** Ports that are probed. Defaults to all ports. */
    readonly ports?: readonly ReadyPort[];
}

/** Where the API server is. */
export interface ApiServerPlace {
    /** Blocks of the addresses behind the service "kubernetes": kubectl get endpointslices -n default. */
    readonly cidrs: readonly string[];
    /** Port at these addresses, which is not that of the service. Defaults to 6443. */
    readonly port?: number;
}

const DNS_PORT = 53;

/** Port of an API server that kubeadm or KubeKey set up. */
const API_SERVER_PORT = 6443;

/**
 * Rules that nearly every isolated project needs, for the allow list of a ProjectIsolation. What differs between clusters
 * is a parameter. Each is one direction and one kind of traffic, so that one policy can be made of it.
 *
 * Example: new ProjectIsolation("shop", { namespace: "shop", allow: { gateway: allow.ingressGateway() } })
 */
export const allow = {
    /**
     * Egress to DNS that KubeSphere does not allow by itself: it allows the service kube-dns or coredns of kube-system and
     * the address 169.254.25.10. With addresses the rule is for these, on port 53 of UDP and TCP; NodeLocal DNSCache
     * listens on 169.254.20.10 unless told otherwise. Otherwise it is for the pods of a service, on the service's ports.
     *
     * Sources: generateDNSServiceRule in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of
     * KubeSphere 3.4; https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns
     */
    dns: ({ service = "kube-dns", namespace = "kube-system", addresses }: DnsPlace = {}): ReadyRule =>
        addresses === undefined
            ? { direction: PolicyDirection.Egress, services: [{ name: service, namespace }] }
            : {
                  direction: PolicyDirection.Egress,
                  ipBlocks: addresses.map((address) => ({ cidr: `${address}/${address.includes(":") ? 128 : 32}` })),
                  ports: [PolicyProtocol.UDP, PolicyProtocol.TCP].map((protocol) => ({ protocol, port: DNS_PORT })),
              },

    /**
     * Ingress from KubeSphere's gateways, by which Ingresses and HTTPRoutes reach the project. Those of clusters,
     * workspaces and projects all run in "kubesphere-controls-system"; give the namespace of any other gateway.
     *
     * Sources: workingNamespace in pkg/models/gateway/gateway.go of KubeSphere 3.4; skills/kubesphere-gateway and
     * skills/kubesphere-gateway-api of KubeSphere 4; https://github.com/kubesphere/kubesphere/issues/2768
     */
    ingressGateway: ({ namespace = "kubesphere-controls-system", ports }: CallerPlace = {}): ReadyRule =>
        fromNamespace(namespace, ports),

    /**
     * Ingress from Prometheus, which fetches the metrics of the project's pods. KubeSphere's runs in
     * "kubesphere-monitoring-system"; give the namespace of any other one.
     *
     * Sources: KubeSphereMonitoringNamespace in pkg/constants/constants.go of KubeSphere 3.4; grafana/values.yaml of
     * kubesphere-extensions/ks-extensions
     */
    monitoring: ({ namespace = "kubesphere-monitoring-system", ports }: CallerPlace = {}): ReadyRule =>
        fromNamespace(namespace, ports),

    /**
     * Ingress from nodes: probes of kubelets, and connections from outside by NodePort, whose source is a node. A pod's own
     * node is let in by Kubernetes, but not by every network plugin and not from the address of a tunnel.
     *
     * Sources: https://kubernetes.io/docs/concepts/services-networking/network-policies;
     * https://github.com/kubesphere/kubesphere/issues/2768
     */
    kubeletProbes: ({ nodeCidrs, ports }: KubeletPlace): ReadyRule => ({
        direction: PolicyDirection.Ingress,
        ipBlocks: nodeCidrs.map((cidr) => ({ cidr })),
        ...(ports && { ports: [...ports] }),
    }),

    /**
     * Egress to the API server of Kubernetes. It has no pods that a service selects, and a policy sees the addresses and
     * the port behind the service "kubernetes", so these are allowed.
     *
     * Sources: https://kubernetes.io/docs/reference/networking/ports-and-protocols;
     * https://kubernetes.io/docs/concepts/services-networking/network-policies
     */
    apiserver: ({ cidrs, port = API_SERVER_PORT }: ApiServerPlace): ReadyRule => ({
        direction: PolicyDirection.Egress,
        ipBlocks: cidrs.map((cidr) => ({ cidr })),
        ports: [{ protocol: PolicyProtocol.TCP, port }],
    }),
} as const;

function fromNamespace(namespace: string, ports: readonly ReadyPort[] | undefined): ReadyRule {
    return { direction: PolicyDirection.Ingress, namespaces: [namespace], ...(ports && { ports: [...ports] }) };
}
