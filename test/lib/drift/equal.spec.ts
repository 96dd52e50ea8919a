// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { INSTALL_PLAN, IP_POOL, NAMESPACE, NAMESPACE_NETWORK_POLICY } from "../../../lib/kinds";
import { NETWORK_ISOLATE_ANNOTATION } from "../../../lib/labels";
import { drifts, IPV4, object, wanted } from "./support";

const spec = (more: object) => ({ spec: { cidr: "10.0.0.0/16", ipipMode: "Never", vxlanMode: "Never", ...more } });
const rule = (...from: object[]) => ({ spec: { ingress: [{ from, ports: [{ port: 80 }] }] } });
const annotated = (annotations: object) => ({ metadata: { annotations } });

/** Spellings of the same: wanted, and there. */
const SAME: Readonly<Record<string, readonly [typeof IP_POOL, object, object]>> = {
    "what is not written and Calico's defaults": [
        IP_POOL,
        spec({ disabled: false, natOutgoing: false, nodeSelector: "all()", blockSize: 26 }),
        spec({}),
    ],
    "defaults that the API server writes": [
        IP_POOL,
        spec({}),
        spec({ assignmentMode: "Automatic", nodeSelector: "all()" }),
    ],
    selectors: [IP_POOL, spec({ nodeSelector: "zone=='a'" }), spec({ nodeSelector: 'zone == "a"' })],
    "the order of uses": [
        IP_POOL,
        spec({ allowedUses: ["Workload", "Tunnel"] }),
        spec({ allowedUses: ["Tunnel", "Workload"] }),
    ],
    "IPv6 CIDRs": [IP_POOL, { spec: { cidr: "fd00:0:0::/112" } }, { spec: { cidr: "fd00::/112" } }],
    "what the server writes, and its status": [
        IP_POOL,
        spec({}),
        { ...spec({}), metadata: { uid: "u", resourceVersion: "7", generation: 2 }, status: { conditions: [] } },
    ],
    "lists of pools": [NAMESPACE, annotated({ [IPV4]: '["a","b"]' }), annotated({ [IPV4]: '[ "a", "b" ]' })],
    "isolation that is off": [NAMESPACE, annotated({ [NETWORK_ISOLATE_ANNOTATION]: "disabled" }), {}],
    "keys of others": [NAMESPACE, annotated({ [IPV4]: '["a"]' }), annotated({ [IPV4]: '["a"]', team: "x" })],
    "directives of Pulumi's provider": [NAMESPACE, annotated({ "pulumi.com/patchForce": "true" }), {}],
    "the order of peers, and the protocol of ports": [
        NAMESPACE_NETWORK_POLICY,
        rule({ namespace: { name: "a" } }, { namespace: { name: "b" } }),
        {
            spec: {
                ingress: [
                    {
                        from: [{ namespace: { name: "b" } }, { namespace: { name: "a" } }],
                        ports: [{ protocol: "TCP", port: 80 }],
                    },
                ],
            },
        },
    ],
    "a config that the webhook trims": [
        INSTALL_PLAN,
        { spec: { enabled: true, extension: { name: "x", version: "1" }, config: "a: 1   \nb: {c: 2}\n" } },
        { spec: { enabled: true, extension: { name: "x", version: "1" }, config: "b:\n  c: 2\na: 1" } },
    ],
};

describe("What means the same is no drift:", () => {
    for (const [title, [kind, one, other]] of Object.entries(SAME)) {
        it(title, () => {
            const isPatch = kind === NAMESPACE;
            assert.deepEqual(drifts([wanted(object(kind, "x", one), { isPatch })], [object(kind, "x", other)]), []);
        });
    }

    it("a pool and what a server has of it, whatever it is", () => {
        const pools = fc.record(
            {
                blockSize: fc.integer({ min: 24, max: 28 }),
                natOutgoing: fc.boolean(),
                disabled: fc.boolean(),
                ipipMode: fc.constantFrom("Never", "Always", "CrossSubnet"),
                vxlanMode: fc.constantFrom("Never", "Always"),
                nodeSelector: fc.constantFrom("all()", "has(zone)", "zone in {'a', 'b'}", "!all()"),
                allowedUses: fc.constantFrom(["Workload"], ["Workload", "Tunnel"]),
                disableBGPExport: fc.boolean(),
            },
            { requiredKeys: [] },
        );
        fc.assert(
            fc.property(pools, (more) => {
                const stated = { spec: { cidr: "10.0.0.0/16", ...more } };
                const server = {
                    spec: { assignmentMode: "Automatic", nodeSelector: "all()", ...stated.spec },
                    metadata: { uid: "u" },
                };
                assert.deepEqual(drifts([wanted(object(IP_POOL, "a", stated))], [object(IP_POOL, "a", server)]), []);
            }),
        );
    });
});
