// SPDX-License-Identifier: Apache-2.0
import type {
    BindingTable,
    Connectivity,
    ExtensionChange,
    IsolationChange,
    PoolChange,
    Report,
} from "kubesphere-network/lib/report/report";

/** What people are shown of a report: what changes comes first, and a section in which nothing does is empty. */
export function worthShowing(report: Report): Report {
    return {
        ...report,
        pools: changesFirst(report.pools, isPoolChanged),
        bindings: report.bindings.flatMap(bindingChanges),
        isolation: changesFirst(report.isolation, isIsolationChanged),
        connectivity: report.connectivity.filter(isConnectivityTold),
        extensions: changesFirst(report.extensions, isExtensionChanged),
    };
}

/** Whether a report has nothing to show but notes. */
export function isQuiet(report: Report): boolean {
    const { title, summary, notes, ...sections } = worthShowing(report);
    return Object.values(sections).every(({ length }) => length === 0);
}

/** The order of what changes, and of what does not, stays what it is. */
function changesFirst<T>(items: readonly T[], isChanged: (item: T) => boolean): readonly T[] {
    const changed = items.filter(isChanged);
    return changed.length === 0 ? [] : [...changed, ...items.filter((item) => !isChanged(item))];
}

function isPoolChanged({ change, settings }: PoolChange): boolean {
    return change !== "unchanged" || settings.length > 0;
}

function bindingChanges(table: BindingTable): BindingTable[] {
    const rows = changesFirst(table.rows, ({ cells }) => cells.includes("added") || cells.includes("removed"));
    return rows.length === 0 ? [] : [{ ...table, rows }];
}

function isIsolationChanged({ before, after, policies }: IsolationChange): boolean {
    return before !== after || Object.values(policies).some(({ length }) => length > 0);
}

function isConnectivityTold({ answers, changes }: Connectivity): boolean {
    return answers.length + changes.length > 0;
}

function isExtensionChanged({ change, config, agents }: ExtensionChange): boolean {
    const moved = [...(agents?.added ?? []), ...(agents?.removed ?? [])];
    return change !== "unchanged" || config.length + moved.length > 0;
}
