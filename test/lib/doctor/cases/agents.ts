// SPDX-License-Identifier: Apache-2.0
import { CLUSTER, JOB } from "../../../../lib/kinds";
import { type Case, edit, minus, minutesAgo, objectIn, plan, plus } from "../support";

const JOB_NAME = "helm-upgrade-network-agent-abcdef";
const agent = (status: Readonly<Record<string, unknown>> | null) =>
    plan({ status: { clusterSchedulingStatuses: { "member-1": status } } });
const upgrading = (minutes: number) =>
    agent({
        state: "Upgrading",
        jobName: JOB_NAME,
        stateHistory: [{ state: "Upgrading", lastTransitionTime: minutesAgo(minutes) }],
    });
const RUNNING_JOB = plus(JOB, objectIn("extension-network", JOB_NAME));

/** The agents. */
export const AGENT_CASES: Readonly<Record<string, Case>> = {
    "extension-clusters": {
        broken: [plan({ spec: { clusterScheduling: { placement: { clusters: ["host", "member-1", "nowhere"] } } } })],
        near: [plan({ spec: { clusterScheduling: { placement: { clusters: ["host"] } } } })],
    },
    "agent-failed": {
        broken: [
            agent({
                state: "UpgradeFailed",
                jobName: JOB_NAME,
                conditions: [{ type: "Upgraded", status: "False", message: "no route to host" }],
            }),
            plus(
                JOB,
                objectIn("extension-network", JOB_NAME, {
                    status: { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }] },
                }),
            ),
        ],
        near: [agent({ state: "UpgradeFailed", version: "1.2.0" })],
    },
    "agent-job-gone": { broken: [upgrading(5)], near: [upgrading(5), RUNNING_JOB] },
    "agent-stuck": { broken: [upgrading(15), RUNNING_JOB], near: [upgrading(14), RUNNING_JOB] },
    "agent-busy": { broken: [upgrading(14), RUNNING_JOB], near: [upgrading(15), RUNNING_JOB] },
    "agent-not-begun": { broken: [agent(null)], near: [upgrading(1), RUNNING_JOB] },
    "agent-behind": { broken: [agent({ version: "1.2.0" })], near: [agent({ version: "1.3.0" })] },
    "agent-left": {
        broken: [plan({ spec: { clusterScheduling: null } })],
        near: [plan({ spec: { clusterScheduling: null }, status: { clusterSchedulingStatuses: null } })],
    },
    "member-unknown": {
        broken: [minus(CLUSTER, "member-1")],
        near: [edit(CLUSTER, "member-1", { status: { conditions: [{ type: "Ready", status: "True" }] } })],
    },
};
