// SPDX-License-Identifier: Apache-2.0
import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import type { ChangeOptions } from "../change/read";
import { type Format, FORMATS } from "../report/format";
import { type FailOn, reaches } from "../report/severity";
import { NO_TERMINAL, terminal } from "../text/terminal";
import { endingWith } from "./ended";
import { addPlaceOptions, addWorldOptions, collected, failOn, placesOf, type PlaceFlags } from "./options";

interface ReportFlags extends Omit<ChangeOptions, "preview">, PlaceFlags {
    readonly format: Format;
    readonly output?: string;
    readonly failOn: FailOn;
}

const HELP = `
PREVIEW is what "pulumi preview --json --show-sames" printed, or "-" for standard input. In place of it --before and --after
name two sets of manifests or of exported stacks. A snapshot or a live cluster tells what the stack does not: pods, other
people's namespaces and policies, how much of a pool is in use.

Exit codes
  0  the report is written, and nothing in it is as bad as --fail-on says
  1  something in it is
  2  something cannot be read, or is not asked right

Examples
  pulumi preview --json --show-sames | ksnet report -
  ksnet report preview.json --snapshot production.json --format markdown --output report.md --fail-on danger
  ksnet report preview.json --snapshot host=host.json --snapshot member-1=member-1.json
  ksnet report --before main/ --after branch/ --format html --output report.html`;

/** Adds `ksnet report`. */
export function addReportCommand(program: Command): void {
    const command = new Command("report")
        .description("say what a change means for the network: pools, bindings, isolation, connections, extensions")
        .argument("[preview]", 'the JSON of a preview; "-" is standard input')
        .addOption(collected("--before <path...>", "manifests or stacks as they are"))
        .addOption(collected("--after <path...>", "manifests or stacks as they will be"));
    addPlaceOptions(addWorldOptions(command))
        .addOption(new Option("--format <name>", "how to write the report").choices(FORMATS).default("text"))
        .option("--output <file>", "write the report to a file, and only the summary to standard output")
        .addOption(failOn())
        .addHelpText("after", HELP);
    program.addCommand(endingWith(command, perform));
}

async function perform(preview: string | undefined, flags: ReportFlags): Promise<number> {
    const [{ readChange }, { reportOf }, { written, summaryText }] = await Promise.all([
        import("../change/read.js"),
        import("kubesphere-network/lib/report/report-of"),
        import("../report/outputs/index.js"),
    ]);
    const change = await readChange({ ...flags, ...(preview !== undefined && { preview }) });
    const report = reportOf(change, placesOf(flags));
    const text = written(report, flags.format, flags.output === undefined ? terminal() : NO_TERMINAL);
    if (flags.output === undefined) {
        process.stdout.write(text);
    } else {
        await writeFile(flags.output, text);
        process.stdout.write(summaryText(report));
    }
    return reaches(report.findings, flags.failOn) ? 1 : 0;
}
