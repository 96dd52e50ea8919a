// SPDX-License-Identifier: Apache-2.0
// Proves what is said of pools, not how Calico treats them.
import assert from "node:assert/strict";
import { block, changed, found, namespace, only, partOf, pod, pool, row, step } from "./support";

const A = pool("a", "10.0.0.0/24");
const PODS = [pod("web-1", "10.0.0.5"), pod("web-2", "10.0.0.6"), pod("db", "10.0.0.7", { of: "data" })];
const MANUAL = changed("assignmentMode", "Manual", undefined);
const GONE = { change: "deleted", addresses: { before: 256, after: 0 }, settings: [MANUAL] } as const;
const FEWER = "1 deleted; 256 addresses fewer";
const DELETE = step("removal", 'Delete the pool "a".');
const LOST = {
    object: { kind: "IPPool", name: "a" },
    text: 'Pods that are restarted once "a" is deleted get other addresses, and not their former ones back when it is put back.',
};

describe("A pool that goes", () => {
    it("takes routes and NAT from the pods that have its addresses", () => {
        assert.deepEqual(
            partOf([A, ...PODS, block("10.0.0.0/26", 4)], PODS, { cluster: "member-1" }),
            only({
                summary: FEWER,
                pools: [{ cluster: "member-1", ...row("a", { ...GONE, used: 4 }) }],
                findings: [
                    {
                        cluster: "member-1",
                        ...found("danger", "pool-deleted", "a", {
                            before: "10.0.0.0/24",
                            message:
                                '3 pods of shop and data have addresses of "a". What has one keeps it, without the pool\'s routes, encapsulation and NAT.',
                            wayOut: 'Set disabled: true on "a" first, restart the workloads of shop and data, and delete it once no pod has an address of it.',
                        }),
                    },
                ],
                steps: [
                    step(
                        "before the update",
                        'Set disabled: true on "a" in an update of its own. Restart what still has addresses of "a" (3 pods of shop and data), until no pod has one.',
                        "you",
                    ),
                    DELETE,
                ],
                irreversible: [{ cluster: "member-1", ...LOST }],
            }),
        );
    });

    it("may do so where nobody tells what is in use", () => {
        assert.deepEqual(
            partOf([A], [], { isWhole: false }),
            only({
                summary: FEWER,
                pools: [row("a", GONE)],
                findings: [
                    found("warning", "pool-deleted", "a", {
                        before: "10.0.0.0/24",
                        message:
                            'Pods with addresses of "a" keep them, without the pool\'s routes, encapsulation and NAT. Whether there are any is not known here.',
                        wayOut: 'Look for them on the cluster. Set disabled: true on "a" first, restart what has addresses of it, and delete it once no pod has an address of it.',
                    }),
                ],
                steps: [
                    step(
                        "before the update",
                        'Set disabled: true on "a" in an update of its own. Make sure that no pod has an address of "a" any more.',
                        "you",
                    ),
                    DELETE,
                ],
                irreversible: [LOST],
            }),
        );
    });

    it("harms nobody if nothing of it is in use", () => {
        const other = pod("web-1", "10.0.1.5");
        assert.deepEqual(
            partOf([A, other], [other]),
            only({
                summary: FEWER,
                pools: [row("a", { ...GONE, used: 0 })],
                findings: [
                    found("notice", "pool-deleted", "a", {
                        before: "10.0.0.0/24",
                        message: 'No address of "a" is in use.',
                    }),
                ],
                steps: [DELETE],
            }),
        );
    });

    it("is worth a look where addresses are given away to no pod that stays", () => {
        const looked = (used: number, which: string) =>
            only({
                summary: FEWER,
                pools: [row("a", { ...GONE, used })],
                findings: [
                    found("warning", "pool-deleted", "a", {
                        before: "10.0.0.0/24",
                        message: `${which} given away, to no pod that stays: tunnels of nodes may have them, or pods that are gone.`,
                        wayOut: 'Set disabled: true on "a" first, see who has them (calicoctl ipam check --show-all-ips), and delete it once no pod has an address of it.',
                    }),
                ],
                steps: [DELETE],
            });
        const blocks = block("10.0.0.64/26", 2);
        assert.deepEqual(partOf([A, blocks], [blocks]), looked(2, '2 addresses of "a" are'));
        const shop = [namespace("shop"), pod("web-1", "10.0.0.5")];
        assert.deepEqual(partOf([A, ...shop], []), looked(1, '1 address of "a" is'));
    });

    it("says so of each of several, and deletes them together", () => {
        const { summary, steps, findings } = partOf([A, pool("six", "fd00::/120")], []);
        assert.equal(summary, "2 deleted; 256 addresses fewer, 256 IPv6 addresses fewer");
        assert.deepEqual(steps, [step("removal", 'Delete the pools "a" and "six".')]);
        assert.deepEqual(
            findings?.map(({ object }) => object.name),
            ["a", "six"],
        );
    });
});

describe("A pool that would have to become another one", () => {
    const wayOut = (range: string): string =>
        `Migrate instead: 1. Put "a" back as it was and add a pool "a-v2" ${range}. 2. Bind the namespaces of "a" to "a" and "a-v2". 3. Bind them to "a-v2" alone and restart their workloads. 4. Set disabled: true on "a". Once no pod has an address of 10.0.0.0/24, remove it.`;

    it("is migrated if its CIDR changes", () => {
        const range = "with blockSize 26 and a CIDR that does not overlap 10.0.0.0/24";
        assert.deepEqual(
            partOf([A, ...PODS], [pool("a", "10.0.0.0/23"), ...PODS]),
            only({
                summary: "1 changed; 256 addresses more",
                pools: [
                    row("a", {
                        change: "changed",
                        cidr: "10.0.0.0/23",
                        addresses: { before: 256, after: 512 },
                        used: 3,
                        settings: [changed("cidr", "10.0.0.0/24", "10.0.0.0/23")],
                    }),
                ],
                findings: [
                    found("danger", "pool-immutable", "a", {
                        before: "10.0.0.0/24 in blocks of /26",
                        after: "10.0.0.0/23 in blocks of /26",
                        message:
                            "'cidr' must stay 10.0.0.0/24. It was changed to 10.0.0.0/23. Calico cannot change a pool in place: addresses in use would be lost.",
                        wayOut: wayOut(range),
                    }),
                ],
                steps: [
                    `Put "a" back as it was and add a pool "a-v2" ${range}.`,
                    'Bind the namespaces of "a" to "a" and "a-v2".',
                    'Bind them to "a-v2" alone and restart their workloads.',
                    'Set disabled: true on "a". Once no pod has an address of 10.0.0.0/24, remove it.',
                ].map((text) => step("before the update", text, "you")),
                irreversible: [
                    {
                        object: { kind: "IPPool", name: "a" },
                        text: 'Pods that are restarted once "a" is another one get other addresses, and not their former ones back when it is put back.',
                    },
                ],
            }),
        );
    });

    it("is migrated if its blocks get another size, but not if their usual size is written out", () => {
        const { findings, irreversible } = partOf([A], [pool("a", "10.0.0.0/24", { blockSize: 28 })]);
        assert.deepEqual(findings, [
            found("danger", "pool-immutable", "a", {
                before: "10.0.0.0/24 in blocks of /26",
                after: "10.0.0.0/24 in blocks of /28",
                message:
                    "'blockSize' must stay 26. It was changed to 28. Calico cannot change a pool in place: addresses in use would be lost.",
                wayOut: wayOut("with blockSize 28 and a CIDR that does not overlap 10.0.0.0/24"),
            }),
        ]);
        assert.deepEqual(irreversible, []);
        const same = partOf([A], [pool("a", "10.0.0.0/24", { blockSize: 26 })]);
        assert.deepEqual(same, only({ pools: [row("a", { used: 0 })] }));
    });
});

describe("A pool that is disabled", () => {
    const off = pool("a", "10.0.0.0/24", { disabled: true });
    const part = (those: string, used: number) =>
        only({
            summary: "1 changed; 256 addresses fewer",
            pools: [
                row("a", {
                    change: "changed",
                    addresses: { before: 256, after: 0 },
                    used,
                    settings: [changed("disabled", "false", "true")],
                }),
            ],
            findings: [
                found("notice", "pool-disabled", "a", {
                    before: "enabled",
                    after: "disabled",
                    message: `No pod gets a new address of "a"; those ${those} stay until a restart.`,
                }),
            ],
            steps: [step("removal", 'Disable the pool "a".')],
        });

    it("gives no addresses any more, and leaves pods theirs", () => {
        assert.deepEqual(partOf([A, ...PODS], [off, ...PODS]), part("of 3 pods of shop and data", 3));
        assert.deepEqual(partOf([A], [off]), part("that pods have", 0));
    });

    it("gives addresses again once it is enabled", () => {
        const { summary, findings, steps } = partOf([off], [A]);
        assert.deepEqual(
            [summary, findings, steps],
            ["1 changed; 256 addresses more", [], [step("pools", 'Change the pool "a".')]],
        );
    });
});
