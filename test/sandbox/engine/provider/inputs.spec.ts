// SPDX-License-Identifier: Apache-2.0
// What is decided without a cluster: provider inputs, immutable fields, readiness, paths. Does not prove that the API server agrees.
import assert from "node:assert/strict";
import { problemsOf } from "../../../../sandbox/engine/provider/check";
import { compare } from "../../../../sandbox/engine/provider/compare";
import { formatPath } from "../../../../sandbox/engine/provider/difference";
import { createKubernetesProvider } from "../../../../sandbox/engine/provider/kubernetes";
import { takeOver } from "../../../../sandbox/engine/provider/managed-fields";
import { unready } from "../../../../sandbox/engine/provider/readiness";
import { waitFor } from "../../../../sandbox/engine/provider/wait-for";
import { parsePath } from "../../../../sandbox/engine/paths";
import type { Properties } from "../../../../sandbox/engine/values";
import type { KubernetesObject } from "../../../../sandbox/kubernetes/client";

const MUTABILITY = { enableConfigMapMutable: false, enableSecretMutable: false };

function difference(
    type: string,
    was: Properties,
    wanted: Properties,
    more: Partial<Parameters<typeof compare>[2]> = {},
) {
    const old = { id: "x", inputs: was, outputs: { ...was, __inputs: was } };
    return compare(old, wanted, { type, ignoreChanges: [], namespaced: true, mutability: MUTABILITY, ...more });
}

describe("Inputs of the Kubernetes provider", () => {
    it("are refused together, each by name, when the sandbox cannot honour them", () => {
        const inputs = {
            renderYamlToDirectory: "out",
            enableServerSideApply: "false",
            enablePatchForce: "maybe",
            helmReleaseSettings: "{}",
            kubeconfig: "text",
            version: "4.34.2",
        };
        assert.throws(() => createKubernetesProvider({ inputs }), {
            message: [
                "Kubernetes provider:",
                "  - 'renderYamlToDirectory' (out) is not supported by the sandbox engine. Leave it out; it knows kubeconfig, " +
                    "context, cluster, namespace, clusterIdentifier, enableConfigMapMutable, enableSecretMutable, enablePatchForce, " +
                    "suppressDeprecationWarnings, suppressHelmHookWarnings, upsertExistingObjects.",
                "  - 'enableServerSideApply' (false) is not supported by the sandbox engine, only true is.",
                "  - 'enablePatchForce' (maybe) must be true or false.",
                "  - 'helmReleaseSettings' ({}) is not supported by the sandbox engine. Leave it out; it knows kubeconfig, " +
                    "context, cluster, namespace, clusterIdentifier, enableConfigMapMutable, enableSecretMutable, enablePatchForce, " +
                    "suppressDeprecationWarnings, suppressHelmHookWarnings, upsertExistingObjects.",
            ].join("\n"),
        });
    });

    it("name the contexts that there are when one is not", async () => {
        const kubeconfig = JSON.stringify({
            contexts: [{ name: "here", context: { cluster: "c", user: "u" } }],
            clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
            users: [{ name: "u", user: {} }],
        });
        const provider = createKubernetesProvider({ inputs: { kubeconfig, context: "there" } });
        const request = {
            urn: "u",
            type: "kubernetes:core/v1:Namespace",
            name: "n",
            preview: true,
            log: () => undefined,
        };
        const news = { apiVersion: "v1", kind: "Namespace", metadata: { name: "n" } };
        await assert.rejects(provider.check(request, news), {
            message: 'the kubeconfig has no context "there". It has: here.',
        });
    });

    it("leave functions to the CLI, by name", async () => {
        await assert.rejects(createKubernetesProvider({ inputs: {} }).invoke("kubernetes:helm:template", {}), {
            message: /^The function kubernetes:helm:template is not supported by the sandbox engine\./,
        });
    });
});

describe("Checking a Kubernetes resource", () => {
    const reasons = (type: string, inputs: Properties) => problemsOf(type, inputs).map(({ reason }) => reason);
    const config = { apiVersion: "v1", kind: "ConfigMap" };

    it("accepts objects and patches of any group", () => {
        assert.deepEqual(reasons("kubernetes:core/v1:ConfigMap", config), []);
        assert.deepEqual(reasons("kubernetes:core/v1:ConfigMapPatch", { ...config, metadata: { name: "x" } }), []);
        const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" };
        assert.deepEqual(reasons("kubernetes:rbac.authorization.k8s.io/v1:Role", role), []);
    });

    it("refuses what is more than one object", () => {
        assert.match(
            reasons("kubernetes:helm.sh/v3:Release", {})[0]!,
            /^kubernetes:helm\.sh\/v3:Release is not supported/,
        );
        assert.match(reasons("kubernetes:yaml/v2:ConfigFile", {})[0]!, /is not supported by the sandbox engine/);
        const list = { apiVersion: "v1", kind: "ConfigMapList", items: [] };
        assert.match(reasons("kubernetes:core/v1:ConfigMapList", list)[0]!, /is a list/);
    });

    it("refuses a type that does not fit the object", () => {
        assert.deepEqual(reasons("kubernetes:core/v1:Namespace", config), [
            "'apiVersion' (v1) and 'kind' (ConfigMap) do not fit the resource's type kubernetes:core/v1:Namespace.",
        ]);
        assert.match(reasons("kubernetes:core/v1:ConfigMap", { kind: "ConfigMap" })[0]!, /'apiVersion' must be given/);
    });

    it("refuses a patch without a name, and generateName", () => {
        assert.match(
            reasons("kubernetes:core/v1:ConfigMapPatch", config)[0]!,
            /'metadata\.name' must be set on a Patch/,
        );
        const generated = { ...config, metadata: { generateName: "x-" } };
        assert.match(
            reasons("kubernetes:core/v1:ConfigMap", generated)[0]!,
            /'metadata\.generateName' does not go with/,
        );
    });

    it("refuses annotations that it would otherwise have to ignore", () => {
        const annotated = (annotations: Properties) => ({ ...config, metadata: { name: "x", annotations } });
        const type = "kubernetes:core/v1:ConfigMap";
        assert.match(
            reasons(type, annotated({ "pulumi.com/replaceUnready": "true" }))[0]!,
            /replaceUnready is not supported/,
        );
        const filter = { "pulumi.com/waitFor": "jsonpath={.status.conditions[?(@.type=='Ready')].status}=True" };
        assert.match(reasons(type, annotated(filter))[0]!, /waitFor cannot be read: jsonpath=.* is not a plain path/);
    });
});

describe("Comparing a Kubernetes object", () => {
    const meta = { name: "x" };
    const service = (spec: Properties) => ({ apiVersion: "v1", kind: "Service", metadata: meta, spec });

    it("replaces for immutable fields of built-in kinds, whether they come, go or change", () => {
        const type = "kubernetes:core/v1:Service";
        const kindOf = (was: Properties, wanted: Properties) => difference(type, was, wanted).detailedDiff;
        assert.deepEqual(kindOf(service({ clusterIP: "10.96.0.9" }), service({ clusterIP: "10.96.0.8" })), {
            "spec.clusterIP": { diffKind: "update-replace", inputDiff: false },
        });
        assert.deepEqual(kindOf(service({}), service({ clusterIP: "10.96.0.8", type: "ClusterIP" })), {
            "spec.clusterIP": { diffKind: "add-replace", inputDiff: false },
            "spec.type": { diffKind: "add", inputDiff: false },
        });
        const bare = { apiVersion: "v1", kind: "Service", metadata: meta };
        assert.deepEqual(kindOf(bare, service({ clusterIP: "None" })), {
            spec: { diffKind: "add-replace", inputDiff: false },
        });
        assert.deepEqual(kindOf(bare, service({ type: "ClusterIP" })), { spec: { diffKind: "add", inputDiff: false } });
    });

    it("replaces for fields inside lists, and below an immutable one", () => {
        const pod = (image: string) => ({
            apiVersion: "v1",
            kind: "Pod",
            metadata: meta,
            spec: { containers: [{ image }] },
        });
        assert.deepEqual(difference("kubernetes:core/v1:Pod", pod("a"), pod("b")).replaces, [
            "spec.containers[0].image",
        ]);
        const job = (command: string[]) => ({
            apiVersion: "batch/v1",
            kind: "Job",
            metadata: meta,
            spec: { template: { spec: { containers: [{ command }] } } },
        });
        const { replaces, deleteBeforeReplace } = difference("kubernetes:batch/v1:Job", job(["a"]), job(["a", "b"]));
        assert.deepEqual(replaces, ["spec.template.spec.containers[0].command[1]"]);
        assert.equal(deleteBeforeReplace, true);
    });

    it("never replaces a custom resource but for its name, nor what a patch only changes", () => {
        const crd = (spec: Properties) => ({ apiVersion: "example.com/v1", kind: "Service", metadata: meta, spec });
        const custom = difference(
            "kubernetes:example.com/v1:Service",
            crd({ clusterIP: "a" }),
            crd({ clusterIP: "b" }),
        );
        assert.deepEqual([custom.changed, custom.replaces], [true, []]);
        const patch = difference(
            "kubernetes:core/v1:ServicePatch",
            service({ clusterIP: "a" }),
            service({ clusterIP: "b" }),
        );
        assert.deepEqual(patch.replaces, []);
    });

    it("does not count ignored changes, also of keys with dots", () => {
        const labelled = (labels: Properties) => ({
            apiVersion: "example.com/v1",
            kind: "A",
            metadata: { name: "x", labels },
        });
        const was = labelled({ "a.b/c": "1", d: "1" });
        const wanted = labelled({ "a.b/c": "2", d: "2" });
        const type = "kubernetes:example.com/v1:A";
        const paths = (ignoreChanges: string[]) =>
            Object.keys(difference(type, was, wanted, { ignoreChanges }).detailedDiff);
        assert.deepEqual(paths([]), ['metadata.labels["a.b/c"]', "metadata.labels.d"]);
        assert.deepEqual(paths(['metadata.labels["a.b/c"]']), ["metadata.labels.d"]);
        assert.deepEqual(paths(["metadata.labels.*"]), []);
        assert.deepEqual(paths(["metadata"]), []);
        assert.deepEqual(paths(["metadata.labels.d.e"]), ['metadata.labels["a.b/c"]', "metadata.labels.d"]);
    });

    it("takes a missing namespace for the default one, and none for kinds that have none", () => {
        const was = { apiVersion: "v1", kind: "Service", metadata: { name: "x", namespace: "default" } };
        const wanted = { apiVersion: "v1", kind: "Service", metadata: meta };
        assert.equal(difference("kubernetes:core/v1:Service", was, wanted).changed, false);
        const moved = { ...wanted, metadata: { name: "x", namespace: "other" } };
        const { replaces, deleteBeforeReplace } = difference("kubernetes:core/v1:Service", was, moved);
        assert.deepEqual([replaces, deleteBeforeReplace], [["metadata.namespace"], false]);
        assert.equal(difference("kubernetes:core/v1:Service", was, moved, { namespaced: false }).changed, false);
    });

    it("spells paths so that they can be read back", () => {
        const path = ["metadata", "annotations", 'a.b/c[0] "x"', 0, "y"];
        assert.equal(formatPath(path), 'metadata.annotations["a.b/c[0] \\"x\\""][0].y');
        assert.deepEqual(parsePath(formatPath(path)), path);
    });
});

describe("Readiness of a Kubernetes object", () => {
    const object = (apiVersion: string, kind: string, status: Properties, spec: Properties = {}) =>
        ({ apiVersion, kind, metadata: { name: "x", generation: 2 }, spec, status }) as KubernetesObject;
    const reason = (...args: Parameters<typeof object>) => unready(object(...args))?.reason;

    it("follows what each kind's controller reports", () => {
        const deployment = (status: Properties) => reason("apps/v1", "Deployment", status, { replicas: 2 });
        assert.equal(deployment({}), "no controller has looked at it yet");
        assert.equal(deployment({ observedGeneration: 2, updatedReplicas: 2 }), "0 of 2 replicas available");
        assert.equal(deployment({ observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2 }), undefined);
        assert.equal(reason("v1", "Namespace", { phase: "Terminating" }), "phase is Terminating");
        assert.equal(reason("v1", "Service", {}, { type: "LoadBalancer" }), "it has no address yet");
        assert.equal(reason("v1", "Service", {}, { type: "ClusterIP" }), undefined);
        assert.equal(reason("example.com/v1", "Deployment", {}), undefined);
    });

    it("knows when waiting is of no use", () => {
        const conditions = [{ type: "Failed", status: "True", message: "BackoffLimitExceeded" }];
        const job = object("batch/v1", "Job", { conditions });
        assert.deepEqual(unready(job), { reason: "BackoffLimitExceeded", failed: true });
    });

    it("reads JSONPaths and conditions of the waitFor annotation", () => {
        const waiting = (expression: string, live: KubernetesObject) =>
            waitFor({ metadata: { annotations: { "pulumi.com/waitFor": expression } } })?.(live)?.reason;
        const live = object("v1", "X", {
            phase: "Up",
            list: [{ "a.b": 1 }],
            conditions: [{ type: "Happy", status: "False" }],
        });
        assert.equal(waiting("jsonpath={.status.phase}=Up", live), undefined);
        assert.equal(waiting("jsonpath={.status.phase}=Down", live), '{.status.phase} is "Up"');
        assert.equal(waiting("jsonpath={.status.list[0].a\\.b}=1", live), undefined);
        assert.equal(waiting("jsonpath={.status.list[0]['a.b']}", live), undefined);
        assert.equal(waiting("jsonpath={.status.other}", live), "{.status.other} is missing");
        assert.equal(waiting("condition=Happy=false", live), undefined);
        assert.equal(waiting("condition=Happy", live), "condition Happy is False");
        assert.throws(() => waiting("phase=Up", live), /must begin with jsonpath= or condition=/);
    });
});

describe("Taking fields over", () => {
    const entry = (manager: string, operation: "Apply" | "Update", fieldsV1: Properties, subresource = "") => ({
        manager,
        operation,
        apiVersion: "v1",
        fieldsV1,
        ...(subresource === "" ? {} : { subresource }),
    });
    const live = (...managedFields: ReturnType<typeof entry>[]) =>
        ({
            apiVersion: "v1",
            kind: "X",
            metadata: { name: "x", resourceVersion: "7", managedFields },
        }) as KubernetesObject;

    it("unites the fields of earlier tools under the resource's own manager, and leaves all others alone", () => {
        const status = entry("kubectl", "Update", { "f:status": {} }, "status");
        const foreign = entry("console", "Update", { "f:spec": { "f:z": {} } });
        const operations = takeOver(
            live(
                entry("pulumi-kubernetes", "Update", { "f:spec": { ".": {}, "f:a": {} } }),
                foreign,
                entry("kubectl-edit", "Update", { "f:spec": { "f:b": { "f:c": {} } } }),
                status,
            ),
            "pulumi-kubernetes-1",
        );
        assert.deepEqual(operations, [
            {
                op: "replace",
                path: "/metadata/managedFields",
                value: [
                    foreign,
                    status,
                    {
                        apiVersion: "v1",
                        fieldsType: "FieldsV1",
                        fieldsV1: { "f:spec": { ".": {}, "f:a": {}, "f:b": { "f:c": {} } } },
                        manager: "pulumi-kubernetes-1",
                        operation: "Apply",
                    },
                ],
            },
            { op: "replace", path: "/metadata/resourceVersion", value: "7" },
        ]);
    });

    it("does nothing when there is nothing to take over", () => {
        assert.equal(
            takeOver(
                live(entry("pulumi-kubernetes-1", "Apply", {}), entry("console", "Apply", {})),
                "pulumi-kubernetes-1",
            ),
            undefined,
        );
    });
});
