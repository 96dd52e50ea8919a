// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { AddressSet } from "../../../../lib/reach/addresses";
import { partiesOf } from "../../../../lib/reach/difference/parties";
import type { Workload } from "../../../../lib/reach/world";
import { pods } from "../parties";

const among = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].flatMap((namespace) =>
    ["api", "db", "job", "web"].map((name) => pods(namespace, name)),
);

/** Those of the namespaces, each with all of its workloads or with those named: "a" or "a/api,db". */
function group(...texts: string[]): Workload[] {
    const wanted = new Map(texts.map((text) => [text.split("/")[0], text.split("/")[1]?.split(",")]));
    return among.filter(
        ({ namespace, name }) => wanted.has(namespace) && (wanted.get(namespace)?.includes(name) ?? true),
    );
}

function ranges(...cidrs: string[]): AddressSet {
    return cidrs.reduce((all, cidr) => all.union(AddressSet.of(cidr)), AddressSet.NONE);
}

/** All but these. */
function allBut(...texts: string[]): Workload[] {
    const others = group(...texts);
    return among.filter((workload) => !others.includes(workload));
}

describe("The words for a group", () => {
    const cases: [text: string, workloads: Workload[], ranges?: AddressSet][] = [
        ["nobody", []],
        ["all pods", among],
        ["all of a", group("a")],
        ["all of a and b", group("a", "b")],
        ["all of a, b and c", group("a", "b", "c")],
        ["5 namespaces: a, b, c and 2 more", group("a", "b", "c", "d", "e")],
        ["all pods but those of a", allBut("a")],
        ["all pods but those of a, b and c", allBut("a", "b", "c")],
        ["all pods but those of 4 namespaces: a, b, c and 1 more", allBut("a", "b", "c", "d")],
        ["all pods but web of j", allBut("j/web")],
        ["all pods but those of a, and web of j", allBut("a", "j/web")],
        ["api of a", group("a/api")],
        ["api and db of a", group("a/api,db")],
        ["all of a, api of b, and db and web of c", group("a", "b/api", "c/db,web")],
        [
            "6 workloads of 4 namespaces: a/api, b/api, c/api and 3 more",
            group("a/api", "b/api", "c/api", "d/api,db,web"),
        ],
        ["10.0.0.0/8", [], ranges("10.0.0.0/8")],
        ["10.0.0.0/8 and fd00::/8", [], ranges("10.0.0.0/8", "fd00::/8")],
        ["all addresses outside", [], AddressSet.ALL],
        ["all addresses outside but 10.0.0.0/8", [], AddressSet.ALL.minus(ranges("10.0.0.0/8"))],
        [
            "10.0.0.1/32, 10.0.0.3/32, 10.0.0.5/32 and 1 more",
            [],
            ranges("10.0.0.1/32", "10.0.0.3/32", "10.0.0.5/32", "10.0.0.7/32"),
        ],
        ["all pods but those of a, and all addresses outside", allBut("a"), AddressSet.ALL],
        ["all of a, and 10.0.0.0/8", group("a"), ranges("10.0.0.0/8")],
    ];
    for (const [text, workloads, ranges = AddressSet.NONE] of cases) {
        it(`are "${text}"`, () => {
            assert.equal(partiesOf({ workloads, ranges, among }).text, text);
        });
    }

    it("tell workloads of one name by their kinds", () => {
        const two = [pods("a", "api"), pods("a", "api", { kind: "StatefulSet" }), pods("a", "db")];
        const text = (...workloads: Workload[]) => partiesOf({ workloads, ranges: AddressSet.NONE, among: two }).text;
        assert.equal(text(...two.slice(1)), "StatefulSet/api and db of a");
    });

    it("come with all names and ranges, and with the namespaces that are in the group as a whole", () => {
        assert.deepEqual(
            partiesOf({
                workloads: group("a", "b/api,db"),
                ranges: ranges("10.0.0.0/8", "10.11.0.0/16", "fd00::/8"),
                among,
            }),
            {
                text: "all of a, api and db of b, and 10.0.0.0/8 and fd00::/8",
                namespaces: [
                    { name: "a", workloads: "all" },
                    { name: "b", workloads: ["Deployment/api", "Deployment/db"] },
                ],
                ranges: ["10.0.0.0/8", "fd00::/8"],
            },
        );
    });
});
