// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

const EXAMPLE = resolve(__dirname, "..");

/** Path of the example's cluster.yaml: workspaces and namespaces as somebody else has made them. */
export const TENANTS = relative(process.cwd(), join(EXAMPLE, "cluster.yaml"));

/** Path of the example's workloads.yaml: what runs in there. */
export const WORKLOADS = relative(process.cwd(), join(EXAMPLE, "workloads.yaml"));

/** A copy of the example that the demo may change: a Pulumi project as its user would have it. */
export interface DemoProject {
    readonly folder: string;
    readonly networkFile: string;
    readonly stateFolder: string;
    remove(): void;
}

export function copyProject(): DemoProject {
    const folder = mkdtempSync(join(tmpdir(), "kubesphere-network-demo-"));
    for (const name of ["index.ts", "network.yaml"]) {
        copyFileSync(join(EXAMPLE, name), join(folder, name));
    }
    symlinkSync(resolve(EXAMPLE, "../../node_modules"), join(folder, "node_modules"));
    const options = { name: "nodejs", options: { tsconfig: "tsconfig.json" } };
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "platform", runtime: options }));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "platform", main: "index.ts" }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { noCheck: true } }));
    const stateFolder = join(folder, "state");
    mkdirSync(stateFolder);
    return {
        folder,
        networkFile: join(folder, "network.yaml"),
        stateFolder,
        remove: () => {
            rmSync(folder, { recursive: true, force: true });
        },
    };
}
