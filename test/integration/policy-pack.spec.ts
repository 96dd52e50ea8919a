// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadAll } from "js-yaml";
import { presetConfig } from "../../policy/presets";
import { rules } from "../../policy/rules";
import { describeOnControlPlane, type Stack } from "./support/on-control-plane";

const REPOSITORY = resolve(__dirname, "../..");
const policyPacks = [join(REPOSITORY, "policy")];

/** How a team writes it that does not use the components. */
const OBJECTS = `
const { CustomResource } = require("@pulumi/kubernetes/apiextensions");
const { Namespace, NamespacePatch } = require("@pulumi/kubernetes/core/v1");
const { NetworkPolicy } = require("@pulumi/kubernetes/networking/v1");
const custom = (name, apiVersion, kind, spec, metadata) =>
    new CustomResource(name, { apiVersion, kind, metadata: { name, ...metadata }, spec });
const pool = (name, spec) => custom(name, "crd.projectcalico.org/v1", "IPPool", spec);
const policy = (name, namespace, spec, labels) =>
    custom(name, "network.kubesphere.io/v1alpha1", "NamespaceNetworkPolicy", spec, { namespace, labels });
`;

/** A mistake in every object. */
const BROKEN = `${OBJECTS}
custom("net", "kubesphere.io/v1alpha1", "InstallPlan", {
    extension: { name: "network", version: "1.3.0" },
    enabled: true,
    upgradeStrategy: "Automatic",
    config: "network:\\n  ippool:\\n    type: calico \\n  apiserver:\\n    image:\\n      tag: v1.1.0\\n",
});
pool("wide", { cidr: "10.9.0.1/16", natOutgoing: true });
pool("narrow", { cidr: "10.9.8.0/24", natOutgoing: false });
custom("theirs", "network.kubesphere.io/v1alpha1", "IPPool", { type: "calico", cidr: "10.11.0.0/16" });
new Namespace("lonely", { metadata: { name: "lonely" } });
new NamespacePatch("on", { metadata: { name: "on", annotations: { "kubesphere.io/network-isolate": "true" } } });
new NamespacePatch("dns", { metadata: { name: "kube-system", annotations: { "kubesphere.io/network-isolate": "enabled" } } });
new NamespacePatch("ours", { metadata: { name: "ours", labels: { "kubesphere.io/extension-ref": "network" } } });
policy("all", "on", { ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }, { "kubesphere.io/policy-type": "egress" });
new NetworkPolicy("made", { metadata: { name: "nsnp-made", namespace: "ours" }, spec: { podSelector: {} } });
`;

/** No mistake but between objects. Pulumi asks stack rules only where no resource was refused. */
const RIGHT_ONE_BY_ONE = `${OBJECTS}
pool("wide", { cidr: "10.9.0.0/16", natOutgoing: true });
pool("narrow", { cidr: "10.9.8.0/24", natOutgoing: true });
pool("old", { cidr: "10.10.0.0/16", natOutgoing: true, disabled: true });
new NamespacePatch("bound", {
    metadata: { name: "kube-public", labels: { "ippool.network.kubesphere.io/old": "", "ippool.network.kubesphere.io/gone": "" } },
});
new NamespacePatch("on", { metadata: { name: "kube-node", annotations: { "kubesphere.io/network-isolate": "enabled" } } });
const from = { ingress: [{ from: [{ namespace: { name: "web" } }] }] };
const labels = { "kubesphere.io/policy-type": "ingress", "kubesphere.io/policy-traffic": "inside" };
policy("kept", "kube-node", from, labels);
policy("lost", "nowhere", from, labels);
`;

describeOnControlPlane("The policy pack in a process of its own", (cluster) => {
    /** The preset "strict" and what differs from it, as a file for the pack. */
    async function strict(stack: Stack, changes: object = {}): Promise<string[]> {
        await stack.file("strict.json", JSON.stringify({ ...presetConfig("strict", rules), ...changes }));
        return [stack.path("strict.json")];
    }

    /** The namespaces and workspaces that the example is about. They stay, since a namespace takes its time to go. */
    async function tenants(): Promise<void> {
        for (const object of loadAll(readFileSync(join(REPOSITORY, "examples/platform/cluster.yaml"), "utf8"))) {
            await cluster().kubectl.apply(object as object);
        }
    }

    it("finds nothing in the platform of the example, which has its exemptions", async () => {
        await tenants();
        const stack = await cluster().example("platform");
        const exemptions = { enforcementLevel: "mandatory", file: stack.path("exemptions.yaml") };
        const ran = await stack.run("preview", { policyPacks, policyPackConfigs: await strict(stack, { exemptions }) });
        assert.deepEqual(ran.violations, []);
        assert.ok(ran.succeeded);
    });

    it("finds in it what is exempt, where exemptions are forbidden", async () => {
        await tenants();
        const stack = await cluster().example("platform");
        const entries = [{ rule: "isolation-allows", resource: "*", reason: "r", owner: "o", expires: "2999-12-31" }];
        const exemptions = { enforcementLevel: "mandatory", entries, forbidden: true };
        const policyPackConfigs = await strict(stack, { exemptions, "ippool-nat-outgoing": "disabled" });
        const ran = await stack.run("preview", { policyPacks, policyPackConfigs });
        assert.equal(ran.succeeded, false);
        assert.deepEqual(ran.violations, [
            "advisory isolation-allows platform-project-card-vault",
            "advisory isolation-allows platform-project-shop-api",
            "advisory isolation-allows platform-project-warehouse",
            "mandatory exemptions probe-dev",
        ]);
    });

    it("finds every mistake in a broken one, and lets nothing be made", async () => {
        const stack = await cluster().stack(BROKEN);
        const policyPackConfigs = await strict(stack);
        const ran = await stack.run("preview", { policyPacks, policyPackConfigs });
        assert.equal(ran.succeeded, false);
        assert.deepEqual(ran.violations, [
            "mandatory installplan-config net",
            "mandatory installplan-config-trimmed net",
            "mandatory installplan-image-tag net",
            "mandatory installplan-name-and-version net",
            "mandatory installplan-placement net",
            "mandatory installplan-strategy net",
            "mandatory ippool-deprecated-kind theirs",
            "mandatory ippool-nat-outgoing narrow",
            "mandatory ippool-spec wide",
            "mandatory isolation-annotation on",
            "mandatory isolation-of-system dns",
            "mandatory namespace-network-policy-labels all",
            "mandatory namespace-network-policy-labels all",
            "mandatory namespace-workspace lonely",
            "mandatory policy-any-address all",
            "mandatory policy-reserved-name made",
            "mandatory system-keys ours",
        ]);
        // An update ends with the first of them, whichever it is.
        assert.equal((await stack.run("up", { policyPacks, policyPackConfigs })).succeeded, false);
        assert.equal(await cluster().kubectl.get("crd.projectcalico.org/v1", "IPPool", "narrow"), undefined);
    });

    it("finds every mistake between the objects of one whose objects are each right", async () => {
        const stack = await cluster().stack(RIGHT_ONE_BY_ONE);
        const ran = await stack.run("preview", { policyPacks, policyPackConfigs: await strict(stack) });
        assert.equal(ran.succeeded, false);
        assert.deepEqual(ran.violations, [
            "advisory isolation-allows on",
            "mandatory ippool-no-overlap wide",
            "mandatory namespace-pool-known bound",
            "mandatory namespace-pool-known bound",
            "mandatory policy-without-isolation lost",
        ]);
    });

    it("puts right what is certain, where it may", async () => {
        const stack = await cluster().stack(
            'const { CustomResource } = require("@pulumi/kubernetes/apiextensions");\n' +
                'new CustomResource("masked", { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name: "masked" },' +
                ' spec: { cidr: "10.9.0.1/16", blockSize: 26, natOutgoing: true } });',
        );
        const policyPackConfigs = await strict(stack, { "ippool-spec": "remediate" });
        const ran = await stack.succeed("up", { policyPacks, policyPackConfigs });
        assert.deepEqual(ran.violations, []);
        const live = await cluster().kubectl.get("crd.projectcalico.org/v1", "IPPool", "masked");
        assert.equal((live?.spec as { cidr: string }).cidr, "10.9.0.0/16");
    });

    it("is configured by the files of its presets", () => {
        for (const preset of ["baseline", "strict", "advisory-only"] as const) {
            const text = readFileSync(join(REPOSITORY, "policy/presets", `${preset}.json`), "utf8");
            assert.deepEqual(JSON.parse(text), presetConfig(preset, rules));
        }
    });
});

describeOnControlPlane("A pack that an organisation makes of the rules", (cluster) => {
    it("applies the preset, and its own labels, ranges and names", async () => {
        const stack = await cluster().stack(
            `${OBJECTS} pool("Data_1", { cidr: "10.0.0.0/16", blockSize: 26, natOutgoing: true });`,
        );
        const packs = [join(REPOSITORY, "examples/policy-cloud")];
        const { succeeded, violations } = await stack.run("preview", { policyPacks: packs });
        assert.equal(succeeded, false);
        assert.deepEqual(violations, [
            "advisory naming-patterns Data_1",
            "mandatory ippool-allowed-ranges Data_1",
            "mandatory ippool-spec Data_1",
            "mandatory required-labels Data_1",
        ]);
    });
});
