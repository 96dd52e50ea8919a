// SPDX-License-Identifier: Apache-2.0
// Does not prove that these are all namespaces that a cluster runs in: what the label of a namespace tells is a live rule.
import assert from "node:assert/strict";
import {
    NAMESPACE_ISOLATION_RULES,
    type NamespaceIsolation,
    WORKSPACE_ISOLATION_RULES,
    type WorkspaceIsolationModel,
} from "../../../lib/isolation/annotation";
import { checkPlatform } from "../../../lib/platform/read";
import { problemsOf } from "../../../lib/rule";

const REST =
    "must not be isolated without intent: it belongs to the system, which others cannot reach then. Set 'allowSystem' to true if that is meant.";

const ofNamespace = (isolation: NamespaceIsolation) => problemsOf(NAMESPACE_ISOLATION_RULES, isolation);
const ofWorkspace = (isolation: WorkspaceIsolationModel) => problemsOf(WORKSPACE_ISOLATION_RULES, isolation);

describe("The isolation of the system", () => {
    for (const namespace of [
        "default",
        "kube-system",
        "kube-public",
        "kube-node-lease",
        "kubesphere-system",
        "kubesphere-controls-system",
        "calico-system",
        "calico-apiserver",
        "tigera-operator",
        "extension-network",
    ]) {
        it(`is refused for the namespace ${namespace} unless it is meant or switched off`, () => {
            const message = `'namespace' (${namespace}) ${REST}`;
            const problem = { rule: "isolation-system-namespace", property: "namespace", message };
            assert.deepEqual(ofNamespace({ namespace }), [problem]);
            assert.deepEqual(ofNamespace({ namespace, enabled: true, allowSystem: false }), [problem]);
            assert.deepEqual(ofNamespace({ namespace, allowSystem: true }), []);
            assert.deepEqual(ofNamespace({ namespace, enabled: false }), []);
        });
    }

    it("is refused for the workspace of the system unless it is meant or switched off", () => {
        const workspace = "system-workspace";
        const message = `'workspace' (${workspace}) ${REST}`;
        const problem = { rule: "isolation-system-workspace", property: "workspace", message };
        assert.deepEqual(ofWorkspace({ workspace }), [problem]);
        assert.deepEqual(ofWorkspace({ workspace, allowSystem: true }), []);
        assert.deepEqual(ofWorkspace({ workspace, enabled: false }), []);
    });

    it("is not seen in names that only resemble it", () => {
        for (const name of ["kube-shop", "kubesphere", "calico", "extensions", "default-shop", "system"]) {
            assert.deepEqual([...ofNamespace({ namespace: name }), ...ofWorkspace({ workspace: name })], [], name);
        }
    });

    it("is refused within a platform alike, which may still bind the system to pools", () => {
        const messages = (entry: object) =>
            checkPlatform({
                externalPools: ["a"],
                workspaces: { "system-workspace": entry },
                projects: { "kube-system": { ...entry, pools: ["a"] } },
            }).problems.map(({ message }) => message);
        assert.deepEqual(messages({ isolated: true }), [
            `'workspaces.system-workspace' ${REST}`,
            `'projects.kube-system' ${REST}`,
        ]);
        assert.deepEqual(messages({ isolated: true, allowSystem: true }), []);
        assert.deepEqual(messages({ isolated: false }), []);
        assert.deepEqual(messages({}), []);
    });
});
