// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { isExecutable } from "./binaries";
import type { BuildPlan, Program } from "./build-plan";
import { codeOf, ControlPlaneError } from "./error";
import type { Progress } from "./progress";

const PARTIAL = ".partial";
const LOCK_IS_STALE_AFTER = 15_000;

/** What to build, and where to. */
export interface BuildOrder {
    readonly plan: BuildPlan;
    readonly programs: readonly Program[];
    readonly folder: string;
    readonly progress: Progress;
}

/** Builds programs one after the other. Of two builds at once into one folder, the second waits and takes the first's result. */
export async function buildMissing(order: BuildOrder): Promise<void> {
    const { folder, programs, progress } = order;
    const release = await lockFolder(order);
    try {
        // Left behind by a build that was killed: only the holder of the lock has any.
        for (const file of readdirSync(folder).filter((name) => name.endsWith(PARTIAL))) {
            rmSync(join(folder, file), { force: true });
        }
        for (const [index, program] of programs.entries()) {
            if (!isExecutable(join(folder, program.name))) {
                await build(order, program, `[${index + 1}/${programs.length}] building ${program.name}`);
            }
        }
    } finally {
        progress.done();
        await release();
    }
}

async function lockFolder({ folder, progress }: BuildOrder): Promise<() => Promise<void>> {
    for (;;) {
        try {
            return await lock(folder, { stale: LOCK_IS_STALE_AFTER, lockfilePath: join(folder, ".lock") });
        } catch (error) {
            if (codeOf(error) !== "ELOCKED") {
                throw error;
            }
            progress.update("waiting for another process that builds the control plane");
            await delay(500);
        }
    }
}

async function build({ plan, folder, progress }: BuildOrder, program: Program, title: string): Promise<void> {
    const partial = join(folder, `.${program.name}.${process.pid}${PARTIAL}`);
    const watcher = new GoOutput();
    progress.update(title);
    const args = ["build", "-v", "-mod=readonly", ...plan.flags, "-o", partial, program.package];
    const go = spawn("go", args, {
        cwd: plan.moduleFolder,
        // A go.work above the module would bring in other versions.
        env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" },
        stdio: ["ignore", "ignore", "pipe"],
    });
    const lines = createInterface({ input: go.stderr });
    lines.on("line", (line) => {
        watcher.read(line);
        progress.update(`${title}: ${watcher.phase}`);
    });
    const code = await new Promise<number | null>((resolve, reject) => {
        go.once("error", reject);
        go.once("close", resolve);
    }).catch((error: unknown) => {
        throw codeOf(error) === "ENOENT" ? noGo() : error;
    });
    if (code !== 0) {
        rmSync(partial, { force: true });
        throw watcher.failure(program);
    }
    renameSync(partial, join(folder, program.name));
}

/** Reads what "go build -v" says. */
class GoOutput {
    public phase = "starting";
    private compiled = 0;
    private readonly others: string[] = [];

    public read(line: string): void {
        const download = /^go: downloading (\S+)/.exec(line);
        if (download) {
            this.phase = `downloading ${download[1] ?? ""}`;
        } else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) {
            this.compiled++;
            this.phase = `${this.compiled} packages compiled`;
        } else {
            this.others.push(line);
        }
    }

    public failure(program: Program): ControlPlaneError {
        const said = this.others.slice(-20).join("\n");
        const tooOld = /requires go >= (\S+)|invalid go version|unknown directive: tool/.exec(said);
        if (tooOld) {
            const wanted = tooOld[1] ? `Go ${tooOld[1].replace(/[;:,]$/, "")} or newer` : "a newer Go";
            return new ControlPlaneError(
                `The control plane is built with ${wanted}, and the go on PATH is older. Install it from https://go.dev/dl, ` +
                    `or let go fetch it by itself (go env -w GOTOOLCHAIN=auto). It said:\n${said}`,
            );
        }
        return new ControlPlaneError(
            `${program.name} could not be built (go build ${program.package}). It said:\n${said}`,
        );
    }
}

function noGo(): ControlPlaneError {
    return new ControlPlaneError(
        [
            "No control plane to run, and no go on PATH to build one. Any one of these helps:",
            "  - install Go from https://go.dev/dl and try again; it is built once, in a few minutes",
            '  - set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kubectl, e.g. "$(setup-envtest use -p path)"',
            "  - use a cluster that you have: set KUBECONFIG and add --existing",
        ].join("\n"),
    );
}
