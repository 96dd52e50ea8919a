// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { exportState, importState } from "kubesphere-network-sandbox";
import { jsonText } from "../text/json";

interface StateFlags {
    readonly cwd: string;
    readonly stack: string;
    readonly file?: string;
    readonly showSecrets?: boolean;
}

/** Adds `state export` and `state import` to `ksnet sandbox`. */
export function addStateCommands(sandbox: Command): void {
    const state = sandbox.command("state").description("exchange the state of a stack with the Pulumi CLI");
    const place = (command: Command): Command =>
        command
            .option("-C, --cwd <dir>", "folder of the Pulumi program", ".")
            .option("-s, --stack <name>", "name of the stack", "dev");
    place(state.command("export"))
        .description("print what `pulumi stack import` takes")
        .option("--file <path>", "write it to a file")
        .option("--show-secrets", "leave secrets unencrypted")
        .action(async (flags: StateFlags) => {
            const { deployment, notes } = await exportState(flags);
            const json = jsonText(deployment);
            for (const note of notes) {
                process.stderr.write(`${note}\n`);
            }
            await (flags.file === undefined ? print(json) : writeFile(flags.file, json, { mode: 0o600 }));
        });
    place(state.command("import"))
        .description("take over what `pulumi stack export` printed")
        .option("--file <path>", "read it from a file instead of standard input")
        .action(async (flags: StateFlags) => {
            const json = flags.file === undefined ? await text(process.stdin) : await readFile(flags.file, "utf8");
            const count = await importState({ ...flags, json });
            process.stdout.write(`Took over ${String(count)} resources into the stack '${flags.stack}'.\n`);
        });
}

function print(json: string): Promise<void> {
    return new Promise((resolve, reject) => {
        process.stdout.write(json, (error) => {
            if (error) {
                reject(error);
            } else {
                resolve();
            }
        });
    });
}
