// SPDX-License-Identifier: Apache-2.0
// Against a real API server. Does not prove what the engine does around the provider.
import assert from "node:assert/strict";
import { failure, useSite } from "./site";
import { fresh, IP_POOL, NAMESPACE, namespace, NAMESPACE_PATCH, pool, scratchNamespace } from "./stack";

const site = useSite();

describe("Kubernetes provider: patches", () => {
    async function inNamespace(test: (name: string) => Promise<void>): Promise<void> {
        const name = fresh("project");
        const made = await site.stack.create(NAMESPACE, scratchNamespace(name, { foreign: "yes" }));
        await test(name);
        await site.stack.delete(made);
    }

    it("lives beside another patch, and gives back only its own keys", () =>
        inNamespace(async (name) => {
            const one = await site.stack.create(NAMESPACE_PATCH, namespace(name, { labels: { one: "1" } }));
            const other = { urn: `urn:pulumi:dev::test::${NAMESPACE_PATCH}::other` };
            const two = await site.stack.create(NAMESPACE_PATCH, namespace(name, { annotations: { two: "2" } }), other);
            assert.notEqual(one.outputs.__fieldManager, two.outputs.__fieldManager);
            assert.equal(one.id, name);
            await site.stack.delete(one);
            const object = await site.live(one);
            assert.deepEqual(object?.metadata.labels, { foreign: "yes", "kubernetes.io/metadata.name": name });
            assert.equal(object.metadata.annotations?.two, "2");
            await site.stack.delete(two, other);
            assert.deepEqual((await site.live(two))?.metadata.annotations, { "pulumi.com/skipAwait": "true" });
        }));

    it("is refused for an object that is not there, and given back silently when it is gone", async () => {
        const inputs = namespace(fresh("nobody"), { labels: { a: "1" } });
        const { message } = await failure(site.stack.create(NAMESPACE_PATCH, inputs));
        assert.match(message, /^Namespace "nobody-.*" does not exist, so there is nothing to patch/);
        assert.equal(await site.live(inputs), undefined);
        await site.stack.delete({
            type: NAMESPACE_PATCH,
            id: "nobody",
            inputs,
            outputs: { ...inputs, __fieldManager: "x" },
        });
        assert.equal(await site.live(inputs), undefined, "giving back creates nothing");
    });

    it("names who took a key over, leaves it alone at the end, and takes it back only by force", () =>
        inNamespace(async (name) => {
            const inputs = namespace(name, { labels: { mine: "1" } });
            const made = await site.stack.create(NAMESPACE_PATCH, inputs);
            await site.edit(namespace(name), "console", { metadata: { name, labels: { mine: "2" } } });
            const refreshed = (await site.stack.refresh(made))!;
            assert.deepEqual(Object.keys((await site.stack.diff(refreshed, inputs)).detailedDiff), [
                "metadata.labels.mine",
            ]);
            const { message } = await failure(site.stack.update(refreshed, inputs));
            assert.match(message, /"console" owns \.metadata\.labels\.mine/);
            const forcing = namespace(name, {
                labels: { mine: "1" },
                annotations: { "pulumi.com/patchForce": "true" },
            });
            const forced = await site.stack.update(refreshed, forcing);
            assert.equal((await site.live(forced))?.metadata.labels?.mine, "1");

            await site.edit(namespace(name), "console", { metadata: { name, labels: { mine: "3" } } });
            await site.stack.delete(forced);
            assert.equal((await site.live(forced))?.metadata.labels?.mine, "3");
        }));

    it("moves to another object as a replacement that is created first", () =>
        inNamespace(async (name) => {
            const made = await site.stack.create(NAMESPACE_PATCH, namespace(name, { labels: { a: "" } }));
            const diff = await site.stack.diff(made, namespace("default", { labels: { a: "" } }));
            assert.deepEqual(diff.detailedDiff, { "metadata.name": { diffKind: "update-replace", inputDiff: false } });
            assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["metadata.name"], false]);
            await site.stack.delete(made);
        }));

    it("patches custom resources without ever deleting them", async () => {
        const made = await site.stack.create(IP_POOL, pool(fresh("pool")));
        const target = {
            apiVersion: "crd.projectcalico.org/v1",
            kind: "IPPool",
            metadata: { name: made.id, labels: { a: "1" } },
        };
        const patch = await site.stack.create(`${IP_POOL}Patch`, target);
        assert.equal((await site.live(made))?.metadata.labels?.a, "1");
        await site.stack.delete(patch);
        const object = await site.live(made);
        assert.ok(object && !object.metadata.labels, "the pool is there, its label is not");
        await site.stack.delete(made);
    });

    it("says why a required field cannot be given back", async () => {
        const inputs = pool(fresh("pool"));
        await site.edit(inputs, "console", inputs);
        const patch = await site.stack.create(`${IP_POOL}Patch`, inputs);
        await site.edit(inputs, "console", { metadata: inputs.metadata, spec: { blockSize: 26 } });
        const { message } = await failure(site.stack.delete(patch));
        assert.match(message, /only owner of the required field spec\.cidr[^]*retainOnDelete/);
        await site.stack.delete({ ...patch, type: IP_POOL });
    });
});
