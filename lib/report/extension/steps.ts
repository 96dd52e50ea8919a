// SPDX-License-Identifier: Apache-2.0
import type { Irreversible, PhasedStep } from "../report";
import type { PlanPair } from "./pairs";

const WAIT = "and wait until every cluster runs it";

/** When an extension has its turn: before what needs it, or after. */
export function extensionStep({ name, before, after }: PlanPair): PhasedStep {
    if (after === undefined) {
        return { phase: "removal", by: "update", text: `Uninstall the extension "${name}".` };
    }
    const version = after.version === undefined ? "" : ` ${after.version}`;
    const text =
        before === undefined
            ? `Install the extension "${name}"${version} ${WAIT}.`
            : before.version === after.version
              ? `Change the extension "${name}" ${WAIT}.`
              : `Bring the extension "${name}" to${version || " its version"} ${WAIT}.`;
    return { phase: "extensions", by: "update", text };
}

/** What is lost for good with an extension that goes. */
export function extensionLosses({ name, before, after, ...pair }: PlanPair): Omit<Irreversible, "object">[] {
    const kept = pair.isNetwork ? " Pools, isolation annotations and NamespaceNetworkPolicies stay." : "";
    return before !== undefined && after === undefined
        ? [{ text: `Helm deletes what it installed of "${name}": installing it again begins anew.${kept}` }]
        : [];
}
