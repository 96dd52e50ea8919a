// SPDX-License-Identifier: Apache-2.0
import { messageOf } from "./error";

/** Waits for the supervisor's word, starts a simulation with it, answers once it runs, and ends with the supervisor. */
export function serve<Options>(start: (options: Options) => Promise<object>): void {
    process.on("disconnect", () => process.exit(0));
    process.once("message", (options: Options) => {
        start(options).then(
            (answer) => process.send?.(answer),
            (error: unknown) => {
                console.error(messageOf(error));
                process.exit(1);
            },
        );
    });
}
