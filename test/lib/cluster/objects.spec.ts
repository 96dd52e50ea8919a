// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { kubeProxyRanges, serviceRanges } from "../../../lib/cluster/address-ranges";
import { ownerOf } from "../../../lib/cluster/objects";
import { hasReadyEndpoint, servicesThatMustAnswer } from "../../../lib/cluster/webhooks";

describe("The owner of an object", () => {
    it("is the tool that the object names, else whoever wrote it first", () => {
        const managedFields = [
            { manager: "late", time: "2026-01-02T00:00:00Z" },
            { manager: "status", time: "2025-01-01T00:00:00Z", subresource: "status" },
            { manager: "early", time: "2026-01-01T00:00:00Z" },
        ];
        assert.equal(ownerOf({ metadata: { managedFields } }), "early");
        const labels = { "app.kubernetes.io/managed-by": "Helm" };
        assert.equal(ownerOf({ metadata: { managedFields, labels } }), "Helm");
        assert.equal(ownerOf({}), undefined);
    });
});

describe("Addresses of services", () => {
    it("are those of the ServiceCIDRs", () => {
        assert.deepEqual(
            serviceRanges(
                [{ metadata: { name: "kubernetes" }, spec: { cidrs: ["10.96.0.0/16", "fd00::/108"] } }],
                undefined,
            ),
            [
                { cidr: "10.96.0.0/16", owner: 'services (ServiceCIDR "kubernetes")' },
                { cidr: "fd00::/108", owner: 'services (ServiceCIDR "kubernetes")' },
            ],
        );
    });

    it("are told by kubeadm where there are no ServiceCIDRs", () => {
        const ClusterConfiguration = "networking:\n  serviceSubnet: 10.233.0.0/18,fd00::/108\n";
        assert.deepEqual(
            serviceRanges([], { data: { ClusterConfiguration } }).map(({ cidr }) => cidr),
            ["10.233.0.0/18", "fd00::/108"],
        );
        assert.deepEqual(serviceRanges([], { data: { ClusterConfiguration: "{" } }), []);
        assert.deepEqual(serviceRanges([], undefined), []);
    });
});

describe("Addresses that kube-proxy takes for those of pods", () => {
    it("are those of its configuration, if any", () => {
        const of = (text: string) => kubeProxyRanges({ data: { "config.conf": text } });
        assert.deepEqual(of('clusterCIDR: "10.0.0.0/8,fd00::/48"'), ["10.0.0.0/8", "fd00::/48"]);
        assert.deepEqual(of('clusterCIDR: ""'), []);
        assert.deepEqual(of("mode: ipvs"), []);
        assert.deepEqual(kubeProxyRanges(undefined), []);
    });
});

describe("Webhooks that must answer", () => {
    const service = { name: "svc", namespace: "ns" };
    const webhook = (more: object) => [
        {
            metadata: { name: "w" },
            webhooks: [{ clientConfig: { service }, rules: [{ apiGroups: ["g"], resources: ["things"] }], ...more }],
        },
    ];
    const asked = (more: object) => servicesThatMustAnswer(webhook(more), "g", "things").length;

    it("are those that fail what they are not asked about, for the kind or for all", () => {
        assert.deepEqual(servicesThatMustAnswer(webhook({}), "g", "things"), [{ webhook: "w", service }]);
        assert.equal(asked({ failurePolicy: "Fail", rules: [{ apiGroups: ["*"], resources: ["*"] }] }), 1);
        assert.equal(asked({ failurePolicy: "Ignore" }), 0);
        assert.equal(asked({ rules: [{ apiGroups: ["g"], resources: ["others"] }] }), 0);
        assert.equal(asked({ rules: [{ apiGroups: ["other"], resources: ["things"] }] }), 0);
        assert.equal(asked({ clientConfig: { url: "https://example.com" } }), 0);
    });

    it("are answered by a pod that is ready or does not say", () => {
        const endpoints = (ready: boolean | undefined, addresses = ["10.0.0.1"]) => [
            { endpoints: [{ addresses, conditions: { ready } }] },
        ];
        assert.equal(hasReadyEndpoint(endpoints(true)), true);
        assert.equal(hasReadyEndpoint(endpoints(undefined)), true);
        assert.equal(hasReadyEndpoint(endpoints(false)), false);
        assert.equal(hasReadyEndpoint(endpoints(true, [])), false);
        assert.equal(hasReadyEndpoint([{ endpoints: null }]), false);
        assert.equal(hasReadyEndpoint([]), false);
    });
});
