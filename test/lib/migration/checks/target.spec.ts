// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { A, B, bound, checksOf, deployment, IPV4, LABEL, namespace, pool, together } from "../support";

const OBJECT = 'IPPool "b"';

/** What is found of the new pool with other settings. */
function found(spec: Parameters<typeof pool>[2], parts: Parameters<typeof checksOf>[0] = {}) {
    return checksOf({ pools: [A, pool("b", "10.0.1.0/24", spec)], ...parts });
}

const labelled = (name: string) => namespace(name, { [`${LABEL}a`]: "" });

describe("The new pool of a migration", () => {
    it("must be enabled", () => {
        assert.deepEqual(found({ disabled: true }), [
            {
                severity: "danger",
                rule: "migration-target-disabled",
                object: OBJECT,
                message: "It is disabled: every new pod that asks for it fails.",
                wayOut: 'Set disabled: false on "b".',
            },
        ]);
        assert.deepEqual(found({ disabled: false }), []);
    });

    it("must not be for whoever asks by name alone if namespaces ask by label alone", () => {
        const notice = (name: string) => ({
            severity: "notice",
            rule: "migration-labels-only",
            object: `Namespace "${name}"`,
            message: `It is bound by KubeSphere's labels alone. While its workloads are rolled it has the annotation ${IPV4} too, since pods go by that.`,
            wayOut: "Nothing has to be done: the annotation is taken off in the end.",
        });
        const namespaces = [labelled("shop"), labelled("web")];
        assert.deepEqual(found({ assignmentMode: "Manual" }, { namespaces }), [
            {
                severity: "danger",
                rule: "migration-target-manual",
                object: OBJECT,
                message:
                    "It gives addresses only to pods that ask for it by name (assignmentMode: Manual), and shop and web have no annotation of Calico that does: in the end their pods get addresses of other pools.",
                wayOut: 'Give them Calico\'s annotation for "a" first, or set assignmentMode: Automatic on "b".',
            },
            notice("shop"),
            notice("web"),
        ]);
        assert.deepEqual(found({ assignmentMode: "Automatic" }, { namespaces }), [notice("shop"), notice("web")]);
        assert.deepEqual(found({ assignmentMode: "Manual" }, { namespaces: [bound("shop", "a")] }), []);
    });

    it("should select the nodes of pods that move", () => {
        const nodes = ["n1", "n2"].map((name) => ({ metadata: { name, labels: { zone: name } } }));
        const parts = together(
            { namespaces: [bound("shop", "a")], nodes },
            deployment("shop/api", ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]),
        );
        assert.deepEqual(found({ nodeSelector: 'zone == "n2"' }, parts), [
            {
                severity: "warning",
                rule: "migration-target-nodes",
                object: OBJECT,
                message:
                    'Its nodeSelector (zone == "n2") does not match n1, where pods move. Calico gives them its addresses all the same, since they ask for it by name.',
                wayOut: "See that the addresses are routed to that node, or have the selector match it.",
            },
        ]);
        for (const nodeSelector of ['zone == "n1"', "all()", undefined]) {
            assert.deepEqual(found({ nodeSelector }, parts), []);
        }
    });

    it("should select the namespaces that move", () => {
        const namespaces = [bound("shop", "a")];
        const selector = `has(${LABEL}b)`;
        assert.deepEqual(found({ namespaceSelector: selector }, { namespaces }), [
            {
                severity: "warning",
                rule: "migration-target-namespaces",
                object: OBJECT,
                message: `Its namespaceSelector (${selector}) does not match shop. Pods there get its addresses only for as long as they ask for it by name.`,
                wayOut: "Have the selector match it, or name another pool.",
            },
        ]);
        assert.deepEqual(found({ namespaceSelector: `has(${LABEL}a)` }, { namespaces }), []);
    });

    it("must share no address with other pools", () => {
        const pools = [A, B, pool("c", "10.0.1.128/25")];
        assert.deepEqual(checksOf({ pools }), [
            {
                severity: "danger",
                rule: "ippool-overlap-live",
                object: OBJECT,
                message:
                    "'cidr' (10.0.1.0/24) must not overlap the pool \"c\" (10.0.1.128/25), which is on the cluster already.",
                wayOut: "Choose a CIDR that no other pool has.",
            },
        ]);
        assert.deepEqual(checksOf({ pools: [A, B, pool("c", "10.0.2.0/25")] }), []);
    });

    it("must share no address with services", () => {
        const clash = (cidr: string, owner: string) => [
            {
                severity: "danger",
                rule: "ippool-overlap-services",
                object: OBJECT,
                message: `'cidr' (10.0.1.0/24) must not overlap ${cidr}, the addresses of ${owner}.`,
                wayOut: "Choose another CIDR.",
            },
        ];
        const range = { cidr: "10.0.0.0/16", owner: 'services (ServiceCIDR "kubernetes")' };
        assert.deepEqual(checksOf({ serviceRanges: [range] }), clash(range.cidr, range.owner));
        const services = ["10.0.1.7", "10.0.1.8", "10.0.2.1"].map((address) => ({
            metadata: { name: `s${address}`, namespace: "shop" },
            spec: { clusterIPs: [address] },
        }));
        assert.deepEqual(checksOf({ services }), clash("10.0.1.7/32", "the service shop/s10.0.1.7"));
        assert.deepEqual(checksOf({ services, serviceRanges: [{ ...range, cidr: "10.0.2.0/24" }] }), []);
        assert.deepEqual(checksOf({ services: services.slice(2) }), []);
    });

    it("must share no address with nodes", () => {
        const node = (address: string) => ({
            metadata: { name: "n1" },
            status: { addresses: [{ type: "InternalIP", address }] },
        });
        assert.deepEqual(checksOf({ nodes: [node("10.0.1.7")] }), [
            {
                severity: "danger",
                rule: "ippool-overlap-nodes",
                object: OBJECT,
                message: "'cidr' (10.0.1.0/24) must not contain addresses of nodes: n1 (10.0.1.7).",
                wayOut: "Choose another CIDR.",
            },
        ]);
        assert.deepEqual(checksOf({ nodes: [node("10.0.2.7")] }), []);
    });

    it("should be in the addresses that kube-proxy takes for those of pods", () => {
        assert.deepEqual(checksOf({ clusterCidrs: ["10.0.0.0/24"] }), [
            {
                severity: "warning",
                rule: "ippool-outside-cluster-cidr",
                object: OBJECT,
                message:
                    "'cidr' (10.0.1.0/24) is outside of 10.0.0.0/24, which kube-proxy takes for the addresses of pods: connections to services come from the node's address then, and policies do not know them.",
                wayOut: "Choose a CIDR inside, or widen kube-proxy's clusterCIDR.",
            },
        ]);
        assert.deepEqual(checksOf({ clusterCidrs: ["10.0.0.0/16", "fd00::/64"] }), []);
    });

    it("should have a block for each node", () => {
        const nodes = Array.from({ length: 5 }, (_, index) => ({ metadata: { name: `n${index}` } }));
        assert.deepEqual(checksOf({ nodes }), [
            {
                severity: "warning",
                rule: "ippool-fewer-blocks-than-nodes",
                object: OBJECT,
                message: "'cidr' (10.0.1.0/24) gives 4 blocks of /26 to 5 nodes: each node needs one.",
                wayOut: "Make the pool larger or the blocks smaller.",
            },
        ]);
        assert.deepEqual(checksOf({ nodes: nodes.slice(1) }), []);
    });

    it("must have an address for each pod that moves, and for those that run beside them", () => {
        const small = (free: number) =>
            found(
                {},
                { blocks: [{ spec: { cidr: "10.0.1.0/24", allocations: taken(free), attributes: [{}] } }], ...parts },
            );
        const taken = (free: number) => Array.from({ length: 256 }, (_, index) => (index < free ? null : 0));
        // Two of four pods have new addresses already: with two more at the same time, four need one.
        const parts = together(
            { namespaces: [bound("shop", "a")] },
            deployment("shop/api", ["10.0.0.1", "10.0.0.2", "10.0.1.254", "10.0.1.255"], {
                spec: { replicas: 4, strategy: { rollingUpdate: { maxSurge: "50%" } } },
            }),
            deployment("shop/web", ["10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"]),
        );
        assert.deepEqual(small(7), [
            {
                severity: "danger",
                rule: "migration-few-addresses",
                object: OBJECT,
                message:
                    "It has 7 free addresses, and 6 pods need one, and 2 more while they are rolled: new pods fail once none is left.",
                wayOut: "Name a larger pool, or move fewer namespaces.",
            },
        ]);
        assert.deepEqual(small(8), []);
    });
});

describe("The old pool of a migration", () => {
    it("fails pods meanwhile if it is disabled already", () => {
        const pools = [pool("a", "10.0.0.0/24", { disabled: true }), B];
        const namespaces = [bound("shop", "a"), namespace("web", {}, { [IPV4]: '["b", "10.0.0.0/24"]' })];
        assert.deepEqual(checksOf({ pools, namespaces }), [
            {
                severity: "warning",
                rule: "migration-source-disabled",
                object: 'IPPool "a"',
                message:
                    "It is disabled already: until they are bound to another pool, every new pod of shop and web fails.",
                wayOut: "Run the migration, which binds them to the new pool.",
            },
        ]);
        assert.deepEqual(checksOf({ pools, namespaces: [bound("shop", "b")] }), []);
        assert.deepEqual(checksOf({ namespaces }), []);
    });
});
