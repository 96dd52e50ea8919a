// SPDX-License-Identifier: Apache-2.0

/** Skips the test, or in a hook all tests of the suite, and shows why in their titles. */
export function skip(context: Mocha.Context, reason: string): never {
    const runnable = context.runnable() as Mocha.Test | Mocha.Hook;
    const says = (test: Mocha.Runnable): void => {
        test.title += ` (skipped: ${reason})`;
    };
    if (runnable.type === "hook") {
        runnable.parent?.eachTest(says);
    } else {
        says(runnable);
    }
    return context.skip();
}
