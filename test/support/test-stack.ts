// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { StepResources } from "../../sandbox/engine/display";
import type { EngineEvent } from "../../sandbox/engine/model";
import { run, type RunOptions, type RunResult, type StackOperation } from "../../sandbox/engine/run";
import { urnName } from "../../sandbox/engine/urn";

const REPOSITORY = resolve(__dirname, "../..");

export interface Ran extends RunResult {
    readonly events: readonly EngineEvent[];
    /** The states that came with the events. */
    readonly resources: readonly (StepResources | undefined)[];
    /** `<operation> <logical name>` of every finished step but `same`, sorted. */
    readonly steps: readonly string[];
    /** Everything said but errors, one text a message. */
    readonly said: readonly string[];
}

/**
 * What programs of tests begin with. Narrow imports start a program in half the time. `own` makes names that no other
 * test of the cluster has.
 */
function head(prefix: string): string {
    return `
const pulumi = require("@pulumi/pulumi");
const { ConfigMap } = require("@pulumi/kubernetes/core/v1/configMap");
const { ConfigMapPatch } = require("@pulumi/kubernetes/core/v1/configMapPatch");
const { CustomResource } = require("@pulumi/kubernetes/apiextensions/customResource");
const { Provider } = require("@pulumi/kubernetes/provider");
const own = (name) => ${JSON.stringify(prefix)} + name;
const pool = (name, spec, options, metadata) => new CustomResource(name, {
    apiVersion: "crd.projectcalico.org/v1",
    kind: "IPPool",
    metadata: metadata ?? { name: own(name) },
    spec: { cidr: "10.9.0.0/24", natOutgoing: true, ...spec },
}, options);
const configMap = (name, data, options, metadata) =>
    new ConfigMap(name, { metadata: { namespace: "default", name: own(name), ...metadata }, data }, options);
const patch = (name, target, data, options, namespace = "default") =>
    new ConfigMapPatch(name, { metadata: { namespace, name: own(target) }, data }, options);
class Group extends pulumi.ComponentResource {
    constructor(name, args = {}, options) { super("probe:index:Group", name, args, options); }
}
`;
}

let stacks = 0;
const folders = new Set<string>();

/** Removes the folders of all stacks so far. */
export async function removeStacks(): Promise<void> {
    await Promise.all([...folders].map((folder) => rm(folder, { recursive: true, force: true })));
    folders.clear();
}

/** A Pulumi project in a folder of its own, whose program is the text of a test. */
export class TestStack {
    private constructor(
        public readonly folder: string,
        /** What the names of this stack's objects begin with. */
        public readonly prefix: string,
        public readonly env: NodeJS.ProcessEnv,
    ) {}

    public static async create(kubeconfig: string, program: string): Promise<TestStack> {
        const folder = await mkdtemp(join(tmpdir(), "ksnet-test-"));
        folders.add(folder);
        await symlink(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
        await writeFile(
            join(folder, "Pulumi.yaml"),
            "name: probe\nruntime: { name: nodejs, options: { typescript: false } }\n",
        );
        await writeFile(join(folder, "package.json"), '{ "name": "probe", "main": "index.js" }\n');
        const env = { ...process.env, KUBECONFIG: kubeconfig, PULUMI_CONFIG_PASSPHRASE: "test" };
        const stack = new TestStack(folder, `t${process.pid}-${stacks++}-`, env);
        await stack.program(program);
        return stack;
    }

    /** The name in the cluster of what a program calls `own(name)`. */
    public own(name: string): string {
        return this.prefix + name;
    }

    /** Replaces the program. */
    public async program(text: string): Promise<void> {
        await writeFile(join(this.folder, "index.js"), head(this.prefix) + text);
    }

    public async file(name: string, text: string): Promise<void> {
        await writeFile(join(this.folder, name), text);
    }

    public async read(name: string): Promise<string> {
        return readFile(join(this.folder, name), "utf8");
    }

    public async run(operation: StackOperation, options: Partial<RunOptions> = {}): Promise<Ran> {
        const events: EngineEvent[] = [];
        const resources: (StepResources | undefined)[] = [];
        const result = await run(operation, {
            cwd: this.folder,
            stack: "dev",
            env: this.env,
            ...options,
            onEvent: (event, states) => {
                events.push(event);
                resources.push(states);
                options.onEvent?.(event, states);
            },
        });
        return { ...result, events, resources, steps: stepsOf(events), said: saidIn(events) };
    }

    /** Like run(), but for a run that must succeed. */
    public async succeed(operation: StackOperation, options: Partial<RunOptions> = {}): Promise<Ran> {
        const ran = await this.run(operation, options);
        if (ran.result !== "succeeded") {
            throw new Error(`${operation} ${ran.result}:\n${ran.errors.join("\n")}\n${ran.said.join("\n")}`);
        }
        return ran;
    }

    /** Like run(), but for a run that must fail; gives its errors as one text. */
    public async fail(operation: StackOperation, options: Partial<RunOptions> = {}): Promise<string> {
        const ran = await this.run(operation, options);
        if (ran.result !== "failed") {
            throw new Error(`${operation} ${ran.result}: ${ran.steps.join(", ")}`);
        }
        return ran.errors.join("\n");
    }

    /** Path of a file of the stack's state. */
    public get stateFolder(): string {
        return join(this.folder, ".ksnet", "state", "probe", "dev");
    }

    /** Text of every file of the state. */
    public async rawState(): Promise<string> {
        const names = await readdir(this.stateFolder);
        const texts = await Promise.all(names.map((name) => readFile(join(this.stateFolder, name), "utf8")));
        return texts.join("\n");
    }
}

function stepsOf(events: readonly EngineEvent[]): string[] {
    return events
        .flatMap((event) => ("resOutputsEvent" in event ? [event.resOutputsEvent.metadata] : []))
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urnName(urn)}`)
        .sort();
}

function saidIn(events: readonly EngineEvent[]): string[] {
    return events.flatMap((event) =>
        "diagnosticEvent" in event && event.diagnosticEvent.severity !== "error"
            ? [event.diagnosticEvent.message.trimEnd()]
            : [],
    );
}
