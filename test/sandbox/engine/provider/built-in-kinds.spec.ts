// SPDX-License-Identifier: Apache-2.0
// Against a real API server. Does not prove what the engine does around the provider.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PartialFailure } from "../../../../sandbox/engine/provider/provider";
import { type Properties, UNKNOWN } from "../../../../sandbox/engine/values";
import { failure, useSite } from "./site";
import {
    CONFIG_MAP,
    configMap,
    fresh,
    IP_POOL,
    NAMESPACE,
    namespace,
    NAMESPACE_PATCH,
    pool,
    scratchNamespace,
    TestStack,
} from "./stack";

const site = useSite();

describe("Kubernetes provider: built-in kinds", () => {
    it("names an object after its resource, and keeps the name", async () => {
        const inputs = configMap({}, { key: "value" });
        const made = await site.stack.create(CONFIG_MAP, inputs);
        assert.match(made.id, /^default\/resource-[0-9a-f]{8}$/);
        const { annotations } = made.inputs.metadata as Properties;
        assert.deepEqual(annotations, { "pulumi.com/autonamed": "true" });
        assert.equal((await site.stack.diff(made, inputs)).changed, false);
        const diff = await site.stack.diff(made, configMap({}, { key: "other" }));
        assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["data.key"], false]);
        await site.stack.delete(made);
    });

    it("replaces a named ConfigMap by deleting it first, and changes a mutable one in place", async () => {
        const metadata = { name: fresh("settings") };
        const made = await site.stack.create(CONFIG_MAP, configMap(metadata, { key: "value" }));
        const diff = await site.stack.diff(made, configMap(metadata, { key: "other" }));
        assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["data.key"], true]);
        const renamed = await site.stack.diff(made, configMap({ name: fresh("settings") }, { key: "value" }));
        assert.deepEqual([renamed.replaces, renamed.deleteBeforeReplace], [["metadata.name"], false]);

        const mutable = new TestStack({ kubeconfig: site.cluster.kubeconfig, enableConfigMapMutable: "true" });
        assert.deepEqual((await mutable.diff(made, configMap(metadata, { key: "other" }))).replaces, []);
        const changed = await mutable.update(made, configMap(metadata, { key: "other" }));
        assert.deepEqual((await site.live(changed))?.data, { key: "other" });
        await mutable.delete(changed);
        await mutable.close();
    });

    it("puts namespaced objects into the provider's namespace, and no others", async () => {
        const name = fresh("home");
        const home = await site.stack.create(NAMESPACE, namespace(name));
        const homely = new TestStack({ kubeconfig: site.cluster.kubeconfig, namespace: name });
        const made = await homely.create(CONFIG_MAP, configMap({ name: "settings" }, { a: "1" }));
        assert.equal(made.id, `${name}/settings`);
        const { inputs } = await homely.provider.check(site.stack.request(IP_POOL, "a"), pool("a"));
        assert.equal((inputs.metadata as Properties).namespace, undefined);
        await homely.close();
        await site.stack.delete(home);
        assert.equal(await site.live(made), undefined, "the namespace was waited for until it was empty");
    });

    it("does not see the server's spelling of quantities and stringData as a change", async () => {
        const quota = {
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata: { name: fresh("quota"), namespace: "default" },
            spec: { hard: { "limits.cpu": "1000m", pods: "10" } },
        };
        const made = await site.stack.create("kubernetes:core/v1:ResourceQuota", quota);
        assert.deepEqual((made.outputs.spec as Properties).hard, { "limits.cpu": "1", pods: "10" });
        assert.equal((await site.stack.diff(made, quota)).changed, false);
        assert.equal((await site.stack.diff((await site.stack.refresh(made))!, quota)).changed, false);
        await site.stack.delete(made);

        const secret = {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: fresh("secret") },
            stringData: { a: "b" },
        };
        const hidden = await site.stack.create("kubernetes:core/v1:Secret", secret);
        assert.deepEqual(hidden.outputs.data, { a: "Yg==" });
        assert.equal((await site.stack.diff((await site.stack.refresh(hidden))!, secret)).changed, false);
        await site.stack.delete(hidden);
    });

    it("reads an object that no state knows, as a program would have to write it", async () => {
        const name = fresh("found");
        const made = await site.stack.create(NAMESPACE, scratchNamespace(name, { team: "a" }));
        const read = await site.stack.provider.read(site.stack.request(NAMESPACE, "found"), name);
        assert.ok(read);
        assert.equal(read.id, name);
        assert.deepEqual(Object.keys(read.inputs).sort(), ["apiVersion", "kind", "metadata", "spec"]);
        assert.deepEqual(read.inputs.metadata, {
            name,
            labels: { team: "a", "kubernetes.io/metadata.name": name },
            annotations: { "pulumi.com/skipAwait": "true" },
        });
        await site.stack.delete(made);
        assert.equal(await site.stack.provider.read(site.stack.request(NAMESPACE, "found"), fresh("never")), undefined);
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
        const made = await site.stack.create(type, policy(["10.0.0.0/8"]));
        assert.deepEqual((await site.stack.diff(made, policy(["10.0.0.0/8", "10.1.0.0/16"]))).detailedDiff, {
            "spec.ingress[0].from[1]": { diffKind: "add", inputDiff: false },
        });
        const changed = await site.stack.update(made, policy(["10.0.0.0/8", "10.1.0.0/16"]));
        assert.deepEqual((await site.live(changed))?.spec, policy(["10.0.0.0/8", "10.1.0.0/16"]).spec);
        await site.stack.delete(changed);
    });

    it("keeps an object that did not become ready, with what was observed", async () => {
        const pod = {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: fresh("pod"), namespace: "default" },
            spec: { containers: [{ name: "main", image: "pause" }], automountServiceAccountToken: false },
        };
        const error = await failure(site.stack.create("kubernetes:core/v1:Pod", pod, { timeoutSeconds: 0.2 }));
        assert.ok(error instanceof PartialFailure, error.message);
        assert.match(error.message, /is not ready after 0\.2 seconds: phase is Pending/);
        const made = { type: "kubernetes:core/v1:Pod", inputs: pod, ...error.live };
        assert.equal(made.id, `default/${pod.metadata.name}`);
        const skipping = { ...pod, metadata: { ...pod.metadata, annotations: { "pulumi.com/skipAwait": "true" } } };
        await site.stack.update(made, skipping);
        await site.stack.delete(made);
    });

    it("waits for what the annotation says instead", async () => {
        const annotations = { "pulumi.com/waitFor": '["jsonpath={.status.phase}=Active","condition=Happy"]' };
        const wanting = namespace(fresh("waiting"), { annotations });
        const error = await failure(site.stack.create(NAMESPACE, wanting, { timeoutSeconds: 0.2 }));
        assert.match(error.message, /condition Happy is nothing/);
        assert.ok(error instanceof PartialFailure);
        await site.stack.delete({ type: NAMESPACE, inputs: scratchNamespace(error.live.id), ...error.live });
    });
});

describe("Kubernetes provider: previews", () => {
    it("asks the server and writes nothing", async () => {
        const name = fresh("dry");
        const made = await site.stack.create(IP_POOL, pool(`${name}-old`));
        const before = readFileSync(site.cluster.auditLog, "utf8").length;
        const { outputs, id } = await site.stack.create(IP_POOL, pool(name), { preview: true });
        assert.equal(id, "");
        assert.equal((outputs.spec as Properties).assignmentMode, "Automatic", "the server's default is seen");
        assert.equal((outputs.metadata as Properties).uid, UNKNOWN);
        await site.stack.update(
            made,
            pool(`${name}-old`, { natOutgoing: false, cidr: (made.inputs.spec as Properties).cidr }),
            { preview: true },
        );
        const host = await site.stack.create(NAMESPACE_PATCH, namespace("default", { labels: { [name]: "" } }), {
            preview: true,
        });
        assert.equal(((host.outputs.metadata as Properties).labels as Properties)[name], "");
        assert.equal(await site.live(pool(name)), undefined);

        await site.stack.delete(made);
        const events = readFileSync(site.cluster.auditLog, "utf8").slice(before).trim().split("\n");
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
        const unknown = await site.stack.create(IP_POOL, pool("unknown", { cidr: UNKNOWN }), { preview: true });
        assert.equal((unknown.outputs.spec as Properties).cidr, UNKNOWN);
        const inputs = configMap({ name: "settings", namespace: fresh("nowhere") }, { a: "1" });
        assert.deepEqual((await site.stack.create(CONFIG_MAP, inputs, { preview: true })).outputs, inputs);
        const nameless = { ...pool("x"), metadata: { name: UNKNOWN } };
        assert.deepEqual((await site.stack.create(IP_POOL, nameless, { preview: true })).inputs.metadata, {
            name: UNKNOWN,
        });
    });

    it("fails on what the server refuses", async () => {
        const { message } = await failure(
            site.stack.create(IP_POOL, pool(fresh("bad"), { blockSize: "wide" }), { preview: true }),
        );
        assert.match(message, /spec\.blockSize: Invalid value: "string"/);
    });

    it("warns of fields that the server drops", async () => {
        await site.stack.create(IP_POOL, pool(fresh("typo"), { natOutgoin: true }), { preview: true });
        assert.deepEqual(site.stack.said, ['warning: unknown field "spec.natOutgoin"']);
    });
});
