// SPDX-License-Identifier: Apache-2.0
// A host and a member, two real API servers. Does not prove how KubeSphere itself joins clusters.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { claimsOfFile, takeAll } from "../../../cli/adopt/ownership";
import { progressLine } from "../../../cli/text/progress";
import { keyHolders } from "../../../lib/cluster/holders";
import { EVERYTHING } from "../../../lib/adoption/selection";
import { type ControlPlane, startSandbox } from "../../../sandbox/control-plane";
import { startSupervised } from "../../../sandbox/control-plane/control-plane";
import { writesDuring } from "../../support/audit";
import { Kubectl } from "../../support/kubectl";
import { AdoptedProject } from "./ownership/project";
import { ForeignWorld } from "./proof/world";

const LABEL = "ippool.network.kubesphere.io/shared";
const ISOLATE = "kubesphere.io/network-isolate";
const CLUSTERS = { context: "near", member: ["member-1=far"] };

interface Config {
    readonly clusters: readonly { readonly cluster: object }[];
    readonly users: readonly { readonly user: object }[];
}

/** One kubeconfig for several API servers, each with a context of its own. */
async function together(paths: Readonly<Record<string, string>>): Promise<string> {
    const read = Object.entries(paths).map(async ([name, path]) => {
        const { clusters, users } = load(await readFile(path, "utf8")) as Config;
        return { name, cluster: clusters[0]!.cluster, user: users[0]!.user };
    });
    const all = await Promise.all(read);
    return dump({
        ...{ apiVersion: "v1", kind: "Config", "current-context": Object.keys(paths)[0] },
        clusters: all.map(({ name, cluster }) => ({ name, cluster })),
        users: all.map(({ name, user }) => ({ name, user })),
        contexts: all.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    });
}

describe("A host and a member that are adopted together", function () {
    this.timeout(180_000);
    let [host, member]: ControlPlane[] = [];
    let folder = "";
    let project: AdoptedProject;
    const line = progressLine();

    before(async () => {
        [host, member] = await Promise.all([
            startSandbox({ name: `adopt-host-${process.pid}` }),
            startSupervised({}, { crds: true, controllers: false }),
        ]);
        folder = await mkdtemp(join(tmpdir(), "ksnet-several-"));
        const kubeconfig = join(folder, "config");
        await writeFile(kubeconfig, await together({ near: host.kubeconfig, far: member.kubeconfig }));
        project = await AdoptedProject.create(kubeconfig);
        for (const [index, { kubeconfig: own }] of [host, member].entries()) {
            await occupy(own, index);
        }
    });

    after(async () => {
        await Promise.all([host?.stop(), member?.stop()]);
        await project.remove();
        await rm(folder, { recursive: true });
    });

    /** The same names on both clusters; on the member the project is isolated, and its pool has other addresses. */
    async function occupy(kubeconfig: string, index: number): Promise<void> {
        const world = await ForeignWorld.open(kubeconfig);
        const spec = { cidr: `10.${index}.0.0/16`, ipipMode: "Never", vxlanMode: "Always" };
        const annotations = { "example.com/note": "kept", ...(index === 1 && { [ISOLATE]: "enabled" }) };
        const metadata = { name: "shop", labels: { [LABEL]: "", team: "net" }, annotations };
        for (const object of [
            { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", metadata: { name: "shared" }, spec },
            { apiVersion: "v1", kind: "Namespace", metadata },
        ]) {
            await world.write({ object, manager: "ks-apiserver", manner: "update" });
        }
    }

    async function namespaces() {
        const paths = [host!.kubeconfig, member!.kubeconfig];
        const kubectls = await Promise.all(paths.map((path) => Kubectl.connect(path)));
        return Promise.all(kubectls.map(async (kubectl) => (await kubectl.get("v1", "Namespace", "shop"))!));
    }

    it("become one program that changes nothing on either, and destroys what is its own on both", async () => {
        const writes = await writesDuring(host!, async () => {
            assert.deepEqual(await writesDuring(member!, adoptAndImport), []);
        });
        assert.deepEqual(writes, []);

        assert.deepEqual(await takeAll(await claims(), line), { done: true, failures: [] });
        assert.deepEqual(await claims(), []);
        assert.deepEqual(await project.succeed("up"), { same: 9 });

        await project.succeed("destroy");
        for (const namespace of await namespaces()) {
            assert.deepEqual(namespace.metadata?.annotations, { "example.com/note": "kept" });
            assert.deepEqual(namespace.metadata.labels, { "kubernetes.io/metadata.name": "shop", team: "net" });
            assert.deepEqual(keyHolders(namespace as never, "labels", "team"), ["ks-apiserver"]);
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
