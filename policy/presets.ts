// SPDX-License-Identifier: Apache-2.0
import type { EnforcementLevel, PolicyPackConfig } from "@pulumi/policy";
import type { PackRule } from "./rule";

/** Configurations to start from; each is a file of the folder presets/, made of the rules. */
export const PRESETS = ["baseline", "strict", "advisory-only"] as const;
export type Preset = (typeof PRESETS)[number];

/** The level that a rule has in a preset. */
export function levelIn(preset: Preset, { enforcementLevel, strict }: PackRule): EnforcementLevel {
    return { baseline: enforcementLevel, strict, "advisory-only": "advisory" as const }[preset];
}

/** The preset as a configuration of the pack, for --policy-pack-config. */
export function presetConfig(preset: Preset, rules: readonly PackRule[]): PolicyPackConfig {
    const unused = { baseline: "advisory", strict: "mandatory", "advisory-only": "advisory" } as const;
    return {
        exemptions: preset === "advisory-only" ? "advisory" : "mandatory",
        ...Object.fromEntries(rules.map((rule) => [rule.name, levelIn(preset, rule)])),
        "exemptions-unused": unused[preset],
    };
}
