// SPDX-License-Identifier: Apache-2.0
import { SEVERITIES } from "../../report/report";
import type { ContextCheck, MigrationContext } from "../context";
import type { MigrationCheck } from "../plan";
import { budgets } from "./budgets";
import { capacity } from "./capacity";
import { brokenNamespaces, namespaceKeys } from "./namespaces";
import { pinnedAddresses, pinnedPools } from "./pins";
import { addressRules } from "./policies";
import { targetNamespaces, targetNodes } from "./selection";
import { leftOut, tunnels, unbound } from "./source";
import { sourceDisabled, targetAddresses, targetEnabled, targetManual } from "./target";
import { managed, waited, workloads } from "./workloads";

const CHECKS: readonly ContextCheck[] = [
    targetEnabled,
    targetManual,
    targetAddresses,
    targetNodes,
    targetNamespaces,
    capacity,
    sourceDisabled,
    unbound,
    tunnels,
    leftOut,
    brokenNamespaces,
    namespaceKeys,
    pinnedPools,
    pinnedAddresses,
    addressRules,
    workloads,
    budgets,
    waited,
    managed,
];

/** Everything that a migration runs into, dangers first. */
export function migrationChecks(context: MigrationContext): MigrationCheck[] {
    const found = CHECKS.flatMap((check) => check(context));
    return SEVERITIES.flatMap((severity) => found.filter((each) => each.severity === severity));
}
