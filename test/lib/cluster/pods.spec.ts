// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { parseCidr } from "../../../lib/cidr";
import { addressesOf, hasAddressOf, type PodWithAddress, statedAddresses } from "../../../lib/cluster/pods";

const DUAL = { podIP: "10.0.0.1", podIPs: [{ ip: "10.0.0.1" }, { ip: "fd00::1" }, { ip: "" }, {}] };
const BOTH = ["10.0.0.1", "fd00::1"];

describe("The addresses of a pod", () => {
    const table: readonly [string, PodWithAddress, readonly string[]][] = [
        ["are told once each, of both families", { status: DUAL }, BOTH],
        ["are none before it has any", { status: { phase: "Pending", podIP: "" } }, []],
        ["are not its own where it is on the network of its node", { spec: { hostNetwork: true }, status: DUAL }, []],
        ["are not its own once it has succeeded", { status: { ...DUAL, phase: "Succeeded" } }, []],
        ["are not its own once it has failed", { status: { ...DUAL, phase: "Failed" } }, []],
    ];
    for (const [what, pod, own] of table) {
        it(what, () => {
            assert.deepEqual(addressesOf(pod), own);
            const isIn = (block: string): boolean => hasAddressOf(parseCidr(block)!, pod);
            assert.deepEqual(["10.0.0.0/24", "10.0.1.0/24", "fd00::/64"].map(isIn), [
                own.length > 0,
                false,
                own.length > 0,
            ]);
        });
    }

    it("are told by it, whether they are its own or not", () => {
        for (const pod of [{ spec: { hostNetwork: true }, status: DUAL }, { status: { ...DUAL, phase: "Failed" } }]) {
            assert.deepEqual(statedAddresses(pod), BOTH);
        }
    });
});
