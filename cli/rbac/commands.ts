// SPDX-License-Identifier: Apache-2.0
import { closest } from "kubesphere-network/lib/closest";
import { BadInput } from "../inputs/bad-input";
import { COMMAND_NEEDS } from "./catalogue";
import type { CommandNeeds, Need } from "./need";

/** What a command needs; of one that is nothing but its subcommands, what all of them need. Throws a BadInput if there is none. */
export function needsOf(command: string, all: readonly CommandNeeds[] = COMMAND_NEEDS): Need[] {
    const own = all.filter((each) => each.command === command);
    const found = own.length > 0 ? own : all.filter((each) => each.command.startsWith(`${command} `));
    if (found.length === 0) {
        const names = all.map((each) => each.command);
        const near = closest(command, names);
        throw new BadInput([
            `"${command}" is no command that needs rights.${near === undefined ? "" : ` Did you mean "${near}"?`} There are: ${names.join(", ")}.`,
        ]);
    }
    return found.flatMap(({ needs }) => needs);
}
