// SPDX-License-Identifier: Apache-2.0
import { contains, parseCidr } from "../cidr";
import { dnsLabelFindings, dnsSubdomainFindings, finding, oneOfFindings } from "../findings";
import type { Finding, Rule } from "../rule";
import { type NamedPolicy, PEER_KINDS, PolicyDirection, PolicyProtocol, type PolicyRule } from "./policy";

/** Prefix of the NetworkPolicies that KubeSphere makes from these policies. */
export const MADE_PREFIX = "nsnp-";

/** The longest name to which the prefix can still be added. */
const MAX_POLICY_NAME_LENGTH = 253 - MADE_PREFIX.length;

const HIGHEST_PORT = 65535;

type Port = NonNullable<PolicyRule["ports"]>[number];

/**
 * What must hold for what a policy allows. KubeSphere's controller checks nothing before it makes a NetworkPolicy: an
 * empty list of sources allows all, an empty list of destinations forbids all. Source: nsnetworkpolicy_controller.go.
 */
export const POLICY_RULE_RULES: readonly Rule<PolicyRule>[] = [
    {
        id: "policy-direction",
        reason: "A policy allows traffic one way, which its label says.",
        source: "pkg/jobs/network/network.go of ks-upgrade",
        reads: ["direction"],
        check: ({ direction }) => oneOfFindings("direction", direction, Object.values(PolicyDirection)),
    },
    {
        id: "policy-one-peer-kind",
        reason: "Of several kinds of peers in one KubeSphere takes the first and drops the others.",
        source: "convertPeer in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
        reads: PEER_KINDS,
        check: onePeerKindFindings,
    },
    {
        id: "policy-peers",
        reason: "An empty list of sources allows all, an empty list of destinations forbids all.",
        source: "pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
        reads: PEER_KINDS,
        check: (rule) =>
            PEER_KINDS.filter((kind) => rule[kind]?.length === 0).map((kind) =>
                finding(kind, [], "must list at least one. An empty list allows everything or nothing."),
            ),
    },
    {
        id: "policy-namespaces",
        reason: "A namespace of that name cannot exist, so the rule allows nobody.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names",
        reads: ["namespaces"],
        check: ({ namespaces = [] }) =>
            namespaces.flatMap((name, index) => dnsLabelFindings(`namespaces[${index}]`, name)),
    },
    {
        id: "policy-services",
        reason: "A service of that name cannot exist, and the whole policy is not applied then.",
        source: "handlerPeerService in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
        reads: ["services"],
        check: ({ services = [] }) =>
            services.flatMap(({ name, namespace }, index) => [
                ...dnsLabelFindings(`services[${index}].name`, name),
                ...dnsLabelFindings(`services[${index}].namespace`, namespace),
            ]),
    },
    {
        id: "policy-ip-blocks",
        reason: "The NetworkPolicy that is made from it would be refused, after the policy was accepted.",
        source: "https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1",
        reads: ["ipBlocks"],
        check: ipBlockFindings,
    },
    {
        id: "policy-ports",
        reason: "The NetworkPolicy that is made from it would be refused, after the policy was accepted.",
        source: "https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1",
        reads: ["ports"],
        check: portsFindings,
    },
    {
        id: "policy-ports-of-services",
        reason: "KubeSphere takes the service's own ports and drops these.",
        source: "handlerPeerService in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
        reads: ["direction", "services", "ports"],
        check: ({ direction, services, ports }) =>
            direction === PolicyDirection.Egress && services !== undefined && ports !== undefined
                ? [
                      finding(
                          "ports",
                          ports,
                          "must not be set for egress to services: KubeSphere takes the ports of the service instead. Leave it out.",
                      ),
                  ]
                : [],
    },
];

/** The same with the names. */
export const POLICY_RULES: readonly Rule<NamedPolicy>[] = [
    {
        id: "policy-name",
        reason: 'KubeSphere makes a NetworkPolicy with "nsnp-" before the name, and deletes others that have it.',
        source: "pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
        reads: ["policyName"],
        check: ({ policyName }) => policyNameFindings("policyName", policyName),
    },
    {
        id: "policy-namespace",
        reason: "The API server takes no other name.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names",
        reads: ["namespace"],
        check: ({ namespace }) => dnsLabelFindings("namespace", namespace),
    },
    ...POLICY_RULE_RULES,
];

/** Finds fault with a policy's name. */
export function policyNameFindings(property: string, value: unknown): Finding[] {
    if (value === "network-isolate") {
        return [
            finding(
                property,
                value,
                "must not be network-isolate: KubeSphere's own policy has that name. Choose another one.",
            ),
        ];
    }
    return typeof value === "string" && value.startsWith(MADE_PREFIX)
        ? [
              finding(
                  property,
                  value,
                  `must not begin with ${MADE_PREFIX}: KubeSphere puts that in front itself. Leave it out.`,
              ),
          ]
        : dnsSubdomainFindings(property, value, MAX_POLICY_NAME_LENGTH);
}

function onePeerKindFindings(rule: PolicyRule): Finding[] {
    const given = PEER_KINDS.filter((kind) => rule[kind] !== undefined);
    if (given.length === 1) {
        return [];
    }
    const message =
        given.length === 0
            ? "'namespaces', 'services' or 'ipBlocks' must be set: a policy needs somebody to allow."
            : `${given.map((kind) => `'${kind}'`).join(" and ")} must not be set together. Make a policy for each of them.`;
    return [{ property: given[0] ?? "namespaces", message }];
}

function ipBlockFindings({ ipBlocks = [] }: PolicyRule): Finding[] {
    return ipBlocks.flatMap(({ cidr, except = [] }, index) => {
        const outer = parseCidr(cidr);
        if (!outer) {
            return [finding(`ipBlocks[${index}].cidr`, cidr, "must be a CIDR such as 192.168.0.0/16.")];
        }
        return except.flatMap((text, at) => {
            const inner = parseCidr(text);
            return inner && contains(outer, inner)
                ? []
                : [finding(`ipBlocks[${index}].except[${at}]`, text, `must be a CIDR within 'cidr' (${cidr}).`)];
        });
    });
}

function portsFindings({ ports }: PolicyRule): Finding[] {
    if (ports?.length === 0) {
        return [finding("ports", [], "must list at least one port. Leave it out for all ports.")];
    }
    return (ports ?? []).flatMap((port, index) => portFindings(`ports[${index}]`, port));
}

function portFindings(path: string, { protocol, port, endPort }: Port): Finding[] {
    const range = `must be a whole number from 1 to ${HIGHEST_PORT}.`;
    return [
        ...(protocol === undefined ? [] : oneOfFindings(`${path}.protocol`, protocol, Object.values(PolicyProtocol))),
        ...(port === undefined || isPort(port) ? [] : [finding(`${path}.port`, port, range)]),
        ...(endPort === undefined || isPort(endPort) ? [] : [finding(`${path}.endPort`, endPort, range)]),
        ...(endPort !== undefined && (port === undefined || endPort < port)
            ? [finding(`${path}.endPort`, endPort, `must not be below '${path}.port' (${port ?? "nothing"}).`)]
            : []),
    ];
}

function isPort(value: unknown): boolean {
    return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= HIGHEST_PORT;
}
