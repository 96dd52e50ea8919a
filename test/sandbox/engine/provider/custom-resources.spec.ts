// SPDX-License-Identifier: Apache-2.0
// Against a real API server. Does not prove what the engine does around the provider.
import assert from "node:assert/strict";
import { type Properties } from "../../../../sandbox/engine/values";
import { failure, managers, useSite } from "./site";
import { CONFIG_MAP, configMap, CRD, fresh, IP_POOL, NAMESPACE, pool, scratchNamespace, TestStack } from "./stack";

const site = useSite();

describe("Kubernetes provider: custom resources", () => {
    it("creates, updates, refreshes and deletes an IPPool", async () => {
        const inputs = pool(fresh("pool"));
        const made = await site.stack.create(IP_POOL, inputs);
        assert.equal(made.id, (inputs.metadata as Properties).name);
        assert.deepEqual(managers(await site.live(made)), ["pulumi-kubernetes Update"]);
        assert.match(String(made.outputs.__fieldManager), /^pulumi-kubernetes-[0-9a-f]{8}$/);
        assert.equal(made.outputs.__initialApiVersion, "crd.projectcalico.org/v1");

        const spec = { ...(inputs.spec as Properties), natOutgoing: false };
        assert.deepEqual((await site.stack.diff(made, { ...inputs, spec })).detailedDiff, {
            "spec.natOutgoing": { diffKind: "update", inputDiff: false },
        });
        const changed = await site.stack.update(made, { ...inputs, spec });
        const object = await site.live(changed);
        assert.equal((object?.spec as Properties).natOutgoing, false);
        assert.deepEqual(managers(object), [`${String(made.outputs.__fieldManager)} Apply`]);
        assert.equal((await site.stack.diff(changed, { ...inputs, spec })).changed, false);

        const refreshed = await site.stack.refresh(changed);
        assert.deepEqual(refreshed?.inputs, { ...inputs, spec: JSON.parse(JSON.stringify(spec)) });

        await site.stack.delete(changed);
        assert.equal(await site.live(made), undefined);
        assert.equal(await site.stack.refresh(changed), undefined);
        await site.stack.delete(changed);
    });

    it("removes from the object what the program no longer says", async () => {
        const inputs = pool(fresh("pool"));
        const labelled = { ...inputs, metadata: { ...(inputs.metadata as Properties), labels: { "a.b/c": "1" } } };
        const made = await site.stack.create(IP_POOL, labelled);
        assert.deepEqual((await site.stack.diff(made, inputs)).detailedDiff, {
            "metadata.labels": { diffKind: "delete", inputDiff: true },
        });
        const changed = await site.stack.update(made, inputs);
        assert.equal((await site.live(changed))?.metadata.labels, undefined);
        await site.stack.delete(changed);
    });

    it("surfaces what the CRD's own rules refuse in preview, and does not replace", async () => {
        const inputs = pool(fresh("pool"), { cidr: "10.200.0.0/16" });
        const made = await site.stack.create(IP_POOL, inputs);
        const moved = { ...inputs, spec: { ...(inputs.spec as Properties), cidr: "10.201.0.0/16" } };
        assert.deepEqual((await site.stack.diff(made, moved)).replaces, []);
        const { message } = await failure(site.stack.update(made, moved, { preview: true }));
        assert.match(message, /CIDR cannot be changed/);
        await site.stack.delete(made);
    });

    it("refuses to create what exists, and names the ways out", async () => {
        const inputs = pool(fresh("pool"));
        const made = await site.stack.create(IP_POOL, inputs);
        const { message } = await failure(site.stack.create(IP_POOL, inputs));
        assert.match(message, /^IPPool "pool-.*" already exists in the cluster/);
        assert.match(message, /import it[^]*IPPoolPatch[^]*alias[^]*delete it[^]*upsertExistingObjects/);
        await site.stack.delete(made);
    });

    it("takes an existing object over with upsertExistingObjects", async () => {
        const inputs = pool(fresh("pool"));
        await site.stack.create(IP_POOL, inputs);
        const upserting = new TestStack({ kubeconfig: site.cluster.kubeconfig, upsertExistingObjects: "true" });
        const made = await upserting.create(IP_POOL, inputs);
        assert.ok(managers(await site.live(made)).includes(`${String(made.outputs.__fieldManager)} Apply`));
        await upserting.delete(made);
        await upserting.close();
    });

    it("names the other manager and the way out when a field was changed behind its back", async () => {
        const inputs = pool(fresh("pool"));
        const made = await site.stack.update(await site.stack.create(IP_POOL, inputs), inputs);
        await site.edit(inputs, "console", { metadata: inputs.metadata, spec: { nodeSelector: "!all()" } });
        assert.equal((await site.stack.diff(made, inputs)).changed, false, "unseen without a refresh");
        const refreshed = (await site.stack.refresh(made))!;
        assert.deepEqual(Object.keys((await site.stack.diff(refreshed, inputs)).detailedDiff), ["spec.nodeSelector"]);
        for (const preview of [true, false]) {
            const { message } = await failure(site.stack.update(refreshed, inputs, { preview }));
            assert.match(message, /"console" owns \.spec\.nodeSelector/);
            assert.match(message, /pulumi\.com\/patchForce: "true"/);
        }
        const metadata = { ...(inputs.metadata as Properties), annotations: { "pulumi.com/patchForce": "true" } };
        const forced = await site.stack.update(refreshed, { ...inputs, metadata });
        assert.equal((forced.outputs.spec as Properties).nodeSelector, "all()");
        await site.stack.delete(forced);
    });

    it("leaves an ignored field to the manager that has it", async () => {
        const inputs = pool(fresh("pool"));
        const made = await site.stack.update(await site.stack.create(IP_POOL, inputs), inputs);
        await site.edit(inputs, "console", { metadata: inputs.metadata, spec: { nodeSelector: "!all()" } });
        const request = site.stack.request(IP_POOL, "resource");
        const news = { ...inputs, spec: { ...(inputs.spec as Properties), natOutgoing: false } };
        // The first update gives the field up, the second finds it with the other manager alone.
        for (const natOutgoing of [false, true]) {
            const spec = { ...(news.spec as Properties), natOutgoing };
            const { outputs } = await site.stack.provider.update(request, made, { ...news, spec }, [
                "spec.nodeSelector",
            ]);
            assert.equal((outputs.spec as Properties).nodeSelector, "!all()");
            assert.equal((outputs.spec as Properties).natOutgoing, natOutgoing);
        }
        await site.stack.delete(made);
    });

    it("says that an object is gone instead of making it anew in an update", async () => {
        const inputs = pool(fresh("pool"));
        const made = await site.stack.create(IP_POOL, inputs);
        await site.stack.delete(made);
        const { message } = await failure(site.stack.update(made, inputs));
        assert.match(message, /no longer exists in the cluster. Run refresh/);
        assert.equal(await site.live(inputs), undefined);
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
        const previewed = await site.stack.create(type, gadget, { preview: true });
        assert.deepEqual(previewed.outputs, gadget, "a preview cannot ask yet");
        await site.stack.create(type, gadget, { preview: true });
        assert.equal(site.stack.said.filter((line) => line.includes("is not served by the API server yet")).length, 1);

        const crd = await site.stack.create(CRD, definition);
        assert.equal((await site.stack.diff(crd, definition)).changed, false);
        const made = await site.stack.create(type, gadget);
        assert.equal(made.id, "default/one");
        assert.deepEqual(made.outputs.spec, gadget.spec, "the schema kept its x-kubernetes keyword");

        const labels = { some: "label" };
        const changed = await site.stack.update(crd, {
            ...definition,
            metadata: { ...(definition.metadata as Properties), labels },
        });
        assert.deepEqual((changed.outputs.metadata as Properties).labels, labels);

        await site.stack.delete(crd);
        await site.stack.delete(made);
        assert.equal(await site.stack.refresh(made), undefined);
    });

    it("creates beside a create that waits for its CRD or namespace", async () => {
        const name = fresh("late");
        const waiting = site.stack.create(CONFIG_MAP, configMap({ name: "settings", namespace: name }, { a: "1" }));
        const late = await site.stack.create(NAMESPACE, scratchNamespace(name));
        assert.equal((await waiting).id, `${name}/settings`);
        await site.stack.delete(late);
    });
});

describe("Kubernetes provider: deletes", () => {
    it("waits for finalizers and names those that remain", async () => {
        const inputs = pool(fresh("held"));
        const metadata = { ...(inputs.metadata as Properties), finalizers: ["example.com/hold"] };
        const made = await site.stack.create(IP_POOL, { ...inputs, metadata });
        const { message } = await failure(site.stack.delete(made, { timeoutSeconds: 0.3 }));
        assert.match(message, /is not gone 0\.3 seconds after its deletion: its finalizers remain: example\.com\/hold/);

        const aborted = new AbortController();
        const waiting = failure(site.stack.delete(made, { signal: aborted.signal }));
        aborted.abort();
        assert.equal((await waiting).name, "AbortError");

        const gone = site.stack.delete(made);
        await site.stack.update(made, inputs);
        await gone;
        assert.equal(await site.live(made), undefined);
    });
});
