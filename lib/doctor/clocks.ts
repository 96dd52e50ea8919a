// SPDX-License-Identifier: Apache-2.0
import { type Condition, isReady } from "../cluster/conditions";
import type { ClusterObject, NodeObject } from "../cluster/objects";
import { INSTALL_PLAN, JOB, LEASE, NODE } from "../kinds";
import { counted } from "../report/words";
import type { Check } from "./check";
import { type ClusterFacts, listOf } from "./facts";
import { refNamed, refTo } from "./objects";
import { isBusy, releasesOf, saidOfRelease, sentence } from "./plan/state";

/** Seconds that a server's clock may differ from that of whoever asks: the header has whole seconds, and answers take time. */
const MOST_OF_SERVER = 30;

/** Seconds that a node's clock may be ahead of the API server's. */
const MOST_AHEAD = 10;

/** Seconds after which a lease is old that a kubelet renews every ten; longer, and the node would not be ready. */
const MOST_BEHIND = 60;

const SKEW =
    "KubeSphere takes the end of a job only if its clock is not behind that of the last state: an installation never ends.";
const SOURCE =
    "updateState in pkg/controller/core/installplan_controller.go of KubeSphere; https://github.com/kubesphere/kubesphere/issues/6302";
const FIX = "Synchronise the clocks of all nodes (NTP).";

/** What a node says of itself. */
interface ReadyNode extends NodeObject {
    readonly status?: NodeObject["status"] & { readonly conditions?: readonly Condition[] };
}

/** What is read of a Lease. */
interface LeaseObject extends ClusterObject {
    readonly spec?: { readonly renewTime?: string };
}

/** Clocks that differ, and what has become of KubeSphere because of it. */
export const CLOCK_CHECKS: readonly Check[] = [
    {
        id: "clock-result-dropped",
        reason: SKEW,
        source: SOURCE,
        area: "clocks",
        of: "host",
        reads: [INSTALL_PLAN, JOB],
        causes: ["plan-stuck", "agent-stuck", "agent-not-begun"],
        check: ({ here }) => {
            const found = releasesOf(here);
            return (found?.releases ?? []).flatMap((release) =>
                found && isBusy(release) && release.job && release.jobSays && !release.jobSays.includes(" failed")
                    ? [
                          {
                              ...saidOfRelease(here, found.plan, release, {
                                  severity: "danger",
                                  message: sentence(release.jobSays.replace(/\. .*$/, "")),
                                  fix: `${FIX} Then have KubeSphere start again: change the text of the config, with a comment if need be; while it waits, only uninstalling and installing helps.`,
                              }),
                              seen: `get job ${release.status.jobName ?? ""} -n ${found.plan.status?.targetNamespace ?? ""} -o jsonpath='{.status.completionTime}'`,
                          },
                      ]
                    : [],
            );
        },
    },
    {
        id: "clock-server",
        reason: "Certificates and tokens are taken to be expired, or not yet valid, and times of the cluster mislead whoever reads them here.",
        source: "https://kubernetes.io/docs/reference/access-authn-authz/authentication",
        area: "clocks",
        of: "each",
        reads: [],
        check: ({ here: { name, clocks } }) => {
            const seconds = Math.round((clocks.server - clocks.local) / 1000);
            return Math.abs(seconds) <= MOST_OF_SERVER
                ? []
                : [
                      {
                          severity: "warning",
                          object: refNamed({ kind: "Cluster" }, name),
                          message: `The clock of the API server is ${counted(Math.abs(seconds), "second")} ${seconds > 0 ? "ahead of" : "behind"} the one here.`,
                          seen: "get --raw /version -v=8 2>&1 | grep -i date; date -u",
                          fix: `${FIX} See which of the two is wrong.`,
                      },
                  ];
        },
    },
    {
        id: "clock-nodes",
        reason: SKEW,
        source: SOURCE,
        area: "clocks",
        of: "each",
        reads: [NODE, LEASE],
        check: ({ here }) => {
            const leases = new Map(
                listOf<LeaseObject>(here, LEASE).map(({ metadata, spec }) => [metadata?.name, spec?.renewTime]),
            );
            return listOf<ReadyNode>(here, NODE).flatMap((node) => {
                const name = node.metadata?.name ?? "";
                const difference = differenceOf(node, leases.get(name), here);
                return difference === undefined
                    ? []
                    : [
                          {
                              severity: "warning",
                              object: refTo(NODE, node),
                              message: `The clock of the node is ${difference} that of the API server: it renewed its lease at ${leases.get(name) ?? ""}, read at ${new Date(here.clocks.server).toISOString()}.`,
                              seen: `get lease ${name} -n kube-node-lease -o jsonpath='{.spec.renewTime}'`,
                              fix: FIX,
                          },
                      ];
            });
        },
    },
];

/** How far a node's clock is off, in words. A node that is not ready may have stopped, so that its lease tells nothing. */
function differenceOf(node: ReadyNode, renewed: string | undefined, { clocks }: ClusterFacts): string | undefined {
    const seconds = renewed === undefined ? 0 : Math.round((Date.parse(renewed) - clocks.server) / 1000);
    if (seconds > MOST_AHEAD) {
        return `${counted(seconds, "second")} ahead of`;
    }
    return isReady(node) && -seconds > MOST_BEHIND ? `up to ${counted(-seconds, "second")} behind` : undefined;
}
