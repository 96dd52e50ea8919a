// SPDX-License-Identifier: Apache-2.0
import type { ClusterChange } from "../objects";
import type { Finding, Part } from "../report";
import { fewAddresses } from "./room";
import { keyFaults } from "./keys";
import { migrations } from "./migration";
import { notesOf } from "./notes";
import { reboundNamespaces } from "./rebound";
import { stepsOf } from "./steps";
import { summaryOf } from "./summary";
import { tableOf } from "./table";
import { unusablePools } from "./unusable";
import { type BindingCheck, bindingWorld } from "./world";

const CHECKS: readonly BindingCheck[] = [unusablePools, migrations, fewAddresses, keyFaults, reboundNamespaces];

/** What a change means for the bindings of a cluster's namespaces to pools. */
export function bindingsPart(change: ClusterChange): Part {
    const world = bindingWorld(change);
    const cluster = change.cluster === undefined ? {} : { cluster: change.cluster };
    const summary = summaryOf(world);
    const table = tableOf(world);
    return {
        ...(summary !== undefined && { summary }),
        bindings: table.rows.length === 0 ? [] : [{ ...cluster, ...table }],
        findings: CHECKS.flatMap((check) => check(world)).map(({ rule, ...said }): Finding => ({
            area: "bindings",
            rule: rule.id,
            ...cluster,
            ...said,
        })),
        steps: stepsOf(world.moves),
        notes: notesOf(world),
    };
}
