// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Settings, settingsOf } from "kubesphere-network-policies/check";
import { Exemptions } from "kubesphere-network-policies/exemptions/exemptions";
import { rules } from "kubesphere-network-policies/rules";
import type { Input } from "../../../cli/inputs/input";
import { manifestsInput } from "../../../cli/inputs/manifests";
import { parseYaml } from "../../../cli/inputs/parse";
import type { Report } from "../../../cli/check/report";
import { reportOn } from "../../../cli/check/run";

const KSNET = resolve(__dirname, "../../../cli/bin/main.js");

/** Manifests as if they stood in a file. */
export function manifests(text: string, label = "a.yaml"): Input {
    return manifestsInput(parseYaml(text, label), label);
}

/** What rules say of inputs; with a configuration, those that it does not switch off. */
export function reportOf(inputs: readonly Input[], config: object = {}): Report {
    return reportOn(inputs, settingsFor(config), new Exemptions([], "2026-11-21"));
}

const known = new Map<string, Settings>();

/** Made once for each configuration: that takes longer than most tests. */
function settingsFor(config: object): Settings {
    const key = JSON.stringify(config);
    const settings = known.get(key) ?? settingsOf(rules, "baseline", config).settings;
    known.set(key, settings);
    return settings;
}

/** A configuration in which there are no rules but these. */
export function only(...names: string[]): object {
    return { all: "disabled", ...Object.fromEntries(names.map((name) => [name, "mandatory"])) };
}

/** A folder that is removed after the tests of the suite around. */
export class Folder {
    path = "";

    constructor() {
        before(() => {
            this.path = mkdtempSync(join(tmpdir(), "ksnet-check-"));
        });
        after(() => {
            rmSync(this.path, { recursive: true });
        });
    }

    /** Writes a file, with the folders above it; returns its path. */
    write(name: string, text: string): string {
        const path = join(this.path, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        return path;
    }
}

/** How a command ended. */
export interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs the compiled `ksnet` as a user does. */
export function ksnet(
    args: readonly string[],
    { cwd, stdin = "", env = {} }: { cwd?: string; stdin?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
    return new Promise((done) => {
        const settled = { ...process.env, KUBESPHERE_NETWORK_EXEMPTIONS: "", NO_COLOR: "1", ...env };
        const child = execFile(process.execPath, [KSNET, ...args], { cwd, env: settled }, (error, stdout, stderr) => {
            done({ code: error ? Number(error.code) : 0, stdout, stderr });
        });
        child.stdin?.end(stdin);
    });
}
