// SPDX-License-Identifier: Apache-2.0
// What programs read of a run has the keys that Pulumi's own output has. Values are tested with the displays.
import assert from "node:assert/strict";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { sharedCluster } from "../../support/cluster";
import { removeStacks, TestStack } from "../../support/test-stack";
import { sample, shown } from "./display/shown";

/** Keys under these are the user's own or the API server's. */
const FREE = new Set([
    "inputs",
    "outputs",
    "detailedDiff",
    "config",
    "changeSummary",
    "resourceChanges",
    "propertyDependencies",
    "PolicyPacks",
]);

describe("Engine: JSON", () => {
    let cluster: ControlPlane;

    before(async () => {
        cluster = await sharedCluster();
    });

    after(removeStacks);

    it("has no key, in a preview's digest and in the events of an up, that Pulumi's has not", async () => {
        const program = (selector: string): string => `
            const group = new Group("group");
            pool("one", { nodeSelector: "${selector}" }, { parent: group });
            configMap("two", { a: "${selector}" });
            configMap("three-${selector.length}", {});
            group.registerOutputs({ selector: "${selector}" });
            exports.selector = "${selector}";
        `;
        const stack = await TestStack.create(cluster.kubeconfig, program("all()"));
        const events = sample("up-events.jsonl")
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as unknown);
        const known = pathsOf(events);
        assert.deepEqual(unknown(pathsOf((await stack.succeed("up")).events), known), []);

        await stack.program(program("has(x)"));
        const preview = JSON.parse(
            shown((await stack.succeed("preview")).events, { kind: "json", operation: "preview" }),
        ) as object;
        assert.deepEqual(Object.keys(preview).sort(), ["changeSummary", "duration", "steps"]);
        // The sample was shortened by these.
        const left = [".duration", ".steps.oldState.outputs", ".steps.newState.outputs"];
        const digest = new Set([...pathsOf(JSON.parse(sample("preview.json"))), ...left]);
        assert.deepEqual(unknown(pathsOf(preview), digest), []);
    });
});

/** Every key with those above it. */
function pathsOf(value: unknown, path = ""): Set<string> {
    if (Array.isArray(value)) {
        return new Set(value.flatMap((item) => [...pathsOf(item, path)]));
    }
    if (typeof value !== "object" || value === null) {
        return new Set();
    }
    return new Set(
        Object.entries(value).flatMap(([key, item]) => {
            const here = `${path}.${key}`;
            return [here, ...(FREE.has(key) ? [] : pathsOf(item, here))];
        }),
    );
}

function unknown(given: ReadonlySet<string>, known: ReadonlySet<string>): string[] {
    return [...given].filter((path) => !known.has(path));
}
