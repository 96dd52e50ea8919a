// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ControlPlaneError } from "./error";

/** One program and the Go package that it is built from. */
export interface Program {
    readonly name: string;
    readonly package: string;
}

/** What is built, from where and how. */
export interface BuildPlan {
    /** Folder of the Go module. Never written to. */
    readonly moduleFolder: string;
    readonly programs: readonly Program[];
    readonly flags: readonly string[];
    /** Changes whenever the result could: names the folder in the cache. */
    readonly key: string;
}

/** The two that envtest lacks last, and the longest build first. */
const PROGRAMS: readonly Program[] = [
    { name: "kube-apiserver", package: "k8s.io/kubernetes/cmd/kube-apiserver" },
    { name: "etcd", package: "go.etcd.io/etcd/server/v3" },
    { name: "kube-controller-manager", package: "k8s.io/kubernetes/cmd/kube-controller-manager" },
    { name: "kubectl", package: "k8s.io/kubernetes/cmd/kubectl" },
];

/** How Kubernetes and etcd are built from this package's Go module. */
export function kubernetesBuild(): BuildPlan {
    // Compiled, this file is in bin/, and the folder stays where it is.
    const folders = [join(__dirname, "tools"), join(__dirname, "..", "..", "control-plane", "tools")];
    const moduleFolder = folders.find((folder) => existsSync(join(folder, "go.mod")));
    if (moduleFolder === undefined) {
        throw new ControlPlaneError(
            `The Go module that the control plane is built from is missing (${folders.join(", ")}).`,
        );
    }
    const version = /^\s*k8s\.io\/kubernetes (v(\d+)\.(\d+)\S*)/m.exec(
        readFileSync(join(moduleFolder, "go.mod"), "utf8"),
    );
    const [, git = "", major = "", minor = ""] = version ?? [];
    // Without these the server calls itself v0.0.0-master, and clients that parse the version refuse it.
    const stamp = Object.entries({ gitVersion: git, gitMajor: major, gitMinor: minor })
        .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
        .join(" ");
    return buildPlan(moduleFolder, PROGRAMS, ["-trimpath", "-buildvcs=false", "-ldflags", `-s -w ${stamp}`]);
}

/** A plan whose key covers the module, the flags and this kind of machine. */
export function buildPlan(moduleFolder: string, programs: readonly Program[], flags: readonly string[]): BuildPlan {
    const hash = createHash("sha256");
    for (const file of ["go.mod", "go.sum"]) {
        const path = join(moduleFolder, file);
        hash.update(existsSync(path) ? readFileSync(path) : "").update("\0");
    }
    hash.update(JSON.stringify([programs, flags, process.platform, process.arch]));
    return { moduleFolder, programs, flags, key: hash.digest("hex").slice(0, 16) };
}
