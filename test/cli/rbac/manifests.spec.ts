// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import type { Need } from "../../../cli/rbac/need";
import { roleManifests, rolesText } from "../../../cli/rbac/manifests";
import { JOB, NAMESPACE, POD } from "../../../lib/kinds";

const NEEDS: readonly Need[] = [
    { kind: NAMESPACE, verbs: ["list"], to: "know who is bound" },
    { kind: POD, verbs: ["list"], to: "count addresses", without: "Without it, no pod is named." },
    { kind: NAMESPACE, verbs: ["patch", "get"], to: "bind namespaces", option: "--through kubernetes" },
    { kind: NAMESPACE, verbs: ["get"], names: ["kube-system"], to: "know the cluster" },
    { kind: POD, subresource: "log", verbs: ["get"], namespace: "extension-network", to: "read what Helm said" },
    { kind: JOB, verbs: ["list"], namespace: "extension-network", to: "find the jobs" },
];

const BOT = { kind: "ServiceAccount", namespace: "platform", name: "bot" } as const;

const TEXT = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: r
rules:
    # to know who is bound
    # to bind namespaces (--through kubernetes)
    - apiGroups: ['']
      resources: [namespaces]
      verbs: [get, list, patch]
    # to count addresses. Without it, no pod is named.
    - apiGroups: ['']
      resources: [pods]
      verbs: [list]
    # to know the cluster
    - apiGroups: ['']
      resources: [namespaces]
      resourceNames: [kube-system]
      verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: r
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: r
subjects:
  - kind: ServiceAccount
    namespace: platform
    name: bot
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: r
  namespace: extension-network
rules:
    # to read what Helm said
    - apiGroups: ['']
      resources: [pods/log]
      verbs: [get]
    # to find the jobs
    - apiGroups: [batch]
      resources: [jobs]
      verbs: [list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: r
  namespace: extension-network
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: r
subjects:
  - kind: ServiceAccount
    namespace: platform
    name: bot
`;

describe("The roles of a command", () => {
    it("have a rule for each resource with all its verbs, and say what it is for", () => {
        assert.equal(rolesText("r", NEEDS, BOT), TEXT);
    });

    it("are the same as objects", () => {
        assert.deepEqual(loadAll(rolesText("r", NEEDS, BOT)), roleManifests("r", NEEDS, BOT));
    });

    it("are bound to nobody unless somebody is named, and to users and groups by the API group of RBAC", () => {
        const kinds = roleManifests("r", NEEDS).map(({ kind }) => kind);
        assert.deepEqual(kinds, ["ClusterRole", "Role"]);
        const [, binding] = roleManifests("r", NEEDS, { kind: "Group", name: "network-team" });
        assert.deepEqual(binding?.subjects, [
            { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "network-team" },
        ]);
    });
});
