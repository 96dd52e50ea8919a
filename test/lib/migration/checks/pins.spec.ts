// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { MigrationWorld } from "../../../../lib/migration/world";
import { bound, checksOf, IPV4, pod, podsOf } from "../support";

const ADDRESSES = "cni.projectcalico.org/ipAddrs";
type Annotations = Readonly<Record<string, string>>;

/** What makes pods with annotations, by what a message calls it. */
const makers: readonly [string, (annotations: Annotations) => Partial<MigrationWorld>][] = [
    ...(["Deployment", "StatefulSet", "DaemonSet"] as const).map((kind): (typeof makers)[number] => [
        kind,
        (annotations) => ({
            [`${kind[0]!.toLowerCase()}${kind.slice(1)}s`]: [
                { metadata: { name: "x", namespace: "shop" }, spec: { template: { metadata: { annotations } } } },
            ],
        }),
    ]),
    [
        "CronJob",
        (annotations) => ({
            cronJobs: [
                {
                    metadata: { name: "x", namespace: "shop" },
                    spec: { jobTemplate: { spec: { template: { metadata: { annotations } } } } },
                },
            ],
        }),
    ],
    [
        "Rollout",
        (annotations) => ({
            pods: podsOf("shop/x", ["10.0.2.1"], { kind: "Rollout", name: "x" }).map((each) => ({
                ...each,
                metadata: { ...each.metadata, annotations },
            })),
        }),
    ],
];

describe("Annotations of pods", () => {
    for (const [kind, parts] of makers) {
        it(`fail those of a ${kind} that ask for the old pool, whatever else they ask for`, () => {
            const pinned = (list: readonly string[], entry: string) => {
                assert.deepEqual(checksOf(parts({ [IPV4]: JSON.stringify(list) })), [
                    {
                        severity: "danger",
                        rule: "migration-pinned",
                        object: `${kind} "shop/x"`,
                        message: `Its pods ask for ${entry} by annotation, whatever the namespace is bound to: new ones fail once the pool is disabled, even if they ask for other pools too.`,
                        wayOut: 'Have it ask for "b" instead, or for no pool.',
                    },
                ]);
            };
            pinned(["a"], "a");
            pinned(["b", "10.0.0.0/24"], "10.0.0.0/24");
            for (const list of [["b"], ["10.0.0.0/25"], []]) {
                assert.deepEqual(checksOf(parts({ [IPV4]: JSON.stringify(list) })), []);
            }
        });

        it(`keep those of a ${kind} at fixed addresses of the old pool`, () => {
            const fixed = (key: string) => [
                {
                    severity: "danger",
                    rule: "migration-fixed-address",
                    object: `${kind} "shop/x"`,
                    message: `Its annotation ${key} fixes 10.0.0.7, which is an address of "a": it keeps it whatever it is bound to.`,
                    wayOut: "Give it an address of 10.0.1.0/24, or take the annotation off.",
                },
            ];
            for (const key of [ADDRESSES, `${ADDRESSES}NoIpam`]) {
                assert.deepEqual(checksOf(parts({ [key]: '["10.0.0.7", "10.0.1.7"]' })), fixed(key));
                assert.deepEqual(checksOf(parts({ [key]: '["10.0.1.7"]' })), []);
            }
        });
    }

    const annotations = { [IPV4]: '["a"]' };
    const job = { metadata: { name: "x", namespace: "shop" }, spec: { template: { metadata: { annotations } } } };
    const bare = pod("shop/x", "10.0.1.1", { annotations });
    for (const [kind, parts] of [
        ["Pod", { pods: [bare] }],
        ["Job", { jobs: [job], pods: [pod("shop/y", "10.0.1.2", { annotations, owner: { kind: "Job", name: "x" } })] }],
    ] as const) {
        it(`warn of a ${kind}, which makes no pods for ever`, () => {
            assert.deepEqual(checksOf(parts), [
                {
                    severity: "warning",
                    rule: "migration-pinned",
                    object: `${kind} "shop/x"`,
                    message:
                        "It asks for a by annotation, whatever the namespace is bound to: made anew, it fails once the pool is disabled.",
                    wayOut: 'Have it ask for "b" instead, or for no pool.',
                },
            ]);
        });
    }

    it("do not matter of jobs and pods that have ended", () => {
        const ended = (type: string, status: string) => ({ ...job, status: { conditions: [{ type, status }] } });
        const over = { ...bare, status: { phase: "Succeeded" } };
        assert.deepEqual(checksOf({ pods: [over], jobs: [ended("Complete", "True"), ended("Failed", "True")] }), []);
        assert.equal(checksOf({ jobs: [ended("Suspended", "True"), ended("Failed", "False")] }).length, 2);
    });

    it("do not matter in namespaces that are left out while the old pool stays", () => {
        const [, deployment] = makers[0]!;
        const parts = deployment({ [IPV4]: '["a"]' });
        const rules = (namespaces: readonly string[]) =>
            checksOf({ ...parts, namespaces: [bound("shop", "a"), bound("web", "a")] }, { namespaces }).map(
                ({ rule }) => rule,
            );
        assert.deepEqual(rules(["web"]), ["migration-left-out"]);
        assert.deepEqual(rules(["shop"]), ["migration-pinned", "migration-left-out"]);
    });
});
