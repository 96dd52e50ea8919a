// SPDX-License-Identifier: Apache-2.0
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { endingWith } from "./ended";

interface SnapshotFlags {
    readonly context?: string;
    readonly kubeconfig?: string;
    readonly output?: string;
}

const HELP = `
A snapshot is what ksnet report and ksnet reach need to know of a cluster: namespaces, nodes, the labels, ports and
addresses of pods, services, network policies, IP pools and how much of them is used, workspaces, clusters, and what is
installed of KubeSphere's extensions. Nothing else is kept: no environment, no volumes, no values of extensions, and no
annotations but those of the network.

What may not be read is left out, and named in the snapshot. Namespaces must be readable.

Exit codes
  0  the snapshot is taken
  2  something cannot be read, or is not asked right

Examples
  ksnet snapshot --output production.json
  ksnet snapshot --context production > production.json
  pulumi preview --json | ksnet report - --snapshot production.json`;

/** Adds `ksnet snapshot`. */
export function addSnapshotCommand(program: Command): void {
    const command = new Command("snapshot")
        .description("save what a report needs to know of a cluster, and nothing secret")
        .option("--context <name>", "context of the kubeconfig")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG")
        .option("--output <file>", "write the snapshot to a file, and only a summary to standard output")
        .addHelpText("after", HELP);
    program.addCommand(endingWith(command, perform));
}

async function perform({ output, ...connection }: SnapshotFlags): Promise<number> {
    // Reading a cluster loads what the other commands do not need.
    const [{ takeVisibly }, { snapshotText }, { snapshotNotes, snapshotSummary }] = await Promise.all([
        import("../snapshot/progress.js"),
        import("../snapshot/snapshot.js"),
        import("../snapshot/words.js"),
    ]);
    const snapshot = await takeVisibly(connection);
    process.stderr.write(
        snapshotNotes(snapshot, "the cluster")
            .map((line) => `${line}\n`)
            .join(""),
    );
    if (output === undefined) {
        process.stdout.write(snapshotText(snapshot));
    } else {
        await writeFile(output, snapshotText(snapshot));
        process.stdout.write(`${snapshotSummary(snapshot)}\n`);
    }
    return 0;
}
