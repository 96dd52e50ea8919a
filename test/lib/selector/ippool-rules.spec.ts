// SPDX-License-Identifier: Apache-2.0
// Does not prove that Calico refuses the same pools; its API server takes any text and its address management fails.
import assert from "node:assert/strict";
import { IP_POOL_RULES } from "../../../lib/ippool/rules";
import { problemsOf } from "../../../lib/rule";

function messages(change: object): string[] {
    const pool = { poolName: "pool-a", cidr: "10.233.64.0/20", allowedUses: ["Workload"], ...change };
    return problemsOf(IP_POOL_RULES, pool).map(({ message }) => message);
}

const SUCH_AS = 'must be a Calico selector such as has(rack) && zone in {"a", "b"}: it';

describe("The selectors of an IPPool", () => {
    for (const property of ["nodeSelector", "namespaceSelector"]) {
        for (const text of ["", "all()", 'has(rack) && zone in {"a", "b"}', `a == "${"b".repeat(1017)}"`]) {
            it(`may be ${property} ${JSON.stringify(text.slice(0, 40))}`, () => {
                assert.deepEqual(messages({ [property]: text }), []);
            });
        }

        it(`must be such as Calico can read: ${property}`, () => {
            assert.deepEqual(messages({ [property]: "rack" }), [
                `'${property}' (rack) ${SUCH_AS} ends where an operator such as == must come.`,
            ]);
            assert.deepEqual(messages({ [property]: "a && (b" }), [
                `'${property}' (a && (b) ${SUCH_AS} has '&&' at character 3 where an operator such as == must come.`,
            ]);
        });

        it(`must not have the text global(, not even in quotes: ${property}`, () => {
            const text = "zone == 'global('";
            assert.deepEqual(messages({ [property]: text }), [
                `'${property}' (${text}) must not use global(): it means nothing for a pool. Leave that term out.`,
            ]);
        });

        it(`are not read when they are too long: ${property}`, () => {
            assert.deepEqual(messages({ [property]: "(".repeat(100_000) }), [
                `'${property}' must be at most 1024 characters long. It has 100000.`,
            ]);
        });
    }

    it("must be the text all() in a pool for load balancers, whatever else means the same", () => {
        assert.deepEqual(messages({ allowedUses: ["LoadBalancer"], nodeSelector: "(all())" }), [
            "'nodeSelector' ((all())) must be all() in a pool with the use LoadBalancer. Leave it out.",
        ]);
    });
});
