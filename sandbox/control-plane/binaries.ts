// SPDX-License-Identifier: Apache-2.0
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildMissing } from "./build";
import { kubernetesBuild, type BuildPlan } from "./build-plan";
import { ControlPlaneError } from "./error";
import { cacheFolder } from "./folders";
import { silentProgress, type Progress } from "./progress";
import type { ControlPlaneBinaries } from "./protocol";

/** Environment variable of the envtest convention: a folder with etcd, kube-apiserver and kubectl. */
const ASSETS = "KUBEBUILDER_ASSETS";

/**
 * Finds what a control plane is made of: in KUBEBUILDER_ASSETS, then in the cache, and builds with Go what neither has.
 * Throws a ControlPlaneError that says what to do if there is no Go or the build fails.
 */
export async function findBinaries(
    progress: Progress = silentProgress(),
    plan: BuildPlan = kubernetesBuild(),
): Promise<ControlPlaneBinaries> {
    const assets = assetsFolder();
    const cache = join(cacheFolder(), plan.key);
    const found: Record<string, string> = {};
    for (const { name } of plan.programs) {
        found[name] =
            [assets, cache]
                .filter((folder) => folder !== undefined)
                .map((folder) => join(folder, name))
                .find(isExecutable) ?? "";
    }
    const missing = plan.programs.filter(({ name }) => found[name] === "");
    if (missing.length > 0) {
        mkdirSync(cache, { recursive: true });
        await buildMissing({ plan, programs: missing, folder: cache, progress });
        missing.forEach(({ name }) => (found[name] = join(cache, name)));
    }
    return found as unknown as ControlPlaneBinaries;
}

function assetsFolder(): string | undefined {
    const assets = process.env[ASSETS];
    if (assets === undefined || assets === "") {
        return undefined;
    }
    const missing = ["etcd", "kube-apiserver", "kubectl"].filter((name) => !isExecutable(join(assets, name)));
    if (missing.length > 0) {
        throw new ControlPlaneError(
            `${ASSETS} (${assets}) must be a folder with etcd, kube-apiserver and kubectl. Missing there: ${missing.join(", ")}. ` +
                `Set it to the folder that "setup-envtest use -p path" prints, or unset it to build them with Go.`,
        );
    }
    return assets;
}

/** Whether a file is there and may be run. */
export function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
