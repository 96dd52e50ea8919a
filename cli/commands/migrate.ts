// SPDX-License-Identifier: Apache-2.0
import { Command, InvalidArgumentError, Option } from "commander";
import type { LiveOptions } from "../cluster/cluster";
import type { KapisOptions } from "../kapis/kapis";
import { type Way, WAYS } from "../migrate/journal/events";
import { DEFAULT_LIMITS } from "../migrate/limits";
import type { Ending, Voice } from "../migrate/voice";
import { jsonText } from "../text/json";
import { terminal } from "../text/terminal";
import { endingWith } from "./ended";
import { interruptible } from "./interrupt";
import { addKubeSphereOptions, collected } from "./options";

interface MigrateFlags extends LiveOptions, KapisOptions {
    readonly stateDir?: string;
    readonly namespace?: readonly string[];
    readonly batchSize?: number;
    readonly through?: Way;
    readonly pause: number;
    readonly timeout: number;
    readonly json?: boolean;
    readonly yes?: boolean;
}

const HELP = `
Stages: the new pool is ready, namespaces are bound to both pools, workloads are rolled in batches, old addresses are
drained, the old pool is disabled, workloads of unbound namespaces are rolled, bindings to the old pool are removed, and what
was written is handed back, so that its stack meets no conflict. The old pool is never deleted: that is left to its stack.

What is done is kept in .ksnet/migrations below --state-dir, so that a run that was killed can be resumed, and undone until
the old pool is disabled.

Exit codes
  0  it is done, or the plan has no danger
  1  a danger stops the plan, or the migration has stopped on its way; it can be resumed
  2  it cannot be done, or is not asked right

Examples
  ksnet migrate plan pool-a pool-b
  ksnet migrate run pool-a pool-b --pause 2m
  ksnet migrate run pool-a pool-b --namespace shop --namespace web
  ksnet migrate status pool-a pool-b
  ksnet migrate resume pool-a pool-b
  ksnet migrate undo pool-a pool-b`;

/** Adds `ksnet migrate`. */
export function addMigrateCommand(program: Command): void {
    const migrate = program
        .command("migrate")
        .description("move everything from one IP pool to another, in stages that can be resumed and undone")
        .addHelpText("after", HELP);
    const plan = asked(subcommand("plan", "show what a migration would do; writes nothing"));
    migrate.addCommand(endingWith(plan, performPlan));
    const run = written(asked(subcommand("run", "show the plan, ask, and do it")));
    migrate.addCommand(endingWith(run, performing("run")));
    const status = subcommand("status", "say how far a migration is, and who has old addresses; writes nothing");
    migrate.addCommand(endingWith(status, performStatus));
    const resume = written(
        through(batchSize(subcommand("resume", "go on with a migration that was stopped or killed"))),
    );
    migrate.addCommand(endingWith(resume, performing("resume")));
    const undo = written(subcommand("undo", "put everything back, until the old pool is disabled"));
    migrate.addCommand(endingWith(undo, performing("undo")));
}

function subcommand(name: string, description: string): Command {
    return new Command(name)
        .description(description)
        .argument("<from>", "the pool to leave")
        .argument("<to>", "the pool to move to")
        .option("--context <name>", "context of the kubeconfig")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG")
        .option("--state-dir <dir>", "folder of the journal's .ksnet (default: the current one)")
        .option("--json", "write JSON; of run, resume and undo what happens as one JSON text in each line");
}

function asked(command: Command): Command {
    return through(batchSize(command)).addOption(
        collected("--namespace <name>", "move only this namespace; may be given several times"),
    );
}

function batchSize(command: Command): Command {
    return command.option("--batch-size <n>", "most workloads that are rolled at the same time", whole);
}

function through(command: Command): Command {
    return addKubeSphereOptions(
        command.addOption(
            new Option("--through <way>", "who moves the pods: this command, or KubeSphere's endpoint").choices(WAYS),
        ),
    );
}

function written(command: Command): Command {
    return command
        .option("--pause <duration>", "time between two batches, such as 30s or 5m", duration, DEFAULT_LIMITS.pause)
        .option(
            "--timeout <duration>",
            "how long a batch may go on without another pod that is ready",
            duration,
            DEFAULT_LIMITS.timeout,
        )
        .option("-y, --yes", "do not ask");
}

async function performPlan(from: string, to: string, flags: MigrateFlags): Promise<number> {
    const { planMigration } = await import("../migrate/plan.js");
    const voice = await voiceFor(flags, "plan");
    const ending = await planMigration(
        { ...optionsOf(from, to, flags), through: flags.through ?? "kubernetes" },
        voice,
    );
    voice.end(ending);
    return ending.outcome === "refused" ? 1 : 0;
}

async function performStatus(from: string, to: string, flags: MigrateFlags): Promise<number> {
    const [{ migrationStatus }, { statusText }, { pageFor }, { progressLine }] = await Promise.all([
        import("../migrate/status.js"),
        import("../migrate/outputs/status-text.js"),
        import("../text/page.js"),
        import("../text/progress.js"),
    ]);
    const line = progressLine();
    const status = await migrationStatus(optionsOf(from, to, flags), (text) => {
        line.show(text);
    });
    line.clear();
    process.stdout.write(flags.json === true ? jsonText(status) : statusText(status, pageFor(terminal())));
    return 0;
}

function performing(subcommand: "run" | "resume" | "undo") {
    return async (from: string, to: string, flags: MigrateFlags): Promise<number> => {
        const [{ resumeMigration, runMigration }, { undoMigration }, { kapisFor }] = await Promise.all([
            import("../migrate/run.js"),
            import("../migrate/undo.js"),
            import("../migrate/through.js"),
        ]);
        const voice = await voiceFor(flags, subcommand);
        const { signal, cancel, release } = interruptible();
        // The journal is on the disk at any moment: what is broken off can be resumed.
        cancel.addEventListener("abort", () => process.exit(130));
        const { pause, timeout, through } = flags;
        const options = {
            ...optionsOf(from, to, flags),
            signal,
            limits: { pause, timeout },
            ...(through && { through }),
            kapisFor: kapisFor(flags),
        };
        const perform = { run: runMigration, resume: resumeMigration, undo: undoMigration }[subcommand];
        try {
            const ending = await perform(options, voice);
            voice.end(ending);
            return exitCode(ending);
        } finally {
            release();
        }
    };
}

function exitCode({ outcome, reasons }: Ending): number {
    const isFine = outcome === "finished" || outcome === "nothing" || (outcome === "undone" && reasons.length === 0);
    return isFine ? 0 : 1;
}

function optionsOf(from: string, to: string, flags: MigrateFlags) {
    const { context, kubeconfig, stateDir, namespace: namespaces, batchSize } = flags;
    return { from, to, context, kubeconfig, stateDir, batchSize, namespaces };
}

async function voiceFor({ json, yes }: MigrateFlags, subcommand: string): Promise<Voice> {
    const [{ jsonVoice, planJsonVoice, textVoice }, { pageFor }, { askWhether }] = await Promise.all([
        import("../migrate/outputs/voices.js"),
        import("../text/page.js"),
        import("./ask.js"),
    ]);
    const speech = {
        out: process.stdout,
        err: process.stderr,
        ask: (question: string) =>
            yes === true
                ? Promise.resolve(true)
                : askWhether(
                      question,
                      `Nobody can be asked here. Add --yes to go on with "ksnet migrate ${subcommand}".`,
                  ),
    };
    if (json === true) {
        return subcommand === "plan" ? planJsonVoice(speech) : jsonVoice(speech);
    }
    return textVoice(speech, pageFor(terminal()));
}

/** Milliseconds of a duration such as "500ms", "30s", "5m" or "1h". */
function duration(value: string): number {
    const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value) ?? [];
    if (number === undefined) {
        throw new InvalidArgumentError("It must be a duration such as 30s, 5m or 1h.");
    }
    return Number(number) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit as "ms"];
}

function whole(value: string): number {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1) {
        throw new InvalidArgumentError("It must be a whole number from 1 on.");
    }
    return number;
}
