// SPDX-License-Identifier: Apache-2.0
import { parseAddress } from "../cidr";
import { DNS_ADDRESS, DNS_NAMESPACE, DNS_SERVICES } from "../isolation/first-egress";
import { MADE_PREFIX } from "../isolation/rules";
import type { Labels } from "../label-selector";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION, WORKSPACE_LABEL } from "../labels";
import { byName, type NamespacePolicy, type PeerService, policyOf, Services } from "./namespace-policy";
import type { NetworkPolicy, PolicyPeer } from "./world";

export type { NamespacePeer, NamespacePolicy, PeerService } from "./namespace-policy";

/** A namespace or a workspace, as far as isolation is made from it. */
export interface IsolatedObject {
    readonly name: string;
    readonly labels: Labels;
    readonly annotations: Labels;
}

/** What KubeSphere makes NetworkPolicies from. */
export interface Isolation {
    readonly namespaces: readonly IsolatedObject[];
    readonly workspaces: readonly IsolatedObject[];
    readonly policies: readonly NamespacePolicy[];
    readonly services: readonly PeerService[];
    /** The addresses that the annotation kubesphere.io/snat-node-ips of each Node lists; texts that are none are passed over. */
    readonly nodeAddresses: readonly string[];
    /** Namespaces that the controller's option allowedIngressNamespaces lets in everywhere; none by default. */
    readonly allowedNamespaces: readonly string[];
}

/** Where a namespace is isolated: as a project, with its workspace, or nowhere. "outside" is one without a workspace. */
type Place = "project" | "workspace" | "nowhere" | "outside";

/** Name of the NetworkPolicy by which KubeSphere isolates a namespace. */
const ISOLATE = `${MADE_PREFIX}network-isolate`;

const DNS_PORTS = ["TCP", "UDP"].map((protocol) => ({ protocol, port: 53 }));

/**
 * The NetworkPolicies that KubeSphere makes of isolation and of NamespaceNetworkPolicies, once its controller has come to
 * rest. While it runs it also keeps what it made of a policy before one of its services went away; that does not count here.
 *
 * - A project that is isolated is so by itself; its workspace counts only if it is not.
 * - NamespaceNetworkPolicies of a project that is not isolated by itself count for nothing: the controller deletes them.
 * - A namespace without a workspace, or with one that does not exist, is never isolated, and its NamespaceNetworkPolicies
 *   are neither deleted nor given the access to DNS that goes with them, but they restrict its pods all the same.
 * - A NamespaceNetworkPolicy called "network-isolate" and the isolation overwrite each other by turns; here both count.
 *
 * The network extension of KubeSphere 4 is not open. It is taken to do the same, and to read a workspace's annotation where
 * version 3 read its spec.networkIsolation.
 * Source: pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4.
 */
export function networkPoliciesOf(isolation: Isolation): NetworkPolicy[] {
    const services = new Services(isolation.services);
    const workspaces = new Map(isolation.workspaces.map((workspace) => [workspace.name, workspace]));
    const places = new Map(isolation.namespaces.map((namespace) => [namespace.name, placeOf(namespace, workspaces)]));
    const kept = isolation.policies.filter(({ namespace }) => {
        const place = places.get(namespace) ?? "outside";
        return place === "project" || place === "outside";
    });
    const restricted = new Set(kept.filter(({ egress = [] }) => egress.length > 0).map(({ namespace }) => namespace));
    return [
        ...isolation.namespaces.flatMap((namespace) => {
            const policy = isolating(namespace, places.get(namespace.name), isolation);
            return policy === undefined ? [] : [restricted.has(namespace.name) ? withDns(policy, services) : policy];
        }),
        ...kept.flatMap((policy) => policyOf(policy, services) ?? []),
    ];
}

function placeOf(namespace: IsolatedObject, workspaces: ReadonlyMap<string, IsolatedObject>): Place {
    const workspace = workspaces.get(namespace.labels[WORKSPACE_LABEL] ?? "");
    if (workspace === undefined) {
        return "outside";
    }
    return isOn(namespace) ? "project" : isOn(workspace) ? "workspace" : "nowhere";
}

function isOn({ annotations }: IsolatedObject): boolean {
    return annotations[NETWORK_ISOLATE_ANNOTATION] === ISOLATION.on;
}

function isolating(
    { name, labels }: IsolatedObject,
    place: Place | undefined,
    isolation: Isolation,
): NetworkPolicy | undefined {
    if (place === "project") {
        return isolate(name, `isolation of the project ${name}`, byName(name), isolation);
    }
    const workspace = labels[WORKSPACE_LABEL] ?? "";
    const own = { namespaceSelector: { matchLabels: { [WORKSPACE_LABEL]: workspace } } };
    return place === "workspace" ? isolate(name, `isolation of the workspace ${workspace}`, own, isolation) : undefined;
}

function isolate(
    namespace: string,
    madeFrom: string,
    own: PolicyPeer,
    { nodeAddresses, allowedNamespaces }: Isolation,
): NetworkPolicy {
    const nodes = [...nodeAddresses].sort().flatMap((address) => {
        const family = parseAddress(address)?.family;
        return family === undefined ? [] : [{ ipBlock: { cidr: `${address}/${family === 4 ? 32 : 128}` } }];
    });
    return {
        namespace,
        name: ISOLATE,
        madeFrom,
        podSelector: {},
        policyTypes: ["Ingress"],
        ingress: [{ peers: [own, ...allowedNamespaces.map(byName)] }, ...(nodes.length > 0 ? [{ peers: nodes }] : [])],
    };
}

/** The first egress rule of a project restricts all that goes out; DNS is let through with it. */
function withDns(policy: NetworkPolicy, services: Services): NetworkPolicy {
    const service = DNS_SERVICES.map((name) => services.egressRule({ namespace: DNS_NAMESPACE, name })).find(
        (rule) => rule !== undefined,
    );
    return {
        ...policy,
        policyTypes: ["Ingress", "Egress"],
        egress: [
            { peers: [{ ipBlock: { cidr: `${DNS_ADDRESS}/32` } }], ports: DNS_PORTS },
            ...(service === undefined ? [] : [service]),
        ],
    };
}
