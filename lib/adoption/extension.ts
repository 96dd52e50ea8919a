// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { installPlanManifest, type InstallPlanSpec } from "../extension/install-plan";
import { LIVE_INSTALL_PLAN_RULES } from "../extension/live-rules";
import { NETWORK_EXTENSION } from "../extension/network-values";
import { type InstallPlanStatus, readiness } from "../extension/readiness";
import { INSTALL_PLAN, typeToken } from "../kinds";
import type { Manifest } from "../manifest";
import { extensionPlan } from "../platform/extension-plan";
import type { PlatformExtension } from "../platform/spec";
import { problemsOf } from "../rule";
import type { LiveObject } from "./adoption";
import { type Found, found, leftOut, type Refusal, together } from "./candidate";
import { type HostContents, nameOf } from "./contents";
import { extensionModels, secretKey } from "./extension-models";
import { madeByAnother } from "./owner";
import type { Site } from "./site";

/** The network extension's InstallPlan, or why it cannot be in the program. Nothing where there is none. */
export function adoptExtension(host: HostContents, site: Site): Found {
    const plan = host.installPlans.find((each) => nameOf(each) === NETWORK_EXTENSION);
    if (plan === undefined) {
        return together([]);
    }
    const title = { cluster: site.cluster, kind: INSTALL_PLAN.kind, name: NETWORK_EXTENSION };
    const spec = plan.spec as InstallPlanSpec;
    const model = extensionModels(spec).find((each) => isDeepStrictEqual(manifestOf(each).spec, spec));
    const refusal = madeByAnother(plan) ?? withSecret(spec);
    if (refusal !== undefined || model === undefined) {
        return leftOut(title, refusal ?? otherThan(spec));
    }
    const doubt = failed(plan, host) ?? refused(model, host);
    return doubt
        ? leftOut(title, doubt)
        : found({
              at: ["extension"],
              value: model,
              title,
              object: site.object(plan, {
                  name: site.extension,
                  type: typeToken(INSTALL_PLAN),
                  isPatch: false,
                  inputs: manifestOf(model),
                  dependsOn: [],
              }),
          });
}

/** The InstallPlan as the component writes it. */
function manifestOf(extension: PlatformExtension): Manifest {
    return { ...installPlanManifest(extensionPlan(extension)) };
}

/** What the description of an extension cannot say. */
function otherThan({ enabled, upgradeStrategy, clusterScheduling }: InstallPlanSpec): Refusal {
    const wayOut = "Use the component Extension beside the platform, which can say more.";
    if (!enabled) {
        return { reason: "It is disabled, and NetworkPlatform has the extension enabled.", wayOut };
    }
    if (upgradeStrategy !== "Manual") {
        const reason = `Its upgradeStrategy is ${upgradeStrategy ?? "missing"}, and the component writes Manual.`;
        return { reason, wayOut: "No code of KubeSphere reads it: set it to Manual and adopt again." };
    }
    const { clusters = [] } = clusterScheduling?.placement ?? {};
    return clusterScheduling !== undefined && clusters.length === 0
        ? { reason: "It is placed by a selector of clusters, and NetworkPlatform names them.", wayOut }
        : {
              reason: "The component would write its config or an override in another form, and KubeSphere would upgrade the extension.",
              wayOut: "Have the overrides in the order of their keys, four blanks for each level, and adopt again.",
          };
}

function withSecret({ config, clusterScheduling }: InstallPlanSpec): Refusal | undefined {
    const key = [config, ...Object.values(clusterScheduling?.overrides ?? {})].map(secretKey).find(Boolean);
    return key === undefined
        ? undefined
        : {
              reason: `Its values have ${key}, which looks like a secret, and a secret does not belong into a file.`,
              wayOut: "Use the component NetworkExtension with that value from Pulumi's configuration.",
          };
}

/** A plan that failed is an error of every preview. */
function failed(plan: LiveObject, { clusters }: HostContents): Refusal | undefined {
    const { phase, reason } = readiness({
        spec: plan.spec as InstallPlanSpec,
        status: plan.status as InstallPlanStatus | undefined,
        clusters,
    });
    return phase === "failed"
        ? { reason: `It has failed: ${reason}.`, wayOut: "Mend it first and adopt again: ksnet doctor" }
        : undefined;
}

/** What a preview would refuse among what is on the host. */
function refused(model: PlatformExtension, host: HostContents): Refusal | undefined {
    const plans = host.installPlans.map((each) => [nameOf(each), (each.status ?? {}) as InstallPlanStatus] as const);
    const problem = problemsOf(LIVE_INSTALL_PLAN_RULES, {
        plan: extensionPlan(model),
        host: {
            isHost: true,
            versions: host.extensionVersions,
            clusters: host.clusters,
            plans: new Map(plans),
        },
    }).find(({ severity }) => severity !== "warning");
    return problem && { reason: `A preview refuses it: ${problem.message}` };
}
