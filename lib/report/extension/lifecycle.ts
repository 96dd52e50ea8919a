// SPDX-License-Identifier: Apache-2.0
import { EXTENSION_VERSION } from "../../kinds";
import type { ClusterChange } from "../objects";
import {
    DELETION_STUCK_RULE,
    ENABLED_RULE,
    INSTALLED_RULE,
    RENAMED_RULE,
    UNINSTALLED_RULE,
} from "../rules/extension-rules";
import { clustersOf } from "./clusters";
import { type Found, partsOf } from "./found";
import type { PlanPair } from "./pairs";
import type { Plan } from "./plan";

/** What the network extension leaves undone where it is no more. */
export const UNDONE = "isolation, NamespaceNetworkPolicies and pools stay as they are, and follow no change any more";

/** What is said of extensions that come, go, or are switched on or off. */
export function lifecycleFindings(pair: PlanPair, change: ClusterChange): Found[] {
    const { before, after, former } = pair;
    if (after === undefined) {
        return before === undefined ? [] : [uninstalled(pair), ...stuck(before, pair, change)];
    }
    return before === undefined
        ? [installed(pair), ...(former ? [renamed(former, after)] : [])]
        : enabled(before, after);
}

function installed({ after, releases }: PlanPair): Found {
    return {
        severity: "notice",
        rule: INSTALLED_RULE.id,
        ...(after?.version !== undefined && { after: after.version }),
        message: `KubeSphere installs ${partsOf(releases)}.`,
    };
}

function uninstalled({ before, agents, isNetwork }: PlanPair): Found {
    const releases = [{}, ...(agents?.removed ?? []).map((cluster) => ({ cluster }))];
    const undone = isNetwork ? ` Its webhook goes too; ${UNDONE}.` : "";
    return {
        severity: "danger",
        rule: UNINSTALLED_RULE.id,
        ...(before?.version !== undefined && { before: before.version }),
        message: `KubeSphere uninstalls ${partsOf(releases)}: its pages and its API go.${undone}`,
        wayOut: "If somebody still uses it, keep it. To take away its pages alone, set 'enabled' to false.",
    };
}

/** What keeps KubeSphere from letting a plan go. */
function stuck(plan: Plan, { name, agents }: PlanPair, { before, after, isWhole }: ClusterChange): Found[] {
    const versions = after.of(EXTENSION_VERSION);
    const version = `${name}-${plan.version ?? ""}`;
    const isGone = isWhole && versions.size > 0 && plan.version !== undefined && !versions.has(version);
    const clusters = clustersOf(before, isWhole) ?? [];
    const unready = clusters.filter((cluster) => cluster.unschedulable && agents?.removed.includes(cluster.name));
    const found = (severity: Found["severity"], message: string, wayOut: string): Found => ({
        severity,
        rule: DELETION_STUCK_RULE.id,
        message,
        wayOut,
    });
    return [
        ...(isGone
            ? [
                  found(
                      "danger",
                      `There is no ExtensionVersion ${version}: the deletion never ends.`,
                      "Bring it back with its repository, or update to a version that is there first.",
                  ),
              ]
            : []),
        ...unready.map((cluster) =>
            found(
                "warning",
                `The cluster ${cluster.name} ${cluster.unschedulable ?? ""}: the deletion waits until the agent there is uninstalled.`,
                "Bring the cluster back first, or remove it from KubeSphere.",
            ),
        ),
    ];
}

function enabled(before: Plan, after: Plan): Found[] {
    if (before.enabled === undefined || after.enabled === undefined || before.enabled === after.enabled) {
        return [];
    }
    const found = {
        rule: ENABLED_RULE.id,
        before: before.enabled ? "enabled" : "disabled",
        after: after.enabled ? "enabled" : "disabled",
    };
    return [
        after.enabled
            ? { ...found, severity: "notice", message: "Its pages and its API are there again." }
            : {
                  ...found,
                  severity: "warning",
                  message: "Its pages and its API under /kapis are off; its pods go on running.",
                  wayOut: "If that is not meant, set 'enabled' to true.",
              },
    ];
}

function renamed(before: Plan, after: Plan): Found {
    const [was = "", will = ""] = [before.extension, after.extension];
    return {
        severity: "danger",
        rule: RENAMED_RULE.id,
        before: was,
        after: will,
        message: `The plan becomes that of another extension: what was installed of ${was} stays, and nothing manages it any more.`,
        wayOut: `Delete the plan of ${was}, and make another one for ${will}.`,
    };
}
