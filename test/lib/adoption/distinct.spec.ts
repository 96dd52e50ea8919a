// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { adopted, ISOLATE, live } from "./clusters";

const project = (name: string) => live("Namespace", { name, annotations: { [ISOLATE]: "enabled" } });

const policy = (namespace: string, name: string) =>
    live(
        "NamespaceNetworkPolicy",
        {
            ...{ name, namespace },
            labels: { "kubesphere.io/policy-type": "ingress", "kubesphere.io/policy-traffic": "outside" },
        },
        { spec: { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }], policyTypes: ["Ingress"] } },
    );

describe("Two objects whose resources would have one name", () => {
    it("are adopted but for the second, which is left out with the name of the first", () => {
        const parts = {
            namespaces: [project("a"), project("a-b")],
            policies: [policy("a", "b-c"), policy("a-b", "c")],
        };
        const { objects, leftOut } = adopted(parts);
        assert.deepEqual(
            objects.map(({ name, id }) => [name, id]),
            [
                ["platform-project-a", "a"],
                ["platform-project-a-b-c", "a/b-c"],
                ["platform-project-a-b", "a-b"],
            ],
        );
        assert.deepEqual(leftOut, [
            {
                cluster: "host",
                kind: "NamespaceNetworkPolicy",
                name: "a-b/c",
                reason: "Its resource would be called platform-project-a-b-c, as that of a/b-c is.",
                wayOut: "Give one of the two another name and adopt again, or keep this one beside the program.",
            },
        ]);
    });
});
