// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { canonical, parseCidr } from "../../../lib/cidr";
import type { BlockAttributes, IPAMBlock } from "../../../lib/ipam/block";
import { type IPAMPool, ipamPools } from "../../../lib/ipam/pool";

/** Who has an address in a generated block. */
export type Owner =
    | { readonly kind: "pod"; readonly namespace: string; readonly pod: string; readonly node: string | undefined }
    | { readonly kind: "tunnel"; readonly node: string; readonly byHandle: boolean }
    | { readonly kind: "windows" }
    | { readonly kind: "service" }
    | undefined;

/** The pool of that name; its CIDR must be one. */
export function poolOf(name: string, cidr: string, spec: object = {}): IPAMPool {
    const [pool] = ipamPools([{ metadata: { name }, spec: { cidr, ...spec } }]);
    return pool!;
}

/** A block with these owners, the first address first. */
export function blockOf(cidr: string, affinity: string | undefined, owners: readonly Owner[]): IPAMBlock {
    const given = owners.filter((owner) => owner !== undefined);
    let index = 0;
    return {
        spec: {
            cidr,
            affinity: affinity ?? null,
            allocations: owners.map((owner) => (owner === undefined ? null : index++)),
            attributes: given.map((owner): BlockAttributes => {
                switch (owner.kind) {
                    case "pod": {
                        const { namespace, pod, node } = owner;
                        const secondary = { namespace, pod, ...(node === undefined ? {} : { node }) };
                        return { handle_id: `k8s-pod-network.${pod}`, secondary };
                    }
                    case "tunnel":
                        return owner.byHandle
                            ? { handle_id: `vxlan-tunnel-addr-${owner.node}`, secondary: { node: owner.node } }
                            : { handle_id: "x", secondary: { node: owner.node, type: "wireguardV6TunnelAddress" } };
                    case "windows":
                        return { handle_id: "Windows-reserved-IPAM-handle" };
                    case "service":
                        return { handle_id: "lb-1" };
                }
            }),
        },
    };
}

const node = fc.constantFrom("node-1", "node-2", "node-3");

const owner: fc.Arbitrary<Owner> = fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    {
        weight: 4,
        arbitrary: fc.record({
            kind: fc.constant("pod" as const),
            namespace: fc.constantFrom("shop", "web", "default"),
            pod: fc.constantFrom("a", "b", "c"),
            node: fc.option(node, { nil: undefined }),
        }),
    },
    { arbitrary: fc.record({ kind: fc.constant("tunnel" as const), node, byHandle: fc.boolean() }), weight: 1 },
    { arbitrary: fc.constant({ kind: "windows" as const }), weight: 1 },
    { arbitrary: fc.constant({ kind: "service" as const }), weight: 1 },
);

/** Some of the sixteen blocks of /28 of 10.0.0.0/24, with their owners and whoever has taken them. */
export const generatedBlocks = fc
    .uniqueArray(
        fc.record({
            place: fc.nat(15),
            affinity: fc.option(
                fc.oneof(
                    node.map((name) => `host:${name}`),
                    fc.constant("virtual:load-balancer"),
                ),
                {
                    nil: undefined,
                },
            ),
            owners: fc.array(owner, { minLength: 16, maxLength: 16 }),
        }),
        { selector: ({ place }) => place, maxLength: 6 },
    )
    .map((blocks) => blocks.map((block) => ({ ...block, cidr: `10.0.0.${block.place * 16}/28` })));

/** Reservations of parts of 10.0.0.0/23, in any spelling that Calico takes. */
export const generatedReservations = fc.array(
    fc.record({ prefix: fc.integer({ min: 26, max: 32 }), last: fc.nat(511) }).map(({ prefix, last }) => {
        const cidr = canonical(parseCidr(`10.0.${last >> 8}.${last & 255}/${prefix}`)!);
        return { spec: { reservedCIDRs: [prefix === 32 ? cidr.slice(0, -3) : cidr] } };
    }),
    { maxLength: 4 },
);
