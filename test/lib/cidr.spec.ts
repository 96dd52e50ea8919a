// SPDX-License-Identifier: Apache-2.0
// Does not prove that Calico reads a CIDR the same way.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    canonical,
    type Cidr,
    contains,
    containsAddress,
    hasHostBits,
    isSame,
    overlaps,
    parseCidr,
} from "../../lib/cidr";

function cidr(text: string): Cidr {
    const parsed = parseCidr(text);
    assert.ok(parsed, text);
    return parsed;
}

const ipv4 = fc
    .record({ bytes: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }), prefix: fc.nat(32) })
    .map(({ bytes, prefix }) => `${bytes.join(".")}/${prefix}`);

const ipv6 = fc
    .record({ parts: fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), prefix: fc.nat(128) })
    .map(({ parts, prefix }) => `${parts.map((part) => part.toString(16)).join(":")}/${prefix}`);

/** Small blocks close together, so that many of them share addresses. */
const nearby = fc
    .record({ last: fc.nat(255), prefix: fc.integer({ min: 26, max: 32 }) })
    .map(({ last, prefix }) => `10.0.0.${last}/${prefix}`);

/** The addresses of a small block one by one, worked out with 32-bit integers instead of big ones. */
function addresses(text: string): Set<number> {
    const [address = "", prefix = ""] = text.split("/");
    const value = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
    const size = 2 ** (32 - Number(prefix));
    const first = Math.floor(value / size) * size;
    return new Set(Array.from({ length: size }, (_, index) => first + index));
}

describe("CIDRs", () => {
    it("are read with their family, prefix and range", () => {
        assert.deepEqual(parseCidr("10.233.64.1/20"), {
            family: 4,
            prefix: 20,
            address: 0x0ae94001n,
            first: 0x0ae94000n,
            last: 0x0ae94fffn,
        });
        assert.equal(cidr("::/0").last, (1n << 128n) - 1n);
    });

    for (const text of [
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0/8",
        "010.0.0.0/8",
        "0x0a.0.0.0/8",
        "256.0.0.0/8",
        " 10.0.0.0/8",
        "fd00::/129",
        "fd00:::/64",
        "fe80::1%eth0/64",
        "::ffff:10.0.0.0/104",
        "pool-a",
    ]) {
        it(`are not read from "${text}"`, () => {
            assert.equal(parseCidr(text), undefined);
        });
    }

    it("have one canonical spelling, without bits after the prefix", () => {
        assert.equal(canonical(cidr("10.233.70.1/20")), "10.233.64.0/20");
        assert.equal(canonical(cidr("FD00:0:0:0:0:0:0:1/64")), "fd00::/64");
        assert.equal(canonical(cidr("0.0.0.0/0")), "0.0.0.0/0");
    });

    it("keep their block in the canonical spelling, whatever the address", () => {
        fc.assert(
            fc.property(fc.oneof(ipv4, ipv6), (text) => {
                const written = cidr(text);
                const again = cidr(canonical(written));
                assert.deepEqual({ ...again, address: written.address }, written);
                assert.equal(hasHostBits(again), false);
                assert.equal(hasHostBits(written), written.address !== again.address);
            }),
        );
    });

    it("are the same if and only if they have the same addresses", () => {
        fc.assert(
            fc.property(nearby, nearby, (a, b) => {
                const all = [...addresses(a)].join() === [...addresses(b)].join();
                assert.equal(isSame(a, b), all);
                assert.equal(isSame(cidr(a), b), all);
            }),
        );
        assert.equal(isSame("10.0.0.1/24", "10.0.0.0/24"), true);
        assert.equal(isSame("0.0.0.0/0", "::/0"), false);
        assert.equal(isSame("pool-a", "pool-a"), false);
    });

    it("overlap if and only if they share an address", () => {
        fc.assert(
            fc.property(nearby, nearby, (a, b) => {
                const inB = addresses(b);
                assert.equal(
                    overlaps(cidr(a), cidr(b)),
                    [...addresses(a)].some((address) => inB.has(address)),
                );
            }),
        );
    });

    it("contain another one if and only if they have all its addresses", () => {
        fc.assert(
            fc.property(nearby, nearby, (a, b) => {
                const inA = addresses(a);
                assert.equal(
                    contains(cidr(a), cidr(b)),
                    [...addresses(b)].every((address) => inA.has(address)),
                );
            }),
        );
    });

    it("never overlap another family", () => {
        assert.equal(overlaps(cidr("0.0.0.0/0"), cidr("::/0")), false);
    });

    it("know which addresses they contain", () => {
        const pool = cidr("10.0.0.0/30");
        const within = ["10.0.0.0", "10.0.0.3", "10.0.0.4", "::1", "", "web"].map((each) =>
            containsAddress(pool, each),
        );
        assert.deepEqual(within, [true, true, false, false, false, false]);
    });
});
