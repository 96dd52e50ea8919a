// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { fieldsOf } from "./support/live";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";

const TYPE = "kubesphere-network:index:NamespaceBinding$kubernetes:core/v1:NamespacePatch";
const CALICO = "crd.projectcalico.org/v1";
const LABEL = "ippool.network.kubesphere.io/";
const IPV4 = "cni.projectcalico.org/ipv4pools";
const IPV6 = "cni.projectcalico.org/ipv6pools";

/** What somebody else has on the namespaces; blanks and empty values included. */
const FOREIGN = {
    labels: { "kubesphere.io/workspace": "retail", "team.example.com/owner": "" },
    annotations: { "team.example.com/note": ' {"a": 1}\n\tleft as it is  ', "kubesphere.io/creator": "admin" },
};

const binding = (name: string, args: object) => `new net.NamespaceBinding("${name}", ${JSON.stringify(args)});\n`;

describeOnControlPlane("A NamespaceBinding on the control plane", (cluster) => {
    const live = (name: string) => cluster().kubectl.get("v1", "Namespace", name);

    /** Labels and annotations but those that the API server itself adds. */
    const metadata = async (name: string) => {
        const { labels = {}, annotations = {} } = (await live(name))?.metadata ?? {};
        const { "kubernetes.io/metadata.name": itself, ...others } = labels;
        assert.equal(itself, name);
        return { labels: others, annotations };
    };

    const POOLS = ["one", "two", "three"].map((name, index) => ({
        apiVersion: CALICO,
        kind: "IPPool",
        metadata: { name },
        spec: { cidr: `10.211.${index}.0/24` },
    }));

    before(async () => {
        for (const pool of POOLS) {
            const { kubectl } = cluster();
            await kubectl.apply(pool);
            cluster().atTheEnd(() => kubectl.delete(CALICO, "IPPool", pool.metadata.name));
        }
    });

    it("owns its labels and its annotation alone, changes them and gives only them back", async () => {
        const [a, b] = [await cluster().namespace(FOREIGN), await cluster().namespace(FOREIGN)];
        const others = fieldsOf(await live(a), "somebody-else");
        const stack = await cluster().stack(
            binding("a", { namespace: a, pools: ["one", "two"] }) + binding("b", { namespace: b, pools: ["two"] }),
        );
        await stack.succeed("preview");
        assert.deepEqual(await metadata(a), FOREIGN);
        assert.deepEqual(
            (await stack.succeed("up")).steps.filter((step) => step.includes("$")),
            [`create ${TYPE}::a`, `create ${TYPE}::b`],
        );
        assert.deepEqual(await metadata(a), {
            labels: { ...FOREIGN.labels, [`${LABEL}one`]: "", [`${LABEL}two`]: "" },
            annotations: { ...FOREIGN.annotations, [IPV4]: '["one","two"]' },
        });
        assert.deepEqual(fieldsOf(await live(a), "pulumi"), [
            [`metadata.annotations.${IPV4}`, `metadata.labels.${LABEL}one`, `metadata.labels.${LABEL}two`],
        ]);
        assert.deepEqual(fieldsOf(await live(a), "somebody-else"), others);
        assert.deepEqual(await metadata(b), {
            labels: { ...FOREIGN.labels, [`${LABEL}two`]: "" },
            annotations: { ...FOREIGN.annotations, [IPV4]: '["two"]' },
        });

        await stack.program(
            binding("a", { namespace: a, pools: ["three", "two"] }) +
                binding("b", { namespace: b, pools: ["two"], labelValue: "yes", calicoAnnotation: false }),
        );
        assert.deepEqual(
            (await stack.succeed("up")).steps.filter((step) => step.includes("$")),
            [`update ${TYPE}::a`, `update ${TYPE}::b`],
        );
        assert.deepEqual(await metadata(a), {
            labels: { ...FOREIGN.labels, [`${LABEL}three`]: "", [`${LABEL}two`]: "" },
            annotations: { ...FOREIGN.annotations, [IPV4]: '["three","two"]' },
        });
        assert.deepEqual(await metadata(b), {
            labels: { ...FOREIGN.labels, [`${LABEL}two`]: "yes" },
            annotations: FOREIGN.annotations,
        });
        assert.deepEqual((await stack.succeed("up", { refresh: true })).changes.update, undefined);

        await stack.succeed("destroy");
        assert.deepEqual([await metadata(a), await metadata(b)], [FOREIGN, FOREIGN]);
        assert.deepEqual(fieldsOf(await live(a), "pulumi"), []);
        assert.deepEqual(fieldsOf(await live(a), "somebody-else"), others);
    });

    it("writes a list for each family of the pools that the program makes", async () => {
        const namespace = await cluster().namespace();
        const name = fresh("pool");
        const stack = await cluster().stack(
            `const v6 = new net.IPPool("${name}-v6", { cidr: "fd00:10:110::/112" });` +
                `const v4 = new net.IPPool("${name}", { cidr: "10.110.0.0/24" });` +
                `new net.NamespaceBinding("both", { namespace: "${namespace}", pools: [v6.poolName, v4.poolName] });`,
        );
        await stack.succeed("up");
        assert.deepEqual(await metadata(namespace), {
            labels: { [`${LABEL}${name}`]: "", [`${LABEL}${name}-v6`]: "" },
            annotations: { [IPV4]: `["${name}"]`, [IPV6]: `["${name}-v6"]` },
        });
        // Pools first: a namespace bound to a pool that does not exist cannot start pods.
        const pool = await cluster().kubectl.get(CALICO, "IPPool", name);
        const version = (object: typeof pool) => Number(object?.metadata?.resourceVersion);
        assert.ok(version(pool) < version(await live(namespace)));
    });

    it("names who has written a key, and takes the key over only when asked to", async () => {
        const namespace = await cluster().namespace(FOREIGN);
        const console_ = {
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name: namespace, annotations: { [IPV4]: '["old"]' } },
        };
        await cluster().kubectl.apply(console_, "console");
        const stack = await cluster().stack(binding("a", { namespace, pools: ["one"] }));
        for (const operation of ["preview", "up"] as const) {
            assert.equal(
                await stack.refused(operation),
                `NamespaceBinding "a":
  - 'pools' (["one"]) must be in the namespace's annotation ${IPV4}, where "console" wrote ["old"]. Set takeOwnership: true to take it over, or calicoAnnotation: false to leave it alone.`,
            );
        }
        assert.equal((await metadata(namespace)).annotations[IPV4], '["old"]');
        assert.equal((await metadata(namespace)).labels[`${LABEL}one`], undefined);

        await stack.program(binding("a", { namespace, pools: ["one"], takeOwnership: true }));
        await stack.succeed("up");
        assert.deepEqual(await metadata(namespace), {
            labels: { ...FOREIGN.labels, [`${LABEL}one`]: "" },
            annotations: { ...FOREIGN.annotations, [IPV4]: '["one"]', "pulumi.com/patchForce": "true" },
        });
        assert.deepEqual(fieldsOf(await live(namespace), "console"), []);
        await stack.succeed("destroy");
        assert.deepEqual(await metadata(namespace), FOREIGN);
    });

    it("moves to another namespace and leaves nothing behind", async () => {
        const [from, to] = [await cluster().namespace(FOREIGN), await cluster().namespace(FOREIGN)];
        const stack = await cluster().stack(binding("a", { namespace: from, pools: ["one"] }));
        await stack.succeed("up");
        await stack.program(binding("a", { namespace: to, pools: ["one"] }));
        const moved = await stack.succeed("up");
        assert.equal(moved.changes.replace, 1);
        assert.deepEqual(await metadata(from), FOREIGN);
        assert.deepEqual(await metadata(to), {
            labels: { ...FOREIGN.labels, [`${LABEL}one`]: "" },
            annotations: { ...FOREIGN.annotations, [IPV4]: '["one"]' },
        });
    });

    it("names all that is wrong with it in one message", async () => {
        const stack = await cluster().stack(
            binding("a", { namespace: "Shop", pools: ["one", "name", "one"], labelValue: "a b" }),
        );
        const said = await stack.refused("preview");
        assert.match(said, /^NamespaceBinding "a":\n/);
        for (const property of [
            /'namespace' \(Shop\)/,
            /'pools\[1\]' \(name\)/,
            /'pools\[2\]' \(one\)/,
            /'labelValue' \(a b\)/,
        ]) {
            assert.match(said, property);
        }
    });
});
