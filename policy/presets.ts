// SPDX-License-Identifier: Apache-2.0
import type { EnforcementLevel } from "@pulumi/policy";
import type { PackRule } from "./rule";

/** Configurations to start from; each is a file of the folder presets/, made of the rules. */
export const PRESETS = ["baseline", "strict", "advisory-only"] as const;
export type Preset = (typeof PRESETS)[number];

function levelIn(
    preset: Preset,
    { enforcementLevel, strict }: Pick<PackRule, "enforcementLevel" | "strict">,
): EnforcementLevel {
    return { baseline: enforcementLevel, strict, "advisory-only": "advisory" as const }[preset];
}

/** The preset as a configuration of the pack, for --policy-pack-config: the level of each policy, in their order. */
export function presetConfig(preset: Preset, rules: readonly PackRule[]): Record<string, EnforcementLevel> {
    const levels = rules.map((rule) => [rule.name, levelIn(preset, rule)] as const);
    return {
        exemptions: levelIn(preset, { enforcementLevel: "mandatory", strict: "mandatory" }),
        ...Object.fromEntries(levels),
        "exemptions-unused": levelIn(preset, { enforcementLevel: "advisory", strict: "mandatory" }),
    };
}
