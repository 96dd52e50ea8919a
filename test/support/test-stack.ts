// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { EngineEvent } from "../../sandbox/engine/model";
import { run, type RunOptions, type RunResult, type StackOperation } from "../../sandbox/engine/run";

const REPOSITORY = resolve(__dirname, "../..");

export interface Ran extends RunResult {
    readonly events: readonly EngineEvent[];
    /** `<operation> <type>::<name>` of every finished step but `same`, sorted. */
    readonly steps: readonly string[];
}

/** A Pulumi project in a folder of its own, whose program is the text of a test. */
export class TestStack {
    private constructor(
        public readonly folder: string,
        private readonly env: NodeJS.ProcessEnv,
    ) {}

    public static async create(kubeconfig: string, program: string): Promise<TestStack> {
        const folder = await mkdtemp(join(tmpdir(), "ksnet-test-"));
        await symlink(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
        await writeFile(join(folder, "Pulumi.yaml"), "name: probe\nruntime: nodejs\n");
        await writeFile(join(folder, "package.json"), '{ "name": "probe", "main": "index.js" }\n');
        const env = { ...process.env, KUBECONFIG: kubeconfig, PULUMI_CONFIG_PASSPHRASE: "test" };
        const stack = new TestStack(folder, env);
        await stack.program(program);
        return stack;
    }

    /** Replaces the program. */
    public async program(text: string): Promise<void> {
        const head = 'const pulumi = require("@pulumi/pulumi"); const k8s = require("@pulumi/kubernetes");\n';
        await writeFile(join(this.folder, "index.js"), head + text);
    }

    public async file(name: string, text: string): Promise<void> {
        await writeFile(join(this.folder, name), text);
    }

    public async run(operation: StackOperation, options: Partial<RunOptions> = {}): Promise<Ran> {
        const events: EngineEvent[] = [];
        const result = await run(operation, {
            cwd: this.folder,
            stack: "dev",
            env: this.env,
            ...options,
            onEvent: (event, resources) => {
                events.push(event);
                options.onEvent?.(event, resources);
            },
        });
        return { ...result, events, steps: stepsOf(events) };
    }

    /** Like run(), but for a run that must succeed. */
    public async succeed(operation: StackOperation, options: Partial<RunOptions> = {}): Promise<Ran> {
        const ran = await this.run(operation, options);
        if (ran.result !== "succeeded") {
            throw new Error(`${operation} ${ran.result}:\n${ran.errors.join("\n")}`);
        }
        return ran;
    }

    public async dispose(): Promise<void> {
        await rm(this.folder, { recursive: true, force: true });
    }
}

function stepsOf(events: readonly EngineEvent[]): string[] {
    return events
        .flatMap((event) => ("resOutputsEvent" in event ? [event.resOutputsEvent.metadata] : []))
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urn.split("::").slice(2).join("::")}`)
        .sort();
}
