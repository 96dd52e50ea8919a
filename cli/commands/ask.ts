// SPDX-License-Identifier: Apache-2.0
import select from "@inquirer/select";
import type { StackOperation } from "kubesphere-network-sandbox";

/** What a person calls the operation. */
const NOUNS: Readonly<Record<StackOperation, string>> = {
    preview: "preview",
    up: "update",
    refresh: "refresh",
    destroy: "destroy",
    import: "import",
};

/** Asks whether what has been shown is to be done. Without a terminal nobody can answer, so `--yes` is demanded. */
export async function askToGoOn(operation: StackOperation): Promise<boolean> {
    const instead = operation === "import" ? "add '--preview-only'" : "run 'preview'";
    return askWhether(
        `Do you want to perform this ${NOUNS[operation]}?`,
        `Nobody can be asked here. Add '--yes' to go on with '${operation}', or ${instead}.`,
    );
}

/** Asks a question whose safe answer is no. Throws with other words where there is no terminal to answer at. */
export async function askWhether(question: string, withoutTerminal: string): Promise<boolean> {
    if (!process.stdin.isTTY) {
        throw new Error(withoutTerminal);
    }
    return select({
        message: question,
        choices: [
            { name: "yes", value: true },
            { name: "no", value: false },
        ],
        default: false,
    });
}
