// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";
import { terminal } from "../text/terminal";
import { endingWith } from "./ended";

interface OwnershipFlags {
    readonly context?: string;
    readonly kubeconfig?: string;
    readonly yes?: boolean;
    readonly json?: boolean;
}

const HELP = `
After an import the stack knows the objects, but their fields still belong to whoever wrote them. An update of a key that
somebody else has is refused as a conflict, and a key that leaves the program stays on the cluster. This command has the
stack's field managers apply what the import file says, and takes exactly these fields off everybody else. Values do not
change; defaults that an object leaves out are written out.

Exit codes
  0  the stack has its fields
  1  it was not wanted, or an object could not be written
  2  something cannot be read, or is not asked right

Examples
  ksnet adopt take-ownership platform/import.json
  ksnet adopt take-ownership platform/import.json --context production --yes`;

/** Adds `ksnet adopt take-ownership` to `ksnet adopt`. */
export function addTakeOwnershipCommand(adopt: Command): void {
    const command = new Command("take-ownership")
        .description("have an imported stack own the fields of its objects")
        .argument("<import-file>", "the file that ksnet adopt wrote and that was imported")
        .option("--context <name>", "context of the kubeconfig for what has no provider of its own in the file")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG")
        .option("--json", "print JSON")
        .option("-y, --yes", "do not ask")
        .addHelpText("after", HELP);
    adopt.addCommand(endingWith(command, perform));
}

async function perform(file: string, _own: object, command: Command): Promise<number> {
    // `ksnet adopt` has options of the same names, and takes them wherever they stand.
    const flags = command.optsWithGlobals<OwnershipFlags>();
    const [{ claimsOfFile, takeAll }, { claimsJson, claimsText, endedText }, { progressLine }, { askWhether }] =
        await Promise.all([
            import("../adopt/ownership/index.js"),
            import("../adopt/ownership/outputs.js"),
            import("../text/progress.js"),
            import("./ask.js"),
        ]);
    const line = progressLine();
    const claims = await claimsOfFile(file, flags, line);
    if (flags.json !== true) {
        process.stdout.write(claimsText(claims, terminal()));
    }
    const isWanted = claims.length === 0 || flags.yes === true || (await asked(askWhether));
    const ended = isWanted ? await takeAll(claims, line) : { done: false, failures: [] };
    if (flags.json === true) {
        process.stdout.write(claimsJson(claims, ended));
    } else if (ended.done && claims.length > 0) {
        process.stdout.write(endedText(claims, ended));
    }
    return ended.done && ended.failures.length === 0 ? 0 : 1;
}

function asked(askWhether: (question: string, withoutTerminal: string) => Promise<boolean>): Promise<boolean> {
    return askWhether(
        "Do you want the stack to take these fields?",
        "Nobody can be asked here. Add '--yes' to take these fields.",
    );
}
