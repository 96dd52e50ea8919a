// SPDX-License-Identifier: Apache-2.0
// The compiled command on a real API server: with exactly its rights, with none, and over many pools.
import assert from "node:assert/strict";
import { addDriftCommand } from "../../../cli/commands/drift";
import { DRIFT_NEEDS } from "../../../cli/drift/needs";
import { findDrift } from "../../../cli/drift/find";
import { DRIFT_KINDS } from "../../../lib/drift/kinds";
import { typeToken } from "../../../lib/kinds";
import { sharedKubeSphere } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { Folder, ksnet } from "../check/support";
import { pool } from "../cluster/objects";
import { inProcess } from "../in-process";
import { rightsOf, somebody } from "../rbac/somebody";

const resource = (type: string, name: string, inputs: object): object => ({
    urn: `urn:pulumi:dev::net::${type}::${name}`,
    type,
    custom: true,
    inputs,
});

const state = (resources: readonly object[]): string => JSON.stringify({ version: 3, deployment: { resources } });

describe("ksnet drift on a cluster", function () {
    this.timeout(120_000);
    const folder = new Folder();
    const [{ needs }] = DRIFT_NEEDS as [(typeof DRIFT_NEEDS)[number]];
    /** An object of every kind that is compared, none of which is there. */
    const everything = DRIFT_KINDS.map((kind) => {
        const { apiVersion, kind: title, namespaced } = kind;
        const metadata = { name: "drift-rights", ...(namespaced && { namespace: "default" }) };
        return resource(typeToken(kind), title, { apiVersion, kind: title, metadata, spec: {} });
    });

    it("asks for exactly the rights that it names", async () => {
        const who = await somebody(await sharedKubeSphere(), "drift-exact", needs);
        const ended = await ksnet([
            "drift",
            folder.write("all.json", state(everything)),
            "--kubeconfig",
            who.kubeconfig,
        ]);
        assert.equal(ended.code, 1, ended.stderr);
        assert.match(ended.stdout, /^Drift: \d dangers, \d warnings; 7 objects compared\.\n/);
        assert.deepEqual(await who.asked(), rightsOf(needs));
        assert.ok(!`${ended.stdout}${ended.stderr}`.includes(who.token));
    });

    it("compares what it may read, and names what it may not with the right that is missing", async () => {
        const who = await somebody(await sharedKubeSphere(), "drift-none", []);
        const file = folder.write("all.json", state(everything));
        const ended = await inProcess(addDriftCommand, ["drift", file, "--json", "--kubeconfig", who.kubeconfig]);
        assert.equal(ended.code, 2, ended.stderr);
        const { compared, drifts, notCompared } = JSON.parse(ended.stdout) as {
            compared: number;
            drifts: object[];
            notCompared: { what: string; why: string }[];
        };
        assert.deepEqual([compared, drifts], [0, []]);
        const rights = notCompared.map(
            ({ why }) => /the right to (\S+ \S+) is missing\. All that are needed: ksnet rbac drift$/.exec(why)?.[1],
        );
        assert.deepEqual(rights.sort(), rightsOf(needs));
        assert.ok(notCompared.some(({ what }) => what === 'NetworkPolicy "default/drift-rights"'));
    });

    it("compares 200 pools in seconds, and finds the one that differs", async () => {
        const { kubeconfig } = await sharedKubeSphere();
        const kubectl = await Kubectl.connect(kubeconfig);
        const pools = Array.from({ length: 200 }, (_, index) =>
            pool(`drift-many-${index}`, { cidr: `10.163.${index}.0/24` }),
        );
        try {
            await Promise.all(
                pools.map((each, index) =>
                    kubectl.apply(
                        index === 7
                            ? pool(each.metadata.name, { ...(each["spec"] as object), natOutgoing: true })
                            : each,
                    ),
                ),
            );
            const wanted = pools.map((each) =>
                resource("kubernetes:crd.projectcalico.org/v1:IPPool", each.metadata.name, each),
            );
            const started = performance.now();
            const { compared, drifts } = await findDrift({
                state: folder.write("many.json", state(wanted)),
                kubeconfig,
            });
            const seconds = (performance.now() - started) / 1000;
            assert.deepEqual(
                [compared, drifts.map(({ rule, object }) => [rule, object.name])],
                [200, [["drift-pool-nat", "drift-many-7"]]],
            );
            assert.ok(seconds < 10, `${seconds} seconds`);
        } finally {
            await Promise.all(
                pools.map(({ apiVersion, kind, metadata: { name } }) => kubectl.delete(apiVersion, kind, name)),
            );
        }
    });
});
