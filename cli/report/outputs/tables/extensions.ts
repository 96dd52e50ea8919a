// SPDX-License-Identifier: Apache-2.0
import type { ExtensionChange } from "kubesphere-network/lib/report/report";
import { transition } from "../words";
import { listed } from "../../../text/words";
import { changeCell, ClusterColumn, type Table } from "./table";

const AGENTS = { added: "agents come", removed: "agents go", kept: "agents stay" } as const satisfies Record<
    keyof NonNullable<ExtensionChange["agents"]>,
    string
>;

/** The extensions, and then what their host and agents get, by key path. */
export function extensionTables(extensions: readonly ExtensionChange[]): Table[] {
    const hosts = new ClusterColumn(extensions);
    return [
        {
            subject: "extensions",
            title: "Extensions",
            columns: hosts.head("extension", "change", "version", "enabled"),
            detailColumn: "agents",
            rows: extensions.map((extension) => ({
                cells: hosts.cells(
                    extension.cluster,
                    extension.name,
                    changeCell(extension.change),
                    transition(extension.version.before, extension.version.after),
                    transition(yesOrNo(extension.enabled.before), yesOrNo(extension.enabled.after)),
                ),
                details: agentLines(extension),
            })),
        },
        {
            subject: "config",
            title: "Extensions: configuration",
            columns: hosts.head("extension", "gets it", "key path", "value"),
            rows: extensions.flatMap(({ cluster, name, config }) =>
                config.map((difference) => ({
                    cells: hosts.cells(
                        cluster,
                        name,
                        difference.cluster,
                        difference.property,
                        transition(difference.before, difference.after),
                    ),
                })),
            ),
        },
    ];
}

function yesOrNo(value: boolean | undefined): string | undefined {
    return value === undefined ? undefined : value ? "yes" : "no";
}

function agentLines({ agents }: ExtensionChange): string[] {
    if (agents === undefined) {
        return ["A selector decides which clusters get agents: nobody can tell here."];
    }
    return (Object.keys(AGENTS) as (keyof typeof AGENTS)[])
        .filter((key) => agents[key].length > 0)
        .map((key) => `${AGENTS[key]}: ${listed(agents[key])}`);
}
