// SPDX-License-Identifier: Apache-2.0
// Proves that groups say of every pair what `reach` says of it; not that this is right.
import assert from "node:assert/strict";
import fc from "fast-check";
import { connectionsOf } from "../../../../lib/reach/difference/connections";
import { partiesOf } from "../../../../lib/reach/difference/parties";
import type { NetworkPolicy, World } from "../../../../lib/reach/world";
import { pods, policy } from "../parties";
import { pairsBetween, pairsOf, portsOf, titleOf } from "./brute-force";
import { worlds } from "./generated";

function shown(world: World): string[] {
    return connectionsOf(world).map(
        ({ from, to, ports }) => `${partiesOf(from).text} -> ${partiesOf(to).text}: ${ports.toString()}`,
    );
}

describe("The connections of a world", () => {
    it("have every pair that may talk exactly once, with its ports", () => {
        let compared = 0;
        fc.assert(
            fc.property(worlds, ({ before: world }) => {
                const expected = pairsOf(world)
                    .map((pair) => `${titleOf(pair)}: ${portsOf(pair, world)}`)
                    .filter((line) => !line.endsWith(": none"));
                const found = connectionsOf(world).flatMap(({ from, to, ports }) =>
                    pairsBetween(from, to).map((pair) => `${titleOf(pair)}: ${ports.toString()}`),
                );
                assert.deepEqual(found.sort(), expected.sort());
                compared += expected.length;
            }),
            { numRuns: 500 },
        );
        assert.ok(compared > 5000, String(compared));
    });

    it("are few where policies are", () => {
        const workloads = ["ledger", "shop", "tools"].flatMap((name) => [pods(name, "api"), pods(name, "db")]);
        const isolated: NetworkPolicy = policy("shop", { ingress: [{ peers: [{ podSelector: {} }] }] });
        const world = (...policies: NetworkPolicy[]): World => ({ namespaces: new Map(), workloads, policies });
        assert.deepEqual(shown(world()), [
            "all pods, and all addresses outside -> all pods: all ports",
            "all pods -> all addresses outside: all ports",
        ]);
        assert.deepEqual(shown(world(isolated)), [
            "all pods, and all addresses outside -> all pods but those of shop: all ports",
            "all of shop -> all of shop: all ports",
            "all pods -> all addresses outside: all ports",
        ]);
    });
});
