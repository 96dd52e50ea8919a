// SPDX-License-Identifier: Apache-2.0
// Against a real API server. Does not prove what the engine does around the provider.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { KubernetesClient, type KubernetesObject } from "../../../../sandbox/kubernetes/client";
import { PartialFailure } from "../../../../sandbox/engine/provider/provider";
import { type Properties, UNKNOWN } from "../../../../sandbox/engine/values";
import type { ControlPlane } from "../../../../sandbox/control-plane/index";
import { startCluster } from "./cluster";
import {
    CONFIG_MAP,
    configMap,
    CRD,
    fresh,
    IP_POOL,
    NAMESPACE,
    namespace,
    NAMESPACE_PATCH,
    pool,
    scratchNamespace,
    type TestResource,
    TestStack,
} from "./stack";

let cluster: ControlPlane;
let client: KubernetesClient;
let stack: TestStack;

before(async () => {
    cluster = await startCluster();
    client = await KubernetesClient.connect({ kubeconfig: cluster.kubeconfig });
});

beforeEach(() => {
    stack = new TestStack({ kubeconfig: cluster.kubeconfig });
});

afterEach(() => stack.close());

after(async () => {
    await client.close();
    await cluster.stop();
});

async function live(object: Properties | TestResource): Promise<KubernetesObject | undefined> {
    const { apiVersion, kind, metadata } = ("outputs" in object ? object.outputs : object) as KubernetesObject;
    const found = await client.find(apiVersion, kind);
    assert.ok(found, `${apiVersion} ${kind} is served`);
    return client.get({
        kind: found,
        name: metadata.name ?? "",
        ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    });
}

/** Changes an object as somebody else would. */
async function edit(object: Properties, manager: string, change: Properties): Promise<void> {
    const { apiVersion, kind, metadata } = object as KubernetesObject;
    const found = await client.find(apiVersion, kind);
    const ref = {
        kind: found!,
        name: metadata.name!,
        ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    };
    await client.apply(ref, { apiVersion, kind, ...change }, { fieldManager: manager, force: true });
}

function managers(object: KubernetesObject | undefined): string[] {
    return (object?.metadata.managedFields ?? []).map(({ manager, operation }) => `${manager} ${operation}`);
}

function failure(promise: Promise<unknown>): Promise<Error> {
    return promise.then(
        () => assert.fail("it did not fail"),
        (error: unknown) => error as Error,
    );
}

describe("Kubernetes provider: custom resources", () => {
    it("creates, updates, refreshes and deletes an IPPool", async () => {
        const inputs = pool(fresh("pool"));
        const made = await stack.create(IP_POOL, inputs);
        assert.equal(made.id, (inputs.metadata as Properties).name);
        assert.deepEqual(managers(await live(made)), ["pulumi-kubernetes Update"]);
        assert.match(String(made.outputs.__fieldManager), /^pulumi-kubernetes-[0-9a-f]{8}$/);
        assert.equal(made.outputs.__initialApiVersion, "crd.projectcalico.org/v1");

        const spec = { ...(inputs.spec as Properties), natOutgoing: false };
        assert.deepEqual((await stack.diff(made, { ...inputs, spec })).detailedDiff, {
            "spec.natOutgoing": { diffKind: "update", inputDiff: false },
        });
        const changed = await stack.update(made, { ...inputs, spec });
        const object = await live(changed);
        assert.equal((object?.spec as Properties).natOutgoing, false);
        assert.deepEqual(managers(object), [`${String(made.outputs.__fieldManager)} Apply`]);
        assert.equal((await stack.diff(changed, { ...inputs, spec })).changed, false);

        const refreshed = await stack.refresh(changed);
        assert.deepEqual(refreshed?.inputs, { ...inputs, spec: JSON.parse(JSON.stringify(spec)) });

        await stack.delete(changed);
        assert.equal(await live(made), undefined);
        assert.equal(await stack.refresh(changed), undefined);
        await stack.delete(changed);
    });

    it("removes from the object what the program no longer says", async () => {
        const inputs = pool(fresh("pool"));
        const labelled = { ...inputs, metadata: { ...(inputs.metadata as Properties), labels: { "a.b/c": "1" } } };
        const made = await stack.create(IP_POOL, labelled);
        assert.deepEqual((await stack.diff(made, inputs)).detailedDiff, {
            "metadata.labels": { diffKind: "delete", inputDiff: true },
        });
        const changed = await stack.update(made, inputs);
        assert.equal((await live(changed))?.metadata.labels, undefined);
        await stack.delete(changed);
    });

    it("surfaces what the CRD's own rules refuse in preview, and does not replace", async () => {
        const inputs = pool(fresh("pool"), { cidr: "10.200.0.0/16" });
        const made = await stack.create(IP_POOL, inputs);
        const moved = { ...inputs, spec: { ...(inputs.spec as Properties), cidr: "10.201.0.0/16" } };
        assert.deepEqual((await stack.diff(made, moved)).replaces, []);
        const { message } = await failure(stack.update(made, moved, { preview: true }));
        assert.match(message, /CIDR cannot be changed/);
        await stack.delete(made);
    });

    it("refuses to create what exists, and names the ways out", async () => {
        const inputs = pool(fresh("pool"));
        const made = await stack.create(IP_POOL, inputs);
        const { message } = await failure(stack.create(IP_POOL, inputs));
        assert.match(message, /^IPPool "pool-.*" already exists in the cluster/);
        assert.match(message, /import it[^]*IPPoolPatch[^]*alias[^]*delete it[^]*upsertExistingObjects/);
        await stack.delete(made);
    });

    it("takes an existing object over with upsertExistingObjects", async () => {
        const inputs = pool(fresh("pool"));
        await stack.create(IP_POOL, inputs);
        const upserting = new TestStack({ kubeconfig: cluster.kubeconfig, upsertExistingObjects: "true" });
        const made = await upserting.create(IP_POOL, inputs);
        assert.ok(managers(await live(made)).includes(`${String(made.outputs.__fieldManager)} Apply`));
        await upserting.delete(made);
        await upserting.close();
    });

    it("names the other manager and the way out when a field was changed behind its back", async () => {
        const inputs = pool(fresh("pool"));
        const made = await stack.update(await stack.create(IP_POOL, inputs), inputs);
        await edit(inputs, "console", { metadata: inputs.metadata, spec: { nodeSelector: "!all()" } });
        assert.equal((await stack.diff(made, inputs)).changed, false, "unseen without a refresh");
        const refreshed = (await stack.refresh(made))!;
        assert.deepEqual(Object.keys((await stack.diff(refreshed, inputs)).detailedDiff), ["spec.nodeSelector"]);
        for (const preview of [true, false]) {
            const { message } = await failure(stack.update(refreshed, inputs, { preview }));
            assert.match(message, /"console" owns \.spec\.nodeSelector/);
            assert.match(message, /pulumi\.com\/patchForce: "true"/);
        }
        const metadata = { ...(inputs.metadata as Properties), annotations: { "pulumi.com/patchForce": "true" } };
        const forced = await stack.update(refreshed, { ...inputs, metadata });
        assert.equal((forced.outputs.spec as Properties).nodeSelector, "all()");
        await stack.delete(forced);
    });

    it("leaves an ignored field to the manager that has it", async () => {
        const inputs = pool(fresh("pool"));
        const made = await stack.update(await stack.create(IP_POOL, inputs), inputs);
        await edit(inputs, "console", { metadata: inputs.metadata, spec: { nodeSelector: "!all()" } });
        const request = stack.request(IP_POOL, "resource");
        const news = { ...inputs, spec: { ...(inputs.spec as Properties), natOutgoing: false } };
        // The first update gives the field up, the second finds it with the other manager alone.
        for (const natOutgoing of [false, true]) {
            const spec = { ...(news.spec as Properties), natOutgoing };
            const { outputs } = await stack.provider.update(request, made, { ...news, spec }, ["spec.nodeSelector"]);
            assert.equal((outputs.spec as Properties).nodeSelector, "!all()");
            assert.equal((outputs.spec as Properties).natOutgoing, natOutgoing);
        }
        await stack.delete(made);
    });

    it("says that an object is gone instead of making it anew in an update", async () => {
        const inputs = pool(fresh("pool"));
        const made = await stack.create(IP_POOL, inputs);
        await stack.delete(made);
        const { message } = await failure(stack.update(made, inputs));
        assert.match(message, /no longer exists in the cluster. Run refresh/);
        assert.equal(await live(inputs), undefined);
    });

    it("creates a custom resource right after its CRD, and takes a missing CRD for deleted objects", async () => {
        const group = `${fresh("g")}.example.com`;
        const definition: Properties = {
            apiVersion: "apiextensions.k8s.io/v1",
            kind: "CustomResourceDefinition",
            metadata: { name: `gadgets.${group}` },
            spec: {
                group,
                scope: "Namespaced",
                names: { plural: "gadgets", singular: "gadget", kind: "Gadget", listKind: "GadgetList" },
                versions: [
                    {
                        name: "v1",
                        served: true,
                        storage: true,
                        schema: {
                            openAPIV3Schema: {
                                type: "object",
                                properties: { spec: { type: "object", x_kubernetes_preserve_unknown_fields: true } },
                            },
                        },
                    },
                ],
            },
        };
        const type = `kubernetes:${group}/v1:Gadget`;
        const gadget = {
            apiVersion: `${group}/v1`,
            kind: "Gadget",
            metadata: { name: "one" },
            spec: { any: { thing: 1 } },
        };
        const previewed = await stack.create(type, gadget, { preview: true });
        assert.deepEqual(previewed.outputs, gadget, "a preview cannot ask yet");
        await stack.create(type, gadget, { preview: true });
        assert.equal(stack.said.filter((line) => line.includes("is not served by the API server yet")).length, 1);

        const crd = await stack.create(CRD, definition);
        assert.equal((await stack.diff(crd, definition)).changed, false);
        const made = await stack.create(type, gadget);
        assert.equal(made.id, "default/one");
        assert.deepEqual(made.outputs.spec, gadget.spec, "the schema kept its x-kubernetes keyword");

        const labels = { some: "label" };
        const changed = await stack.update(crd, {
            ...definition,
            metadata: { ...(definition.metadata as Properties), labels },
        });
        assert.deepEqual((changed.outputs.metadata as Properties).labels, labels);

        await stack.delete(crd);
        await stack.delete(made);
        assert.equal(await stack.refresh(made), undefined);
    });

    it("creates beside a create that waits for its CRD or namespace", async () => {
        const name = fresh("late");
        const waiting = stack.create(CONFIG_MAP, configMap({ name: "settings", namespace: name }, { a: "1" }));
        const late = await stack.create(NAMESPACE, scratchNamespace(name));
        assert.equal((await waiting).id, `${name}/settings`);
        await stack.delete(late);
    });
});

describe("Kubernetes provider: built-in kinds", () => {
    it("names an object after its resource, and keeps the name", async () => {
        const inputs = configMap({}, { key: "value" });
        const made = await stack.create(CONFIG_MAP, inputs);
        assert.match(made.id, /^default\/resource-[0-9a-f]{8}$/);
        const { annotations } = made.inputs.metadata as Properties;
        assert.deepEqual(annotations, { "pulumi.com/autonamed": "true" });
        assert.equal((await stack.diff(made, inputs)).changed, false);
        const diff = await stack.diff(made, configMap({}, { key: "other" }));
        assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["data.key"], false]);
        await stack.delete(made);
    });

    it("replaces a named ConfigMap by deleting it first, and changes a mutable one in place", async () => {
        const metadata = { name: fresh("settings") };
        const made = await stack.create(CONFIG_MAP, configMap(metadata, { key: "value" }));
        const diff = await stack.diff(made, configMap(metadata, { key: "other" }));
        assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["data.key"], true]);
        const renamed = await stack.diff(made, configMap({ name: fresh("settings") }, { key: "value" }));
        assert.deepEqual([renamed.replaces, renamed.deleteBeforeReplace], [["metadata.name"], false]);

        const mutable = new TestStack({ kubeconfig: cluster.kubeconfig, enableConfigMapMutable: "true" });
        assert.deepEqual((await mutable.diff(made, configMap(metadata, { key: "other" }))).replaces, []);
        const changed = await mutable.update(made, configMap(metadata, { key: "other" }));
        assert.deepEqual((await live(changed))?.data, { key: "other" });
        await mutable.delete(changed);
        await mutable.close();
    });

    it("puts namespaced objects into the provider's namespace, and no others", async () => {
        const name = fresh("home");
        const home = await stack.create(NAMESPACE, namespace(name));
        const homely = new TestStack({ kubeconfig: cluster.kubeconfig, namespace: name });
        const made = await homely.create(CONFIG_MAP, configMap({ name: "settings" }, { a: "1" }));
        assert.equal(made.id, `${name}/settings`);
        const { inputs } = await homely.provider.check(stack.request(IP_POOL, "a"), pool("a"));
        assert.equal((inputs.metadata as Properties).namespace, undefined);
        await homely.close();
        await stack.delete(home);
        assert.equal(await live(made), undefined, "the namespace was waited for until it was empty");
    });

    it("does not see the server's spelling of quantities and stringData as a change", async () => {
        const quota = {
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata: { name: fresh("quota"), namespace: "default" },
            spec: { hard: { "limits.cpu": "1000m", pods: "10" } },
        };
        const made = await stack.create("kubernetes:core/v1:ResourceQuota", quota);
        assert.deepEqual((made.outputs.spec as Properties).hard, { "limits.cpu": "1", pods: "10" });
        assert.equal((await stack.diff(made, quota)).changed, false);
        assert.equal((await stack.diff((await stack.refresh(made))!, quota)).changed, false);
        await stack.delete(made);

        const secret = {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: fresh("secret") },
            stringData: { a: "b" },
        };
        const hidden = await stack.create("kubernetes:core/v1:Secret", secret);
        assert.deepEqual(hidden.outputs.data, { a: "Yg==" });
        assert.equal((await stack.diff((await stack.refresh(hidden))!, secret)).changed, false);
        await stack.delete(hidden);
    });

    it("reads an object that no state knows, as a program would have to write it", async () => {
        const name = fresh("found");
        const made = await stack.create(NAMESPACE, scratchNamespace(name, { team: "a" }));
        const read = await stack.provider.read(stack.request(NAMESPACE, "found"), name);
        assert.ok(read);
        assert.equal(read.id, name);
        assert.deepEqual(Object.keys(read.inputs).sort(), ["apiVersion", "kind", "metadata", "spec"]);
        assert.deepEqual(read.inputs.metadata, {
            name,
            labels: { team: "a", "kubernetes.io/metadata.name": name },
            annotations: { "pulumi.com/skipAwait": "true" },
        });
        await stack.delete(made);
        assert.equal(await stack.provider.read(stack.request(NAMESPACE, "found"), fresh("never")), undefined);
    });

    it("changes a NetworkPolicy item by item", async () => {
        const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
        const policy = (cidrs: string[]) => ({
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: { name: "isolate", namespace: "default" },
            spec: {
                podSelector: {},
                policyTypes: ["Ingress"],
                ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }],
            },
        });
        const made = await stack.create(type, policy(["10.0.0.0/8"]));
        assert.deepEqual((await stack.diff(made, policy(["10.0.0.0/8", "10.1.0.0/16"]))).detailedDiff, {
            "spec.ingress[0].from[1]": { diffKind: "add", inputDiff: false },
        });
        const changed = await stack.update(made, policy(["10.0.0.0/8", "10.1.0.0/16"]));
        assert.deepEqual((await live(changed))?.spec, policy(["10.0.0.0/8", "10.1.0.0/16"]).spec);
        await stack.delete(changed);
    });

    it("keeps an object that did not become ready, with what was observed", async () => {
        const pod = {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: fresh("pod"), namespace: "default" },
            spec: { containers: [{ name: "main", image: "pause" }], automountServiceAccountToken: false },
        };
        const error = await failure(stack.create("kubernetes:core/v1:Pod", pod, { timeoutSeconds: 0.2 }));
        assert.ok(error instanceof PartialFailure, error.message);
        assert.match(error.message, /is not ready after 0\.2 seconds: phase is Pending/);
        const made = { type: "kubernetes:core/v1:Pod", inputs: pod, ...error.live };
        assert.equal(made.id, `default/${pod.metadata.name}`);
        const skipping = { ...pod, metadata: { ...pod.metadata, annotations: { "pulumi.com/skipAwait": "true" } } };
        await stack.update(made, skipping);
        await stack.delete(made);
    });

    it("waits for what the annotation says instead", async () => {
        const annotations = { "pulumi.com/waitFor": '["jsonpath={.status.phase}=Active","condition=Happy"]' };
        const wanting = namespace(fresh("waiting"), { annotations });
        const error = await failure(stack.create(NAMESPACE, wanting, { timeoutSeconds: 0.2 }));
        assert.match(error.message, /condition Happy is nothing/);
        assert.ok(error instanceof PartialFailure);
        await stack.delete({ type: NAMESPACE, inputs: scratchNamespace(error.live.id), ...error.live });
    });
});

describe("Kubernetes provider: previews", () => {
    it("asks the server and writes nothing", async () => {
        const name = fresh("dry");
        const made = await stack.create(IP_POOL, pool(`${name}-old`));
        const before = readFileSync(cluster.auditLog, "utf8").length;
        const { outputs, id } = await stack.create(IP_POOL, pool(name), { preview: true });
        assert.equal(id, "");
        assert.equal((outputs.spec as Properties).assignmentMode, "Automatic", "the server's default is seen");
        assert.equal((outputs.metadata as Properties).uid, UNKNOWN);
        await stack.update(
            made,
            pool(`${name}-old`, { natOutgoing: false, cidr: (made.inputs.spec as Properties).cidr }),
            { preview: true },
        );
        const host = await stack.create(NAMESPACE_PATCH, namespace("default", { labels: { [name]: "" } }), {
            preview: true,
        });
        assert.equal(((host.outputs.metadata as Properties).labels as Properties)[name], "");
        assert.equal(await live(pool(name)), undefined);

        await stack.delete(made);
        const events = readFileSync(cluster.auditLog, "utf8").slice(before).trim().split("\n");
        const writes = events
            .map((line) => JSON.parse(line) as { verb: string; requestURI: string; userAgent: string })
            .filter(({ userAgent }) => userAgent === "kubesphere-network-sandbox")
            .filter(
                ({ verb, requestURI }) =>
                    requestURI.includes(name) || (verb === "create" && requestURI.includes("/ippools")),
            )
            .filter(({ verb }) => !["get", "list", "watch"].includes(verb));
        const wrote = writes.filter(({ requestURI }) => !requestURI.includes("dryRun=All")).map(({ verb }) => verb);
        assert.deepEqual(wrote, ["delete"], "the one real write of this test");
        assert.ok(writes.length > wrote.length, "dry runs are in the log");
    });

    it("asks nothing when values are not known, or the namespace is not there", async () => {
        const unknown = await stack.create(IP_POOL, pool("unknown", { cidr: UNKNOWN }), { preview: true });
        assert.equal((unknown.outputs.spec as Properties).cidr, UNKNOWN);
        const inputs = configMap({ name: "settings", namespace: fresh("nowhere") }, { a: "1" });
        assert.deepEqual((await stack.create(CONFIG_MAP, inputs, { preview: true })).outputs, inputs);
        const nameless = { ...pool("x"), metadata: { name: UNKNOWN } };
        assert.deepEqual((await stack.create(IP_POOL, nameless, { preview: true })).inputs.metadata, { name: UNKNOWN });
    });

    it("fails on what the server refuses", async () => {
        const { message } = await failure(
            stack.create(IP_POOL, pool(fresh("bad"), { blockSize: "wide" }), { preview: true }),
        );
        assert.match(message, /spec\.blockSize: Invalid value: "string"/);
    });

    it("warns of fields that the server drops", async () => {
        await stack.create(IP_POOL, pool(fresh("typo"), { natOutgoin: true }), { preview: true });
        assert.deepEqual(stack.said, ['warning: unknown field "spec.natOutgoin"']);
    });
});

describe("Kubernetes provider: patches", () => {
    async function inNamespace(test: (name: string) => Promise<void>): Promise<void> {
        const name = fresh("project");
        const made = await stack.create(NAMESPACE, scratchNamespace(name, { foreign: "yes" }));
        await test(name);
        await stack.delete(made);
    }

    it("lives beside another patch, and gives back only its own keys", () =>
        inNamespace(async (name) => {
            const one = await stack.create(NAMESPACE_PATCH, namespace(name, { labels: { one: "1" } }));
            const other = { urn: `urn:pulumi:dev::test::${NAMESPACE_PATCH}::other` };
            const two = await stack.create(NAMESPACE_PATCH, namespace(name, { annotations: { two: "2" } }), other);
            assert.notEqual(one.outputs.__fieldManager, two.outputs.__fieldManager);
            assert.equal(one.id, name);
            await stack.delete(one);
            const object = await live(one);
            assert.deepEqual(object?.metadata.labels, { foreign: "yes", "kubernetes.io/metadata.name": name });
            assert.equal(object.metadata.annotations?.two, "2");
            await stack.delete(two, other);
            assert.deepEqual((await live(two))?.metadata.annotations, { "pulumi.com/skipAwait": "true" });
        }));

    it("is refused for an object that is not there, and given back silently when it is gone", async () => {
        const inputs = namespace(fresh("nobody"), { labels: { a: "1" } });
        const { message } = await failure(stack.create(NAMESPACE_PATCH, inputs));
        assert.match(message, /^Namespace "nobody-.*" does not exist, so there is nothing to patch/);
        assert.equal(await live(inputs), undefined);
        await stack.delete({
            type: NAMESPACE_PATCH,
            id: "nobody",
            inputs,
            outputs: { ...inputs, __fieldManager: "x" },
        });
        assert.equal(await live(inputs), undefined, "giving back creates nothing");
    });

    it("names who took a key over, leaves it alone at the end, and takes it back only by force", () =>
        inNamespace(async (name) => {
            const inputs = namespace(name, { labels: { mine: "1" } });
            const made = await stack.create(NAMESPACE_PATCH, inputs);
            await edit(namespace(name), "console", { metadata: { name, labels: { mine: "2" } } });
            const refreshed = (await stack.refresh(made))!;
            assert.deepEqual(Object.keys((await stack.diff(refreshed, inputs)).detailedDiff), ["metadata.labels.mine"]);
            const { message } = await failure(stack.update(refreshed, inputs));
            assert.match(message, /"console" owns \.metadata\.labels\.mine/);
            const forcing = namespace(name, {
                labels: { mine: "1" },
                annotations: { "pulumi.com/patchForce": "true" },
            });
            const forced = await stack.update(refreshed, forcing);
            assert.equal((await live(forced))?.metadata.labels?.mine, "1");

            await edit(namespace(name), "console", { metadata: { name, labels: { mine: "3" } } });
            await stack.delete(forced);
            assert.equal((await live(forced))?.metadata.labels?.mine, "3");
        }));

    it("moves to another object as a replacement that is created first", () =>
        inNamespace(async (name) => {
            const made = await stack.create(NAMESPACE_PATCH, namespace(name, { labels: { a: "" } }));
            const diff = await stack.diff(made, namespace("default", { labels: { a: "" } }));
            assert.deepEqual(diff.detailedDiff, { "metadata.name": { diffKind: "update-replace", inputDiff: false } });
            assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["metadata.name"], false]);
            await stack.delete(made);
        }));

    it("patches custom resources without ever deleting them", async () => {
        const made = await stack.create(IP_POOL, pool(fresh("pool")));
        const target = {
            apiVersion: "crd.projectcalico.org/v1",
            kind: "IPPool",
            metadata: { name: made.id, labels: { a: "1" } },
        };
        const patch = await stack.create(`${IP_POOL}Patch`, target);
        assert.equal((await live(made))?.metadata.labels?.a, "1");
        await stack.delete(patch);
        const object = await live(made);
        assert.ok(object && !object.metadata.labels, "the pool is there, its label is not");
        await stack.delete(made);
    });

    it("says why a required field cannot be given back", async () => {
        const inputs = pool(fresh("pool"));
        await edit(inputs, "console", inputs);
        const patch = await stack.create(`${IP_POOL}Patch`, inputs);
        await edit(inputs, "console", { metadata: inputs.metadata, spec: { blockSize: 26 } });
        const { message } = await failure(stack.delete(patch));
        assert.match(message, /only owner of the required field spec\.cidr[^]*retainOnDelete/);
        await stack.delete({ ...patch, type: IP_POOL });
    });
});

describe("Kubernetes provider: deletes", () => {
    it("waits for finalizers and names those that remain", async () => {
        const inputs = pool(fresh("held"));
        const metadata = { ...(inputs.metadata as Properties), finalizers: ["example.com/hold"] };
        const made = await stack.create(IP_POOL, { ...inputs, metadata });
        const { message } = await failure(stack.delete(made, { timeoutSeconds: 0.3 }));
        assert.match(message, /is not gone 0\.3 seconds after its deletion: its finalizers remain: example\.com\/hold/);

        const aborted = new AbortController();
        const waiting = failure(stack.delete(made, { signal: aborted.signal }));
        aborted.abort();
        assert.equal((await waiting).name, "AbortError");

        const gone = stack.delete(made);
        await stack.update(made, inputs);
        await gone;
        assert.equal(await live(made), undefined);
    });
});
