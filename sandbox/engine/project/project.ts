// SPDX-License-Identifier: Apache-2.0
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { assertNoProblems, type Problem, shown } from "kubesphere-network/lib/problem";
import { isObject, type Properties } from "../values";
import { type ConfigDeclaration, parseConfigSchema } from "./config-schema";
import { type NodeRuntime, parseRuntime } from "./runtime";
import { EXTENSIONS, otherKeys, readSettings, settingsProblem, textOf } from "./settings-file";

/** A Pulumi project: what its Pulumi.yaml says. */
export interface Project {
    readonly name: string;
    /** Path of the project file. */
    readonly file: string;
    /** Folder of the project file. */
    readonly root: string;
    /** Folder that the program runs in: the root, or where `main` is. */
    readonly programFolder: string;
    /** What node is given to run, from the program's folder: "." or the name of a file. */
    readonly entryPoint: string;
    readonly runtime: NodeRuntime;
    readonly config: readonly ConfigDeclaration[];
    /** Folder of the stacks' settings. */
    readonly stackConfigFolder: string;
    /** `options.refresh: always`: each operation begins with a refresh. */
    readonly refreshAlways: boolean;
    /** What the file says and the sandbox does not do, one sentence each. */
    readonly warnings: readonly string[];
}

const DESCRIPTIVE = ["description", "author", "website", "license", "template"];
const HONOURED = ["name", "runtime", "main", "config", "stackConfigDir", "options"];

const UNUSED: Readonly<Record<string, string>> = {
    backend: "'backend' has no effect: the sandbox keeps its state in the project's folder .ksnet.",
    packages: "'packages' has no effect: the sandbox installs nothing. Run `pulumi install` or `npm install` before.",
    requiredPulumiVersion: "'requiredPulumiVersion' is not checked: no Pulumi CLI takes part.",
};

/** Reads the project that a folder belongs to. Throws one error with all that is wrong with its file. */
export function loadProject(cwd: string): Project {
    const file = findProjectFile(resolve(cwd));
    const root = dirname(file);
    const settings = readSettings(file) ?? {};
    const problems: Problem[] = [];
    const warnings: string[] = [];
    const name = projectName(settings, problems);
    const stackConfigDir = movedConfigDir(settings, problems) ?? textOf(settings, "stackConfigDir", problems);
    const config = typeof settings["config"] === "string" ? undefined : settings["config"];
    const project: Project = {
        name,
        file,
        root,
        ...programPlace(root, textOf(settings, "main", problems), problems),
        runtime: parseRuntime(settings["runtime"], problems, warnings),
        config: parseConfigSchema(config, name, problems),
        stackConfigFolder: join(root, stackConfigDir ?? ""),
        refreshAlways: refreshAlways(settings["options"], problems),
        warnings,
    };
    checkOtherKeys(settings, problems, warnings);
    assertNoProblems(file, problems);
    return project;
}

/** The nearest Pulumi.json, Pulumi.yaml or Pulumi.yml, upwards from a folder. */
function findProjectFile(from: string): string {
    for (let folder = from; ; folder = dirname(folder)) {
        for (const extension of EXTENSIONS) {
            const path = join(folder, `Pulumi${extension}`);
            if (statSync(path, { throwIfNoEntry: false })?.isFile()) {
                return path;
            }
        }
        if (folder === dirname(folder)) {
            throw new Error(
                `There is no Pulumi.yaml in ${from} or in a folder above it. Name the project's folder with --cwd.`,
            );
        }
    }
}

function projectName(settings: Properties, problems: Problem[]): string {
    const name = textOf(settings, "name", problems);
    if (name !== undefined && /^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
        return name;
    }
    problems.push(
        settingsProblem(
            "name",
            `(${shown(name)}) must be 1 to 100 letters, digits, '-', '_' and '.'. Name the project.`,
        ),
    );
    return "";
}

/** `config` as a text is what `stackConfigDir` was called before. */
function movedConfigDir(settings: Properties, problems: Problem[]): string | undefined {
    const config = settings["config"];
    if (typeof config !== "string") {
        return undefined;
    }
    if (settings["stackConfigDir"] != null) {
        problems.push(
            settingsProblem("config", `(${config}) is a folder, and so is 'stackConfigDir'. Keep the latter.`),
        );
    }
    return config;
}

/** As in Pulumi: a `main` that is a folder is run in it, one that is a file in the file's folder. */
function programPlace(
    root: string,
    main: string | undefined,
    problems: Problem[],
): { programFolder: string; entryPoint: string } {
    const path = resolve(root, main ?? "");
    if (main !== undefined && main !== "" && !existsSync(path)) {
        problems.push(
            settingsProblem("main", `(${main}) does not exist. It is a path from the folder of the project file.`),
        );
    }
    return statSync(path, { throwIfNoEntry: false })?.isFile()
        ? { programFolder: dirname(path), entryPoint: basename(path) }
        : { programFolder: path, entryPoint: "." };
}

function refreshAlways(options: unknown, problems: Problem[]): boolean {
    if (options === undefined || options === null) {
        return false;
    }
    const { refresh, ...others } = isObject(options) ? options : {};
    if (!isObject(options) || Object.keys(others).length > 0 || (refresh !== undefined && refresh !== "always")) {
        problems.push(settingsProblem("options", `(${shown(options)}) can only hold 'refresh: always'.`));
    }
    return refresh === "always";
}

function checkOtherKeys(settings: Properties, problems: Problem[], warnings: string[]): void {
    if (settings["plugins"] != null) {
        problems.push(
            settingsProblem(
                "plugins",
                "names plugins to load in place of others, which the sandbox cannot: it has one provider of its own. Remove the key, or use the Pulumi CLI.",
            ),
        );
    }
    for (const key of otherKeys(settings, [...HONOURED, ...DESCRIPTIVE, "plugins"])) {
        warnings.push(UNUSED[key] ?? `'${key}' is not a key of Pulumi's project files and has no effect.`);
    }
}
