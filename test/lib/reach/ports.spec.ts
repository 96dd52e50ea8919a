// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { PortSet, type Protocol, PROTOCOLS } from "../../../lib/reach/ports";

/** Ports near which parts of the generated sets begin and end, with those of both edges. */
const EDGES = [1, 2, 3, 80, 81, 82, 443, 65533, 65534, 65535];

const range = fc.record({
    protocol: fc.constantFrom(...PROTOCOLS),
    first: fc.constantFrom(...EDGES),
    last: fc.constantFrom(...EDGES),
});

type Ranges = readonly { readonly protocol: Protocol; readonly first: number; readonly last: number }[];

const ranges: fc.Arbitrary<Ranges> = fc.array(range, { maxLength: 6 });

/** Every port at, before and after an edge, of every protocol. */
const SAMPLES = PROTOCOLS.flatMap((protocol) =>
    [...new Set(EDGES.flatMap((edge) => [edge - 1, edge, edge + 1]))].map((port) => ({ protocol, port })),
);

function setOf(all: Ranges): PortSet {
    return all.reduce((set, { protocol, first, last }) => set.union(PortSet.of(protocol, first, last)), PortSet.NONE);
}

/** Whether a port is in one of the ranges, by the definition and without any set. */
function isIn(all: Ranges, protocol: Protocol, port: number): boolean {
    return all.some((each) => each.protocol === protocol && each.first <= port && port <= each.last);
}

function assertHas(set: PortSet, expected: (protocol: Protocol, port: number) => boolean): void {
    for (const { protocol, port } of SAMPLES) {
        assert.equal(set.has(protocol, port), expected(protocol, port), `${protocol} ${port} of ${set.toString()}`);
    }
}

describe("Ports", () => {
    const table: [string, PortSet, string][] = [
        ["of one number", PortSet.of("TCP", 80, 80), "TCP 80"],
        ["of a range", PortSet.of("UDP", 8000, 8010), "UDP 8000-8010"],
        ["of a protocol", PortSet.of("SCTP"), "SCTP"],
        ["of a range that ends before it begins", PortSet.of("TCP", 81, 80), "none"],
        ["beyond the last port", PortSet.of("TCP", 65535, 70000), "TCP 65535"],
        ["before the first port", PortSet.of("TCP", 0, 1), "TCP 1"],
        ["that touch", PortSet.of("TCP", 80, 80).union(PortSet.of("TCP", 81, 90)), "TCP 80-90"],
        ["of two protocols", PortSet.of("UDP", 53, 53).union(PortSet.of("TCP", 53, 53)), "TCP 53, UDP 53"],
        ["of which one is taken out", PortSet.of("TCP").minus(PortSet.of("TCP", 22, 22)), "TCP 1-21, TCP 23-65535"],
        ["of all protocols", PortSet.of("UDP").union(PortSet.of("SCTP")).union(PortSet.of("TCP")), "all ports"],
        ["that are none", PortSet.NONE, "none"],
    ];
    for (const [title, set, text] of table) {
        it(`${title} are written as "${text}"`, () => {
            assert.equal(set.toString(), text);
            assert.equal(set.isEmpty, text === "none");
        });
    }

    it("are united, intersected and taken away as the definitions of these say, at every boundary", () => {
        fc.assert(
            fc.property(ranges, ranges, (one, other) => {
                const [a, b] = [setOf(one), setOf(other)];
                assertHas(a.union(b), (...at) => isIn(one, ...at) || isIn(other, ...at));
                assertHas(a.intersect(b), (...at) => isIn(one, ...at) && isIn(other, ...at));
                assertHas(a.minus(b), (...at) => isIn(one, ...at) && !isIn(other, ...at));
            }),
        );
    });

    it("are equal, and written alike, exactly if they have the same ports", () => {
        fc.assert(
            fc.property(ranges, ranges, (one, other) => {
                const [a, b] = [setOf(one), setOf(other)];
                const isSame = SAMPLES.every(
                    ({ protocol, port }) => isIn(one, protocol, port) === isIn(other, protocol, port),
                );
                assert.equal(a.equals(b), isSame);
                assert.equal(a.toString() === b.toString(), isSame);
                assert.ok(a.equals(setOf([...one].reverse())));
            }),
        );
    });

    it("are the one set of all ports or the one of none, however these come about", () => {
        fc.assert(
            fc.property(ranges, (some) => {
                const set = setOf(some);
                assert.equal(set.union(PortSet.ALL.minus(set)), PortSet.ALL);
                assert.equal(set.intersect(PortSet.ALL.minus(set)), PortSet.NONE);
                assert.equal(set.minus(set.union(set)), PortSet.NONE);
            }),
        );
    });

    it("do not change when they are combined", () => {
        const set = PortSet.of("TCP", 1, 10);
        set.union(PortSet.of("TCP", 11, 20));
        set.minus(PortSet.of("TCP", 1, 5));
        set.intersect(PortSet.NONE);
        assert.equal(set.toString(), "TCP 1-10");
    });
});
