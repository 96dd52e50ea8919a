// SPDX-License-Identifier: Apache-2.0
// Mocks have no transforms, so here it runs as a transformation or is called as an engine would: it does not prove when
// an engine calls it.
import assert from "node:assert/strict";
import { Deployment, DaemonSet, StatefulSet, ReplicaSet } from "@pulumi/kubernetes/apps/v1";
import { CronJob, Job } from "@pulumi/kubernetes/batch/v1";
import { Pod, Service } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { IPPool } from "../../../components/ippool/ip-pool";
import { poolAnnotations, useIPPool } from "../../../components/binding/use-ip-pool";
import { objects, record, recordFailure, unknownOutput, valueOf } from "../recorder";

const IPV4 = "cni.projectcalico.org/ipv4pools";
const IPV6 = "cni.projectcalico.org/ipv6pools";

const containers = [{ name: "web", image: "nginx" }];
const selector = { matchLabels: { app: "web" } };
const template = { metadata: { labels: { app: "web" } }, spec: { containers } };
const onPool = { metadata: { labels: { app: "web" }, annotations: { [IPV4]: '["pool-a"]' } }, spec: { containers } };

/** Metadata of the pods of a Deployment with these annotations, through the transform. */
async function deployed(transform: ReturnType<typeof useIPPool>, annotations?: object): Promise<unknown> {
    const spec = { selector, template: { metadata: { annotations }, spec: { containers } } } as pulumi.Inputs;
    const run = await record(() => {
        new Deployment("web", { spec: spec as never }, { transformations: [transform] });
    });
    const [found] = objects(run) as unknown as { inputs: { spec: { template: { metadata: unknown } } } }[];
    return found!.inputs.spec.template.metadata;
}

/** What a transform makes of the properties that an engine hands it. */
function asked(props: object, transform = useIPPool("pool-a"), type = "kubernetes:apps/v1:Deployment"): unknown {
    return transform({ type, name: "web", props: props, opts: {} })?.props;
}

describe("useIPPool", () => {
    it("puts the pods of every kind of workload on a pool, and leaves everything else alone", async () => {
        const run = await record(() => {
            const options = { transformations: [useIPPool("pool-a")] };
            new Deployment("deployment", { spec: { selector, template } }, options);
            new StatefulSet("stateful-set", { spec: { selector, serviceName: "web", template } }, options);
            new DaemonSet("daemon-set", { spec: { selector, template } }, options);
            new ReplicaSet("replica-set", { spec: { selector, template } }, options);
            new Job("job", { spec: { template } }, options);
            new CronJob("cron-job", { spec: { schedule: "@daily", jobTemplate: { spec: { template } } } }, options);
            new Pod("pod", { spec: { containers } }, options);
            new Service("service", { spec: { selector: { app: "web" } } }, options);
        });
        const kind = (type: string, name: string, inputs: object) => {
            const [, apiVersion = "", kind] = /^kubernetes:(?:core\/)?(.+):(.+)$/.exec(type) ?? [];
            return { type, name, inputs: { apiVersion, kind, ...inputs } };
        };
        const expected = [
            kind("kubernetes:apps/v1:Deployment", "deployment", { spec: { selector, template: onPool } }),
            kind("kubernetes:apps/v1:StatefulSet", "stateful-set", {
                spec: { selector, serviceName: "web", template: onPool },
            }),
            kind("kubernetes:apps/v1:DaemonSet", "daemon-set", { spec: { selector, template: onPool } }),
            kind("kubernetes:apps/v1:ReplicaSet", "replica-set", { spec: { selector, template: onPool } }),
            kind("kubernetes:batch/v1:Job", "job", { spec: { template: onPool } }),
            kind("kubernetes:batch/v1:CronJob", "cron-job", {
                spec: { schedule: "@daily", jobTemplate: { spec: { template: onPool } } },
            }),
            kind("kubernetes:core/v1:Pod", "pod", {
                spec: { containers },
                metadata: { annotations: { [IPV4]: '["pool-a"]' } },
            }),
            kind("kubernetes:core/v1:Service", "service", { spec: { selector: { app: "web" } } }),
        ];
        const byName = (resources: { name: string }[]) => resources.sort((a, b) => a.name.localeCompare(b.name));
        // The SDK registers them in the order in which their inputs are there.
        assert.deepEqual(byName(objects(run)), byName(expected));
    });

    it("adds to the list that is there, and keeps what it has already as it is", async () => {
        const note = { "example.com/note": "kept" };
        assert.deepEqual(await deployed(useIPPool(["a", "b"]), { ...note, [IPV4]: '["b"]' }), {
            annotations: { ...note, [IPV4]: '["b","a"]' },
        });
        assert.deepEqual(await deployed(useIPPool("b"), { [IPV4]: ' ["b"] ' }), { annotations: { [IPV4]: ' ["b"] ' } });
    });

    it("takes what comes late: the pool, the annotations, or a single one of them", async () => {
        const late = useIPPool(pulumi.output(Promise.resolve("a")));
        const note = pulumi.output(Promise.resolve("kept"));
        assert.deepEqual(await deployed(late, pulumi.output({ "example.com/note": note, [IPV4]: '["b"]' })), {
            annotations: { "example.com/note": "kept", [IPV4]: '["b","a"]' },
        });
        assert.deepEqual(await deployed(useIPPool("a"), { [IPV4]: pulumi.output(Promise.resolve('["b"]')) }), {
            annotations: { [IPV4]: '["b","a"]' },
        });
    });

    it("knows the family of a CIDR and of an IPPool, and takes a name for IPv4 unless told otherwise", async () => {
        assert.deepEqual(await deployed(useIPPool(["a", "fd00::/64"])), {
            annotations: { [IPV4]: '["a"]', [IPV6]: '["fd00::/64"]' },
        });
        assert.deepEqual(await deployed(useIPPool({ ipv6: ["six"] })), { annotations: { [IPV6]: '["six"]' } });
        const run = await record(() => {
            const four = new IPPool("four", { cidr: "10.0.0.0/24" });
            const six = new IPPool("six", { poolName: "pool-six", cidr: "fd00::/64" });
            const options = { transformations: [useIPPool([six, four])] };
            new Deployment("web", { spec: { selector, template } }, options);
        });
        const web = objects(run).find(({ name }) => name === "web")!;
        assert.deepEqual((web.inputs.spec as { template: { metadata: object } }).template.metadata, {
            labels: { app: "web" },
            annotations: { [IPV4]: '["four"]', [IPV6]: '["pool-six"]' },
        });
        const dependencies = run.requests.get("web")!.dependencies.map((urn) => urn.split("::").at(-1));
        assert.deepEqual([...new Set(dependencies)].sort(), ["four", "six"]);
    });

    it("keeps what a preview does not know unknown, and only that", () => {
        const { unknown } = pulumi;
        const metadata = { annotations: { [IPV4]: '["pool-a"]' } };
        assert.deepEqual(asked({ spec: unknown, metadata: { name: "web" } }), {
            spec: unknown,
            metadata: { name: "web" },
        });
        assert.deepEqual(asked({ spec: { template: { metadata: unknown, spec: { containers } } } }), {
            spec: { template: { metadata: unknown, spec: { containers } } },
        });
        assert.deepEqual(asked({ spec: { replicas: unknown, template: {} } }), {
            spec: { replicas: unknown, template: { metadata } },
        });
        assert.deepEqual(asked({ spec: { template: { metadata: { annotations: { [IPV4]: unknown } } } } }), {
            spec: { template: { metadata: { annotations: { [IPV4]: unknown } } } },
        });
    });

    it("makes only the list unknown while the pool is", async () => {
        const run = await record(
            () => {
                const options = { transformations: [useIPPool(unknownOutput<string>())] };
                const annotations = { "example.com/note": "kept" };
                new Pod("pod", { metadata: { annotations }, spec: { containers } }, options);
            },
            { preview: true },
        );
        const metadata = objects(run)[0]!.inputs.metadata as { annotations: Record<string, unknown> };
        assert.equal(metadata.annotations["example.com/note"], "kept");
    });

    it("keeps secrets secret, as the engine hands them over and as programs write them", async () => {
        const { specialSigKey, specialSecretSig } = pulumi.runtime;
        const written = (spec: object) => ({ spec: { [specialSigKey]: specialSecretSig, value: spec } });
        const env = { template: { spec: { containers: [{ env: [{ name: "KEY", value: "hidden" }] }] } } };
        assert.deepEqual(
            asked(written(env)),
            written({ template: { ...env.template, metadata: { annotations: { [IPV4]: '["pool-a"]' } } } }),
        );
        const late = asked({ spec: pulumi.secret(env) }) as { spec: pulumi.Output<unknown> };
        assert.equal(await pulumi.isSecret(late.spec), true);
    });

    it("does not invent a template, and knows kinds of the same name apart", () => {
        assert.deepEqual(asked({ spec: { replicas: 1 } }), { spec: { replicas: 1 } });
        assert.equal(asked({ spec: {} }, useIPPool("a"), "kubernetes:batch.volcano.sh/v1alpha1:Job"), undefined);
        assert.equal(asked({ spec: {} }, useIPPool("a"), "kubernetes:apps/v1:DeploymentPatch"), undefined);
        assert.equal(asked({ spec: {} }, useIPPool("a"), "example:index:Deployment"), undefined);
    });

    it("refuses a list that is malformed, and names the workload", async () => {
        const message = `Deployment "web":
  - '${IPV4}' (pool-b) must be a JSON list of pools such as ["pool-a"]. Correct or remove it.`;
        const props = { spec: { template: { metadata: { annotations: { [IPV4]: "pool-b" } } } } };
        assert.throws(() => asked(props), { message });
        const late = asked(props, useIPPool(pulumi.output(Promise.resolve("a")))) as {
            spec: { template: { metadata: { annotations: Record<string, pulumi.Output<string>> } } };
        };
        await assert.rejects(valueOf(late.spec.template.metadata.annotations[IPV4]!), { message });
    });

    it("refuses at once what can be no pool", async () => {
        await record(() => {
            assert.throws(() => useIPPool(["Pool", "b"]), {
                message: `useIPPool:
  - 'ipv4[0]' (Pool) must be a name of lower-case letters, digits, '-' and '.', at most 63 characters long.`,
            });
            assert.throws(() => useIPPool([]), {
                message: "useIPPool:\n  - 'pools' ([]) must name at least one pool.",
            });
        });
    });

    it("fails the workload whose pool fails", async () => {
        const run = await recordFailure(() => {
            const pool = new IPPool("bad", { cidr: pulumi.output("10.0.0.1/24") });
            new Deployment("web", { spec: { selector, template } }, { transformations: [useIPPool(pool)] });
            return pool.cidr;
        });
        assert.match(run.error.message, /'cidr' \(10\.0\.0\.1\/24\)/);
        assert.deepEqual(objects(run), []);
    });
});

describe("poolAnnotations", () => {
    it("gives the annotations for pools of either family", () => {
        assert.deepEqual(poolAnnotations("a"), { [IPV4]: '["a"]' });
        assert.deepEqual(poolAnnotations(["b", "a"]), { [IPV4]: '["b","a"]' });
        assert.deepEqual(poolAnnotations({ ipv4: ["a"], ipv6: ["six"] }), { [IPV4]: '["a"]', [IPV6]: '["six"]' });
    });

    it("refuses what can be no pool", () => {
        assert.throws(() => poolAnnotations(["a b"]), {
            message: `poolAnnotations:
  - 'ipv4[0]' (a b) must be a name of lower-case letters, digits, '-' and '.', at most 63 characters long.`,
        });
    });
});
