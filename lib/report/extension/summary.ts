// SPDX-License-Identifier: Apache-2.0
import type { ExtensionChange } from "../report";
import { counted, numbered } from "../words";

/** What changes in extensions, in a few words such as "network 1.2.0 to 1.3.0"; undefined if nothing does. */
export function extensionSummary(rows: readonly ExtensionChange[]): string | undefined {
    return rows.length > 0 ? rows.map(lineOf).join("; ") : undefined;
}

function lineOf(row: ExtensionChange): string {
    const { name, change, version } = row;
    if (change === "deleted") {
        return `${name} uninstalled`;
    }
    if (change === "created") {
        return `${[name, version.after].filter(Boolean).join(" ")} installed`;
    }
    const rest = [switched(row), ...moving(row), ...values(row)].filter((part) => part !== "").join(", ");
    if (version.before !== version.after) {
        const next = version.after ?? "a version not known yet";
        return `${name} ${version.before ?? "?"} to ${next}${rest === "" ? "" : `, ${rest}`}`;
    }
    return `${name}: ${rest || "no value changes"}`;
}

function switched({ enabled: { before, after } }: ExtensionChange): string {
    return before === after || after === undefined ? "" : after ? "enabled" : "disabled";
}

function moving({ agents }: ExtensionChange): string[] {
    const { added = [], removed = [] } = agents ?? {};
    return [
        ...(added.length > 0 ? [`${counted(added.length, "agent")} ${numbered(added.length, "comes", "come")}`] : []),
        ...(removed.length > 0
            ? [`${counted(removed.length, "agent")} ${numbered(removed.length, "goes", "go")}`]
            : []),
    ];
}

function values({ config }: ExtensionChange): string[] {
    const count = new Set(config.map(({ property }) => property)).size;
    return count > 0 ? [`${counted(count, "value")} ${numbered(count, "changes", "change")}`] : [];
}
