// SPDX-License-Identifier: Apache-2.0
// On real API servers, the host's with a simulated KubeSphere: what is adopted and imported is what is there, and a
// destroyed stack leaves what is not its own. Does not prove what the Pulumi CLI makes of the import file, nor how
// KubeSphere itself joins clusters.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { claimsOfFile, takeAll } from "../../../cli/adopt/ownership";
import { progressLine } from "../../../cli/text/progress";
import { EVERYTHING } from "../../../lib/adoption/selection";
import { keyHolders } from "../../../lib/cluster/holders";
import { type ControlPlane, startSandbox } from "../../../sandbox/control-plane";
import { startSupervised } from "../../../sandbox/control-plane/control-plane";
import { writesDuring } from "../../support/audit";
import { Kubectl } from "../../support/kubectl";
import { joinedKubeconfig } from "../cluster/kubeconfig";
import { namespace, pool } from "../cluster/objects";
import { AdoptedProject } from "./ownership/project";
import { foreignClusters } from "./proof/clusters";
import { assertGivenBack, importedFrom } from "./proof/given-back";
import { ForeignWorld } from "./proof/world";

const LABEL = "ippool.network.kubesphere.io/shared";
const ISOLATE = "kubesphere.io/network-isolate";
const CLUSTERS = { context: "near", member: ["member-1=far"] };

describe("What is adopted and imported", function () {
    this.timeout(180_000);
    const line = progressLine();
    let host: ControlPlane;

    before(async () => {
        host = await startSandbox({ name: `proof-${process.pid}` });
    });

    after(() => host.stop());

    describe("of a host and a member together", () => {
        let member: ControlPlane;
        let folder = "";
        let project: AdoptedProject;

        before(async () => {
            member = await startSupervised({}, { crds: true, controllers: false });
            folder = await mkdtemp(join(tmpdir(), "ksnet-several-"));
            const kubeconfig = join(folder, "config");
            await writeFile(kubeconfig, await joinedKubeconfig({ near: host.kubeconfig, far: member.kubeconfig }));
            project = await AdoptedProject.create(kubeconfig);
            for (const [index, { kubeconfig: own }] of [host, member].entries()) {
                await occupy(own, index);
            }
        });

        after(async () => {
            await member.stop();
            await project.remove();
            await rm(folder, { recursive: true });
        });

        /** The same names on both clusters; on the member the project is isolated, and its pool has other addresses. */
        async function occupy(kubeconfig: string, index: number): Promise<void> {
            const world = await ForeignWorld.open(kubeconfig);
            const labels = { [LABEL]: "", team: "net" };
            const annotations = { "example.com/note": "kept", ...(index === 1 && { [ISOLATE]: "enabled" }) };
            for (const object of [
                pool("shared", { cidr: `10.${index}.0.0/16`, ipipMode: "Never", vxlanMode: "Always" }),
                namespace("shop", { labels, annotations }),
            ]) {
                await world.write({ object, manager: "ks-apiserver", manner: "update" });
            }
        }

        async function namespaces() {
            const kubectls = await Promise.all([host, member].map(({ kubeconfig }) => Kubectl.connect(kubeconfig)));
            return Promise.all(kubectls.map(async (kubectl) => (await kubectl.get("v1", "Namespace", "shop"))!));
        }

        it("becomes one program that changes nothing on either, and destroys what is its own on both", async () => {
            const writes = await writesDuring(host, async () => {
                assert.deepEqual(await writesDuring(member, adoptAndImport), []);
            });
            assert.deepEqual(writes, []);

            assert.deepEqual(await takeAll(await claims(), line), { done: true, failures: [] });
            assert.deepEqual(await claims(), []);
            assert.deepEqual(await project.succeed("up"), { same: 9 });

            await project.succeed("destroy");
            for (const live of await namespaces()) {
                assert.deepEqual(live.metadata?.annotations, { "example.com/note": "kept" });
                assert.deepEqual(live.metadata.labels, { "kubernetes.io/metadata.name": "shop", team: "net" });
                assert.deepEqual(keyHolders(live as never, "labels", "team"), ["ks-apiserver"]);
            }
        });

        const claims = () => claimsOfFile(project.importFile, {}, line);

        async function adoptAndImport(): Promise<void> {
            const texts = await project.adopt(EVERYTHING, CLUSTERS);
            assert.deepEqual(await project.adopt(EVERYTHING, CLUSTERS), texts);
            // As the Pulumi CLI needs it: first the component, then everything.
            await project.succeed("import", join(project.folder, "import-platform.json"));
            await project.succeed("import");
            assert.deepEqual(await project.succeed("preview"), { same: 9 });
        }
    });

    describe("of clusters made at random", () => {
        let world: ForeignWorld;
        let project: AdoptedProject;
        let round = 0;

        before(async () => {
            world = await ForeignWorld.open(host.kubeconfig);
            project = await AdoptedProject.create(host.kubeconfig);
        });

        after(() => project.remove());

        it("has a program that changes nothing, and gives back what was taken when its stack is destroyed", async () => {
            await fc.assert(
                fc.asyncProperty(foreignClusters, async (written) => {
                    const takesOwnership = round++ % 2 === 0;
                    await world.clear();
                    for (const each of written) {
                        await world.write(each);
                    }
                    const before = await world.settled();

                    const texts = await project.adopt(EVERYTHING);
                    assert.deepEqual(await project.adopt(EVERYTHING), texts, "a second adoption is the same");

                    const resources = importedFrom(texts.at(-1)!);
                    assert.equal((await project.succeed("import")).import, resources.length + 1);
                    assert.deepEqual(await project.succeed("preview"), { same: resources.length + 2 });
                    assert.deepEqual(await world.read(), before, "nothing was written so far");

                    if (takesOwnership) {
                        const claims = () => claimsOfFile(project.importFile, host, line);
                        assert.deepEqual(await takeAll(await claims(), line), { done: true, failures: [] });
                        assert.deepEqual(await claims(), [], "a second run has nothing to take");
                    }
                    await project.succeed("destroy");
                    assertGivenBack(before, await world.read(), resources, takesOwnership);
                }),
                { numRuns: 6, seed: 7, endOnFailure: true },
            );
        });
    });
});
