// SPDX-License-Identifier: Apache-2.0
import { Command, Option } from "commander";
import { type Form, FORMS } from "../adopt/program/form";
import { endingWith } from "./ended";
import { collected } from "./options";
import { addTakeOwnershipCommand } from "./take-ownership";

interface AdoptFlags {
    readonly context?: string;
    readonly kubeconfig?: string;
    readonly member?: readonly string[];
    readonly workspace?: readonly string[];
    readonly namespace?: readonly string[];
    readonly pool?: readonly string[];
    readonly form: Form;
    readonly platform: string;
    readonly output?: string;
    readonly force?: boolean;
    readonly json?: boolean;
}

const HELP = `
Reads a cluster and writes the program that has it as it is: network.yaml, or all of it in TypeScript, and import.json
for pulumi import --file or ksnet sandbox import --file. After the import a preview is empty. The cluster is only read.

Adopted are the network extension, IP pools, bindings of namespaces, the isolation of workspaces and projects, and what
isolated projects allow. What the program could not have exactly as it is, and what belongs to the system, to Calico, to
Helm or to another Pulumi stack, is left out and listed with the reason.

With --workspace, --namespace or --pool only these are adopted; pools that they need beside become externalPools.

Exit codes
  0  the program is shown or written
  2  something cannot be read, or is not asked right

Examples
  ksnet adopt
  ksnet adopt --context production --output production
  ksnet adopt --context host --member east=production-east --output platform
  ksnet adopt --workspace retail --form typescript --output retail`;

/** Adds `ksnet adopt`. */
export function addAdoptCommand(program: Command): void {
    const command = new Command("adopt")
        .description("write a running cluster as a program, and the file to import it with")
        .option("--context <name>", "context of the kubeconfig; of several clusters that of the host")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG")
        .addOption(collected("--member <name=context>", "a member cluster and its context; once for each"))
        .addOption(collected("--workspace <name>", "adopt this workspace and its projects; once for each"))
        .addOption(collected("--namespace <name>", "adopt this project; once for each"))
        .addOption(collected("--pool <name>", "adopt this pool, also one that Calico makes itself; once for each"))
        .addOption(new Option("--form <name>", "how to write the program").choices(FORMS).default("yaml"))
        .option("--platform <name>", "name of the NetworkPlatform in the program", "platform")
        .option("--output <folder>", "write the files there; without, they are only shown")
        .option("--force", "overwrite files that are there")
        .option("--json", "print the adoption as JSON")
        .addHelpText("after", HELP);
    addTakeOwnershipCommand(command);
    program.addCommand(endingWith(command, perform));
}

async function perform(flags: AdoptFlags): Promise<number> {
    // Reading a cluster loads what the other commands do not need.
    const { adoptClusters } = await import("../adopt/adopt.js");
    const { text, notes } = await adoptClusters({
        ...flags,
        selection: { workspaces: flags.workspace ?? [], namespaces: flags.namespace ?? [], pools: flags.pool ?? [] },
    });
    process.stderr.write(notes.map((note) => `note: ${note}\n`).join(""));
    process.stdout.write(text);
    return 0;
}
