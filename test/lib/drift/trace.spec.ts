// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { traceOf, traceSentence } from "../../../lib/drift/trace";
import { held, OWN } from "./support";

const [EARLY, LATE] = ["2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z"];
const PATH = ["spec", "natOutgoing"];
const trace = (own: readonly string[] | undefined, ...managedFields: ReturnType<typeof held>[]) =>
    traceOf({ metadata: { managedFields } }, PATH, own && new Set(own));

describe("Whoever changed a field", () => {
    it("holds it, and of several others the last one counts", () => {
        assert.deepEqual(
            trace([OWN], held(OWN, LATE, PATH), held("console", LATE, PATH), held("kubectl-edit", EARLY, PATH)),
            { how: "owner", manager: "console", time: LATE, others: ["kubectl-edit"] },
        );
        assert.deepEqual(
            trace([OWN], held("kubectl-edit", EARLY, PATH), held("console", LATE, PATH)).manager,
            "console",
        );
    });

    it("is not known of an object that has no managed fields, or none with a time", () => {
        assert.deepEqual(traceOf({ metadata: {} }, PATH, new Set([OWN])), { how: "unknown" });
        assert.deepEqual(traceOf({}, PATH, undefined), { how: "unknown" });
        const { time: _, ...timeless } = held("console", LATE, PATH);
        assert.deepEqual(trace([OWN], timeless, held("kubectl-edit", EARLY, PATH)), {
            how: "owner",
            manager: "kubectl-edit",
            time: EARLY,
            others: ["console"],
        });
    });

    it("is the stack itself where nobody else holds it", () => {
        assert.deepEqual(trace([OWN], held(OWN, LATE, PATH), held("console", EARLY, "spec.disabled")), {
            how: "stack",
            manager: OWN,
            time: LATE,
        });
        assert.equal(trace([OWN], held("pulumi-kubernetes", EARLY, PATH)).how, "stack");
    });

    it("may be another stack, if the managers of this one are known", () => {
        const entry = held("pulumi-kubernetes-ffffffff", LATE, PATH);
        assert.deepEqual([trace([OWN], entry).how, trace(undefined, entry).how], ["owner", "stack"]);
    });

    it("is not known of a field that is gone: the last one of others to write is a hint, the stack and controllers of the status are none", () => {
        const status = { ...held("controller", LATE, "status.x"), subresource: "status" };
        assert.deepEqual(
            trace([OWN], held("kubectl-edit", EARLY, "spec.disabled"), held(OWN, LATE, "spec.cidr"), status),
            {
                how: "hint",
                manager: "kubectl-edit",
                time: EARLY,
            },
        );
        assert.deepEqual(trace([OWN], held(OWN, LATE, "spec.cidr"), status), { how: "unknown" });
        assert.deepEqual(traceOf(undefined, PATH, new Set([OWN])), { how: "unknown" });
    });

    it("is told in sentences that say what is a hint and no proof", () => {
        assert.deepEqual(
            [
                traceSentence({ how: "owner", manager: "kubectl-edit", time: LATE }),
                traceSentence({ how: "owner", manager: "console", time: LATE, others: ["a", "b"] }),
                traceSentence({ how: "stack", manager: OWN, time: LATE }),
                traceSentence({ how: "hint", manager: "console", time: LATE }),
                traceSentence({ how: "unknown" }),
            ],
            [
                `kubectl-edit, ${LATE}.`,
                `console, ${LATE}. a and b hold it as it is, too.`,
                `${OWN}, ${LATE}: the stack's own manager holds it, so another run of the stack wrote it, or somebody in its name.`,
                `Nobody holds it any more. A hint, not a proof: console was the last of others to write to the object (${LATE}).`,
                "The object does not tell. The audit log of the API server does, if there is one.",
            ],
        );
    });
});
