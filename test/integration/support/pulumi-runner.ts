// SPDX-License-Identifier: Apache-2.0
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { RunRecord } from "./run-record";
import type { OpenRunner, StackOperation, StackRunOptions } from "./stack-runner";

/** Why the Pulumi CLI cannot be used here; undefined if it can. */
export async function missingPulumi(): Promise<string | undefined> {
    try {
        await PulumiCommand.get();
        return undefined;
    } catch (error) {
        // Of a command that cannot be started, the SDK says no more than a number.
        return error instanceof CommandError ? "there is no pulumi on PATH" : String(error);
    }
}

/** Runs stacks with the Pulumi CLI. State goes to the project's folder; plugins stay where the user has them. */
export const openPulumiRunner: OpenRunner = async ({ folder, env }) => {
    const state = join(folder, "state");
    await mkdir(state);
    const envVars = { ...env, PULUMI_BACKEND_URL: `file://${state}`, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const stack = await LocalWorkspace.createStack({ stackName: "dev", workDir: folder }, { envVars });
    return {
        run: async (operation, options = {}) => {
            const record = new RunRecord();
            const onEvent = (event: EngineEvent): void => {
                record.event(event);
            };
            const succeeded = await succeeds(perform(stack, operation, { ...options, onEvent }), record);
            const outputs = Object.entries(await stack.outputs()).map(([name, { value }]) => [name, value as unknown]);
            return record.result(succeeded, Object.fromEntries(outputs) as Record<string, unknown>);
        },
    };
};

interface Performing extends StackRunOptions {
    readonly onEvent: (event: EngineEvent) => void;
}

function perform(stack: Stack, operation: StackOperation, options: Performing): Promise<unknown> {
    const { refresh, runProgram, policyPacks, policyPackConfigs, onEvent } = options;
    const common = { onEvent, color: "never" } as const;
    switch (operation) {
        case "preview":
            return stack.preview({ ...common, refresh, policyPacks, policyPackConfigs });
        case "up":
            return stack.up({ ...common, refresh, policyPacks, policyPackConfigs });
        case "refresh":
            return stack.refresh(common);
        case "destroy":
            return stack.destroy({ ...common, runProgram });
    }
}

/** Whether the command ended well. What it refuses before there is an engine is no event, only printed. */
async function succeeds(command: Promise<unknown>, record: RunRecord): Promise<boolean> {
    try {
        await command;
        return true;
    } catch (error) {
        if (!(error instanceof CommandError)) {
            throw error;
        }
        if (record.errors.length === 0) {
            record.errors.push(error.message);
        }
        return false;
    }
}
