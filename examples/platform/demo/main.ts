// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from "node:util";
import { findBinaries, startSandbox, terminalProgress } from "kubesphere-network-sandbox";
import { Cluster } from "./cluster";
import type { Engine, EngineOptions } from "./engine";
import { Narrator } from "./narrator";
import { NetworkFile } from "./network-file";
import { copyProject, TENANTS, WORKLOADS } from "./project";
import { PulumiEngine } from "./pulumi-engine";
import { SandboxEngine } from "./sandbox-engine";
import {
    destroyAll,
    firstUp,
    haveCluster,
    makeChanges,
    refuseCidrChange,
    repairDrift,
    reportChange,
    showObjects,
} from "./story";

const ENGINES: Readonly<Partial<Record<string, (options: EngineOptions) => Promise<Engine>>>> = {
    sandbox: (options) => Promise.resolve(new SandboxEngine(options)),
    pulumi: (options) => PulumiEngine.open(options),
};

async function main(): Promise<void> {
    const { values } = parseArgs({ options: { engine: { type: "string", default: "sandbox" } } });
    const open = ENGINES[values.engine];
    if (open === undefined) {
        throw new Error(`'--engine' (${values.engine}) must be ${Object.keys(ENGINES).join(" or ")}.`);
    }
    const narrator = new Narrator();
    narrator.title("KubeSphere's network as code, on a real Kubernetes API server. KubeSphere itself is simulated.");
    const project = copyProject();
    const sandbox = await startSandbox({ name: `demo-${String(process.pid)}`, progress: terminalProgress() });
    try {
        const env = { ...process.env, KUBECONFIG: sandbox.kubeconfig, PULUMI_CONFIG_PASSPHRASE: "demo" };
        const engine = await open({ ...project, stack: "demo", env });
        const { kubectl } = await findBinaries();
        const stage = {
            narrator,
            engine,
            cluster: new Cluster(kubectl, sandbox.kubeconfig),
            file: new NetworkFile(project.networkFile),
            tenants: TENANTS,
            workloads: WORKLOADS,
        };
        const before = haveCluster(stage);
        await firstUp(stage);
        showObjects(stage);
        await makeChanges(stage);
        await reportChange(stage);
        await refuseCidrChange(stage);
        await repairDrift(stage);
        await destroyAll(stage, before);
    } finally {
        await sandbox.stop();
        project.remove();
    }
    narrator.say(`\nDone in ${String(narrator.seconds)} s. The control plane is stopped and its data removed.`);
}

main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
