// SPDX-License-Identifier: Apache-2.0
import select from "@inquirer/select";
import type { StackOperation } from "kubesphere-network-sandbox";

/** What a person calls the operation. */
const NOUNS: Readonly<Record<StackOperation, string>> = {
    preview: "preview",
    up: "update",
    refresh: "refresh",
    destroy: "destroy",
};

/** Asks whether what has been shown is to be done. Without a terminal nobody can answer, so `--yes` is demanded. */
export async function askToGoOn(operation: StackOperation): Promise<boolean> {
    if (!process.stdin.isTTY) {
        throw new Error(`Nobody can be asked here. Add '--yes' to go on with '${operation}', or run 'preview'.`);
    }
    return select({
        message: `Do you want to perform this ${NOUNS[operation]}?`,
        choices: [
            { name: "yes", value: true },
            { name: "no", value: false },
        ],
        default: false,
    });
}
