// SPDX-License-Identifier: Apache-2.0
// Runs against Pulumi's mocks: it does not prove what an engine or an API server make of the resources.
import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { IPPool, type IPPoolArgs } from "../../../components/ippool/ip-pool";
import { objects, record, recordFailure, unknownOutput, valueOf } from "../recorder";

const TYPE = "kubernetes:crd.projectcalico.org/v1:IPPool";
const IMMUTABLE = "kubesphere-network:IPPool:immutable";
const GUARD = "kubesphere-network:IPPool:guard-deletion";
const DEFAULTS = {
    blockSize: 26,
    ipipMode: "Never",
    vxlanMode: "Never",
    natOutgoing: false,
    nodeSelector: "all()",
    disabled: false,
    allowedUses: ["Workload", "Tunnel"],
};

function ipPool(name: string, poolName: string, spec: object) {
    return {
        type: TYPE,
        name,
        inputs: { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name: poolName }, spec },
    };
}

describe("An IPPool", () => {
    it("is one object with every default written out", async () => {
        const run = await record(() => new IPPool("pool-a", { cidr: "10.233.64.0/20" }));
        assert.deepEqual(run.resources, [
            { type: "kubesphere-network:index:IPPool", name: "pool-a", inputs: { cidr: "10.233.64.0/20" } },
            ipPool("pool-a", "pool-a", { cidr: "10.233.64.0/20", ...DEFAULTS }),
        ]);
        assert.equal(await valueOf(run.result.poolName), "pool-a");
        assert.equal(await valueOf(run.result.cidr), "10.233.64.0/20");
        assert.equal(
            run.requests.get("pool-a")?.parent,
            "urn:pulumi:stack::project::kubesphere-network:index:IPPool::pool-a",
        );
    });

    it("passes on everything it is given, and nothing else", async () => {
        const spec = {
            cidr: "fd00:10::/64",
            blockSize: 120,
            ipipMode: "Never",
            vxlanMode: "CrossSubnet",
            natOutgoing: true,
            nodeSelector: "zone == 'a'",
            disabled: true,
            allowedUses: ["Workload"],
            disableBGPExport: true,
            assignmentMode: "Manual",
            namespaceSelector: "team == 'a'",
        } as const;
        const args: IPPoolArgs = { poolName: "v6", ...spec, allowedUses: [...spec.allowedUses] };
        const run = await record(() => new IPPool("pool-a", args));
        assert.deepEqual(objects(run), [ipPool("pool-a", "v6", spec)]);
    });

    for (const [cidr, blockSize] of [
        ["10.0.0.0/8", 26],
        ["10.0.0.0/28", 28],
        ["fd00::/48", 122],
        ["fd00::/126", 126],
    ] as const) {
        it(`has blocks of /${blockSize} in ${cidr} by default`, async () => {
            const run = await record(() => new IPPool("pool-a", { cidr }));
            assert.deepEqual(objects(run), [ipPool("pool-a", "pool-a", { cidr, ...DEFAULTS, blockSize })]);
        });
    }

    it("takes a CIDR that comes from another resource", async () => {
        const run = await record(() => new IPPool("pool-a", { cidr: pulumi.output("10.0.0.0/28") }));
        assert.deepEqual(objects(run), [
            ipPool("pool-a", "pool-a", { cidr: "10.0.0.0/28", ...DEFAULTS, blockSize: 28 }),
        ]);
    });

    it("keeps a secret CIDR secret", async () => {
        const run = await record(() => new IPPool("pool-a", { cidr: pulumi.secret("10.0.0.0/20") }));
        assert.equal(await pulumi.isSecret(run.result.cidr), true);
        assert.equal(await pulumi.isSecret(run.result.poolName), false);
        assert.equal(objects(run).length, 1);
    });

    it("previews what is known while the CIDR is not", async () => {
        const run = await record(() => new IPPool("pool-a", { cidr: unknownOutput<string>(), blockSize: 24 }), {
            preview: true,
        });
        const { cidr, ...spec } = objects(run)[0]!.inputs.spec as Record<string, unknown>;
        assert.notEqual(typeof cidr, "string");
        assert.deepEqual(spec, { ...DEFAULTS, blockSize: 24 });
        assert.equal(await valueOf(run.result.poolName), "pool-a");
    });

    it("is refused at once with everything that is wrong, and registers no object", async () => {
        const run = await record(() => {
            try {
                new IPPool("pool-a", { poolName: "name", cidr: "10.0.0.1/20", blockSize: 33 });
            } catch (error) {
                return error;
            }
            return undefined;
        });
        assert.ok(pulumi.ResourceError.isInstance(run.result));
        assert.equal(run.result.hideStack, true);
        assert.equal(
            run.result.message,
            `IPPool "pool-a":
  - 'poolName' (name) must not be a name that KubeSphere has labels of. Choose another one.
  - 'cidr' (10.0.0.1/20) must have no bits set after the prefix. Did you mean 10.0.0.0/20?
  - 'blockSize' (33) must be a whole number from 20 to 32 in an IPv4 pool. Leave it out for 26.`,
        );
        assert.deepEqual(objects(run), []);
    });

    it("is refused for what is known while the CIDR is not", async () => {
        await record(
            () => {
                assert.throws(() => new IPPool("pool-a", { cidr: unknownOutput<string>(), nodeSelector: "global()" }), {
                    message: `IPPool "pool-a":
  - 'nodeSelector' (global()) must not use global(): it means nothing for a pool. Leave that term out.`,
                });
            },
            { preview: true },
        );
    });

    it("is never registered with a bad CIDR that comes late", async () => {
        const run = await recordFailure(() => new IPPool("pool-a", { cidr: pulumi.output("10.0.0.1/20") }).cidr);
        assert.ok(pulumi.ResourceError.isInstance(run.error) && run.error.hideStack);
        assert.equal(
            run.error.message,
            `IPPool "pool-a":
  - 'cidr' (10.0.0.1/20) must have no bits set after the prefix. Did you mean 10.0.0.0/20?`,
        );
        assert.deepEqual(objects(run), []);
    });

    it("does not tell a secret by its own error", async () => {
        const run = await recordFailure(() => new IPPool("pool-a", { cidr: pulumi.secret("10.0.0.1/20") }).cidr);
        assert.equal(
            run.error.message,
            `IPPool "pool-a":
  - 'cidr' (a secret) breaks the rule "ippool-cidr-host-bits".`,
        );
        assert.deepEqual(objects(run), []);
    });

    it("registers its hooks once for all pools and binds each pool to them", async () => {
        const run = await record(() => {
            new IPPool("pool-a", { cidr: "10.0.0.0/24" });
            new IPPool("pool-b", { cidr: "10.0.1.0/24", guardDeletion: true });
        });
        assert.deepEqual(run.hooks, [IMMUTABLE, GUARD]);
        assert.deepEqual(
            ["pool-a", "pool-b"].map((name) => [
                run.requests.get(name)?.beforeUpdate,
                run.requests.get(name)?.beforeDelete,
            ]),
            [
                [[IMMUTABLE], []],
                [[IMMUTABLE], [GUARD]],
            ],
        );
    });

    it("guards pools of several clusters by one hook for each", async () => {
        const run = await record(() => {
            const provider = new k8s.Provider("member", { kubeconfig: "{}" });
            new IPPool("pool-a", { cidr: "10.0.0.0/24", guardDeletion: true });
            new IPPool("pool-b", { cidr: "10.0.1.0/24", guardDeletion: true }, { provider });
        });
        assert.deepEqual(run.hooks, [IMMUTABLE, GUARD, `${GUARD}:member`]);
        assert.deepEqual(run.requests.get("pool-b")?.beforeDelete, [`${GUARD}:member`]);
    });

    it("works under a user's own mocks, which know no hooks", async () => {
        const run = await record(() => new IPPool("pool-a", { cidr: "10.0.0.0/24", guardDeletion: true }), {
            hooks: false,
        });
        assert.equal(objects(run).length, 1);
    });

    it("must not overlap an earlier pool of the same program", async () => {
        const run = await record(() => {
            new IPPool("big", { poolName: "pool-big", cidr: "10.0.0.0/8" });
            assert.throws(() => new IPPool("small", { cidr: "10.1.0.0/16" }), {
                message: `IPPool "small":
  - 'cidr' (10.1.0.0/16) must not overlap the pool "pool-big" (10.0.0.0/8) of this stack. Choose a CIDR that no other pool of this cluster has.`,
            });
        });
        assert.deepEqual(
            objects(run).map(({ name }) => name),
            ["big"],
        );
    });

    it("must not overlap another pool when its CIDR comes late", async () => {
        const run = await recordFailure(() => {
            new IPPool("big", { cidr: "10.0.0.0/8" });
            return new IPPool("small", { cidr: pulumi.output("10.1.0.0/16") }).cidr;
        });
        assert.equal(
            run.error.message,
            `IPPool "small":
  - 'cidr' (10.1.0.0/16) must not overlap the pool "big" (10.0.0.0/8) of this stack. Choose a CIDR that no other pool of this cluster has.`,
        );
        assert.deepEqual(
            objects(run).map(({ name }) => name),
            ["big"],
        );
    });

    it("does not overlap itself where only another property comes late", async () => {
        const run = await record(() => new IPPool("a", { cidr: "10.0.0.0/8", nodeSelector: pulumi.output("all()") }));
        assert.equal(objects(run).length, 1);
    });

    it("may have the addresses of a pool on another cluster", async () => {
        const run = await record(() => {
            const provider = new k8s.Provider("member", { kubeconfig: "{}" });
            new IPPool("host", { cidr: "10.0.0.0/24" });
            new IPPool("member", { cidr: "10.0.0.0/24" }, { provider });
        });
        assert.deepEqual(
            objects(run)
                .map(({ name }) => name)
                .sort(),
            ["host", "member"],
        );
    });

    it("is in one program what it was in no other before", async () => {
        for (let run = 0; run < 2; run++) {
            assert.equal(objects(await record(() => new IPPool("pool-a", { cidr: "10.0.0.0/8" }))).length, 1);
        }
    });
});
