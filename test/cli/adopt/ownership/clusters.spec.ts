// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { openClusters } from "../../../../cli/adopt/ownership/clusters";
import type { Wanted } from "../../../../cli/adopt/ownership/wanted";
import { BadInput } from "../../../../cli/inputs/bad-input";
import { Folder } from "../../check/support";

const KUBECONFIG = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "host",
    clusters: [{ name: "any", cluster: { server: "http://127.0.0.1:1" } }],
    users: [{ name: "any", user: {} }],
    contexts: ["host", "member"].map((name) => ({ name, context: { cluster: "any", user: "any" } })),
};

describe("The cluster of a provider of an import file", () => {
    const folder = new Folder();
    const file = {
        wanted: [{}, { provider: "platform@member" }] as Wanted[],
        providers: new Map([["platform@member", { kubeconfig: "apiVersion: v1, a text", context: "member" }]]),
    };

    it("is in its own context of the kubeconfig that is asked for, whatever kubeconfig the program has", async () => {
        const kubeconfig = folder.write("kubeconfig", JSON.stringify(KUBECONFIG));
        const opened = await openClusters(file, { kubeconfig });
        assert.deepEqual(
            [...opened].map(([provider, { context }]) => [provider, context]),
            [
                [undefined, "host"],
                ["platform@member", "member"],
            ],
        );
    });

    it("is not found where the program has the text of a kubeconfig, and none is asked for", async () => {
        await assert.rejects(
            openClusters({ ...file, wanted: file.wanted.slice(1) }, {}),
            new BadInput(["The kubeconfig of platform@member is no file that is here. Name one with --kubeconfig."]),
        );
    });
});
