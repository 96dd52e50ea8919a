// SPDX-License-Identifier: Apache-2.0
import { NETWORK_POLICY } from "../../kinds";
import type { LabelExpression, LabelSelector } from "../../label-selector";
import type { NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule } from "../../reach/world";
import { at, type Tree } from "../../tree";
import type { KubeObject, Objects } from "../objects";
import { listAt, numberAt, textAt, textsAt } from "../read";

/** The NetworkPolicies that there are, those that KubeSphere makes among them. */
export function networkPolicies(objects: Objects): NetworkPolicy[] {
    return [...objects.of(NETWORK_POLICY).values()].map(networkPolicyOf);
}

function networkPolicyOf({ namespace = "default", name, tree }: KubeObject): NetworkPolicy {
    const spec = at(tree, "spec");
    return {
        namespace,
        name,
        podSelector: selectorOf(at(spec, "podSelector")),
        ...(at(spec, "policyTypes") !== undefined && { policyTypes: textsOf(at(spec, "policyTypes")) }),
        ...(at(spec, "ingress") !== undefined && { ingress: rulesOf(spec, "ingress", "from") }),
        ...(at(spec, "egress") !== undefined && { egress: rulesOf(spec, "egress", "to") }),
    };
}

function rulesOf(spec: Tree, direction: string, peers: string): PolicyRule[] {
    return listAt(spec, direction).map((rule) => ({
        peers: listAt(rule, peers).map(peerOf),
        ports: portsOf(at(rule, "ports")),
    }));
}

/** Ports of a rule as policies of Kubernetes and of KubeSphere have them. */
export function portsOf(ports: Tree): PolicyPort[] {
    return listAt(ports).map((each) => {
        const [protocol, endPort] = [textAt(each, "protocol"), numberAt(each, "endPort")];
        const port = numberAt(each, "port") ?? textAt(each, "port");
        return {
            ...(protocol !== undefined && { protocol }),
            ...(port !== undefined && { port }),
            ...(endPort !== undefined && { endPort }),
        };
    });
}

/** A block of addresses of a peer. */
export function blockOf(block: Tree): NonNullable<PolicyPeer["ipBlock"]> {
    return { cidr: textAt(block, "cidr") ?? "", except: textsOf(at(block, "except")) };
}

function peerOf(peer: Tree): PolicyPeer {
    const [pods, namespaces, block] = ["podSelector", "namespaceSelector", "ipBlock"].map((key) => at(peer, key));
    return {
        ...(pods !== undefined && { podSelector: selectorOf(pods) }),
        ...(namespaces !== undefined && { namespaceSelector: selectorOf(namespaces) }),
        ...(block !== undefined && { ipBlock: blockOf(block) }),
    };
}

function selectorOf(selector: Tree): LabelSelector {
    const matchExpressions = listAt(selector, "matchExpressions").map((each): LabelExpression => ({
        key: textAt(each, "key") ?? "",
        operator: textAt(each, "operator") ?? "",
        values: textsOf(at(each, "values")),
    }));
    return { matchLabels: textsAt(selector, "matchLabels"), matchExpressions };
}

function textsOf(list: Tree): string[] {
    return listAt(list).filter((item) => typeof item === "string");
}
