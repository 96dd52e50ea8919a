// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { isMapping } from "kubesphere-network/lib/mapping";
import { type Settings, settingsOf } from "kubesphere-network-policies/check";
import type { Exemptions } from "kubesphere-network-policies/exemptions/exemptions";
import { type ExemptionsConfig, ExemptionsInForce } from "kubesphere-network-policies/exemptions/in-force";
import type { Preset } from "kubesphere-network-policies/presets";
import { rules } from "kubesphere-network-policies/rules";
import { assertGoodInput, BadInput, messageOf } from "../inputs/bad-input";

/** What says how strict a check is. */
export interface StrictnessOptions {
    readonly preset: Preset;
    /** File with a configuration as Pulumi takes it. */
    readonly config?: string;
    /** File with exemptions. */
    readonly exemptions?: string;
    /** Whether a cluster is read. */
    readonly live?: boolean;
}

/** What holds on a cluster in which KubeSphere is at work: it sets keys of its own. */
const LIVE = { "system-keys": "disabled" };

/** How strictly each rule is applied, and what is exempt. Throws a BadInput with all that is wrong with the files. */
export function strictness(options: StrictnessOptions): {
    readonly settings: Settings;
    readonly exemptions: Exemptions;
} {
    const given = options.config === undefined ? {} : readConfig(options.config);
    const { settings, problems } = settingsOf(
        rules,
        options.preset,
        options.live === true && isMapping(given) ? { ...LIVE, ...given } : given,
    );
    const inForce = new ExemptionsInForce(rules.map(({ name }) => name));
    const configured: ExemptionsConfig = settings.get("exemptions")?.config ?? {};
    inForce.configure(options.exemptions === undefined ? configured : { ...configured, file: options.exemptions });
    assertGoodInput([...problems.map((problem) => `${options.config ?? ""}: ${problem}`), ...inForce.problems]);
    return { settings, exemptions: inForce.current };
}

function readConfig(file: string): unknown {
    try {
        return load(readFileSync(file, "utf8")) ?? {};
    } catch (error) {
        throw new BadInput([`${file} cannot be read: ${messageOf(error).split("\n")[0] ?? ""}`]);
    }
}
