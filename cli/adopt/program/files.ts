// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { dump } from "js-yaml";
import type { Adoption } from "kubesphere-network/lib/adoption/adoption";
import { readPlatform } from "kubesphere-network/lib/platform/read";
import { componentFile, importFile } from "../import-file";
import type { Form } from "./form";
import { headerOf } from "./header";
import { outlineOf } from "./outline";
import { accessOf, programOfFile, programOfParts } from "./typescript";
import { yamlText } from "./yaml";
import { jsonText } from "../../text/json";

/** Name of the description's file. */
const DESCRIPTION = "network.yaml";

/** Import files: what `pulumi import` takes before the other one where there are several clusters, and everything. */
export const COMPONENT_IMPORT = "import-platform.json";
export const IMPORT = "import.json";

/** What the program depends on beside the adoption. */
export interface ProgramOptions {
    readonly form: Form;
    /** Name of the Pulumi project. */
    readonly project: string;
    /** Context that the project's default provider is to have; undefined for the kubeconfig's current one. */
    readonly context?: string;
    /** Version of @pulumi/kubernetes that the program has. */
    readonly kubernetesVersion: string;
    /** KUBECONFIG of the program. */
    readonly kubeconfig?: string;
}

/** A file of the program. */
export interface ProgramFile {
    readonly name: string;
    readonly text: string;
    /** Whether one that is there already is right, whatever stands in it. */
    readonly isOwn?: true;
}

/** All files that make an adoption a program, in the order in which people read them. */
export function programFiles(adoption: Adoption, options: ProgramOptions): ProgramFile[] {
    const { platform, spec, clusters } = adoption;
    const access = accessOf(clusters);
    const header = headerOf(adoption);
    const parts = outlineOf(spec);
    const isYaml = options.form === "yaml";
    const args = isYaml ? { file: DESCRIPTION, ...access } : { spec, ...access };
    return [
        ...(isYaml ? [{ name: DESCRIPTION, text: checked(yamlText(parts, header), spec) }] : []),
        {
            name: "index.ts",
            text: isYaml
                ? programOfFile(platform, DESCRIPTION, access)
                : programOfParts(platform, parts, access, header),
        },
        { name: "Pulumi.yaml", text: projectText(options, clusters.length > 1), isOwn: true },
        { name: "package.json", text: packageText(options), isOwn: true },
        ...(clusters.length > 1
            ? [{ name: COMPONENT_IMPORT, text: componentFile(adoption, { ...options, args }) }]
            : []),
        { name: IMPORT, text: importFile(adoption, { ...options, args }) },
    ];
}

/** What a file says must be what is meant, to the last byte of a config text. */
function checked(text: string, spec: Adoption["spec"]): string {
    const { platform, problems } = readPlatform(text, DESCRIPTION);
    const errors = problems.filter(({ severity }) => severity !== "warning");
    if (errors.length > 0 || !isDeepStrictEqual(platform, spec)) {
        throw new Error(`${DESCRIPTION} would not say what is meant: ${errors[0]?.message ?? "it reads otherwise"}`);
    }
    return text;
}

function projectText({ project, context }: ProgramOptions, hasSeveralClusters: boolean): string {
    const config = { "kubernetes:context": { value: context } };
    return dump({
        name: project,
        description: "The network of a KubeSphere platform.",
        runtime: "nodejs",
        ...(context !== undefined && !hasSeveralClusters && { config }),
    });
}

function packageText({ project, kubernetesVersion }: ProgramOptions): string {
    const manifest = {
        name: project.toLowerCase(),
        private: true,
        main: "index.ts",
        dependencies: {
            "@pulumi/kubernetes": kubernetesVersion,
            "@pulumi/pulumi": "^3.230.0",
            "kubesphere-network": "^0.1.0",
        },
    };
    return jsonText(manifest);
}
