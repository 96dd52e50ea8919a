// SPDX-License-Identifier: Apache-2.0
import { CLUSTER, JOB } from "../../../../lib/kinds";
import { type Case, edit, minus, objectIn, plan, plus, upgrading } from "../support";

const JOB_NAME = "helm-upgrade-network-agent-abcdef";
const agent = (status: Readonly<Record<string, unknown>> | null) =>
    plan({ status: { clusterSchedulingStatuses: { "member-1": status } } });
const upgradingAgent = (minutes: number) => agent(upgrading(minutes, JOB_NAME));
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
    "agent-job-gone": { broken: [upgradingAgent(5)], near: [upgradingAgent(5), RUNNING_JOB] },
    "agent-stuck": { broken: [upgradingAgent(15), RUNNING_JOB], near: [upgradingAgent(14), RUNNING_JOB] },
    "agent-busy": { broken: [upgradingAgent(14), RUNNING_JOB], near: [upgradingAgent(15), RUNNING_JOB] },
    "agent-not-begun": { broken: [agent(null)], near: [upgradingAgent(1), RUNNING_JOB] },
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
