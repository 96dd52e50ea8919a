// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";
import { type Area, AREAS } from "kubesphere-network/lib/doctor/finding";
import { BadInput } from "../inputs/bad-input";
import { terminal } from "../text/terminal";
import { endingWith } from "./ended";
import { collected } from "./options";

interface DoctorFlags {
    readonly context?: string;
    readonly kubeconfig?: string;
    readonly member?: readonly string[];
    readonly only?: readonly string[];
    readonly json?: boolean;
    readonly verbose?: boolean;
}

const HELP = `
Looks for what is wrong, in the order in which KubeSphere's guides do: the extension and its versions, its InstallPlan, what
runs of it and its Helm jobs, clocks, webhooks and API groups, agents, then bindings, isolation and pools. Only reads. What
follows from something else that is found is left out.

Give each member cluster with the name that it has in KubeSphere and a context of the kubeconfig. Without, only what the
host tells of it is looked at.

Exit codes
  0  nothing above a notice was found
  1  a danger was found
  2  the cluster cannot be read, or is not asked right
  3  warnings were found, and no danger

Examples
  ksnet doctor
  ksnet doctor --context host --member member-1=production --member member-2=staging
  ksnet doctor --only bindings --only pools --json`;

/** Adds `ksnet doctor`. */
export function addDoctorCommand(program: Command): void {
    const command = new Command("doctor")
        .description("find what is wrong with the network extension and what it manages, and say what to do")
        .option("--context <name>", "context of the kubeconfig that leads to KubeSphere's host cluster")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG")
        .addOption(collected("--member <name=context>", "a member cluster to look at as well; once for each"))
        .addOption(collected("--only <area>", `look at one area only (${AREAS.join(", ")}); once for each`))
        .option("--json", "write everything as JSON")
        .option("--verbose", "list the checks that passed, too")
        .addHelpText("after", HELP);
    program.addCommand(endingWith(command, perform));
}

async function perform({ only, json, verbose, ...options }: DoctorFlags): Promise<number> {
    const areas = only?.map(areaOf);
    const [{ examine }, { diagnosisJson, diagnosisText }] = await Promise.all([
        import("../doctor/examine.js"),
        import("../doctor/outputs.js"),
    ]);
    const examined = await examine({ ...options, areas });
    process.stdout.write(
        json === true ? diagnosisJson(examined) : diagnosisText(examined, { ...terminal(), isVerbose: verbose }),
    );
    const severities = examined.diagnosis.findings.map(({ severity }) => severity);
    return severities.includes("danger") ? 1 : severities.includes("warning") ? 3 : 0;
}

function areaOf(text: string): Area {
    const area = AREAS.find((each) => each === text);
    if (area === undefined) {
        throw new BadInput([`'--only' (${text}) must be one of ${AREAS.join(", ")}.`]);
    }
    return area;
}
