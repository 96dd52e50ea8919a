// SPDX-License-Identifier: Apache-2.0
// Adopts a real API server, which has the scenario and what the server itself adds to it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ADOPT_NEEDS } from "../../../cli/adopt/needs";
import { addAdoptCommand } from "../../../cli/commands/adopt";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { startSupervised } from "../../../sandbox/control-plane/control-plane";
import { writesDuring } from "../../support/audit";
import { Kubectl } from "../../support/kubectl";
import { type Ended, Folder, ksnet } from "../check/support";
import { inProcess } from "../in-process";
import { rightsOf, somebody } from "../rbac/somebody";
import { SCENARIO } from "./scenario";

/** What a report calls the context of the control plane's kubeconfig. */
const CONTEXT = /\(context [^)]*\)/;

describe("ksnet adopt on a cluster", function () {
    this.timeout(120_000);
    const folder = new Folder();
    let cluster: ControlPlane;

    before(async () => {
        cluster = await startSupervised({}, { crds: true, controllers: false });
        const kubectl = await Kubectl.connect(cluster.kubeconfig);
        for (const object of SCENARIO) {
            await kubectl.apply(object);
        }
    });

    after(() => cluster.stop());

    const adoptAs = ({ kubeconfig }: { kubeconfig: string }, ...args: string[]): Promise<Ended> =>
        inProcess(addAdoptCommand, ["adopt", "--kubeconfig", kubeconfig, ...args], { cwd: folder.path });

    const adopt = (...args: string[]): Promise<Ended> => adoptAs(cluster, ...args);

    const told = (name: string): string => readFileSync(join(folder.path, name), "utf8");

    const golden = (name: string): string => readFileSync(join(__dirname, "golden", name), "utf8");

    it("writes the program of the golden files, and nothing into the cluster", async () => {
        const writes = await writesDuring(cluster, async () => {
            const args = ["adopt", "--kubeconfig", cluster.kubeconfig, "--output", "first"];
            const ended = await ksnet(args, { cwd: folder.path });
            assert.equal(ended.code, 0, ended.stderr);
            assert.match(ended.stdout, /^ {2}first\/import\.json {2}written$/m);
        });
        assert.deepEqual(writes, []);
        assert.equal(told("first/network.yaml").replace(CONTEXT, "(context production)"), golden("network.yaml"));
        assert.equal(told("first/index.ts"), golden("program-of-file.ts"));
    });

    it("gives the same files again, and says that nothing changed", async () => {
        await adopt("--output", "again");
        const names = ["network.yaml", "index.ts", "Pulumi.yaml", "package.json", "import.json"];
        const before = names.map((name) => told(`again/${name}`));
        const ended = await adopt("--output", "again");
        assert.deepEqual(
            names.map((name) => told(`again/${name}`)),
            before,
        );
        assert.deepEqual(
            [...ended.stdout.matchAll(/^ {2}again\/\S+ {2}(\w+)$/gm)].map(([, state]) => state),
            names.map(() => "unchanged"),
        );
    });

    it("overwrites no file that says something else, unless it is told to, and never a project that is there", async () => {
        await adopt("--output", "kept");
        for (const name of ["network.yaml", "index.ts", "Pulumi.yaml"]) {
            writeFileSync(join(folder.path, "kept", name), "name: mine\n");
        }
        const refused = await adopt("--output", "kept");
        assert.deepEqual([refused.code, refused.stdout], [2, ""]);
        assert.equal(
            refused.stderr,
            ["network.yaml", "index.ts", "import.json"]
                .map((name) => `kept/${name} is there already and says something else. Add --force to overwrite it.\n`)
                .join(""),
        );
        assert.equal(told("kept/network.yaml"), "name: mine\n");
        assert.equal((await adopt("--output", "kept", "--force")).code, 0);
        assert.notEqual(told("kept/network.yaml"), "name: mine\n");
        assert.equal(told("kept/Pulumi.yaml"), "name: mine\n");
    });

    it("only shows the files where it has no folder for them", async () => {
        const { code, stdout } = await adopt("--namespace", "shop-web", "--form", "typescript");
        assert.equal(code, 0);
        assert.match(stdout, /^index\.ts ─+$/m);
        assert.match(stdout, /^ {2}Nothing is written\. Add --output/m);
        assert.match(stdout, /externalPools: \["retail"\]/);
    });

    it("tells the adoption as data, without what others have written on the objects", async () => {
        const { stdout } = await adopt("--json", "--namespace", "shop-web");
        const { version, spec, adopted, files } = JSON.parse(stdout) as Record<string, unknown>;
        assert.deepEqual(
            { version, spec, adopted, files },
            {
                version: 1,
                spec: {
                    externalPools: ["retail"],
                    workspaces: { retail: {} },
                    projects: { "shop-web": { workspace: "retail", pools: ["retail"] } },
                },
                adopted: [
                    {
                        cluster: "host",
                        name: "platform-binding-shop-web",
                        type: "kubernetes:core/v1:NamespacePatch",
                        id: "shop-web",
                        isPatch: true,
                        inputs: {
                            apiVersion: "v1",
                            kind: "Namespace",
                            metadata: {
                                name: "shop-web",
                                labels: { "ippool.network.kubesphere.io/retail": "retail" },
                                annotations: { "cni.projectcalico.org/ipv4pools": '[ "retail" ]' },
                            },
                        },
                        dependsOn: [],
                    },
                ],
                files: [],
            },
        );
        assert.ok(!stdout.includes("example.com/team"));
    });

    it("refuses names that are not there, all at once, with the nearest", async () => {
        const { code, stderr } = await adopt("--workspace", "retial", "--namespace", "shop", "--pool", "payment");
        assert.equal(code, 2);
        assert.equal(
            stderr,
            [
                "--workspace retial: there is no such workspace. Did you mean retail?",
                "--namespace shop: there is no such namespace.",
                "--pool payment: there is no such IPPool. Did you mean payments?",
                "",
            ].join("\n"),
        );
    });

    it("needs no more rights than it says, and names those that are missing", async () => {
        const [{ needs } = { needs: [] }] = ADOPT_NEEDS;
        const allowed = await somebody(cluster, "adopt-allowed", needs);
        assert.equal((await adoptAs(allowed)).code, 0);
        assert.deepEqual(await allowed.asked(), rightsOf(needs));
        const required = needs.filter(({ without }) => without === undefined);
        const optional = needs.filter((need) => !required.includes(need));
        const less = await adoptAs(await somebody(cluster, "adopt-required", required));
        assert.equal(less.code, 0);
        assert.match(
            less.stderr,
            /^note: Cluster \(cluster\.kubesphere\.io\/v1alpha1\) of host may not be read\. Without/m,
        );
        const none = await adoptAs(await somebody(cluster, "adopt-denied", optional));
        assert.equal(none.code, 2);
        assert.deepEqual(
            [...none.stderr.matchAll(/^ {2}- (.+)$/gm)].map(([, right]) => right).sort(),
            rightsOf(required),
        );
    });
});
