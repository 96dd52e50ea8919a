// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../lib/tree";
import { changed, found, only, partOf, pool, row, step } from "./support";

const A = pool("a", "10.0.0.0/24");
const CREATED = { change: "created", settings: [changed("assignmentMode", undefined, "Manual")] } as const;

const overlap = (name: string, message: string) =>
    found("danger", "pool-overlap", name, {
        message,
        wayOut: "Choose a CIDR that no other pool of the cluster has.",
    });

describe("Pools with the same addresses", () => {
    it("are told at the one that comes", () => {
        assert.deepEqual(
            partOf([pool("z", "10.0.0.0/24")], [pool("z", "10.0.0.0/24"), pool("b", "10.0.0.128/25")]),
            only({
                summary: "1 created; 128 addresses more",
                pools: [
                    row("b", { ...CREATED, cidr: "10.0.0.128/25", addresses: { before: 0, after: 128 } }),
                    row("z", { used: 0 }),
                ],
                findings: [
                    overlap(
                        "b",
                        'The addresses of "b" (10.0.0.128/25) overlap those of "z" (10.0.0.0/24): two pods can get the same one.',
                    ),
                ],
                steps: [step("pools", 'Create the pool "b".')],
            }),
        );
    });

    it("are told at the second one if both come", () => {
        assert.deepEqual(partOf([], [A, pool("b", "10.0.0.0/25")]).findings, [
            overlap(
                "b",
                'The addresses of "b" (10.0.0.0/25) overlap those of "a" (10.0.0.0/24): two pods can get the same one.',
            ),
        ]);
    });

    it("are not told again where they have them already, whatever else changes", () => {
        const b = (natOutgoing: boolean) => pool("b", "10.0.0.0/25", { natOutgoing });
        assert.deepEqual(
            partOf([A, b(false)], [A, b(true)]).findings?.map(({ rule }) => rule),
            ["pool-nat"],
        );
    });

    it("are not told where nobody knows what they had before", () => {
        const b = pool("b", "10.0.0.0/25");
        assert.deepEqual(partOf([pool("a", UNKNOWN), b], [A, b]).findings, []);
    });

    it("are there for a moment where a new pool takes over from one that goes", () => {
        assert.deepEqual(
            partOf([A], [pool("b", "10.0.0.0/23")]).findings?.filter(({ object }) => object.name === "b"),
            [
                found("warning", "pool-taken-over", "b", {
                    message:
                        'The addresses of "b" (10.0.0.0/23) are those of "a" (10.0.0.0/24), which the same update deletes: both are there for a moment, and blocks that "a" leaves keep their size.',
                    wayOut: 'Choose other addresses, move the workloads to "b", and delete "a" afterwards.',
                }),
            ],
        );
        const apart = partOf([A, pool("c", "10.0.0.0/25")], [pool("b", "10.1.0.0/23"), pool("d", "10.1.0.0/25")]);
        assert.ok(!apart.findings?.some(({ rule }) => rule === "pool-taken-over"));
    });
});
