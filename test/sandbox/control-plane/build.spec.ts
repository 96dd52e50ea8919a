// SPDX-License-Identifier: Apache-2.0
// Proves how programs are found and built, with a Go module of a few lines. Says nothing about Kubernetes' own build.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { findBinaries } from "../../../sandbox/control-plane/binaries";
import { buildPlan, kubernetesBuild, type BuildPlan } from "../../../sandbox/control-plane/build-plan";
import { terminalProgress, type Progress } from "../../../sandbox/control-plane/progress";
import { skip } from "../../support/skip";

const MAIN = 'package main\n\nimport "fmt"\n\nvar version = "none"\n\nfunc main() { fmt.Println("NAME", version) }\n';

describe("programs of the control plane", function () {
    this.timeout(60_000);
    const environment = { ...process.env };
    let goCache: string;
    let folder: string;

    before(function () {
        try {
            goCache = execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).trim();
        } catch {
            skip(this, "there is no go on PATH");
        }
    });

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "build-"));
        mkdirSync(join(folder, "module"));
        // Otherwise Go would compile its standard library again for each test.
        process.env.GOCACHE ??= goCache;
        process.env.XDG_CACHE_HOME = join(folder, "cache");
        delete process.env.KUBEBUILDER_ASSETS;
    });
    afterEach(() => {
        process.env = { ...environment };
        chmodSync(join(folder, "module"), 0o755);
        rmSync(folder, { recursive: true, force: true });
    });

    function goModule(names: readonly string[], directive = "go 1.21"): BuildPlan {
        const root = join(folder, "module");
        for (const name of names) {
            mkdirSync(join(root, name), { recursive: true });
            writeFileSync(join(root, name, "main.go"), MAIN.replace("NAME", name));
        }
        writeFileSync(join(root, "go.mod"), `module example.com/tools\n\n${directive}\n`);
        chmodSync(root, 0o555);
        const programs = names.map((name) => ({ name, package: `example.com/tools/${name}` }));
        return buildPlan(root, programs, ["-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X main.version=v7"]);
    }

    function recorder(): Progress & { readonly texts: string[] } {
        const texts: string[] = [];
        return {
            texts,
            update: (text) => texts.push(text),
            done: () => undefined,
        };
    }

    function emptyPathWith(...commands: string[]): void {
        const bin = join(folder, "bin");
        mkdirSync(bin, { recursive: true });
        for (const command of commands) {
            const path = execFileSync("/bin/sh", ["-c", `command -v ${command}`], { encoding: "utf8" }).trim();
            execFileSync("ln", ["-s", path, join(bin, command)]);
        }
        process.env.PATH = bin;
    }

    it("are built once, with their version, and found in the cache from then on", async () => {
        const plan = goModule(["alpha", "beta"]);
        const progress = recorder();
        const first = (await findBinaries(progress, plan)) as unknown as Record<string, string>;
        assert.equal(execFileSync(first.alpha!, { encoding: "utf8" }), "alpha v7\n");
        assert.equal(execFileSync(first.beta!, { encoding: "utf8" }), "beta v7\n");
        assert.ok(
            progress.texts.some((text) => text.startsWith("[1/2] building alpha")),
            progress.texts.join("\n"),
        );
        assert.ok(
            progress.texts.some((text) => text.startsWith("[2/2] building beta")),
            progress.texts.join("\n"),
        );
        emptyPathWith();
        const again = recorder();
        assert.deepEqual(await findBinaries(again, plan), first);
        assert.deepEqual(again.texts, []);
    });

    it("get another place in the cache when the module or the flags change", () => {
        const plan = goModule(["alpha"]);
        const { moduleFolder, programs, flags, key } = plan;
        assert.equal(buildPlan(moduleFolder, programs, flags).key, key);
        assert.notEqual(buildPlan(moduleFolder, programs, [...flags, "-v"]).key, key);
        chmodSync(moduleFolder, 0o755);
        writeFileSync(join(moduleFolder, "go.sum"), "changed\n");
        assert.notEqual(buildPlan(moduleFolder, programs, flags).key, key);
    });

    it("are built by one of two callers at once, while the other waits and says so", async () => {
        const plan = goModule(["alpha", "beta"]);
        const [one, two] = [recorder(), recorder()];
        const [a, b] = await Promise.all([findBinaries(one, plan), findBinaries(two, plan)]);
        assert.deepEqual(a, b);
        const all = [...one.texts, ...two.texts];
        assert.ok(all.includes("waiting for another process that builds the control plane"), all.join("\n"));
        const builders = [one, two].filter(({ texts }) => texts.some((text) => text.includes("building")));
        assert.equal(builders.length, 1);
    });

    it("are built in spite of what a killed build has left half done, which is removed", async () => {
        const plan = goModule(["alpha"]);
        const cache = join(process.env.XDG_CACHE_HOME!, "kubesphere-network", "control-plane", plan.key);
        mkdirSync(cache, { recursive: true });
        writeFileSync(join(cache, ".alpha.1.partial"), "half");
        const found = (await findBinaries(recorder(), plan)) as unknown as Record<string, string>;
        assert.equal(execFileSync(found.alpha!, { encoding: "utf8" }), "alpha v7\n");
        assert.deepEqual(readdirSync(cache), ["alpha"]);
    });

    it("come from KUBEBUILDER_ASSETS first, and only what is missing there is built", async () => {
        const names = ["etcd", "kube-apiserver", "kubectl", "kube-controller-manager"];
        const plan = goModule(names);
        const assets = join(folder, "assets");
        mkdirSync(assets);
        for (const name of names.slice(0, 3)) {
            writeFileSync(join(assets, name), "#!/bin/sh\n", { mode: 0o755 });
        }
        process.env.KUBEBUILDER_ASSETS = assets;
        const progress = recorder();
        const found = await findBinaries(progress, plan);
        assert.equal(found.etcd, join(assets, "etcd"));
        assert.equal(dirname(found.kubectl), assets);
        assert.match(found["kube-controller-manager"], new RegExp(`${plan.key}/kube-controller-manager$`));
        assert.match(progress.texts[0]!, /^\[1\/1\] building kube-controller-manager/);
    });

    it("are refused when KUBEBUILDER_ASSETS lacks one that it must have", async () => {
        process.env.KUBEBUILDER_ASSETS = mkdirSync(join(folder, "assets"), { recursive: true });
        await assert.rejects(
            findBinaries(recorder(), goModule(["alpha"])),
            /'?KUBEBUILDER_ASSETS'? \(.*\) must be a folder with etcd, kube-apiserver and kubectl\. Missing there: etcd, kube-apiserver, kubectl\./,
        );
    });

    it("name the three ways out when there is no Go", async () => {
        emptyPathWith();
        await assert.rejects(findBinaries(recorder(), goModule(["alpha"])), (error: Error) => {
            assert.equal(error.name, "ControlPlaneError");
            for (const way of ["https://go.dev/dl", "KUBEBUILDER_ASSETS", "--existing"]) {
                assert.ok(error.message.includes(way), way);
            }
            return true;
        });
    });

    it("say which Go they want when the one on PATH is too old", async () => {
        process.env.GOTOOLCHAIN = "local";
        await assert.rejects(
            findBinaries(recorder(), goModule(["alpha"], "go 1.99.0")),
            /^ControlPlaneError: The control plane is built with Go 1\.99\.0 or newer, and the go on PATH is older\./,
        );
    });

    it("show the compiler's words when the build fails", async () => {
        const plan = goModule(["alpha"]);
        chmodSync(plan.moduleFolder, 0o755);
        writeFileSync(join(plan.moduleFolder, "alpha", "main.go"), "package main\n\nfunc main() { nothing() }\n");
        await assert.rejects(findBinaries(recorder(), plan), /alpha could not be built[^]*undefined: nothing/);
        assert.ok(
            !existsSync(join(process.env.XDG_CACHE_HOME!, "kubesphere-network", "control-plane", plan.key, "alpha")),
        );
    });

    it("carry the version that go.mod names", () => {
        const { flags, moduleFolder, programs } = kubernetesBuild();
        const version = /k8s\.io\/kubernetes (v1\.(\d+)\.\d+)/.exec(
            readFileSync(join(moduleFolder, "go.mod"), "utf8"),
        )!;
        const stamp = flags.join(" ");
        assert.ok(stamp.includes(`k8s.io/component-base/version.gitVersion=${version[1]!} `), stamp);
        assert.ok(stamp.endsWith(`k8s.io/component-base/version.gitMinor=${version[2]!}`), stamp);
        assert.deepEqual(programs.map(({ name }) => name).sort(), [
            "etcd",
            "kube-apiserver",
            "kube-controller-manager",
            "kubectl",
        ]);
    });
});

describe("progress", () => {
    function shown(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
        const stream = Object.assign(new PassThrough(), { isTTY, columns: 40 }) as unknown as NodeJS.WriteStream;
        return { stream, text: () => String((stream as unknown as PassThrough).read() ?? "") };
    }

    it("is a line for each step where nobody watches", () => {
        const { stream, text } = shown(false);
        const progress = terminalProgress(stream);
        progress.update("[1/2] building a: 1 packages compiled");
        progress.update("[1/2] building a: 2 packages compiled");
        progress.update("[2/2] building b");
        progress.done();
        assert.equal(text(), "[1/2] building a: 1 packages compiled (0 s)\n[2/2] building b (0 s)\n");
    });

    it("is one line that is rewritten and wiped on a terminal", () => {
        const { stream, text } = shown(true);
        const progress = terminalProgress(stream);
        progress.update(`[1/2] building a: ${"long".repeat(20)}`);
        progress.done();
        const [, line = "", rest] = text().split("\r\u001b[K");
        assert.equal(line.length, 39);
        assert.equal(rest, "");
    });
});
