// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../lib/tree";
import { changed, only, partOf, pool, row, step } from "./support";

const LATE = "known only after the update";
const MANUAL = changed("assignmentMode", undefined, "Manual");

describe("The pools of a change", () => {
    it("that comes are told with what is no default, and with as many digits as it takes", () => {
        const six = pool("six", "fd00::/64", {
            vxlanMode: "Always",
            natOutgoing: false,
            nodeSelector: "all()",
            blockSize: 122,
        });
        const off = pool("off", "10.0.1.0/24", { disabled: true, blockSize: 28 });
        assert.deepEqual(
            partOf([], [six, off, pool("a", "10.0.0.0/24")]),
            only({
                summary: "3 created; 256 addresses more, 18446744073709551616 IPv6 addresses more",
                pools: [
                    row("a", { change: "created", addresses: { before: 0, after: 256 }, settings: [MANUAL] }),
                    row("off", {
                        change: "created",
                        cidr: "10.0.1.0/24",
                        addresses: { before: 0, after: 0 },
                        settings: [
                            changed("blockSize", undefined, "28"),
                            changed("disabled", undefined, "true"),
                            MANUAL,
                        ],
                    }),
                    row("six", {
                        change: "created",
                        cidr: "fd00::/64",
                        addresses: { before: 0, after: "18446744073709551616" },
                        settings: [changed("vxlanMode", undefined, "Always"), MANUAL],
                    }),
                ],
                steps: [step("pools", 'Create the pools "a", "off" and "six".')],
            }),
        );
    });

    it("that is not known yet is told as such, and judged as far as it goes", () => {
        const late = pool("a", UNKNOWN, { natOutgoing: UNKNOWN });
        assert.deepEqual(
            partOf([pool("a", "10.0.0.0/24")], [late]),
            only({
                summary: "1 changed",
                pools: [
                    row("a", {
                        change: "changed",
                        used: 0,
                        settings: [
                            changed("cidr", "10.0.0.0/24", LATE),
                            changed("blockSize", "26", LATE),
                            changed("natOutgoing", "false", LATE),
                        ],
                    }),
                ],
                steps: [step("pools", 'Change the pool "a".')],
                notes: [
                    'What becomes of the pool "a" is not known in full: spec.cidr and spec.natOutgoing are known only after the update.',
                ],
            }),
        );
    });

    it("that comes without anything known is nothing but a name", () => {
        const late = { ...pool("a", "10.0.0.0/24"), tree: UNKNOWN };
        const { pools, findings, notes } = partOf([], [late]);
        assert.deepEqual(
            pools?.map(({ cidr, addresses }) => ({ cidr, addresses })),
            [{ cidr: LATE, addresses: { before: 0, after: 0 } }],
        );
        assert.deepEqual(findings, []);
        assert.equal(notes?.length, 1);
    });
});
