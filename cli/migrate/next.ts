// SPDX-License-Identifier: Apache-2.0
import type { MigrateOptions } from "./journaled";

/** A subcommand for the same migration, as it is typed. */
export function commandText(
    subcommand: string,
    {
        from,
        to,
        context,
        kubeconfig,
        stateDir,
    }: Pick<MigrateOptions, "from" | "to" | "context" | "kubeconfig" | "stateDir">,
    more: readonly string[] = [],
): string {
    const flags = { context, kubeconfig, "state-dir": stateDir };
    return [
        `ksnet migrate ${subcommand} ${from} ${to}`,
        ...Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`])),
        ...more,
    ].join(" ");
}
