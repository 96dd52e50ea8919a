// SPDX-License-Identifier: Apache-2.0
import type { RuleInfo } from "../../rule";
import type { Severity } from "../report";
import type { Question } from "../connectivity/questions";

const POLICIES = "https://kubernetes.io/docs/concepts/services-networking/network-policies";

/** Pods cannot reach others that they could reach. */
export const LOST_RULE: RuleInfo = {
    id: "connection-lost",
    reason: "Who needs the connection fails from then on; connections that are open may go on for a while.",
    source: POLICIES,
};

/** Pods can be reached by others that could not. */
export const GAINED_RULE: RuleInfo = {
    id: "connection-gained",
    reason: "Nobody notices a connection that is possible for too many.",
    source: POLICIES,
};

/** Pods can be reached at other ports. */
export const PORTS_RULE: RuleInfo = {
    id: "connection-ports",
    reason: "A port that is missing looks like a service that is down.",
    source: POLICIES,
};

/** What is said where one of the questions that everybody asks gets a worse answer. */
export interface LossRule extends RuleInfo {
    readonly severity: Severity;
    /** What is lost, with the pods that lose it in place of "{pods}". */
    readonly lost: string;
    readonly wayOut: string;
}

/** The standing questions: what their loss means, and the rule that allows it again. */
export const LOSS_RULES: Readonly<Record<Question["id"], LossRule>> = {
    dns: {
        id: "dns-lost",
        reason: "Pods that resolve no names reach nothing, even what they are allowed to.",
        source: "shouldAddDNSRule in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
        severity: "danger",
        lost: "{pods} can no longer resolve names.",
        wayOut: "Allow it: allow.dns() in a program, `use: dns` in network.yaml.",
    },
    gateway: {
        id: "gateway-lost",
        reason: "Ingresses and routes of the project answer with an error.",
        source: "https://github.com/kubesphere/kubesphere/issues/2768",
        severity: "danger",
        lost: "The gateway can no longer reach {pods}.",
        wayOut: "Allow it: allow.ingressGateway() in a program, `use: ingress-gateway` in network.yaml.",
    },
    monitoring: {
        id: "monitoring-lost",
        reason: "Metrics of the project's pods end, and alarms on them fall silent.",
        source: "https://github.com/kubesphere/kubesphere/issues/2550",
        severity: "warning",
        lost: "Prometheus can no longer reach {pods}.",
        wayOut: "Allow it: allow.monitoring() in a program, `use: monitoring` in network.yaml.",
    },
    apiserver: {
        id: "apiserver-lost",
        reason: "Operators, controllers and whatever else talks to Kubernetes stop working.",
        source: POLICIES,
        severity: "danger",
        lost: "{pods} can no longer reach the API server.",
        wayOut: "Allow it: allow.apiserver() in a program, `use: apiserver` in network.yaml.",
    },
    node: {
        id: "node-lost",
        reason: "What comes in by NodePort or a load balancer has the address of a node; a node always reaches the pods that run on it.",
        source: "https://github.com/kubesphere/kubesphere/issues/2768",
        severity: "warning",
        lost: "Nodes can no longer reach {pods}, but for those that run on them.",
        wayOut: "Allow it: allow.kubeletProbes() in a program, `use: kubelet-probes` in network.yaml.",
    },
};

/** All rules of the area. */
export const CONNECTIVITY_RULES: readonly RuleInfo[] = [
    LOST_RULE,
    GAINED_RULE,
    PORTS_RULE,
    ...Object.values(LOSS_RULES),
];
