// SPDX-License-Identifier: Apache-2.0
import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { type Preset, PRESETS } from "kubesphere-network-policies/presets";
import { type Format, FORMATS } from "../check/format";
import { summaryLine } from "../check/report";
import { BadInput } from "../inputs/bad-input";
import { NO_TERMINAL, terminal } from "../text/terminal";
import { endingWith } from "./ended";

interface CheckFlags {
    readonly live?: boolean;
    readonly context?: string;
    readonly kubeconfig?: string;
    readonly preset: Preset;
    readonly config?: string;
    readonly exemptions?: string;
    readonly format: Format;
    readonly output?: string;
    readonly showUndecided?: boolean;
}

const HELP = `
A PATH is a file, a folder of *.yaml, *.yml and *.json, or "-" for standard input. In it are
  manifests           as written by hand, by kustomize build or by helm template
  a preview           as printed by: pulumi preview --json --show-sames
  a stack             as printed by: pulumi stack export

Exit codes
  0  nothing that stops; there may be advice
  1  at least one violation of a mandatory rule
  2  something cannot be read, or is not asked right

Examples
  ksnet check deploy/ --preset strict
  helm template charts/tenants | ksnet check -
  pulumi preview --json --show-sames | ksnet check - --format sarif --output ksnet.sarif
  ksnet check --live --context production`;

/** Adds `ksnet check`. */
export function addCheckCommand(program: Command): void {
    const command = new Command("check")
        .description("run the policy rules on manifests, previews, stacks or a live cluster, without an engine")
        .argument("[path...]", 'what to read; "-" is standard input')
        .option("--live", "read a cluster instead")
        .option("--context <name>", "context of the kubeconfig; with --live")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG; with --live")
        .addOption(new Option("--preset <name>", "how strict the rules are").choices(PRESETS).default("baseline"))
        .option("--config <file>", "levels and properties of rules, as for pulumi's --policy-pack-config")
        .option("--exemptions <file>", "what rules do not hold for (env: KUBESPHERE_NETWORK_EXEMPTIONS)")
        .addOption(new Option("--format <name>", "how to write the report").choices(FORMATS).default("text"))
        .option("--output <file>", "write the report to a file, and only the summary to standard output")
        .option("--show-undecided", "list what cannot be told before an update, too")
        .addHelpText("after", HELP);
    program.addCommand(endingWith(command, perform));
}

/** The exit code: 0 if nothing stops. */
async function perform(paths: readonly string[], flags: CheckFlags): Promise<number> {
    checkUsage(paths, flags);
    // The rules load much that the other commands do not need.
    const [{ readInputs }, { liveInput }, { reportOn }, { strictness }, { written }] = await Promise.all([
        import("../inputs/read.js"),
        import("../inputs/live/index.js"),
        import("../check/run.js"),
        import("../check/settings.js"),
        import("../check/outputs/index.js"),
    ]);
    const { settings, exemptions } = strictness(flags);
    const inputs = flags.live === true ? [await liveInput(flags)] : await readInputs(paths);
    const whole = reportOn(inputs, settings, exemptions);
    const showsAll = flags.showUndecided === true || flags.format === "json";
    const report = showsAll
        ? whole
        : { ...whole, findings: whole.findings.filter(({ level }) => level !== "undecided") };
    const { hasColours } = flags.output === undefined ? terminal() : NO_TERMINAL;
    const text = written(report, flags.format, hasColours);
    if (flags.output === undefined) {
        process.stdout.write(text);
    } else {
        await writeFile(flags.output, text);
        process.stdout.write(`${summaryLine(report.summary)}\n`);
    }
    return report.summary.mandatory === 0 ? 0 : 1;
}

function checkUsage(paths: readonly string[], { live = false, context, kubeconfig }: CheckFlags): void {
    if (live === paths.length > 0) {
        throw new BadInput([
            "Name what to check, or give --live to check a cluster, not both. See: ksnet check --help",
        ]);
    }
    if (!live && (context ?? kubeconfig) !== undefined) {
        throw new BadInput(["--context and --kubeconfig say which cluster to read: give --live with them."]);
    }
}
