// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { Engine, EngineOptions } from "./engine";

/** More than the preview of the example has. */
const MOST_BYTES = 100_000_000;

/** The Pulumi CLI, through its Automation API and a backend in a folder of its own. */
export class PulumiEngine implements Engine {
    private constructor(
        private readonly stack: Stack,
        private readonly workDir: string,
        private readonly env: NodeJS.ProcessEnv,
    ) {}

    public static async open(options: EngineOptions): Promise<PulumiEngine> {
        const env = { ...options.env, PULUMI_BACKEND_URL: `file://${options.stateFolder}` };
        const stack = await LocalWorkspace.createOrSelectStack(
            { stackName: options.stack, workDir: options.folder },
            { envVars: known(env) },
        );
        return new PulumiEngine(stack, options.folder, env);
    }

    public command(operation: string): string {
        return `pulumi ${operation}`;
    }

    public preview(options: { diff?: boolean; refresh?: boolean } = {}): Promise<boolean> {
        return succeeds(this.stack.preview({ ...options, onOutput: print, color: "auto" }));
    }

    public readonly jsonCommand = "pulumi preview --json --show-sames";

    public async previewJson(): Promise<string> {
        const { workDir, env } = this;
        const args = ["preview", "--json", "--show-sames", "--stack", this.stack.name, "--non-interactive"];
        return (await promisify(execFile)("pulumi", args, { cwd: workDir, env, maxBuffer: MOST_BYTES })).stdout;
    }

    public up(options: { refresh?: boolean } = {}): Promise<boolean> {
        return succeeds(this.stack.up({ ...options, onOutput: print, color: "auto" }));
    }

    public destroy(): Promise<boolean> {
        return succeeds(this.stack.destroy({ onOutput: print, color: "auto" }));
    }
}

function print(text: string): void {
    process.stdout.write(text);
}

/** The CLI has told what went wrong; its whole output stands in the error once more. */
async function succeeds(operation: Promise<unknown>): Promise<boolean> {
    try {
        await operation;
        return true;
    } catch {
        return false;
    }
}

function known(env: NodeJS.ProcessEnv): Record<string, string> {
    return Object.fromEntries(
        Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );
}
