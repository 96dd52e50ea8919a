// SPDX-License-Identifier: Apache-2.0
// Proves what Calico's annotations ask for, those of a pod and those of its namespace.
import assert from "node:assert/strict";
import { podRequests, type PodRequest } from "../../../../sandbox/nodes/ipam/requests";

const V4 = "cni.projectcalico.org/ipv4pools";
const V6 = "cni.projectcalico.org/ipv6pools";
const FAMILIES = "cni.projectcalico.org/ipFamilies";

type Annotations = Record<string, string>;

const ASKED: Record<string, { pod?: Annotations; namespace?: Annotations; asks: PodRequest[] }> = {
    "nothing in particular without annotations": { asks: [{ family: 4, pools: [] }] },
    "the pools of its namespace": { namespace: { [V4]: '["a","b"]' }, asks: [{ family: 4, pools: ["a", "b"] }] },
    "its own pools and not those of its namespace": {
        pod: { [V4]: '["c"]' },
        namespace: { [V4]: '["a"]' },
        asks: [{ family: 4, pools: ["c"] }],
    },
    "the pools of its namespace where its own text is empty": {
        pod: { [V4]: "" },
        namespace: { [V4]: '["a"]' },
        asks: [{ family: 4, pools: ["a"] }],
    },
    "no pool with an empty list of its own": {
        pod: { [V4]: "[]" },
        namespace: { [V4]: '["a"]' },
        asks: [{ family: 4, pools: [] }],
    },
    "both families, each with its own pools": {
        pod: { [FAMILIES]: '["IPv4","IPv6"]', [V6]: '["six"]' },
        namespace: { [V4]: '["a"]' },
        asks: [
            { family: 4, pools: ["a"] },
            { family: 6, pools: ["six"] },
        ],
    },
};

const REFUSED: Record<string, { annotations: Annotations; says: string }> = {
    "a bare name": {
        annotations: { [V4]: "pool-a" },
        says: "invalid character 'p' looking for beginning of value",
    },
    "a text that is no list": {
        annotations: { [V4]: '"pool-a"' },
        says: "json: cannot unmarshal string into Go value of type []string",
    },
    "a family that there is not": {
        annotations: { [FAMILIES]: '["IPv5"]' },
        says: 'error parsing ipFamilies: ["IPv5"]',
    },
};

describe("A pod's annotations ask for", () => {
    for (const [what, { pod = {}, namespace = {}, asks }] of Object.entries(ASKED)) {
        it(what, () => {
            assert.deepEqual(podRequests(pod, namespace), asks);
        });
    }

    for (const [what, { annotations, says }] of Object.entries(REFUSED)) {
        it(`nothing that can be had with ${what}`, () => {
            assert.throws(() => podRequests(annotations, {}), { message: says });
            assert.throws(() => podRequests({}, annotations), { message: says });
        });
    }
});
