// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";

const IPV4 = "cni.projectcalico.org/ipv4pools";
const IPV6 = "cni.projectcalico.org/ipv6pools";

const HEAD = `
const { Deployment } = require("@pulumi/kubernetes/apps/v1");
const { CronJob } = require("@pulumi/kubernetes/batch/v1");
const { Service } = require("@pulumi/kubernetes/core/v1");
class Group extends pulumi.ComponentResource {
    constructor(name, options) { super("probe:index:Group", name, {}, options); }
}
// Nobody runs the pods here.
const skipAwait = { "pulumi.com/skipAwait": "true" };
const template = (annotations) => ({
    metadata: { labels: { app: "web" }, annotations },
    spec: { containers: [{ name: "web", image: "nginx", env: [{ name: "KEY", value: pulumi.secret("hidden") }] }] },
});
const deployment = (name, namespace, options, annotations) => new Deployment(name, {
    metadata: { name, namespace, annotations: skipAwait },
    spec: { replicas: 0, selector: { matchLabels: { app: "web" } }, template: template(annotations) },
}, options);
const cronJob = (name, namespace, options) => new CronJob(name, {
    metadata: { name, namespace },
    spec: { schedule: "0 0 1 1 *", jobTemplate: { spec: { template: { ...template(), spec: { ...template().spec, restartPolicy: "Never" } } } } },
}, options);
`;

interface Template {
    readonly metadata: { readonly annotations?: Record<string, string> };
}

describeOnControlPlane("useIPPool on the control plane", (cluster) => {
    const annotations = async (kind: "Deployment" | "CronJob", namespace: string, name = "web") => {
        const apiVersion = kind === "Deployment" ? "apps/v1" : "batch/v1";
        const live = await cluster().kubectl.get(apiVersion, kind, name, namespace);
        const spec = live?.spec as unknown as { template?: Template; jobTemplate?: { spec: { template: Template } } };
        return (spec.template ?? spec.jobTemplate?.spec.template)?.metadata.annotations;
    };

    it("puts all workloads of a component on the pools that the program makes", async () => {
        const namespace = await cluster().namespace();
        const name = fresh("pool");
        const stack = await cluster().stack(
            HEAD +
                `const pool = new net.IPPool("${name}", { cidr: "10.214.0.0/24" });\n` +
                `const six = new net.IPPool("${name}-v6", { cidr: "fd00:10:214::/112" });\n` +
                'const group = new Group("group", { transforms: [net.useIPPool([pool, six])] });\n' +
                `deployment("web", "${namespace}", { parent: group }, { [${JSON.stringify(IPV4)}]: '["other"]' });\n` +
                `cronJob("web", "${namespace}", { parent: group });\n` +
                `new Service("web", { metadata: { name: "web", namespace: "${namespace}", annotations: skipAwait }, ` +
                "spec: { ports: [{ port: 80 }] } }, { parent: group });\n",
        );
        await stack.succeed("preview");
        await stack.succeed("up");
        assert.deepEqual(await annotations("Deployment", namespace), {
            [IPV4]: `["other","${name}"]`,
            [IPV6]: `["${name}-v6"]`,
        });
        assert.deepEqual(await annotations("CronJob", namespace), { [IPV4]: `["${name}"]`, [IPV6]: `["${name}-v6"]` });
        assert.deepEqual((await stack.succeed("up")).steps, []);
    });

    it("puts a single workload, or those of a whole stack, on a pool by name", async () => {
        const namespace = await cluster().namespace();
        const stack = await cluster().stack(
            `${HEAD}deployment("web", "${namespace}", { transforms: [net.useIPPool("pool-a")] });\n` +
                `cronJob("web", "${namespace}");\n`,
        );
        await stack.succeed("up");
        assert.deepEqual(await annotations("Deployment", namespace), { [IPV4]: '["pool-a"]' });
        assert.equal(await annotations("CronJob", namespace), undefined);
        await stack.program(
            `${HEAD}pulumi.runtime.registerResourceTransform(net.useIPPool(pulumi.output("pool-b")));\n` +
                `deployment("web", "${namespace}", { transforms: [net.useIPPool("pool-a")] });\n` +
                `cronJob("web", "${namespace}");\n`,
        );
        await stack.succeed("up");
        assert.deepEqual(await annotations("Deployment", namespace), { [IPV4]: '["pool-a","pool-b"]' });
        assert.deepEqual(await annotations("CronJob", namespace), { [IPV4]: '["pool-b"]' });
    });

    it("refuses a list that is malformed, and names the workload", async () => {
        const namespace = await cluster().namespace();
        const stack = await cluster().stack(
            `${HEAD}deployment("web", "${namespace}", { transforms: [net.useIPPool("pool-a")] }, ` +
                `{ [${JSON.stringify(IPV4)}]: "pool-b" });\n`,
        );
        const said = await stack.refused("preview");
        const own = `Deployment "web":\n  - '${IPV4}' (pool-b) must be a JSON list of pools such as ["pool-a"]. Correct or remove it.`;
        // Each engine says in words of its own that a transform failed.
        assert.ok(said.endsWith(own), said);
    });
});
