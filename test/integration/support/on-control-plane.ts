// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sharedKubeSphere } from "../../support/cluster";
import { Kubectl, type LiveObject } from "../../support/kubectl";
import { skip } from "../../support/skip";
import { missingPulumi, openPulumiRunner } from "./pulumi-runner";
import { openSandboxRunner } from "./sandbox-runner";
import type { StackOperation, StackRun, StackRunner, StackRunOptions } from "./stack-runner";

const REPOSITORY = resolve(__dirname, "../../..");

/** "pulumi" runs the stacks of these tests with the Pulumi CLI; anything else with the sandbox's engine. */
const WITH_PULUMI = process.env.KSNET_TEST_ENGINE === "pulumi";

/** Milliseconds. Each test runs a program ten times or so, and a busy machine takes long to start one. */
const LONGEST_TEST = 300_000;

let names = 0;

/** A stack whose program is the text of a test. */
export class Stack {
    private isUp = false;

    constructor(
        private readonly folder: string,
        private readonly runner: StackRunner,
    ) {}

    /** Replaces the program, a JavaScript text that has `pulumi` and, as `net`, the library. */
    public async program(text: string): Promise<void> {
        const head = 'const pulumi = require("@pulumi/pulumi"); const net = require("kubesphere-network");\n';
        await this.file("index.js", head + text);
    }

    public async file(name: string, text: string): Promise<void> {
        await writeFile(join(this.folder, name), text);
    }

    /** Path of a file of the project. */
    public path(name: string): string {
        return join(this.folder, name);
    }

    /** What a program has written. */
    public async read(name: string): Promise<string> {
        return readFile(join(this.folder, name), "utf8");
    }

    public async run(operation: StackOperation, options?: StackRunOptions): Promise<StackRun> {
        this.isUp ||= operation === "up";
        const ran = await this.runner.run(operation, options);
        this.isUp &&= !(operation === "destroy" && ran.succeeded);
        return ran;
    }

    /** Like run(), but for a run that must succeed. */
    public async succeed(operation: StackOperation, options?: StackRunOptions): Promise<StackRun> {
        const ran = await this.run(operation, options);
        assert.ok(ran.succeeded, `${operation} failed:\n${ran.errors.join("\n")}`);
        return ran;
    }

    /** The one error of a run that must fail: one message without a stack trace. */
    public async refused(operation: StackOperation, options?: StackRunOptions): Promise<string> {
        const { succeeded, errors } = await this.run(operation, options);
        assert.equal(succeeded, false, `${operation} did not fail`);
        assert.equal(errors.length, 1, `one error, not ${errors.length}:\n${errors.join("\n---\n")}`);
        assert.doesNotMatch(errors[0]!, /^\s+at .*:\d+/m);
        return errors[0]!;
    }

    /** Destroys what is left and removes the project. */
    public async dispose(): Promise<void> {
        if (this.isUp) {
            await this.succeed("destroy");
        }
        await rm(this.folder, { recursive: true, force: true });
    }
}

/** The cluster of the tests, and stacks on it. */
export class TestCluster {
    private readonly stacks: Stack[] = [];
    private readonly cleanUps: (() => Promise<unknown>)[] = [];

    constructor(
        public readonly kubeconfig: string,
        public readonly kubectl: Kubectl,
    ) {}

    /** A stack of its own for one test, with this program. */
    public async stack(program: string): Promise<Stack> {
        const stack = await this.open(async (folder) => {
            await writeFile(join(folder, "package.json"), '{ "name": "probe", "main": "index.js" }\n');
            // To load TypeScript's compiler takes longer than such a program.
            const runtime = "{ name: nodejs, options: { typescript: false } }";
            await writeFile(join(folder, "Pulumi.yaml"), `name: probe\nruntime: ${runtime}\n`);
        });
        await stack.program(program);
        return stack;
    }

    /** A stack of its own for one test, with the program of an example. */
    public example(name: string): Promise<Stack> {
        return this.open(async (folder) => {
            await cp(join(REPOSITORY, "examples", name), folder, { recursive: true });
            await writeFile(join(folder, "package.json"), '{ "name": "probe", "main": "index.ts" }\n');
            await writeFile(join(folder, "tsconfig.json"), '{ "compilerOptions": { "noCheck": true } }\n');
            await writeFile(join(folder, "Pulumi.yaml"), "name: probe\nruntime: nodejs\n");
        });
    }

    /** Creates a namespace as somebody else; returns its name, which no other test has. */
    public async namespace(metadata: { labels?: Metadata; annotations?: Metadata } = {}): Promise<string> {
        const name = fresh("project");
        await this.kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, ...metadata } });
        return name;
    }

    /** Applies objects as somebody else for as long as the test takes. */
    public async having(objects: readonly object[], test: () => Promise<void>, manager?: string): Promise<void> {
        const made = objects as readonly LiveObject[];
        try {
            for (const object of made) {
                await this.kubectl.apply(object, manager);
            }
            await test();
        } finally {
            for (const { apiVersion = "", kind = "", metadata } of [...made].reverse()) {
                await this.kubectl
                    .delete(apiVersion, kind, metadata?.name ?? "", metadata?.namespace)
                    .catch(() => undefined);
            }
        }
    }

    /** Has something done when all tests of the suite are over. A suite that is skipped has nothing to clean up. */
    public atTheEnd(cleanUp: () => Promise<unknown>): void {
        this.cleanUps.push(cleanUp);
    }

    public async end(): Promise<void> {
        for (const cleanUp of this.cleanUps.splice(0)) {
            await cleanUp();
        }
    }

    public async disposeStacks(): Promise<void> {
        for (const stack of this.stacks.splice(0)) {
            await stack.dispose();
        }
    }

    private async open(fill: (folder: string) => Promise<void>): Promise<Stack> {
        const folder = await mkdtemp(join(tmpdir(), "ksnet-integration-"));
        await symlink(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
        await fill(folder);
        const env = { KUBECONFIG: this.kubeconfig, PULUMI_CONFIG_PASSPHRASE: "test" };
        const open = WITH_PULUMI ? openPulumiRunner : openSandboxRunner;
        const stack = new Stack(folder, await open({ folder, env }));
        this.stacks.push(stack);
        return stack;
    }
}

type Metadata = Record<string, string>;

/** A name that no other test of this run has. */
export function fresh(prefix: string): string {
    return `${prefix}-${(++names).toString()}`;
}

/** A suite whose stacks run on a real API server; skipped, with the reason, where the Pulumi CLI is asked for and absent. */
export function describeOnControlPlane(title: string, tests: (cluster: () => TestCluster) => void): void {
    describe(title, function () {
        this.timeout(LONGEST_TEST);
        let cluster: TestCluster | undefined;
        before(async function () {
            const missing = WITH_PULUMI ? await missingPulumi() : undefined;
            if (missing !== undefined) {
                skip(this, missing);
            }
            const { kubeconfig } = await sharedKubeSphere();
            cluster = new TestCluster(kubeconfig, await Kubectl.connect(kubeconfig));
        });
        afterEach(() => cluster?.disposeStacks());
        after(() => cluster?.end());
        tests(() => {
            assert.ok(cluster, "the cluster is there inside tests only");
            return cluster;
        });
    });
}
