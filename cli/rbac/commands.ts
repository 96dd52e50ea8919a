// SPDX-License-Identifier: Apache-2.0
import { closest } from "kubesphere-network/lib/closest";
import { BadInput } from "../inputs/bad-input";
import { COMMAND_NEEDS } from "./catalogue";
import type { CommandNeeds, Need } from "./need";

/** What a command needs; of one with several subcommands, what all of them need. Throws a BadInput if there is none of that name. */
export function needsOf(command: string, all: readonly CommandNeeds[] = COMMAND_NEEDS): Need[] {
    const found = all.filter((each) => each.command === command || each.command.startsWith(`${command} `));
    if (found.length === 0) {
        const names = all.map((each) => each.command);
        const near = closest(command, names);
        throw new BadInput([
            `"${command}" is no command that needs rights.${near === undefined ? "" : ` Did you mean "${near}"?`} There are: ${names.join(", ")}.`,
        ]);
    }
    return found.flatMap(({ needs }) => needs);
}
