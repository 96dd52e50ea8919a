// SPDX-License-Identifier: Apache-2.0
// Clusters made at random on a real API server, with a simulated KubeSphere: what is adopted and imported is what is
// there, and a destroyed stack leaves what is not its own. Does not prove what the Pulumi CLI makes of the import file.
import assert from "node:assert/strict";
import fc from "fast-check";
import { claimsOfFile, takeAll } from "../../../cli/adopt/ownership";
import { progressLine } from "../../../cli/text/progress";
import type { LiveObject } from "../../../lib/adoption/adoption";
import { EVERYTHING } from "../../../lib/adoption/selection";
import { grouped } from "../../../lib/grouped";
import { keyHolders, type Section } from "../../../lib/cluster/holders";
import type { Manifest } from "../../../lib/manifest";
import { type ControlPlane, startSandbox } from "../../../sandbox/control-plane";
import { AdoptedProject } from "./ownership/project";
import { foreignClusters } from "./proof/clusters";
import { ForeignWorld } from "./proof/world";

const SECTIONS: readonly Section[] = ["labels", "annotations"];

interface Imported {
    readonly component?: boolean;
    readonly type: string;
    readonly inputs: Manifest;
}

describe("A cluster that is adopted and imported", function () {
    this.timeout(180_000);
    let cluster: ControlPlane;
    let world: ForeignWorld;
    let project: AdoptedProject;

    before(async () => {
        cluster = await startSandbox({ name: `proof-${process.pid}` });
        world = await ForeignWorld.open(cluster.kubeconfig);
        project = await AdoptedProject.create(cluster.kubeconfig);
    });

    after(async () => {
        await cluster.stop();
        await project.remove();
    });

    let round = 0;

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
                    const line = progressLine();
                    const claims = () => claimsOfFile(project.importFile, cluster, line);
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

function importedFrom(text: string): Imported[] {
    const { resources } = JSON.parse(text) as { resources: Imported[] };
    return resources.filter(({ component }) => component !== true);
}

/** Whole objects are gone; of patched ones the adopted keys are, where the stack had them, and nothing else changed. */
function assertGivenBack(
    before: ReadonlyMap<string, LiveObject>,
    after: ReadonlyMap<string, LiveObject>,
    resources: readonly Imported[],
    hadOwnership: boolean,
): void {
    const patches = grouped(resources.filter(isPatch), ({ inputs }) => titleOf(inputs));
    const whole = new Set(resources.filter((each) => !isPatch(each)).map(({ inputs }) => titleOf(inputs)));
    const kept = [...before].filter(([title]) => !whole.has(title));
    assert.deepEqual([...after.keys()].sort(), kept.map(([title]) => title).sort());
    for (const [title, object] of kept) {
        const own = patches.get(title);
        if (own === undefined || !hadOwnership) {
            assert.deepEqual(after.get(title), object, title);
        } else {
            assertKeysGone(object, after.get(title)!, own);
        }
    }
}

function assertKeysGone(before: LiveObject, after: LiveObject, own: readonly Imported[]): void {
    for (const section of SECTIONS) {
        const taken = own.flatMap(({ inputs }) => Object.keys(inputs.metadata[section] ?? {}));
        const kept = Object.entries(before.metadata?.[section] ?? {}).filter(([key]) => !taken.includes(key));
        assert.deepEqual(after.metadata?.[section] ?? {}, Object.fromEntries(kept));
        for (const [key] of kept) {
            assert.deepEqual(keyHolders(after, section, key), keyHolders(before, section, key), key);
        }
    }
}

function isPatch({ type }: Imported): boolean {
    return type.endsWith("Patch");
}

function titleOf({ kind, metadata }: Manifest): string {
    const { name, namespace } = metadata as { name: string; namespace?: string };
    return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
