// SPDX-License-Identifier: Apache-2.0
import { CLUSTER, INSTALL_PLAN } from "../kinds";
import type { Check } from "./check";
import { refNamed, refTo } from "./objects";
import { releaseChecks } from "./plan/release-checks";
import { releasesOf } from "./plan/state";
import { clustersOf, libraryChecks } from "./plan/surroundings";

const CONTROLLER = "pkg/controller/core/installplan_controller.go of KubeSphere";

/** The agents of each cluster, as the host tells of them. */
export const AGENT_CHECKS: readonly Check[] = [
    ...libraryChecks("agents"),
    ...releaseChecks("agents"),
    {
        id: "agent-left",
        reason: "KubeSphere leaves agents alone of which nothing is said: it neither upgrades nor removes them.",
        source: `Reconcile in ${CONTROLLER}`,
        area: "agents",
        of: "host",
        reads: [INSTALL_PLAN],
        check: ({ here }) => {
            const found = releasesOf(here);
            const left =
                found?.plan.spec.clusterScheduling === undefined
                    ? Object.keys(found?.plan.status?.clusterSchedulingStatuses ?? {})
                    : [];
            return found === undefined
                ? []
                : left.map((cluster) => ({
                      severity: "warning",
                      object: refTo(INSTALL_PLAN, found.plan),
                      message: `The agent on ${cluster} is there still, and the plan says nothing of agents any more.`,
                      seen: `get installplan ${found.plan.metadata?.name ?? ""} -o jsonpath='{.status.clusterSchedulingStatuses}'`,
                      fix: "Name its cluster again, or have it removed with a placement of no cluster: placement: { clusters: [] }.",
                  }));
        },
    },
    {
        id: "member-unknown",
        reason: "What is found on a cluster that KubeSphere does not know has nothing to do with its agents.",
        source: "https://kubesphere.io/docs/multicluster-management",
        area: "agents",
        of: "each",
        reads: [],
        check: ({ here, host }) => {
            const clusters = clustersOf(host);
            return here === host || clusters === undefined || clusters.some(({ name }) => name === here.name)
                ? []
                : [
                      {
                          severity: "warning",
                          object: refNamed(CLUSTER, here.name),
                          message: `The host knows no cluster "${here.name}". It knows ${clusters.map(({ name }) => name).join(", ") || "none"}.`,
                          seen: "cluster-info",
                          fix: "Give the member the name that it has in KubeSphere: --member NAME=CONTEXT.",
                      },
                  ];
        },
    },
];
