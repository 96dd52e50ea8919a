// SPDX-License-Identifier: Apache-2.0
// An engine that is killed in the middle: it says when its first step begins.
import { run, type StackOperation } from "../../../sandbox/engine/run";

const [operation = "up", cwd = "."] = process.argv.slice(2);
let begun = false;

void run(operation as StackOperation, {
    cwd,
    stack: "dev",
    onEvent: (event) => {
        if (!begun && "resourcePreEvent" in event && event.resourcePreEvent.metadata.op !== "same") {
            begun = true;
            process.send?.("begun");
        }
    },
}).then(({ result }) => {
    process.send?.(result);
});
