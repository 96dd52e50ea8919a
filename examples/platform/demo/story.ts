// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { Cluster } from "./cluster";
import type { Engine } from "./engine";
import type { Narrator } from "./narrator";
import type { NetworkFile } from "./network-file";

/** What a chapter needs. */
export interface Stage {
    readonly narrator: Narrator;
    readonly engine: Engine;
    readonly cluster: Cluster;
    readonly file: NetworkFile;
    /** Path of the example's cluster.yaml. */
    readonly tenants: string;
    /** Path of the example's workloads.yaml. */
    readonly workloads: string;
}

/** Metadata of what other people own, before anything is done to it. */
export function haveCluster(stage: Stage): Record<string, unknown> {
    const { narrator, cluster, tenants, workloads } = stage;
    narrator.chapter("The cluster you already have");
    narrator.say("Three workspaces and twelve namespaces, with labels that other people put there.");
    kubectl(stage, ["apply", "--server-side", "-f", tenants], { quietly: true });
    kubectl(stage, ["apply", "--server-side", "-f", workloads], { quietly: true });
    kubectl(stage, ["get", "namespaces", "-L", "kubesphere.io/workspace,team.example.com/owner"]);
    return cluster.metadata();
}

export async function firstUp(stage: Stage): Promise<void> {
    const { narrator, engine } = stage;
    narrator.chapter("Its network as code: preview, then apply");
    narrator.say("examples/platform is a program of a few lines; network.yaml is what people review.");
    narrator.command(engine.command("preview"));
    expect(await engine.preview(), "the first preview succeeds");
    narrator.command(engine.command("up"));
    expect(await engine.up(), "the first update succeeds");
}

export function showObjects(stage: Stage): void {
    stage.narrator.chapter("What is in the API server now");
    const pool =
        "NAME:.metadata.name,CIDR:.spec.cidr,IPIP:.spec.ipipMode,VXLAN:.spec.vxlanMode,DISABLED:.spec.disabled";
    kubectl(stage, ["get", "ippools", "-o", `custom-columns=${pool}`]);
    const plan = "NAME:.metadata.name,VERSION:.status.version,STATE:.status.state";
    kubectl(stage, ["get", "installplans", "-o", `custom-columns=${plan}`]);
    const metadata = 'jsonpath={.metadata.labels}{"\\n"}{.metadata.annotations}{"\\n"}';
    kubectl(stage, ["get", "namespace", "card-vault", "-o", metadata]);
    const labels = "kubesphere.io/policy-type,kubesphere.io/policy-traffic";
    kubectl(stage, ["get", "namespacenetworkpolicies", "-A", "-L", labels]);
}

interface Change {
    readonly title: string;
    readonly why: string;
    readonly edits: readonly (readonly [string, string])[];
    readonly check: (cluster: Cluster) => void;
}

const CHANGES: readonly Change[] = [
    {
        title: "Change: upgrade the network extension",
        why: "The update ends when the plan and its agents on both clusters say that they run the new version.",
        edits: [["version: 1.2.0", "version: 1.3.0"]],
        check: (cluster) => {
            const version = cluster.run(["get", "installplan", "network", "-o", "jsonpath={.status.version}"]);
            assert.equal(version, "1.3.0");
        },
    },
    {
        title: "Change: add a pool and move a namespace to it",
        why: "The namespace's label and Calico's annotation change together; pods that run keep their addresses.",
        edits: [
            [
                "  legacy: #",
                "  reports: # addresses that the warehouse's firewall knows\n    cidr: 10.45.0.0/22\n    vxlanMode: CrossSubnet\n    natOutgoing: true\n    allowedUses: [Workload]\n  legacy: #",
            ],
            ["  reports: { workspace: data, pools: [data] }", "  reports: { workspace: data, pools: [reports] }"],
        ],
        check: (cluster) => {
            const annotations = cluster.run(["get", "namespace", "reports", "-o", "jsonpath={.metadata.annotations}"]);
            assert.match(annotations, /"cni.projectcalico.org\/ipv4pools":"\[\\"reports\\"\]"/);
        },
    },
    {
        title: "Change: open an isolated project for one more client",
        why: "One rule more in network.yaml is one NamespaceNetworkPolicy more, labelled as KubeSphere's console expects.",
        edits: [
            [
                "      from-checkout:",
                "      from-fraud:\n        direction: ingress\n        namespaces: [fraud]\n        ports: [{ port: 9443 }]\n      from-checkout:",
            ],
        ],
        check: (cluster) => {
            const labels = cluster.run([
                "get",
                "namespacenetworkpolicy",
                "from-fraud",
                "-n",
                "card-vault",
                "-o",
                "jsonpath={.metadata.labels}",
            ]);
            assert.match(labels, /"kubesphere.io\/policy-type":"ingress"/);
        },
    },
];

/** Changes the file, shows what that means, does it, and looks whether it came true. */
export async function makeChanges(stage: Stage): Promise<void> {
    const { narrator, engine, cluster, file } = stage;
    for (const change of CHANGES) {
        narrator.chapter(change.title);
        narrator.say(change.why);
        const { before, after } = file.edit(...change.edits);
        narrator.fileChange("network.yaml", before, after);
        narrator.command(engine.command("preview --diff"));
        expect(await engine.preview({ diff: true }), `preview of '${change.title}' succeeds`);
        narrator.command(engine.command("up"));
        expect(await engine.up(), `'${change.title}' succeeds`);
        change.check(cluster);
    }
}

/** What a reviewer is told of a change that looks harmless in the preview. */
export async function reportChange(stage: Stage): Promise<void> {
    const { narrator, engine, cluster, file } = stage;
    narrator.chapter("What a reviewer reads of a change that looks harmless");
    narrator.say(
        "A rule that nobody seems to need, and one more isolated project. The report says who no longer reaches whom.",
    );
    const { before, after } = file.edit(
        [
            "      from-web:\n        direction: ingress\n        namespaces: [shop-web]\n        ports: [{ port: 8080 }]\n      from-load-balancer:",
            "      from-load-balancer:",
        ],
        [
            "  shop-search: { workspace: retail, pools: [retail] }",
            "  shop-search: { workspace: retail, pools: [retail], isolated: true }",
        ],
    );
    narrator.fileChange("network.yaml", before, after);
    narrator.command(`${engine.jsonCommand} | ksnet report - --live`);
    const report = cluster.report(await engine.previewJson());
    narrator.output(report);
    assert.match(report, /gateway-lost/);
    file.restore(before);
    narrator.proof("Nothing was written: the file is as it was.");
}

/** A pool's CIDR cannot be changed; the preview says what to do instead. */
export async function refuseCidrChange(stage: Stage): Promise<void> {
    const { narrator, engine, cluster, file } = stage;
    narrator.chapter("A change that would take workloads down is refused");
    narrator.say("A pool's CIDR cannot change under running pods. The preview stops and writes the migration out.");
    const { before, after } = file.edit(["cidr: 10.42.16.0/21", "cidr: 10.42.32.0/21"]);
    narrator.fileChange("network.yaml", before, after);
    narrator.command(engine.command("preview"));
    expect(!(await engine.preview()), "the preview refuses a changed CIDR");
    file.restore(before);
    const cidr = cluster.run(["get", "ippools", "payments", "-o", "jsonpath={.spec.cidr}"]);
    assert.equal(cidr, "10.42.16.0/21");
    narrator.proof("The preview failed, and the pool is as it was.");
}

/** Somebody changes a pool by hand; the next refresh shows it and the next update takes it back. */
export async function repairDrift(stage: Stage): Promise<void> {
    const { narrator, engine, cluster } = stage;
    narrator.chapter("Drift behind its back, and its repair");
    const patch = ["patch", "ippools", "retail", "--type", "merge", "-p", '{"spec":{"natOutgoing":false}}'];
    kubectl(stage, patch);
    narrator.command(engine.command("preview --refresh --diff"));
    expect(await engine.preview({ refresh: true, diff: true }), "the preview after a refresh succeeds");
    narrator.command(engine.command("up --refresh"));
    expect(await engine.up({ refresh: true }), "the repair succeeds");
    const nat = cluster.run(["get", "ippools", "retail", "-o", "jsonpath={.spec.natOutgoing}"]);
    assert.equal(nat, "true");
    narrator.proof("natOutgoing of pool retail is true again.");
}

export async function destroyAll(stage: Stage, before: Record<string, unknown>): Promise<void> {
    const { narrator, engine, cluster } = stage;
    narrator.chapter("Destroy, and what survives it");
    narrator.command(engine.command("destroy"));
    expect(await engine.destroy(), "the destroy succeeds");
    kubectl(stage, ["get", "ippools,installplans,namespacenetworkpolicies", "-A"]);
    const after = cluster.metadata();
    for (const [name, metadata] of Object.entries(before)) {
        assert.deepEqual(after[name], metadata, `${name} is as it was before the first update`);
    }
    narrator.proof(
        `All ${String(Object.keys(before).length)} namespaces and workspaces have exactly the labels and annotations they began with.`,
    );
}

function kubectl(stage: Stage, args: readonly string[], { quietly = false } = {}): void {
    const { narrator, cluster } = stage;
    narrator.command(`kubectl ${args.map(shellWord).join(" ")}`);
    const output = cluster.run(args);
    narrator.output(quietly ? `${String(output.trim().split("\n").length)} objects` : output || "No resources found");
}

function shellWord(word: string): string {
    return /^[\w./:=,@-]+$/.test(word) ? word : `'${word}'`;
}

function expect(condition: boolean, what: string): void {
    if (!condition) {
        throw new Error(`The demo expected that ${what}.`);
    }
}
