// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { A, B, block, bound, checksOf, deployment, namespace, planOf, pool, together } from "../support";

const OPEN = { assignmentMode: "Automatic" };
const OBJECT = 'IPPool "a"';

describe("Pods that ask for no pool", () => {
    const open = pool("a", "10.0.0.0/24", OPEN);
    const parts = together(
        { namespaces: [namespace("free"), namespace("idle"), bound("web", "b")] },
        deployment("free/api", ["10.0.0.1", "10.0.0.2"]),
        deployment("web/api", ["10.0.0.3"]),
    );

    it("fail if no other pool is open to them", () => {
        assert.deepEqual(checksOf({ ...parts, pools: [open, B] }), [
            {
                severity: "danger",
                rule: "migration-none-left",
                object: OBJECT,
                message:
                    "Pods of free and idle ask for no pool, and no other pool is open to them: new ones fail once it is disabled.",
                wayOut: 'Bind those namespaces to "b", or have another pool that is open to all.',
            },
        ]);
    });

    it("are named with the pools that they may get addresses of", () => {
        const others = [pool("c", "10.0.2.0/24", OPEN), pool("d", "10.0.3.0/24", { ...OPEN, disabled: true })];
        const found = (more: readonly (typeof B)[]) => checksOf({ ...parts, pools: [open, B, ...others, ...more] });
        const notice = (pools: string) => [
            {
                severity: "notice",
                rule: "migration-unbound",
                object: 'Namespace "free"',
                message: `It is bound to no pool, and 2 pods have addresses of "a" all the same. Rolled, they get addresses of ${pools}.`,
                wayOut: "Bind the namespace if its pods shall have addresses of a certain pool.",
            },
        ];
        assert.deepEqual(found([]), notice('"c"'));
        assert.deepEqual(found([pool("e", "10.0.4.0/24", OPEN)]), notice('any of "c" and "e"'));
        assert.deepEqual(found([pool("six", "fd00::/120", OPEN)]), notice('"c"'));
    });

    it("are told by namespace where pools select namespaces", () => {
        const selective = pool("c", "10.0.2.0/24", { ...OPEN, namespaceSelector: 'name == "free"' });
        const namespaces = [namespace("free", { name: "free" }), namespace("idle")];
        assert.deepEqual(
            checksOf({ ...parts, namespaces, pools: [open, B, selective] }).map(({ rule, message }) => [rule, message]),
            [
                [
                    "migration-none-left",
                    "Pods of idle ask for no pool, and no other pool is open to them: new ones fail once it is disabled.",
                ],
                [
                    "migration-unbound",
                    'It is bound to no pool, and 2 pods have addresses of "a" all the same. Rolled, they get addresses of "c".',
                ],
            ],
        );
    });

    it("fail on nodes that no other pool selects", () => {
        const nodes = ["n1", "n2"].map((name) => ({ metadata: { name, labels: { zone: name } } }));
        const found = (nodeSelector: string, old = "all()") =>
            checksOf({
                namespaces: [namespace("free")],
                nodes,
                pools: [
                    pool("a", "10.0.0.0/24", { ...OPEN, nodeSelector: old }),
                    B,
                    pool("c", "10.0.2.0/24", { ...OPEN, nodeSelector }),
                ],
            });
        assert.deepEqual(found('zone == "n1"'), [
            {
                severity: "danger",
                rule: "migration-none-left",
                object: OBJECT,
                message:
                    "No other pool that is open to pods which ask for no pool selects n2: new ones fail there once it is disabled.",
                wayOut: "Have the nodeSelector of another pool match that node.",
            },
        ]);
        assert.deepEqual(found("all()"), []);
        assert.deepEqual(found('zone == "n1"', 'zone == "n1"'), []);
    });

    it("do not care about a pool that was never open to them, or that stays", () => {
        for (const closed of [A, pool("a", "10.0.0.0/24", { ...OPEN, disabled: true })]) {
            assert.deepEqual(checksOf({ ...parts, pools: [closed, B] }), []);
        }
        const namespaces = [namespace("free"), bound("shop", "a"), bound("web", "a")];
        assert.deepEqual(checksOf({ namespaces, pools: [open, B] }, { namespaces: ["web"] }), [
            {
                severity: "notice",
                rule: "migration-left-out",
                object: OBJECT,
                message: "It stays enabled: only other namespaces are asked for, and shop is bound to it.",
                wayOut: "Migrate all namespaces when the old pool shall go.",
            },
        ]);
    });
});

describe("Tunnels with addresses of the old pool", () => {
    const TUNNEL = "projectcalico.org/IPv4VXLANTunnelAddr";
    const nodes = [
        { metadata: { name: "n2", annotations: { [TUNNEL]: "10.0.0.9" } } },
        { metadata: { name: "n3", annotations: { [TUNNEL]: "10.0.1.9" } } },
    ];
    const blocks = [
        block("10.0.0.0/26", { node: "n1", type: "ipipTunnelAddress" }, { node: "n4", namespace: "shop", pod: "x" }),
        block("10.0.1.0/26", { node: "n5", type: "ipipTunnelAddress" }),
    ];

    it("are told by node, from annotations and blocks", () => {
        assert.deepEqual(planOf({ nodes, blocks }).tunnels, ["n1", "n2"]);
        assert.deepEqual(checksOf({ nodes, blocks }), [
            {
                severity: "notice",
                rule: "migration-tunnels",
                object: OBJECT,
                message:
                    "The tunnel devices of n1 and n2 have addresses of it. calico-node gives them others once the pool is disabled, at the latest when it is restarted.",
                wayOut: "Wait for that before the pool is deleted.",
            },
        ]);
    });

    it("cut nodes off if no other pool with a tunnel is for them", () => {
        const found = (allowedUses: readonly string[], modes: object) =>
            checksOf({ nodes, pools: [A, pool("b", "10.0.1.0/24", { allowedUses, ...modes })] }).map(
                ({ severity, rule, message, wayOut }) => [severity, rule, message, wayOut],
            );
        const [notice] = found(["Workload"], {});
        assert.deepEqual(notice?.slice(0, 2), ["notice", "migration-tunnels"]);
        assert.deepEqual(found(["Workload"], { vxlanMode: "Always" }), [
            [
                "danger",
                "migration-tunnels-none-left",
                "The tunnel device of n2 has an address of it, and no other enabled pool with IPIP or VXLAN is for tunnels: once it is disabled, nodes do not reach pods of other nodes.",
                'Add Tunnel to the allowedUses of "b".',
            ],
        ]);
        assert.deepEqual(found(["Workload", "Tunnel"], { vxlanMode: "Always" }), [notice]);
    });
});
