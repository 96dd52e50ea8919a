// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { load } from "js-yaml";
import { isMapping } from "kubesphere-network/lib/mapping";
import { contentOf } from "../../inputs/content";

/** Name of the Pulumi project where nothing says another. */
const PROJECT = "network";

/** The name of the project that a folder has or, without one, is to have: that of the folder, as far as it can be. */
export async function projectOf(folder: string | undefined): Promise<string> {
    if (folder === undefined) {
        return PROJECT;
    }
    const text = await contentOf(join(folder, "Pulumi.yaml"));
    const settings = text === undefined ? undefined : load(text);
    if (isMapping(settings) && typeof settings.name === "string") {
        return settings.name;
    }
    const name = basename(resolve(folder)).replace(/[^A-Za-z0-9_.-]+/g, "-");
    return name === "" ? PROJECT : name;
}

/** The version of @pulumi/kubernetes that a program in the folder gets: its own, else that of this installation. */
export function kubernetesVersionOf(folder: string | undefined): string {
    const places = [...(folder === undefined ? [] : [resolve(folder, "index.js")]), __filename];
    for (const place of places) {
        try {
            const { version } = createRequire(place)("@pulumi/kubernetes/package.json") as { version: string };
            return version;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") {
                throw error;
            }
        }
    }
    throw new Error("@pulumi/kubernetes is not installed. Install it beside ksnet: npm install @pulumi/kubernetes");
}
