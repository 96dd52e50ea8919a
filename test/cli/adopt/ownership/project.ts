// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { adoptClusters, type AdoptOptions } from "../../../../cli/adopt/adopt";
import type { Selection } from "../../../../lib/adoption/selection";
import { run, type RunResult, type StackOperation } from "../../../../sandbox/engine/run";

const REPOSITORY = resolve(__dirname, "../../../..");

/** A folder that an adopted program is written into and run from, with stacks that can be destroyed at once. */
export class AdoptedProject {
    private constructor(
        private readonly root: string,
        private readonly kubeconfig: string,
    ) {}

    static async create(kubeconfig: string): Promise<AdoptedProject> {
        const root = await mkdtemp(join(tmpdir(), "ksnet-adopted-"));
        await symlink(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
        return new AdoptedProject(root, kubeconfig);
    }

    /** Always of the same name, which the files have in them. */
    get folder(): string {
        return join(this.root, "network");
    }

    get importFile(): string {
        return join(this.folder, "import.json");
    }

    /** Writes a new program, and nothing else is there; gives the text of its files. */
    async adopt(selection: Selection, clusters: Pick<AdoptOptions, "context" | "member"> = {}): Promise<string[]> {
        await rm(this.folder, { recursive: true, force: true });
        await mkdir(this.folder);
        await writeFile(join(this.folder, "tsconfig.json"), '{ "compilerOptions": { "noCheck": true } }\n');
        const { folder: output, kubeconfig } = this;
        await adoptClusters({ form: "yaml", platform: "platform", selection, output, kubeconfig, ...clusters });
        return Promise.all(["network.yaml", "index.ts", "import.json"].map((name) => this.read(name)));
    }

    read(name: string): Promise<string> {
        return readFile(join(this.folder, name), "utf8");
    }

    async edit(name: string, from: string | RegExp, to: string): Promise<void> {
        const text = await this.read(name);
        const edited = text.replace(from, to);
        assert.notEqual(edited, text, `${name} has nothing like ${String(from)}:\n${text}`);
        await writeFile(join(this.folder, name), edited);
    }

    run(operation: StackOperation, importFile = this.importFile): Promise<RunResult> {
        const env = { ...process.env, KUBECONFIG: this.kubeconfig, PULUMI_CONFIG_PASSPHRASE: "test" };
        const { folder: cwd } = this;
        return run(operation, { cwd, stack: "dev", env, importFile, protect: false });
    }

    /** Like run(), but for a run that must succeed; gives the number of steps by what they did. */
    async succeed(operation: StackOperation, importFile?: string): Promise<RunResult["changes"]> {
        const { result, errors, changes } = await this.run(operation, importFile);
        assert.equal(result, "succeeded", `${operation}:\n${errors.join("\n")}`);
        return changes;
    }

    remove(): Promise<void> {
        return rm(this.root, { recursive: true, force: true });
    }
}
