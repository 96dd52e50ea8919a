// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { connectivityPart } from "../../../../lib/report/connectivity/part";
import { stackChange, wholeChange } from "./cluster";

const ON = "annotations: { kubesphere.io/network-isolate: enabled }";

function namespace(name: string, more = ""): string {
    return `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { kubesphere.io/namespace: ${name}, kubesphere.io/workspace: retail }, ${more} } }`;
}

function pod(namespace: string, name: string): string {
    return `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${namespace} } }`;
}

function yaml(...documents: string[]): string {
    return documents.join("\n---\n");
}

const WORKSPACE = "{ apiVersion: tenant.kubesphere.io/v1beta1, kind: Workspace, metadata: { name: retail } }";
const REST = yaml(WORKSPACE, namespace("web"), pod("web", "front"), pod("shop", "api"), pod("shop", "db"));
const OPEN = yaml(REST, namespace("shop"));
const ISOLATED = yaml(REST, namespace("shop", ON));

function allow(ports = ""): string {
    return `{ apiVersion: network.kubesphere.io/v1alpha1, kind: NamespaceNetworkPolicy, metadata: { name: web, namespace: shop }, spec: { ingress: [{ from: [{ namespace: { name: web } }], ports: [${ports}] }] } }`;
}

const ISOLATE = "shop/nsnp-network-isolate (isolation of the project shop)";

describe("What a report says of connections", () => {
    it("is who can no longer reach an isolated project, and by which policy", () => {
        const { connectivity, findings, summary } = connectivityPart(wholeChange(OPEN, ISOLATED));
        assert.deepEqual(
            connectivity?.map(({ answers, ...rest }) => rest),
            [
                {
                    basis: { namespaces: 2, workloads: 3, policies: 1 },
                    changes: [
                        {
                            change: "lost",
                            from: {
                                text: "all of web, and all addresses outside",
                                namespaces: [{ name: "web", workloads: "all" }],
                                ranges: ["0.0.0.0/0", "::/0"],
                            },
                            to: {
                                text: "all of shop",
                                namespaces: [{ name: "shop", workloads: "all" }],
                                ranges: [],
                            },
                            before: "all ports",
                            after: "none",
                            decidedBy: [ISOLATE],
                        },
                    ],
                    counts: { lost: 4, gained: 0, changed: 0 },
                },
            ],
        );
        assert.equal(summary, "4 connections lost");
        assert.deepEqual(findings, [
            {
                area: "connectivity",
                severity: "warning",
                rule: "connection-lost",
                object: { kind: "Namespace", name: "shop" },
                before: "all ports",
                after: "none",
                message: `All of web, and all addresses outside can no longer reach all of shop. Decided by ${ISOLATE}.`,
                wayOut: "Add an allow rule if anything needs the connection.",
            },
        ]);
    });

    it("is nothing where nothing changes", () => {
        const { connectivity, findings, summary } = connectivityPart(wholeChange(ISOLATED, ISOLATED));
        assert.deepEqual([connectivity?.[0]?.changes, connectivity?.[0]?.answers], [[], []]);
        assert.deepEqual([findings, summary], [[], undefined]);
    });

    it("warns of what is open to everybody from now on, and takes note of the rest", () => {
        const said = (before: string, after: string): [string, string, string][] =>
            (connectivityPart(wholeChange(before, after)).findings ?? []).map(({ severity, rule, message }) => [
                severity,
                rule,
                message,
            ]);
        assert.deepEqual(said(ISOLATED, OPEN), [
            [
                "warning",
                "connection-gained",
                `All of web, and all addresses outside can reach all of shop from now on (all ports). Decided by ${ISOLATE}.`,
            ],
        ]);
        assert.deepEqual(said(ISOLATED, yaml(ISOLATED, allow())), [
            [
                "notice",
                "connection-gained",
                `All of web can reach all of shop from now on (all ports). Decided by shop/nsnp-web (NamespaceNetworkPolicy shop/web).`,
            ],
        ]);
    });

    it("warns of ports that are closed, and takes note of those that are opened", () => {
        const [few, more] = ["{ port: 80 }", "{ port: 80 }, { port: 8000, endPort: 8010 }"].map((ports) =>
            yaml(ISOLATED, allow(ports)),
        );
        const found = [wholeChange(few!, more!), wholeChange(more!, few!)].map(
            (change) => connectivityPart(change).findings?.[0],
        );
        assert.deepEqual(
            found.map((each) => [each?.severity, each?.rule, each?.before, each?.after, each?.wayOut]),
            [
                ["notice", "connection-ports", "TCP 80", "TCP 80, TCP 8000-8010", undefined],
                [
                    "warning",
                    "connection-ports",
                    "TCP 80, TCP 8000-8010",
                    "TCP 80",
                    "Check that the ports which are used are among them.",
                ],
            ],
        );
    });

    it("puts what everybody needs first, as a danger with the rule that allows it", () => {
        const gateway = yaml(namespace("kubesphere-controls-system"), pod("kubesphere-controls-system", "router"));
        const { findings, summary } = connectivityPart(wholeChange(yaml(OPEN, gateway), yaml(ISOLATED, gateway)));
        assert.deepEqual(findings?.[0], {
            severity: "danger",
            area: "connectivity",
            rule: "gateway-lost",
            object: { kind: "Namespace", name: "shop" },
            before: "yes",
            after: "no",
            message: `The gateway can no longer reach the pods of shop. Not allowed by ${ISOLATE}. Ingresses and routes of the project answer with an error.`,
            wayOut: "Allow it: allow.ingressGateway() in a program, `use: ingress-gateway` in network.yaml.",
        });
        assert.equal(summary, "6 connections lost; shop cut off from gateway");
    });

    it("looks for gateways where they are", () => {
        const places = { gateways: ["web"], monitoring: [] };
        const { findings } = connectivityPart(wholeChange(OPEN, ISOLATED), places);
        assert.equal(findings?.[0]?.rule, "gateway-lost");
    });

    it("says it of a namespace of a stack of which nothing but the annotation is known", () => {
        const { findings } = connectivityPart(stackChange(namespace("shop"), namespace("shop", ON)));
        assert.deepEqual(
            findings?.map(({ rule, message }) => [rule, message.split(".")[0]]),
            [
                ["gateway-lost", "The gateway can no longer reach the pods of shop"],
                ["monitoring-lost", "Prometheus can no longer reach the pods of shop"],
                [
                    "connection-lost",
                    "All pods but those of shop, and all addresses outside can no longer reach all of shop",
                ],
            ],
        );
    });

    it("names the cluster where a change is of several", () => {
        const { connectivity, findings } = connectivityPart({ ...wholeChange(OPEN, ISOLATED), cluster: "member-1" });
        assert.deepEqual([connectivity?.[0]?.cluster, findings?.[0]?.cluster], ["member-1", "member-1"]);
    });
});
