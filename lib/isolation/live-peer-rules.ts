// SPDX-License-Identifier: Apache-2.0
import { finding, warning } from "../findings";
import { NAMESPACE_LABEL } from "../labels";
import type { Finding, Rule } from "../rule";
import { lacksLabel } from "./live-rules";
import { PolicyDirection } from "./policy";
import type { PolicyInCluster, ServiceObject } from "./surroundings";

const CONTROLLER = "pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4";

/** A port of a service that its pods do not listen on. */
type ServicePort = NonNullable<NonNullable<ServiceObject["spec"]>["ports"]>[number];

/** What can only be seen of a policy's peers on their cluster. Peers may come later, so what is missing is only said. */
export const LIVE_POLICY_RULES: readonly Rule<PolicyInCluster>[] = [
    {
        id: "policy-peer-namespace",
        reason: "A rule for a namespace that does not exist allows nobody.",
        source: `convertPeer in ${CONTROLLER}`,
        reads: ["policy", "cluster"],
        check: (place) =>
            peerNamespaces(place).flatMap(([property, name]) =>
                place.cluster.namespaces?.has(name) === false
                    ? [
                          warning(
                              finding(
                                  property,
                                  name,
                                  "does not exist on the cluster, so nobody there is allowed until it does. Check the name.",
                              ),
                          ),
                      ]
                    : [],
            ),
    },
    {
        id: "policy-peer-label",
        reason: "Pods of a namespace without the label are not found, and stay shut out.",
        source: `convertPeer in ${CONTROLLER}; the core of KubeSphere 4 no longer writes the label`,
        reads: ["policy", "cluster"],
        check: (place) =>
            peerNamespaces(place).flatMap(([property, name]) =>
                lacksLabel(place.cluster.namespaces, name)
                    ? [
                          warning(
                              finding(
                                  property,
                                  name,
                                  `has no label ${NAMESPACE_LABEL}=${name}, by which KubeSphere 3.4 finds its pods and which 4 does not set. Set it: kubectl label namespace ${name} ${NAMESPACE_LABEL}=${name}`,
                              ),
                          ),
                      ]
                    : [],
            ),
    },
    {
        id: "policy-service-exists",
        reason: "While a service does not exist, KubeSphere applies no part of the policy.",
        source: `handlerPeerService in ${CONTROLLER}`,
        reads: ["policy", "cluster"],
        check: (place) =>
            peerServices(place).flatMap(({ property, title, isMissing }) =>
                isMissing
                    ? [
                          warning(
                              finding(
                                  property,
                                  title,
                                  "does not exist on the cluster, and KubeSphere applies no part of the policy until it does. Check the name.",
                              ),
                          ),
                      ]
                    : [],
            ),
    },
    {
        id: "policy-service-selector",
        reason: "KubeSphere allows the pods that a service selects, and applies no part of a policy whose service selects none.",
        source: `handlerPeerService in ${CONTROLLER}`,
        reads: ["policy", "cluster"],
        check: (place) =>
            peerServices(place).flatMap(({ property, title, service }) =>
                service !== undefined && Object.keys(service.spec?.selector ?? {}).length === 0
                    ? [
                          finding(
                              property,
                              title,
                              "must be a service with a selector: KubeSphere applies no part of the policy otherwise. Allow its addresses by 'ipBlocks' instead.",
                          ),
                      ]
                    : [],
            ),
    },
    {
        id: "policy-service-target-port",
        reason: "KubeSphere allows the service's port, but a policy sees the port of the pod, so the rule allows nothing.",
        source: `handlerPeerService in ${CONTROLLER}; https://github.com/projectcalico/calico/issues/8049`,
        reads: ["policy", "cluster"],
        check: targetPortFindings,
    },
];

/** Namespaces that the policy's peers are in, each once, with the property that names it. */
function peerNamespaces({ policy: { namespaces = [], services = [] } }: PolicyInCluster): [string, string][] {
    const named = [
        ...namespaces.map((name, index): [string, string] => [`namespaces[${index}]`, name]),
        ...services.map(({ namespace }, index): [string, string] => [`services[${index}].namespace`, namespace]),
    ];
    return named.filter(([, name], index) => named.findIndex(([, other]) => other === name) === index);
}

interface PeerService {
    readonly property: string;
    /** Namespace and name, as a message shows them. */
    readonly title: string;
    readonly namespace: string;
    /** The service on the cluster; undefined if it is not there or could not be read. */
    readonly service?: ServiceObject;
    /** True if its namespace is there without it. */
    readonly isMissing: boolean;
}

function peerServices({ policy, cluster }: PolicyInCluster): PeerService[] {
    return (policy.services ?? []).map(({ name, namespace }, index) => {
        const there = cluster.services.get(namespace);
        return {
            property: `services[${index}]`,
            title: `${namespace}/${name}`,
            namespace,
            service: there?.get(name),
            isMissing: there?.has(name) === false && cluster.namespaces?.has(namespace) !== false,
        };
    });
}

function targetPortFindings(place: PolicyInCluster): Finding[] {
    if (place.policy.direction !== PolicyDirection.Egress) {
        return [];
    }
    return peerServices(place).flatMap(({ property, title, namespace, service }) =>
        (service?.spec?.ports ?? []).flatMap((port) => {
            const said = otherPort(port);
            return said === undefined
                ? []
                : [
                      warning(
                          finding(
                              property,
                              title,
                              `allows port ${port.port}, as KubeSphere takes it from the service, but its pods listen on ${said.pods}. Make the two ports equal, or allow 'namespaces' [${namespace}] with 'ports' ${said.instead} in a rule of its own.`,
                          ),
                      ),
                  ];
        }),
    );
}

function otherPort({ port, targetPort }: ServicePort): { pods: string; instead: string } | undefined {
    if (targetPort === undefined || targetPort === port) {
        return undefined;
    }
    return typeof targetPort === "number"
        ? { pods: `targetPort ${targetPort}`, instead: `[${targetPort}]` }
        : { pods: `the port that they call "${targetPort}", which may be another one`, instead: "of that number" };
}
