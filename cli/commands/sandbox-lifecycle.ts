// SPDX-License-Identifier: Apache-2.0
import type { Command } from "commander";
import {
    DEFAULT_SANDBOX,
    listSandboxes,
    sandboxKubeconfig,
    sandboxKubeSphereKubeconfig,
    sandboxStatus,
    startSandbox,
    stopSandbox,
    terminalProgress,
    type SandboxStatus,
} from "kubesphere-network-sandbox";
import pc from "picocolors";
import { counted } from "../text/words";

interface NameOption {
    readonly name: string;
}

const NAME = ["--name <name>", "which sandbox", DEFAULT_SANDBOX] as const;

/** Adds start, stop, status and env to `ksnet sandbox`. */
export function addLifecycleCommands(sandbox: Command): void {
    sandbox
        .command("start")
        .description("start a control plane with CRDs and a simulated KubeSphere; it runs until it is stopped")
        .option(...NAME)
        .option("--existing", "use the cluster of KUBECONFIG instead of starting one", false)
        .option("--nodes <count>", "simulate nodes, on which pods get addresses of the pools", Number, 0)
        .action(start);
    sandbox
        .command("stop")
        .description("stop a sandbox and remove its data")
        .option(...NAME)
        .option("--all", "stop all sandboxes", false)
        .action(stop);
    sandbox
        .command("status")
        .description("show the sandboxes that run")
        .option("--json", "print JSON", false)
        .action(status);
    sandbox
        .command("env")
        .description('print the shell command that points kubectl at a sandbox: eval "$(ksnet sandbox env)"')
        .option(...NAME)
        .option("--kubesphere", "point it at the simulated KubeSphere's API server", false)
        .action(env);
}

async function start({ name, existing, nodes }: NameOption & { existing: boolean; nodes: number }): Promise<void> {
    const running = sandboxStatus(name);
    if (running.state === "running") {
        console.log(`Sandbox ${pc.bold(name)} runs already.`);
        describe(running);
        return;
    }
    const startedAt = Date.now();
    const { url, dataFolder } = await startSandbox({
        name,
        existing,
        nodes,
        detached: true,
        progress: terminalProgress(),
    });
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    const simulated = nodes === 0 ? "KubeSphere is" : `KubeSphere and ${counted(nodes, "node")} are`;
    console.log(
        `${pc.green("✓")} Sandbox ${pc.bold(name)} is ready at ${url} after ${seconds} s. ${simulated} simulated.`,
    );
    console.log(`  data       ${dataFolder}`);
    console.log(`  use it     eval "$(ksnet sandbox env${nameOption(name)})"`);
    console.log(`  stop it    ksnet sandbox stop${nameOption(name)}`);
}

async function stop({ name, all }: NameOption & { all: boolean }): Promise<void> {
    const names = all ? listSandboxes().map((sandbox) => sandbox.name) : [name];
    for (const one of names) {
        const { existing } = sandboxStatus(one);
        const stopped = await stopSandbox(one);
        const kept = existing ? " What it put into the cluster stays there." : "";
        console.log(stopped ? `Sandbox ${pc.bold(one)} is stopped.${kept}` : `No sandbox named ${pc.bold(one)} runs.`);
    }
    if (names.length === 0) {
        console.log("No sandbox runs.");
    }
}

function status({ json }: { json: boolean }): void {
    const sandboxes = listSandboxes();
    if (json) {
        console.log(JSON.stringify(sandboxes, null, 4));
    } else if (sandboxes.length === 0) {
        console.log("No sandbox runs. Start one with: ksnet sandbox start");
    } else {
        sandboxes.forEach(describe);
    }
}

function env({ name, kubesphere }: NameOption & { kubesphere: boolean }): void {
    const path = kubesphere ? sandboxKubeSphereKubeconfig(name) : sandboxKubeconfig(name);
    // Single quotes keep everything but themselves from the shell.
    console.log(`export KUBECONFIG='${path.replaceAll("'", `'\\''`)}'`);
}

function describe(sandbox: SandboxStatus): void {
    const colour = sandbox.state === "running" ? pc.green : pc.yellow;
    console.log(`${pc.bold(sandbox.name)}  ${colour(sandbox.state)}  ${sandbox.url ?? ""}`);
    console.log(`  since      ${sandbox.startedAt ?? ""}`);
    console.log(`  KUBECONFIG ${sandbox.kubeconfig ?? ""}`);
    if (sandbox.kubeSphere) {
        console.log(
            `  KubeSphere ${sandbox.kubeSphere.url} (simulated): ksnet sandbox env --kubesphere${nameOption(sandbox.name)}`,
        );
    }
    const processes = Object.entries(sandbox.processes ?? {}).map(([process, pid]) => `${process} ${pid}`);
    console.log(`  processes  ${[`supervisor ${sandbox.pid ?? ""}`, ...processes].join(", ")}`);
}

function nameOption(name: string): string {
    return name === DEFAULT_SANDBOX ? "" : ` --name ${name}`;
}
