// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";
import { join } from "node:path";
import { split } from "shlex";
import type { Project } from "./project";
import type { StackConfig } from "./stack-config";

/** What a program is told about the run that it is part of. */
export interface ProgramRun {
    readonly stack: string;
    readonly config: StackConfig;
    /** "<host>:<port>" of the resource monitor. */
    readonly monitor: string;
    /** "<host>:<port>" of the engine. */
    readonly engine: string;
    /** True in a preview. */
    readonly dryRun: boolean;
    /** How many operations the engine runs at once. */
    readonly parallel: number;
    /** Defaults to "organization", as with Pulumi's own backends that know none. */
    readonly organization?: string;
    /** Defaults to the environment of this process. */
    readonly env?: NodeJS.ProcessEnv;
}

/** A process to start. */
export interface Command {
    readonly command: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
}

/** The runner, so called in Pulumi's language host too. */
const RUNNER = "@pulumi/pulumi/cmd/run";

/**
 * How Pulumi's own language host (sdk/nodejs/cmd/pulumi-language-nodejs/main.go) starts a program: the runner is the
 * one of the SDK that the program has installed.
 */
export function programCommand(project: Project, run: ProgramRun): Command {
    const { runtime, programFolder } = project;
    const options = {
        monitor: run.monitor,
        engine: run.engine,
        organization: run.organization ?? "organization",
        project: project.name,
        "root-directory": project.root,
        stack: run.stack,
        pwd: programFolder,
    };
    return {
        command: process.execPath,
        args: [
            ...split(runtime.nodeargs),
            runnerOf(programFolder),
            ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
            ...(run.dryRun ? ["--dry-run"] : []),
            "--parallel",
            String(run.parallel),
            project.entryPoint,
        ],
        cwd: programFolder,
        env: {
            ...(run.env ?? process.env),
            PULUMI_CONFIG: JSON.stringify(inOldSpelling(run.config.config)),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.config.secretKeys),
            ...(runtime.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
            ...(runtime.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: runtime.tsconfig } : {}),
        },
    };
}

/** Resolved from the program's folder, as the program itself resolves the SDK: two copies would not know each other. */
function runnerOf(programFolder: string): string {
    try {
        return createRequire(join(programFolder, "index.js")).resolve(RUNNER);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") {
            throw error;
        }
        throw new Error(
            `The Pulumi SDK is not installed for the program in ${programFolder}. Run \`npm install\` there; if package.json does not name it yet, \`npm install @pulumi/pulumi\`.`,
            { cause: error },
        );
    }
}

/** "<namespace>:config:<name>", which every release of the SDK understands. */
function inOldSpelling(config: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(":", ":config:"), value]));
}
