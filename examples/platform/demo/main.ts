// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from "node:util";
import { findBinaries, startSandbox, terminalProgress } from "kubesphere-network-sandbox";
import { Cluster } from "./cluster";
import type { Engine, EngineOptions } from "./engine";
import { Narrator } from "./narrator";
import { NetworkFile } from "./network-file";
import { copyProject, TENANTS } from "./project";
import { PulumiEngine } from "./pulumi-engine";
import { SandboxEngine } from "./sandbox-engine";
import { destroyAll, firstUp, haveCluster, makeChanges, refuseCidrChange, repairDrift, showObjects } from "./story";

async function main(): Promise<void> {
    const { values } = parseArgs({ options: { engine: { type: "string", default: "sandbox" } } });
    const narrator = new Narrator();
    narrator.title("KubeSphere's network as code, on a real Kubernetes API server. KubeSphere itself is simulated.");
    const project = copyProject();
    const sandbox = await startSandbox({ name: `demo-${String(process.pid)}`, progress: terminalProgress() });
    try {
        const env = { ...process.env, KUBECONFIG: sandbox.kubeconfig, PULUMI_CONFIG_PASSPHRASE: "demo" };
        const engine = await openEngine(values.engine, { ...project, stack: "demo", env });
        const { kubectl } = await findBinaries();
        const stage = {
            narrator,
            engine,
            cluster: new Cluster(kubectl, sandbox.kubeconfig),
            file: new NetworkFile(project.networkFile),
            tenants: TENANTS,
        };
        const before = haveCluster(stage);
        await firstUp(stage);
        showObjects(stage);
        await makeChanges(stage);
        await refuseCidrChange(stage);
        await repairDrift(stage);
        await destroyAll(stage, before);
    } finally {
        await sandbox.stop();
        project.remove();
    }
    narrator.say(`\nDone in ${String(narrator.seconds)} s. The control plane is stopped and its data removed.`);
}

async function openEngine(name: string, options: EngineOptions): Promise<Engine> {
    switch (name) {
        case "sandbox":
            return new SandboxEngine(options);
        case "pulumi":
            return PulumiEngine.open(options);
        default:
            throw new Error(`'--engine' (${name}) must be 'sandbox' or 'pulumi'.`);
    }
}

main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
