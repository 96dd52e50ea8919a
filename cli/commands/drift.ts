// SPDX-License-Identifier: Apache-2.0
import { Command, Option } from "commander";
import { SEVERITIES } from "kubesphere-network/lib/report/report";
import type { DriftOptions } from "../drift/wanted";
import { type FailOn, reaches } from "../report/severity";
import { terminal } from "../text/terminal";
import { endingWith } from "./ended";
import { collected } from "./options";

interface DriftFlags extends Omit<DriftOptions, "state"> {
    readonly json?: boolean;
    readonly failOn: FailOn;
}

const HELP = `
STATE is what "pulumi stack export" or "ksnet sandbox state export" printed, or "-" for standard input. Nothing is refreshed
and nothing is changed, neither the stack nor the cluster.

Compared are IP pools, namespaces, workspaces and their templates, policies of namespaces and InstallPlans. Defaults and other
spellings of the same meaning are no drift.

Exit codes
  0  there is no drift, or none as bad as --fail-on says
  1  there is
  2  something cannot be compared, or is not asked right

Examples
  pulumi stack export | ksnet drift -
  ksnet drift state.json --cluster platform@member-1=member-1 --cluster default=host
  ksnet drift --file network.yaml --context host --member member-1=member-1-admin
  ksnet drift --project . --stack dev --json`;

/** Adds `ksnet drift`. */
export function addDriftCommand(program: Command): void {
    const command = new Command("drift")
        .description("say what somebody has changed by hand: who, when, what it breaks, and the ways back")
        .argument("[state]", 'an exported stack; "-" is standard input')
        .option("--file <path>", "compare with a network.yaml in place of a stack")
        .addOption(collected("--member <name=context>", "context of a member of the network.yaml; once for each"))
        .option("--project <dir>", "compare with a stack of the sandbox's engine: folder of its program")
        .option("--stack <name>", "name of that stack", "dev")
        .addOption(collected("--cluster <provider=context>", "context of a provider's cluster, if there are several"))
        .option("--context <name>", "context of the kubeconfig")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG")
        .option("--json", "write JSON")
        .addOption(
            new Option("--fail-on <severity>", "end with 1 if any drift is so bad")
                .choices([...SEVERITIES, "never"])
                .default("notice"),
        )
        .addHelpText("after", HELP);
    program.addCommand(endingWith(command, perform));
}

async function perform(state: string | undefined, { json, failOn, ...flags }: DriftFlags): Promise<number> {
    const [{ findDrift }, { driftJson, driftText }] = await Promise.all([
        import("../drift/find.js"),
        import("../drift/outputs.js"),
    ]);
    const found = await findDrift({ ...flags, ...(state !== undefined && { state }) });
    process.stdout.write(json === true ? driftJson(found) : driftText(found, terminal()));
    if (reaches(found.drifts, failOn)) {
        return 1;
    }
    // What could not be compared may have drifted: that is no success.
    return found.notCompared.length > 0 ? 2 : 0;
}
