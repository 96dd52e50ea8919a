// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { MigrationWorld } from "../../../../lib/migration/world";
import { checksOf } from "../support";

type Block = { readonly cidr: string; readonly except?: readonly string[] };

/** What allows blocks of addresses: what a message calls it, its rule and the end of the connections. */
const allowing: readonly [string, string, string, (...blocks: readonly Block[]) => Partial<MigrationWorld>][] = [
    [
        'NetworkPolicy "shop/x"',
        "A rule for ingress",
        "from",
        (...blocks) => ({ networkPolicies: [{ metadata, spec: { ingress: [{ from: peers(blocks) }] } }] }),
    ],
    [
        'NetworkPolicy "shop/x"',
        "A rule for egress",
        "to",
        (...blocks) => ({ networkPolicies: [{ metadata, spec: { egress: [{ to: peers(blocks) }] } }] }),
    ],
    [
        'NamespaceNetworkPolicy "shop/x"',
        "A rule for ingress",
        "from",
        (...blocks) => ({ namespacePolicies: [{ metadata, spec: { ingress: [{ from: peers(blocks) }] } }] }),
    ],
    [
        'NamespaceNetworkPolicy "shop/x"',
        "A rule for egress",
        "to",
        (...blocks) => ({ namespacePolicies: [{ metadata, spec: { egress: [{ to: peers(blocks) }] } }] }),
    ],
];
const metadata = { name: "x", namespace: "shop" };
const peers = (blocks: readonly Block[]) => blocks.map((ipBlock) => ({ ipBlock }));

describe("Rules with addresses", () => {
    for (const [object, what, way, parts] of allowing) {
        const lost = (missing: string) => [
            {
                severity: "warning",
                rule: "migration-policy-lost",
                object,
                message: `${what} allows addresses of "a" (10.0.0.0/24) and not all of "b" (10.0.1.0/24): connections ${way} pods that have moved are lost.`,
                wayOut: `Allow ${missing} too before the migration, and take 10.0.0.0/24 off after it.`,
            },
        ];

        it(`lose connections: ${what} of a ${object.slice(0, -9)} that has the old pool and not all of the new one`, () => {
            assert.deepEqual(checksOf(parts({ cidr: "10.0.0.0/24" })), lost("10.0.1.0/24"));
            assert.deepEqual(checksOf(parts({ cidr: "10.0.0.7/32" }, { cidr: "10.0.1.0/25" })), lost("10.0.1.128/25"));
            assert.deepEqual(checksOf(parts({ cidr: "0.0.0.0/0", except: ["10.0.1.0/26"] })), lost("10.0.1.0/26"));
        });

        it(`are fine: ${what} of a ${object.slice(0, -9)} that has both pools, or neither`, () => {
            assert.deepEqual(checksOf(parts({ cidr: "10.0.0.0/23" })), []);
            assert.deepEqual(checksOf(parts({ cidr: "10.0.0.0/24" }, { cidr: "10.0.1.0/24" })), []);
            assert.deepEqual(checksOf(parts({ cidr: "10.0.1.0/24" })), []);
            assert.deepEqual(checksOf(parts({ cidr: "10.0.0.0/8", except: ["10.0.0.0/23"] })), []);
            assert.deepEqual(checksOf(parts({ cidr: "10.0.0.0/8", except: ["10.0.0.0/25"] })), []);
            assert.deepEqual(checksOf(parts()), []);
        });

        it(`open: ${what} of a ${object.slice(0, -9)} that has an exception for the old pool and not for the new one`, () => {
            assert.deepEqual(checksOf(parts({ cidr: "10.0.0.0/8", except: ["10.0.0.0/24"] })), [
                {
                    severity: "warning",
                    rule: "migration-policy-opened",
                    object,
                    message: `${what} keeps out "a" (10.0.0.0/24) by an exception and not "b" (10.0.1.0/24): connections ${way} pods that have moved are allowed.`,
                    wayOut: "Except 10.0.1.0/24 too before the migration, and take 10.0.0.0/24 off after it.",
                },
            ]);
        });
    }

    it("are told where they are written, and not in what KubeSphere makes of them", () => {
        const spec = { ingress: [{ from: peers([{ cidr: "10.0.0.0/24" }]) }] };
        assert.deepEqual(checksOf({ networkPolicies: [{ metadata: { ...metadata, name: "nsnp-x" }, spec }] }), []);
    });

    it("are also those of load balancers", () => {
        const found = (...loadBalancerSourceRanges: readonly string[]) =>
            checksOf({ services: [{ metadata, spec: { loadBalancerSourceRanges } }] });
        assert.deepEqual(found("10.0.0.0/24"), [
            {
                severity: "warning",
                rule: "migration-policy-lost",
                object: 'Service "shop/x"',
                message:
                    'Its list loadBalancerSourceRanges allows addresses of "a" (10.0.0.0/24) and not all of "b" (10.0.1.0/24): connections from pods that have moved are lost.',
                wayOut: "Allow 10.0.1.0/24 too before the migration, and take 10.0.0.0/24 off after it.",
            },
        ]);
        assert.deepEqual(found("10.0.0.0/16"), []);
        assert.deepEqual(found(), []);
    });
});
