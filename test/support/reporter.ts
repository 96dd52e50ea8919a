// SPDX-License-Identifier: Apache-2.0
import Mocha from "mocha";

/** Mocha's own output, and after it one line that a machine can read: "N passed, N failed" and, if any, ", N skipped". */
export default class SummaryReporter extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
        super(runner, options);
        runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            console.log(summary({ passed: passes, failed: failures, skipped: pending }));
        });
    }
}

function summary({ passed, failed, skipped }: { passed: number; failed: number; skipped: number }): string {
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
