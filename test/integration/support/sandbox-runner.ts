// SPDX-License-Identifier: Apache-2.0
import { run } from "../../../sandbox/engine/run";
import { RunRecord } from "./run-record";
import type { OpenRunner } from "./stack-runner";

/** Runs stacks with the sandbox's own engine. */
export const openSandboxRunner: OpenRunner = ({ folder, env }) =>
    Promise.resolve({
        run: async (operation, options = {}) => {
            const record = new RunRecord();
            const { result, outputs } = await run(operation, {
                cwd: folder,
                stack: "dev",
                env: { ...process.env, ...env },
                ...options,
                onEvent: (event) => {
                    record.event(event);
                },
            });
            return record.result(result === "succeeded", outputs);
        },
    });
