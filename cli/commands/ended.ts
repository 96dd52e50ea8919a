// SPDX-License-Identifier: Apache-2.0
import type { Command } from "commander";
import { Denied } from "../cluster/denied";
import { messageOf } from "../inputs/bad-input";

/** Exit code of everything that keeps a command from doing what it is asked. */
const CANNOT = 2;

/** Has a command end with the exit code that its work gives, or with 2 and words where that cannot be done. */
export function endingWith<T extends unknown[]>(command: Command, work: (...args: T) => Promise<number>): Command {
    return command
        .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : CANNOT))
        .action(async (...args) => {
            process.stdout.on("error", endQuietly);
            try {
                process.exitCode = await work(...(args as unknown as T));
            } catch (error) {
                process.stderr.write(`${messageOf(error)}\n${wayToRights(command, error)}`);
                process.exitCode = CANNOT;
            }
        });
}

/** Where the rights are to be had that a command lacks. */
function wayToRights(command: Command, error: unknown): string {
    const names = [command.name()];
    for (let { parent } = command; parent?.parent; { parent } = parent) {
        names.unshift(parent.name());
    }
    return error instanceof Denied ? `All that it needs: ksnet rbac ${names.join(" ")}\n` : "";
}

/** Whoever reads no further, such as head, has seen enough. */
function endQuietly(error: NodeJS.ErrnoException): void {
    if (error.code !== "EPIPE") {
        throw error;
    }
}
