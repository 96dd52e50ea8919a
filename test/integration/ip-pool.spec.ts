// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { content, fieldsOf } from "./support/live";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";

const CALICO = "crd.projectcalico.org/v1";
const TYPE = "kubesphere-network:index:IPPool$kubernetes:crd.projectcalico.org/v1:IPPool";

const pool = (name: string, args: object) => `new net.IPPool("${name}", ${JSON.stringify(args)});\n`;
const ipPool = (name: string, spec: object) => ({ apiVersion: CALICO, kind: "IPPool", metadata: { name }, spec });

const DEFAULTS = {
    blockSize: 26,
    ipipMode: "Never",
    vxlanMode: "Never",
    natOutgoing: false,
    nodeSelector: "all()",
    disabled: false,
    allowedUses: ["Workload", "Tunnel"],
    // The only one that the component leaves to the CRD: who owns a default is the provider's business.
    assignmentMode: "Automatic",
};

/** Fields of DEFAULTS as managedFields has them. */
const DEFAULT_FIELDS = [
    'spec.allowedUses.v:"Tunnel"',
    'spec.allowedUses.v:"Workload"',
    "spec.blockSize",
    "spec.cidr",
    "spec.disabled",
    "spec.ipipMode",
    "spec.natOutgoing",
    "spec.nodeSelector",
    "spec.vxlanMode",
];

describeOnControlPlane("An IPPool on the control plane", (cluster) => {
    const live = (name: string) => cluster().kubectl.get(CALICO, "IPPool", name);

    it("is written with every default, changed in place and removed", async () => {
        const name = fresh("pool");
        const stack = await cluster().stack(pool(name, { cidr: "10.95.0.0/20" }));
        await stack.succeed("preview");
        assert.equal(await live(name), undefined);
        const made = await stack.succeed("up");
        assert.deepEqual(made.steps, [`create ${TYPE}::${name}`, `create kubesphere-network:index:IPPool::${name}`]);
        const before = await live(name);
        assert.deepEqual(content(before), ipPool(name, { cidr: "10.95.0.0/20", ...DEFAULTS }));

        await stack.program(pool(name, { cidr: "10.95.0.0/20", natOutgoing: true, nodeSelector: 'zone == "a"' }));
        const changed = await stack.succeed("up");
        assert.deepEqual(changed.steps, [`update ${TYPE}::${name}`, `update kubesphere-network:index:IPPool::${name}`]);
        const after = await live(name);
        const spec = { cidr: "10.95.0.0/20", ...DEFAULTS, natOutgoing: true, nodeSelector: 'zone == "a"' };
        assert.deepEqual(content(after), ipPool(name, spec));
        const owned = fieldsOf(after, "pulumi").flat();
        assert.deepEqual(
            owned.filter((field) => field !== "spec.assignmentMode"),
            DEFAULT_FIELDS,
        );
        assert.equal(after?.metadata?.uid, before?.metadata?.uid);
        assert.deepEqual((await stack.succeed("up")).steps, []);

        await stack.succeed("destroy");
        assert.equal(await live(name), undefined);
    });

    it("is written with every argument, under the name that is asked for", async () => {
        const poolName = fresh("pool");
        const spec = {
            cidr: "10.97.0.0/16",
            blockSize: 24,
            ipipMode: "CrossSubnet",
            vxlanMode: "Never",
            natOutgoing: true,
            nodeSelector: 'role == "storage"',
            disabled: true,
            disableBGPExport: true,
            allowedUses: ["Workload"],
            assignmentMode: "Manual",
            namespaceSelector: 'team == "data"',
        };
        const stack = await cluster().stack(pool("everything", { poolName, ...spec }));
        await stack.succeed("up");
        assert.deepEqual(content(await live(poolName)), ipPool(poolName, spec));
    });

    it("takes its CIDR and its name from outputs, and picks the block size of their family", async () => {
        const name = fresh("pool");
        const stack = await cluster().stack(
            pool("first", { poolName: name, cidr: "10.98.0.0/24" }) +
                'const later = pulumi.output("fd00:10:98::/112").apply((cidr) => cidr);\n' +
                `const second = new net.IPPool("second", { poolName: pulumi.interpolate\`${name}-v6\`, cidr: later });\n` +
                "module.exports = { poolName: second.poolName, cidr: second.cidr };",
        );
        const { outputs } = await stack.succeed("up");
        assert.deepEqual(outputs, { poolName: `${name}-v6`, cidr: "fd00:10:98::/112" });
        const spec = { ...DEFAULTS, cidr: "fd00:10:98::/112", blockSize: 122 };
        assert.deepEqual(content(await live(`${name}-v6`)), ipPool(`${name}-v6`, spec));
    });

    it("is left untouched when its CIDR or its block size is changed, and says how to migrate", async () => {
        const name = fresh("pool");
        const stack = await cluster().stack(pool(name, { cidr: "10.99.0.0/20" }));
        await stack.succeed("up");
        const before = await live(name);
        const refusal = (change: string, next: string) =>
            [
                `IPPool "${name}":`,
                `  - ${change}`,
                "Calico cannot change a pool in place: addresses in use would be lost. Migrate instead:",
                `  1. Put "${name}" back as it was and add a pool "${name}-v2" ${next}.`,
                `  2. Bind the namespaces of "${name}" to "${name}" and "${name}-v2".`,
                `  3. Bind them to "${name}-v2" alone and restart their workloads.`,
                `  4. Set disabled: true on "${name}". Once no pod has an address of 10.99.0.0/20, remove it.`,
            ].join("\n");
        const otherCidr = refusal(
            "'cidr' must stay 10.99.0.0/20. It was changed to 10.100.0.0/20.",
            "with cidr 10.100.0.0/20 and blockSize 26",
        );
        const otherSize = refusal(
            "'blockSize' must stay 26. It was changed to 28.",
            "with blockSize 28 and a CIDR that does not overlap 10.99.0.0/20",
        );
        for (const [args, message] of [
            [{ cidr: "10.100.0.0/20" }, otherCidr],
            [{ cidr: "10.99.0.0/20", blockSize: 28 }, otherSize],
        ] as const) {
            await stack.program(pool(name, args));
            for (const operation of ["preview", "up"] as const) {
                assert.ok((await stack.refused(operation)).includes(message), operation);
            }
        }
        assert.deepEqual(await live(name), before);
    });

    it("names all that is wrong with it in one message, and nothing is registered", async () => {
        const name = fresh("pool");
        const stack = await cluster().stack(
            pool(name, { cidr: "10.101.0.1/20", blockSize: 12, ipipMode: "always", vxlanMode: "Sometimes" }) +
                pool(`${name}-b`, { cidr: "10.102.0.0/20" }),
        );
        const said = await stack.refused("up");
        assert.match(said, new RegExp(`^IPPool "${name}":\n`));
        assert.match(said, /'cidr' \(10\.101\.0\.1\/20\).*10\.101\.0\.0\/20/);
        assert.match(said, /'blockSize' \(12\) must be/);
        assert.match(said, /'ipipMode' \(always\) must be one of Never, Always, CrossSubnet\. Did you mean Always\?/);
        assert.match(said, /'vxlanMode' \(Sometimes\) must be one of/);
        assert.equal(said.split("\n").length, 6);
        assert.deepEqual([await live(name), await live(`${name}-b`)], [undefined, undefined]);
    });

    it("is refused when its CIDR turns out to be wrong only later", async () => {
        const name = fresh("pool");
        const stack = await cluster().stack(
            `new net.IPPool("${name}", { cidr: pulumi.output("10.103.0.0/33").apply((cidr) => cidr) });`,
        );
        for (const operation of ["preview", "up"] as const) {
            assert.match(
                await stack.refused(operation),
                /^IPPool "pool-\d+":\n {2}- 'cidr' \(10\.103\.0\.0\/33\) must be/,
            );
        }
        assert.equal(await live(name), undefined);
    });

    it("is refused when another pool of the program has some of its addresses", async () => {
        const name = fresh("pool");
        const stack = await cluster().stack(
            pool(name, { cidr: "10.104.0.0/16" }) + pool(`${name}-b`, { cidr: "10.104.64.0/20" }),
        );
        const said = await stack.refused("preview");
        assert.match(said, new RegExp(`^IPPool "${name}-b":\n {2}- 'cidr' \\(10\\.104\\.64\\.0/20\\) .*"${name}"`));
    });

    it("is guarded against deletion while Calico has addresses of it in use", async () => {
        const name = fresh("pool");
        const guarded = pool(name, { cidr: "10.105.0.0/20", guardDeletion: true });
        // The program keeps another pool, which is what registers the guard when this one is gone.
        const other = pool(`${name}-other`, { cidr: "10.106.0.0/24" });
        const stack = await cluster().stack(guarded + other);
        await stack.succeed("up");
        const block = {
            apiVersion: CALICO,
            kind: "IPAMBlock",
            metadata: { name: "10-105-0-0-26" },
            spec: { cidr: "10.105.0.0/26", allocations: [0, null, 1], attributes: [], unallocated: [1] },
        };
        await cluster().kubectl.apply(block);
        try {
            await stack.program(other);
            for (const operation of ["preview", "up"] as const) {
                const said = await stack.refused(operation);
                assert.match(said, new RegExp(`IPPool "${name}" must not be deleted while addresses of 10\\.105`));
                assert.match(said, /Calico has 2 of them allocated/);
                assert.match(said, /set guardDeletion: false and update first/);
            }
            assert.match(await stack.refused("destroy"), /run-program/);
            assert.ok(await live(name));
        } finally {
            await cluster().kubectl.delete(CALICO, "IPAMBlock", "10-105-0-0-26");
        }
        assert.deepEqual((await stack.succeed("up")).steps, [
            `delete ${TYPE}::${name}`,
            `delete kubesphere-network:index:IPPool::${name}`,
        ]);
        assert.equal(await live(name), undefined);
    });
});
