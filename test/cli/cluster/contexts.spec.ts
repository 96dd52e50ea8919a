// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { contextsOf } from "../../../cli/cluster/contexts";
import { BadInput } from "../../../cli/inputs/bad-input";

describe("Contexts of clusters", () => {
    it("are told by name in the order of the options, whatever characters a context has", () => {
        const contexts = contextsOf("--member", ["b=arn:aws:eks:eu:1:cluster/b", "a=x=y"]);
        assert.deepEqual(
            [...contexts],
            [
                ["b", "arn:aws:eks:eu:1:cluster/b"],
                ["a", "x=y"],
            ],
        );
        assert.equal(contextsOf("--member").size, 0);
    });

    it("are refused with all that have no name or no context, or are given twice", () => {
        assert.throws(
            () => contextsOf("--cluster", ["a", "=x", "b=", "c=x", "c=y"]),
            new BadInput([
                "'--cluster' (a) must be NAME=CONTEXT, such as member-1=production.",
                "'--cluster' (=x) must be NAME=CONTEXT, such as member-1=production.",
                "'--cluster' (b=) must be NAME=CONTEXT, such as member-1=production.",
                "'--cluster' names c twice. Keep one of them.",
            ]),
        );
    });
});
