// SPDX-License-Identifier: Apache-2.0
// Does not prove that the places are right for a cluster: they are parameters where clusters differ.
import assert from "node:assert/strict";
import { allow, type ReadyRule } from "../../../lib/isolation/allow-rules";
import { POLICY_RULE_RULES } from "../../../lib/isolation/rules";
import { problemsOf } from "../../../lib/rule";

const ports = [{ port: 8080 }];

const rules: [title: string, rule: ReadyRule, expected: object][] = [
    ["DNS", allow.dns(), { direction: "egress", services: [{ name: "kube-dns", namespace: "kube-system" }] }],
    [
        "DNS of another service",
        allow.dns({ service: "rke2-coredns", namespace: "dns" }),
        { direction: "egress", services: [{ name: "rke2-coredns", namespace: "dns" }] },
    ],
    [
        "DNS at addresses",
        allow.dns({ addresses: ["169.254.20.10", "fd00::a"] }),
        {
            direction: "egress",
            ipBlocks: [{ cidr: "169.254.20.10/32" }, { cidr: "fd00::a/128" }],
            ports: [
                { protocol: "UDP", port: 53 },
                { protocol: "TCP", port: 53 },
            ],
        },
    ],
    [
        "the gateways of KubeSphere",
        allow.ingressGateway(),
        { direction: "ingress", namespaces: ["kubesphere-controls-system"] },
    ],
    [
        "another gateway",
        allow.ingressGateway({ namespace: "ingress-nginx", ports }),
        { direction: "ingress", namespaces: ["ingress-nginx"], ports },
    ],
    [
        "the monitoring of KubeSphere",
        allow.monitoring(),
        { direction: "ingress", namespaces: ["kubesphere-monitoring-system"] },
    ],
    [
        "another monitoring",
        allow.monitoring({ namespace: "monitoring", ports }),
        { direction: "ingress", namespaces: ["monitoring"], ports },
    ],
    [
        "kubelets",
        allow.kubeletProbes({ nodeCidrs: ["192.168.0.0/24"] }),
        { direction: "ingress", ipBlocks: [{ cidr: "192.168.0.0/24" }] },
    ],
    [
        "kubelets on ports",
        allow.kubeletProbes({ nodeCidrs: ["192.168.0.0/24"], ports }),
        { direction: "ingress", ipBlocks: [{ cidr: "192.168.0.0/24" }], ports },
    ],
    [
        "the API server",
        allow.apiserver({ cidrs: ["192.168.0.2/32"] }),
        { direction: "egress", ipBlocks: [{ cidr: "192.168.0.2/32" }], ports: [{ protocol: "TCP", port: 6443 }] },
    ],
    [
        "the API server at another port",
        allow.apiserver({ cidrs: ["192.168.0.2/32"], port: 443 }),
        { direction: "egress", ipBlocks: [{ cidr: "192.168.0.2/32" }], ports: [{ protocol: "TCP", port: 443 }] },
    ],
];

describe("A ready-made rule", () => {
    for (const [title, rule, expected] of rules) {
        it(`for ${title} is a rule without a problem`, () => {
            assert.deepEqual(rule, expected);
            assert.deepEqual(problemsOf(POLICY_RULE_RULES, rule), []);
        });
    }

    it("without addresses or with bad ones is refused like any other rule", () => {
        const messages = [allow.kubeletProbes({ nodeCidrs: [] }), allow.dns({ addresses: ["kube-dns"] })].map((rule) =>
            problemsOf(POLICY_RULE_RULES, rule).map(({ message }) => message),
        );
        assert.deepEqual(messages, [
            ["'ipBlocks' ([]) must list at least one. An empty list allows everything or nothing."],
            ["'ipBlocks[0].cidr' (kube-dns/32) must be a CIDR such as 192.168.0.0/16."],
        ]);
    });
});
