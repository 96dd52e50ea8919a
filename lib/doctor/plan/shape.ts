// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { NO_CLUSTER } from "../../extension/install-plan";
import { NETWORK_EXTENSION } from "../../extension/network-values";
import { INSTALL_PLAN } from "../../kinds";
import type { Check } from "../check";
import { listOf } from "../facts";
import { networkPlan, type PlanObject, refNamed, refTo } from "../objects";

const CONTROLLER = "pkg/controller/core/installplan_controller.go of KubeSphere";

/** What a plan says, whatever has become of it. */
export const PLAN_SHAPE_CHECKS: readonly Check[] = [
    {
        id: "plan-absent",
        reason: "Without a plan nothing of the extension is installed: no pages, no isolation, nobody who checks pools.",
        source: `Reconcile in ${CONTROLLER}`,
        area: "plan",
        of: "host",
        reads: [INSTALL_PLAN],
        causes: ["api-policies-missing"],
        check: ({ here }) =>
            networkPlan(here)
                ? []
                : [
                      {
                          severity: "danger",
                          object: refNamed(INSTALL_PLAN, NETWORK_EXTENSION),
                          message: `There is no InstallPlan "${NETWORK_EXTENSION}": the extension is not installed.`,
                          seen: "get installplans.kubesphere.io",
                          fix: `Install it: a NetworkExtension in a program, or ${NETWORK_EXTENSION} under Extensions in the console.`,
                      },
                  ],
    },
    {
        id: "plan-name",
        reason: "KubeSphere finds jobs, releases and the Extension by the plan's name, so that the status of another name never moves.",
        source: `SetupWithManager in ${CONTROLLER}`,
        area: "plan",
        of: "host",
        reads: [INSTALL_PLAN],
        check: ({ here }) =>
            listOf<PlanObject>(here, INSTALL_PLAN)
                .filter(({ metadata, spec }) => {
                    const names = [metadata?.name, spec.extension.name];
                    return names.includes(NETWORK_EXTENSION) && names[0] !== names[1];
                })
                .map((plan) => ({
                    severity: "danger",
                    object: refTo(INSTALL_PLAN, plan),
                    message: `The plan is called "${plan.metadata?.name ?? ""}" and is of the extension "${plan.spec.extension.name}".`,
                    seen: `get installplan ${plan.metadata?.name ?? ""} -o jsonpath='{.spec.extension}'`,
                    fix: `Delete it, and write a plan whose metadata.name and spec.extension.name are both ${NETWORK_EXTENSION}.`,
                })),
    },
    {
        id: "plan-without-placement",
        reason: "KubeSphere's controller reads the placement without looking whether there is one, and fails for this plan or as a whole.",
        source: `syncClusterSchedulingStatus in ${CONTROLLER}`,
        area: "plan",
        of: "host",
        reads: [INSTALL_PLAN],
        causes: ["plan-no-agents", "plan-not-begun"],
        check: ofPlan((plan) =>
            plan.spec.clusterScheduling !== undefined && !plan.spec.clusterScheduling.placement
                ? {
                      severity: "danger",
                      message: "The plan has 'spec.clusterScheduling' without 'placement'.",
                      seen: "-o jsonpath='{.spec.clusterScheduling}'",
                      fix: "Add 'placement' with the clusters that get the agent, or remove 'clusterScheduling'.",
                  }
                : undefined,
        ),
    },
    {
        id: "plan-no-agents",
        reason: "What does the work on a cluster is the agent: without one there are only the pages in the console.",
        source: "skills/kubesphere-network-extension-operations/references/extension.yaml of KubeSphere",
        area: "plan",
        of: "host",
        reads: [INSTALL_PLAN],
        causes: ["api-policies-missing"],
        check: ofPlan((plan) =>
            hasNoPlace(plan) &&
            plan.metadata?.deletionTimestamp === undefined &&
            Object.keys(plan.status?.clusterSchedulingStatuses ?? {}).length === 0
                ? {
                      severity: "warning",
                      message: "No cluster gets the agent: 'spec.clusterScheduling.placement' names none.",
                      seen: "-o jsonpath='{.spec.clusterScheduling}'",
                      fix: "Name the clusters, the host too if the network of its own projects is to be managed: placement: { clusters: [host] }.",
                  }
                : undefined,
        ),
    },
    {
        id: "plan-disabled",
        reason: "Its pages, its API below /kapis and its entries in the console are off; its pods go on as before.",
        source: `syncInstallPlanStatus in ${CONTROLLER}`,
        area: "plan",
        of: "host",
        reads: [INSTALL_PLAN],
        check: ofPlan((plan) =>
            plan.spec.enabled
                ? undefined
                : {
                      severity: "notice",
                      message:
                          "The extension is disabled ('spec.enabled' is false): KubeSphere sets its JSBundles, APIServices, ReverseProxies and ExtensionEntries to Disabled.",
                      seen: "-o jsonpath='{.spec.enabled}'",
                      fix: "Set 'spec.enabled' to true if it is to be used.",
                  },
        ),
    },
];

/** Asks something of the plan, and shows it. */
function ofPlan(
    ask: (plan: PlanObject) => Omit<ReturnType<Check["check"]>[number], "object"> | undefined,
): Check["check"] {
    return ({ here }) => {
        const plan = networkPlan(here);
        const said = plan && ask(plan);
        return plan === undefined || said === undefined
            ? []
            : [
                  {
                      ...said,
                      object: refTo(INSTALL_PLAN, plan),
                      seen: `get installplan ${plan.metadata?.name ?? ""} ${said.seen}`,
                  },
              ];
    };
}

/** Whether nobody is to have an agent. Without a placement at all KubeSphere would have failed, which is another matter. */
function hasNoPlace({ spec: { clusterScheduling } }: PlanObject): boolean {
    const { clusters = [], clusterSelector = NO_CLUSTER } = clusterScheduling?.placement ?? {};
    return clusters.length === 0 && isDeepStrictEqual(clusterSelector, NO_CLUSTER);
}
