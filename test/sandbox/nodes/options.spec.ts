// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { startSandbox } from "../../../sandbox/control-plane";

describe("A sandbox is refused", () => {
    for (const nodes of [-1, 1.5, 201, Number.NaN]) {
        it(`with ${nodes} nodes`, async () => {
            const message = `'nodes' (${nodes}) must be a whole number from 0 to 200.`;
            await assert.rejects(startSandbox({ name: "nodes-refused", nodes }), {
                name: "ControlPlaneError",
                message,
            });
        });
    }

    it("with nodes in an existing cluster", async () => {
        const message = "'nodes' cannot be simulated in an existing cluster, which has its own. Leave it out.";
        await assert.rejects(startSandbox({ name: "nodes-refused", existing: true, nodes: 1 }), { message });
    });
});
