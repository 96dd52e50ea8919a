// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { parseCidr } from "../../../lib/cidr";
import { means } from "../../../lib/ippool/pins";

describe("An entry of Calico's annotations", () => {
    const entries = ["six", "fd00::/64", "FD00:0:0::1/64", "fd00::/65", "fd00::", "10.0.0.0/8", "sixx", ""];

    it("means a pool by its name, and by its CIDR however each of the two is written", () => {
        for (const cidr of ["fd00::/64", "fd00:0:0:0::/64", parseCidr("fd00::/64")!]) {
            assert.deepEqual(
                entries.filter((entry) => means(entry, { name: "six", cidr })),
                ["six", "fd00::/64", "FD00:0:0::1/64"],
            );
        }
    });

    it("means a pool whose CIDR cannot be read by its name alone", () => {
        assert.deepEqual(
            [...entries, "broken"].filter((entry) => means(entry, { name: "six", cidr: "broken" })),
            ["six"],
        );
    });
});
