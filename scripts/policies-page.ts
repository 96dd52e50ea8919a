// SPDX-License-Identifier: Apache-2.0
import type { Policies } from "@pulumi/policy";
import { policiesOf } from "../policy/pulumi/pack";
import { type Preset, PRESETS, presetConfig } from "../policy/presets";
import { rules } from "../policy/rules";

type Policy = Policies[number];

const HEAD = `# Policies

The rules of the policy pack \`kubesphere-network-policies\`, made from the rules themselves by \`npm run generate\`. How to
run the pack, configure it and exempt objects from it is told in [policy-pack.md](policy-pack.md).

What a rule reads may not be known in a preview. It says so then, as an advice, and still checks everything else: an unknown
value never leaves a rule out.
`;

const MARKS: Readonly<Record<string, string>> = { mandatory: "mandatory", advisory: "advice", disabled: "off" };

/** The text of docs/policies.md. */
export function policiesPage(): string {
    const policies = policiesOf(rules);
    const rows = policies.map(
        (policy) => `| [\`${policy.name}\`](#${policy.name}) | ${cell(policy.description)} | ${levels(policy)} |`,
    );
    const head = `| rule | what must hold | ${PRESETS.join(" | ")} |`;
    const table = [head, `| --- | --- |${" --- |".repeat(PRESETS.length)}`, ...rows].join("\n");
    return [HEAD, table, ...policies.map(section)].join("\n\n").concat("\n");
}

/** The text of a preset's file. */
export function presetFile(preset: Preset): string {
    return JSON.stringify(presetConfig(preset, rules));
}

function levels({ name }: Policy): string {
    return PRESETS.map((preset) => {
        const level = presetConfig(preset, rules)[name];
        return MARKS[typeof level === "string" ? level : ""] ?? "";
    }).join(" | ");
}

function section(policy: Policy): string {
    const {
        name,
        displayName = "",
        description,
        severity = "",
        remediationSteps = "",
        tags = [],
        configSchema,
    } = policy;
    const config = Object.entries(configSchema?.properties ?? {}).map(
        ([property, { type, default: value, description: what = "" }]) =>
            `| \`${property}\` | ${String(type)} | ${value === undefined ? "" : `\`${JSON.stringify(value)}\``} | ${cell(what)} |`,
    );
    const remediates = "remediateResource" in policy && policy.remediateResource !== undefined;
    return [
        `## ${name}`,
        `**${displayName}.** ${description}`,
        `Severity ${severity}. Tags: ${tags.join(", ")}.${remediates ? " Can remediate." : ""}`,
        `**What to do:** ${remediationSteps}`,
        ...(config.length > 0
            ? [["| configuration | type | default | what it is |", "| --- | --- | --- | --- |", ...config].join("\n")]
            : []),
    ].join("\n\n");
}

function cell(text: string): string {
    return text.replaceAll("|", "\\|").replaceAll("<", "\\<");
}
