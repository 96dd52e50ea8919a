// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { changed, found, only, partOf, pool, row, step } from "./support";

type Spec = Parameters<typeof pool>[2];

const findings = (before: Spec, after: Spec) =>
    partOf([pool("a", "10.0.0.0/24", before)], [pool("a", "10.0.0.0/24", after)]).findings;

describe("A pool for other uses", () => {
    it("gives addresses only to pods that ask for it once it is Manual", () => {
        assert.deepEqual(
            findings({ assignmentMode: "Automatic", nodeSelector: "!all()" }, { nodeSelector: "!all()" }),
            [
                found("warning", "pool-assignment-mode", "a", {
                    before: "Automatic",
                    after: "Manual",
                    message: 'Pods that ask for no pool get no new address of "a" any more.',
                    wayOut: "Bind the namespaces that need addresses of it.",
                }),
            ],
        );
    });

    it("gives pods no addresses where they are no use of it", () => {
        assert.deepEqual(
            partOf([pool("a", "10.0.0.0/24")], [pool("a", "10.0.0.0/24", { allowedUses: ["Tunnel"] })]),
            only({
                summary: "1 changed; 256 addresses fewer",
                pools: [
                    row("a", {
                        change: "changed",
                        addresses: { before: 256, after: 0 },
                        used: 0,
                        settings: [changed("allowedUses", "Workload, Tunnel", "Tunnel")],
                    }),
                ],
                findings: [
                    found("warning", "pool-allowed-uses", "a", {
                        before: "Workload, Tunnel",
                        after: "Tunnel",
                        message: 'No pod gets a new address of "a" any more, and new pods that ask for it fail.',
                        wayOut: "Keep Workload among the uses, or bind its namespaces to another pool first.",
                    }),
                ],
                steps: [step("pools", 'Change the pool "a".')],
            }),
        );
    });

    it("gives pods the addresses of services where it was for load balancers", () => {
        assert.deepEqual(findings({ allowedUses: ["LoadBalancer"] }, { allowedUses: ["Workload"] }), [
            found("danger", "pool-allowed-uses", "a", {
                before: "LoadBalancer",
                after: "Workload",
                message: 'Services keep their addresses of "a", and pods would get the same ones.',
                wayOut: "Keep [LoadBalancer], which the pool was made for, and make another pool for pods.",
            }),
        ]);
    });

    it("loses nobody where only tunnels go", () => {
        assert.deepEqual(findings({}, { allowedUses: ["Workload"] }), []);
    });

    it("is open to every namespace as soon as nothing keeps them out", () => {
        const open = found("notice", "pool-open", "a", {
            message: 'Pods of every namespace that is bound to no pool may get addresses of "a".',
            wayOut: "If only bound namespaces shall, set assignmentMode: Manual (Calico 3.30 and later).",
        });
        const automatic = { assignmentMode: "Automatic" };
        assert.deepEqual(partOf([], [pool("a", "10.0.0.0/24", automatic)]).findings, [open]);
        assert.deepEqual(findings({}, automatic), [open]);
        assert.deepEqual(findings({ ...automatic, disabled: true }, automatic), [open]);
        assert.deepEqual(
            findings(automatic, { ...automatic, natOutgoing: true })?.map(({ rule }) => rule),
            ["pool-nat"],
        );
        for (const closed of [{ nodeSelector: "!all()" }, { namespaceSelector: "has(team)" }, { disabled: true }]) {
            assert.deepEqual(partOf([], [pool("a", "10.0.0.0/24", { ...automatic, ...closed })]).findings, []);
        }
    });
});
