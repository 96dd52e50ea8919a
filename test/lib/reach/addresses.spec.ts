// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { canonical, containsAddress, parseAddress, parseCidr } from "../../../lib/cidr";
import { AddressSet } from "../../../lib/reach/addresses";

/** Blocks that overlap, touch and lie at the edges of both families. */
const BLOCKS = [
    ...["0.0.0.0/0", "0.0.0.0/31", "10.0.0.0/28", "10.0.0.4/30", "10.0.0.6/31", "10.0.0.8/32", "10.0.0.16/28"],
    ...["255.255.255.254/31", "::/0", "::/127", "fd00::/124", "fd00::8/126", "fd00::10/124"],
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
];

const block = fc.record({
    cidr: fc.constantFrom(...BLOCKS),
    except: fc.array(fc.constantFrom(...BLOCKS), { maxLength: 2 }),
});

type Blocks = readonly { readonly cidr: string; readonly except: readonly string[] }[];

const blocks: fc.Arbitrary<Blocks> = fc.array(block, { maxLength: 4 });

/** The addresses at, before and after each end of each block. */
const SAMPLES = [
    ...new Set(
        BLOCKS.flatMap((text) => {
            const { family, first, last } = parseCidr(text)!;
            const bits = family === 4 ? 32 : 128;
            return [first - 1n, first, first + 1n, last - 1n, last, last + 1n]
                .filter((value) => value >= 0n && value < 1n << BigInt(bits))
                .map((value) => canonical({ family, prefix: bits, address: value, first: value, last: value }))
                .map((host) => host.replace(/\/.*/, ""));
        }),
    ),
];

function setOf(all: Blocks): AddressSet {
    return all.reduce((set, { cidr, except }) => set.union(AddressSet.of(cidr, except)), AddressSet.NONE);
}

/** The samples that are in each block. */
const MEMBERS = new Map(
    BLOCKS.map((text) => [text, new Set(SAMPLES.filter((address) => containsAddress(parseCidr(text)!, address)))]),
);

/** Whether a sample is in one of the blocks, by the definition and without any set of the library. */
function isIn(all: Blocks, address: string): boolean {
    const has = (cidr: string) => MEMBERS.get(cidr)!.has(address);
    return all.some(({ cidr, except }) => has(cidr) && !except.some(has));
}

function assertHas(set: AddressSet, expected: (address: string) => boolean): void {
    assert.deepEqual(
        SAMPLES.filter((address) => set.has(address)),
        SAMPLES.filter(expected),
    );
}

/** Whether an address is in what a text of a set names. */
function isNamed(text: string, address: string): boolean {
    const [first, last] = text.split("-").map((end) => parseAddress(end));
    const parsed = parseAddress(address)!;
    return first && last
        ? first.family === parsed.family && first.value <= parsed.value && parsed.value <= last.value
        : containsAddress(parseCidr(text)!, address);
}

describe("Addresses", () => {
    const table: [string, AddressSet, string[]][] = [
        ["of a block", AddressSet.of("10.0.0.7/24"), ["10.0.0.0/24"]],
        ["of one address", AddressSet.of("10.0.0.7/32"), ["10.0.0.7/32"]],
        ["of a block with a hole", AddressSet.of("10.0.0.0/24", ["10.0.0.64/26"]), ["10.0.0.0/26", "10.0.0.128/25"]],
        [
            "of a range that takes four CIDRs",
            AddressSet.of("10.0.0.0/28", ["10.0.0.15/32"]),
            ["10.0.0.0/29", "10.0.0.8/30", "10.0.0.12/31", "10.0.0.14/32"],
        ],
        ["of a range that takes five CIDRs", AddressSet.of("10.0.0.0/27", ["10.0.0.31/32"]), ["10.0.0.0-10.0.0.30"]],
        ["of a long range of IPv6", AddressSet.of("fd00::/120", ["fd00::/128", "fd00::ff/128"]), ["fd00::1-fd00::fe"]],
        ["of blocks that touch", AddressSet.of("10.0.0.0/25").union(AddressSet.of("10.0.0.128/25")), ["10.0.0.0/24"]],
        ["of everybody", AddressSet.ALL, ["0.0.0.0/0", "::/0"]],
        [
            "of the last of one family and the first of the other",
            AddressSet.of("255.255.255.255/32").union(AddressSet.of("::/128")),
            ["255.255.255.255/32", "::/128"],
        ],
        ["of nobody", AddressSet.NONE, []],
        ["of a text that is no CIDR", AddressSet.of("10.0.0.0"), []],
        ["of a block with a hole that is no CIDR", AddressSet.of("10.0.0.0/8", ["pods"]), ["10.0.0.0/8"]],
    ];
    for (const [title, set, texts] of table) {
        it(`${title} are written as ${texts.join(" and ") || "nothing"}`, () => {
            assert.deepEqual(set.toTexts(), texts);
            assert.equal(set.toString(), texts.join(", ") || "none");
            assert.equal(set.isEmpty, texts.length === 0);
        });
    }

    it("have nothing that is no address", () => {
        assert.ok(!AddressSet.ALL.has("node-1"));
    });

    it("are united, intersected and taken away as the definitions of these say, at every boundary", () => {
        fc.assert(
            fc.property(blocks, blocks, (one, other) => {
                const [a, b] = [setOf(one), setOf(other)];
                assertHas(a.union(b), (address) => isIn(one, address) || isIn(other, address));
                assertHas(a.intersect(b), (address) => isIn(one, address) && isIn(other, address));
                assertHas(a.minus(b), (address) => isIn(one, address) && !isIn(other, address));
            }),
        );
    });

    it("are equal, and written alike, exactly if they have the same addresses", () => {
        fc.assert(
            fc.property(blocks, blocks, (one, other) => {
                const [a, b] = [setOf(one), setOf(other)];
                const isSame = SAMPLES.every((address) => isIn(one, address) === isIn(other, address));
                assert.equal(a.equals(b), isSame);
                assert.equal(a.toString() === b.toString(), isSame);
            }),
        );
    });

    it("are written as texts that name just them", () => {
        fc.assert(
            fc.property(blocks, (some) => {
                const set = setOf(some);
                assertHas(set, (address) => set.toTexts().some((text) => isNamed(text, address)));
            }),
        );
    });
});
