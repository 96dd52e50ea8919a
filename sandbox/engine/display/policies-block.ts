// SPDX-License-Identifier: Apache-2.0
import type { PolicyEvent } from "../model";
import { urnName } from "../urn";
import type { Palette } from "./palette";
import type { RunRecord } from "./run-record";
import { counted, displayType } from "./text";

const LEVELS = ["remediate", "mandatory", "advisory"];
const SEVERITIES = ["critical", "high", "medium", "low"];

/** Every pack that ran, with what it changed and what it complains about. */
export function policiesBlock(record: RunRecord, palette: Palette): string[] {
    const packs = packsOf(record);
    if (packs.size === 0) {
        return [];
    }
    const lines = [...packs]
        .sort(([a], [b]) => a.localeCompare(b))
        .flatMap(([pack, where]) => {
            const violations = record.violations.filter((violation) => packOf(violation) === pack).sort(bySeverity);
            return [
                `    ${verdict(violations)} ${palette.info(pack)}${where === "" ? "" : ` (local: ${where})`}`,
                ...remediationLines(record, pack, palette),
                ...violations.flatMap((violation) => violationLines(violation, palette)),
            ];
        });
    return [palette.headline("Policies:"), ...lines, ""];
}

/** `name@vversion` to the folder of a local pack; packs that complained before the summary came are there as well. */
function packsOf(record: RunRecord): Map<string, string> {
    const packs = new Map<string, string>();
    for (const violation of [...record.violations, ...record.remediations]) {
        packs.set(packOf(violation), "");
    }
    for (const [name, version] of Object.entries(record.summary?.PolicyPacks ?? {})) {
        const [pack, , folder] = name.split("|");
        packs.set(`${pack ?? name}@v${version}`, folder ?? "");
    }
    return packs;
}

function packOf(event: { policyPackName: string; policyPackVersion: string }): string {
    return `${event.policyPackName}@v${event.policyPackVersion}`;
}

function verdict(violations: readonly PolicyEvent[]): string {
    if (violations.some((violation) => violation.enforcementLevel === "mandatory")) {
        return "❌";
    }
    return violations.length > 0 ? "⚠️" : "✅";
}

function remediationLines(record: RunRecord, pack: string, palette: Palette): string[] {
    const counts = new Map<string, number>();
    for (const remediation of record.remediations.filter((event) => packOf(event) === pack)) {
        counts.set(remediation.policyName, (counts.get(remediation.policyName) ?? 0) + 1);
    }
    return [...counts]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, count]) => {
            return `        - ${palette.info(`[remediate]  ${name}`)}  (${counted(count, "resource")})`;
        });
}

function violationLines(violation: PolicyEvent, palette: Palette): string[] {
    const { enforcementLevel, severity, policyName, resourceUrn } = violation;
    const paint = enforcementLevel === "mandatory" ? palette.error : palette.warning;
    const level = `[${enforcementLevel}]${severity === undefined ? "" : ` [severity: ${severity}]`}`;
    const subject = resourceUrn === undefined ? "" : `  (${displayType(resourceUrn)}: ${urnName(resourceUrn)})`;
    const message = palette.tagged(violation.message).trimEnd().split("\n");
    return [`        - ${paint(`${level}  ${policyName}`)}${subject}`, ...message.map((line) => `          ${line}`)];
}

function bySeverity(a: PolicyEvent, b: PolicyEvent): number {
    const rank = (list: readonly string[], text: string | undefined): number => {
        const at = list.indexOf(text ?? "");
        return at < 0 ? list.length : at;
    };
    return (
        rank(LEVELS, a.enforcementLevel) - rank(LEVELS, b.enforcementLevel) ||
        rank(SEVERITIES, a.severity) - rank(SEVERITIES, b.severity) ||
        a.policyName.localeCompare(b.policyName) ||
        (a.resourceUrn ?? "").localeCompare(b.resourceUrn ?? "")
    );
}
