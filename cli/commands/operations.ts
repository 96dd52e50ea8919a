// SPDX-License-Identifier: Apache-2.0
import { Command, InvalidArgumentError } from "commander";
import { createDisplay, type Display, run, type RunResult, type StackOperation } from "kubesphere-network-sandbox";
import { askToGoOn } from "./ask";
import { clusterEnvironment } from "./cluster-environment";
import { interruptible } from "./interrupt";

interface OperationFlags {
    readonly cwd: string;
    readonly stack: string;
    readonly policyPack?: string[];
    readonly policyPackConfig?: string[];
    readonly json?: boolean;
    readonly diff?: boolean;
    readonly yes?: boolean;
    readonly parallel?: number;
    readonly refresh?: boolean;
    readonly runProgram?: boolean;
    readonly previewOnly?: boolean;
    readonly name?: string;
    readonly file?: string;
    readonly protect?: boolean;
}

const DESCRIPTIONS: Readonly<Record<StackOperation, string>> = {
    preview: "show what `up` would do; writes nothing",
    up: "bring the cluster to what the program says",
    refresh: "read every resource of the stack again",
    destroy: "delete every resource of the stack",
    import: "take what is on the cluster into the stack's state, as `pulumi import --file` does; the cluster stays as it is",
};

/** Adds preview, up, refresh, destroy and import to `ksnet sandbox`. */
export function addOperationCommands(sandbox: Command): void {
    for (const operation of Object.keys(DESCRIPTIONS) as StackOperation[]) {
        sandbox.addCommand(operationCommand(operation));
    }
}

function operationCommand(operation: StackOperation): Command {
    const command = new Command(operation)
        .description(DESCRIPTIONS[operation])
        .option("-C, --cwd <dir>", "folder of the Pulumi program", ".")
        .option("-s, --stack <name>", "name of the stack", "dev")
        .option("--name <sandbox>", "sandbox to use where KUBECONFIG is not set")
        .option("--json", "print JSON, as `pulumi --json` does")
        .option("--diff", "show every change in full")
        .option("-p, --parallel <n>", "how many steps may run at once", positive);
    if (operation === "preview" || operation === "up") {
        command
            .option("--policy-pack <dir>", "policy pack to run; may be given more than once", collect, [])
            .option("--policy-pack-config <file>", "configuration of the pack at the same place", collect, [])
            .option("-r, --refresh", "read every resource again first");
    } else {
        command.option("--preview-only", "only show what would happen");
    }
    if (operation === "destroy") {
        command.option("--run-program", "run the program for its delete hooks");
    }
    if (operation === "import") {
        command
            .requiredOption("-f, --file <path>", "the import file, such as ksnet adopt writes")
            .option("--no-protect", "leave deletable what is imported, also before the next up");
    }
    if (operation !== "preview") {
        command.option("-y, --yes", "do not ask");
    }
    return command.action(async (flags: OperationFlags) => {
        process.exitCode = (await perform(operation, flags)) ? 0 : 1;
    });
}

/** Shows what would happen and asks, unless told not to; then does it. */
async function perform(operation: StackOperation, flags: OperationFlags): Promise<boolean> {
    const mayWrite = operation !== "preview" && flags.previewOnly !== true;
    // Rules are to be heard before anything is written, not in the middle of it.
    const previewFirst = mayWrite && (flags.yes !== true || (flags.policyPack ?? []).length > 0);
    if (previewFirst) {
        const preview = await once(operation, flags, true);
        if (preview.result !== "succeeded" || (flags.yes !== true && !(await askToGoOn(operation)))) {
            return false;
        }
    }
    const { result } = await once(operation, flags, !mayWrite);
    return result === "succeeded";
}

async function once(operation: StackOperation, flags: OperationFlags, previewOnly: boolean): Promise<RunResult> {
    const shown = operation === "up" && previewOnly ? "preview" : operation;
    let opened: Display | undefined;
    // Its title has nothing to stand over when the run cannot even begin.
    const display = (): Display =>
        (opened ??= createDisplay({
            kind: flags.json ? "json" : flags.diff ? "diff" : "progress",
            operation: shown,
            previewOnly,
            stack: flags.stack,
        }));
    const { signal, cancel, release } = interruptible();
    try {
        const result = await run(shown, {
            ...flags,
            policyPacks: flags.policyPack ?? [],
            policyPackConfigs: flags.policyPackConfig ?? [],
            ...(flags.file === undefined ? {} : { importFile: flags.file }),
            previewOnly,
            env: clusterEnvironment(flags.name),
            signal,
            cancel,
            onEvent: (event, resources) => {
                display().event(event, resources);
            },
        });
        display().close(result);
        return result;
    } finally {
        release();
    }
}

function collect(value: string, previous: string[]): string[] {
    return [...previous, value];
}

function positive(value: string): number {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1) {
        throw new InvalidArgumentError("It must be a whole number from 1 on.");
    }
    return number;
}
