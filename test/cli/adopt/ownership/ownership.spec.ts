// SPDX-License-Identifier: Apache-2.0
// On a real API server: what a stack can do with the fields of adopted objects before and after it owns them.
import assert from "node:assert/strict";
import { claimsOfFile, takeAll } from "../../../../cli/adopt/ownership";
import { TAKE_OWNERSHIP_NEEDS } from "../../../../cli/adopt/ownership/needs";
import { claimsText } from "../../../../cli/adopt/ownership/outputs";
import { Denied } from "../../../../cli/cluster/denied";
import { apply } from "../../../../cli/cluster/write";
import { addAdoptCommand } from "../../../../cli/commands/adopt";
import { progressLine } from "../../../../cli/text/progress";
import { keyHolders } from "../../../../lib/cluster/holders";
import { IP_POOL, NAMESPACE } from "../../../../lib/kinds";
import type { ControlPlane } from "../../../../sandbox/control-plane";
import { writesDuring } from "../../../support/audit";
import { sharedCluster } from "../../../support/cluster";
import { Kubectl } from "../../../support/kubectl";
import { ksnet } from "../../check/support";
import { namespace, pool } from "../../cluster/objects";
import { inProcess } from "../../in-process";
import { rightsOf, somebody } from "../../rbac/somebody";
import { ForeignWorld } from "../proof/world";
import { AdoptedProject } from "./project";

const CALICO = "crd.projectcalico.org/v1";
const FOUR = "cni.projectcalico.org/ipv4pools";
const NOTHING_LEFT = "The stack has all fields of its objects, and nobody else has any of them.\n";

let round = 0;

describe("Taking ownership of what was imported", function () {
    this.timeout(120_000);
    const line = progressLine();
    let [project, one, two] = ["", "", ""];
    let cluster: ControlPlane;
    let kubectl: Kubectl;
    let program: AdoptedProject;

    const claims = (kubeconfig = cluster.kubeconfig) => claimsOfFile(program.importFile, { kubeconfig }, line);
    const labelOf = (pool: string): string => `ippool.network.kubesphere.io/${pool}`;

    before(async () => {
        cluster = await sharedCluster();
        kubectl = await Kubectl.connect(cluster.kubeconfig);
    });

    beforeEach(async () => {
        round++;
        [project, one, two] = [`own-${round}`, `own-one-${round}`, `own-two-${round}`];
        const world = await ForeignWorld.open(cluster.kubeconfig);
        for (const [index, name] of [one, two].entries()) {
            const spec = { cidr: `10.${round}.${index * 16}.0/20`, ipipMode: "Never", vxlanMode: "Never" };
            await world.write({ object: pool(name, spec), manager: "ks-apiserver", manner: "update" });
        }
        const labels = { [labelOf(one)]: "", [labelOf(two)]: "", team: "net" };
        const annotations = { [FOUR]: JSON.stringify([one, two]), "example.com/note": "kept" };
        const object = namespace(project, { labels, annotations });
        await world.write({ object, manager: "kubectl-label", manner: "apply" });
        program = await AdoptedProject.create(cluster.kubeconfig);
        await program.adopt({ workspaces: [], namespaces: [project], pools: [one, two] });
        await program.succeed("import");
    });

    afterEach(async () => {
        await program.succeed("destroy");
        await program.remove();
        await kubectl.apply(namespace(project), "kubectl-label");
    });

    it("shows what it takes from whom, takes that, and has nothing to do when it is run again", async () => {
        const found = await claims();
        const rows = (name: string): string[] => [
            `  IPPool ${name}  ks-apiserver                        spec.cidr, spec.ipipMode, spec.nodeSelector, spec.vxlanMode`,
            `  IPPool ${name}  nobody: the default is written out  spec.blockSize, spec.natOutgoing, spec.disabled,`,
            "                                                        spec.allowedUses",
        ];
        assert.equal(
            claimsText(found, { hasColours: false, width: 120 }),
            [
                `Ownership ${"─".repeat(110)}`,
                "  OBJECT            TAKEN FROM                          FIELDS",
                ...rows(one),
                ...rows(two),
                `  Namespace ${project}   kubectl-label                       metadata.annotations[${FOUR}],`,
                `                                                        metadata.labels[${labelOf(one)}],`,
                `                                                        metadata.labels[${labelOf(two)}]`,
                "",
                "11 fields of 3 resources are taken from 2 managers. No value changes.",
                "",
            ].join("\n"),
        );
        assert.deepEqual(await takeAll(found, line), { done: true, failures: [] });
        assert.equal(claimsText(await claims(), { hasColours: false }), NOTHING_LEFT);
        assert.deepEqual(await program.succeed("preview"), { same: 5 });
    });

    it("goes on where it was killed: after the stack's fields were applied, before the others lost them", async () => {
        const found = await claims();
        for (const { wanted, cluster: live } of found) {
            await apply(live, wanted, wanted.fields, { fieldManager: wanted.fieldManager, dryRun: false });
        }
        const left = await claims();
        assert.deepEqual(
            left.map(({ takes }) => takes),
            found.map(({ takes }) => takes),
        );
        await takeAll(left, line);
        assert.deepEqual(await claims(), []);
    });

    it("lets the program take a key away, which others hold until then", async () => {
        await program.edit("network.yaml", `      - ${two}\n`, "");
        const refused = await program.run("up");
        assert.equal(refused.result, "failed");
        assert.match(refused.errors.join("\n"), /kubectl-label.*Set takeOwnership: true/);

        await takeAll(await claims(), line);
        assert.equal((await program.succeed("up")).update, 1);
        const { metadata } = (await kubectl.get("v1", "Namespace", project))!;
        assert.deepEqual(metadata?.annotations, { [FOUR]: JSON.stringify([one]), "example.com/note": "kept" });
        assert.deepEqual(metadata.labels, {
            "kubernetes.io/metadata.name": project,
            [labelOf(one)]: "",
            team: "net",
        });
        assert.deepEqual(keyHolders({ metadata } as never, "labels", "team"), ["kubectl-label"]);
        assert.deepEqual(keyHolders({ metadata } as never, "annotations", "example.com/note"), ["kubectl-label"]);
        assert.equal(keyHolders({ metadata } as never, "labels", labelOf(one)).length, 1);
    });

    it("refuses objects that are no longer as they were adopted, all at once, and writes nothing", async () => {
        const spec = { cidr: `10.${round}.0.0/20`, natOutgoing: true };
        await kubectl.apply(pool(one, spec));
        await kubectl.delete(CALICO, "IPPool", two);
        await kubectl.apply(namespace(project, { labels: { [labelOf(one)]: "x" } }));
        const writes = await writesDuring(cluster, async () => {
            await assert.rejects(claims(), {
                message: [
                    `IPPool ${one} was changed since it was adopted: spec.natOutgoing. Run ksnet adopt again.`,
                    `IPPool ${two} is gone. Run ksnet adopt again.`,
                    `Namespace ${project} was changed since it was adopted: metadata.labels[${labelOf(one)}]. Run ksnet adopt again.`,
                ].join("\n"),
            });
        });
        assert.deepEqual(writes, []);
        await kubectl.apply(pool(two, spec));
        await assert.rejects(claims(), {
            message: new RegExp(`^IPPool ${two} is another object of the same name\\.`, "m"),
        });
    });

    it("needs no more rights than it says, and names those that are missing", async () => {
        const needs = TAKE_OWNERSHIP_NEEDS.needs.filter(({ kind }) => kind === IP_POOL || kind === NAMESPACE);
        const nobody = await somebody(cluster, "own-nobody", []);
        await assert.rejects(claims(nobody.kubeconfig), (error) => {
            assert.ok(error instanceof Denied);
            assert.deepEqual([...error.missing].sort(), rightsOf(needs));
            return true;
        });
        const enough = await somebody(cluster, "own-enough", needs);
        await takeAll(await claims(enough.kubeconfig), line);
        assert.deepEqual(await enough.asked(), rightsOf(needs));
        assert.deepEqual(await claims(), []);
    });

    it("is a command that asks before it writes, and tells programs all that it did", async () => {
        const own = ["adopt", "take-ownership", program.importFile, "--kubeconfig", cluster.kubeconfig];
        const unasked = await ksnet(own);
        assert.equal(unasked.code, 2);
        assert.equal(unasked.stderr, "Nobody can be asked here. Add '--yes' to take these fields.\n");
        assert.equal(unasked.stdout, claimsText(await claims(), { hasColours: false }));

        const told = await inProcess(addAdoptCommand, [...own, "--yes", "--json"]);
        assert.equal(told.code, 0, told.stderr);
        const { objects, ...ended } = JSON.parse(told.stdout) as { objects: { object: string; takes: object[] }[] };
        assert.deepEqual(ended, { done: true, failures: [] });
        assert.deepEqual(
            objects.map(({ object, takes }) => [object, takes.length]),
            [
                [`IPPool ${one}`, 1],
                [`IPPool ${two}`, 1],
                [`Namespace ${project}`, 1],
            ],
        );
        const again = await inProcess(addAdoptCommand, [...own, "--yes"]);
        assert.deepEqual(again, { code: 0, stdout: NOTHING_LEFT, stderr: "" });
    });
});
