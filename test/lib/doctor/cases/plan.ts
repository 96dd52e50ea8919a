// SPDX-License-Identifier: Apache-2.0
import { CLUSTER, EXTENSION_VERSION, INSTALL_PLAN, JOB } from "../../../../lib/kinds";
import { type Case, edit, minus, object, objectIn, plan, plus, UPGRADE_JOB, upgrading } from "../support";

const FAILED = {
    state: "InstallFailed",
    conditions: [{ type: "Installed", status: "False", message: "cannot pull with password=s3cr3t: timed out" }],
};
const NO_AGENTS = { clusterSchedulingStatuses: null };

const upgradingPlan = (minutes: number) => plan({ status: upgrading(minutes) });
const RUNNING_JOB = plus(JOB, objectIn("extension-network", UPGRADE_JOB));
const config = (text: string) => plan({ spec: { config: text } });
const override = (text: string) => plan({ spec: { clusterScheduling: { overrides: { "member-1": text } } } });

/** The plan, and what has become of the host's release. */
export const PLAN_CASES: Readonly<Record<string, Case>> = {
    "plan-absent": { broken: [minus(INSTALL_PLAN)], near: [plan({ spec: { enabled: false } })] },
    "plan-name": {
        broken: [
            plus(
                INSTALL_PLAN,
                object("my-network", { spec: { extension: { name: "network", version: "1.3.0" }, enabled: true } }),
            ),
        ],
        near: [
            plus(
                INSTALL_PLAN,
                object("grafana", { spec: { extension: { name: "grafana", version: "1.0.0" }, enabled: true } }),
            ),
        ],
    },
    "plan-without-placement": {
        broken: [plan({ spec: { clusterScheduling: { placement: null } } })],
        near: [plan({ spec: { clusterScheduling: { placement: { clusters: [] } } } })],
    },
    "plan-no-agents": {
        broken: [plan({ spec: { clusterScheduling: null }, status: NO_AGENTS })],
        near: [
            plan({
                spec: { clusterScheduling: { placement: { clusters: null, clusterSelector: {} } } },
                status: NO_AGENTS,
            }),
        ],
    },
    "plan-disabled": {
        broken: [plan({ spec: { enabled: false } })],
        near: [plan({ spec: { upgradeStrategy: "Manual" } })],
    },
    "extension-version-exists": {
        broken: [plan({ spec: { extension: { version: "9.9.9" } } })],
        near: [plan({ spec: { extension: { version: "1.2.0" } } })],
    },
    "extension-version-gone": {
        broken: [minus(EXTENSION_VERSION, "network-1.3.0")],
        near: [minus(EXTENSION_VERSION, "network-1.2.0")],
    },
    "extension-dependencies": {
        broken: [
            edit(EXTENSION_VERSION, "network-1.3.0", {
                spec: { externalDependencies: [{ name: "gateway", version: ">=1.0.0", required: true }] },
            }),
        ],
        near: [
            edit(EXTENSION_VERSION, "network-1.2.0", {
                spec: { externalDependencies: [{ name: "gateway", version: ">=1.0.0", required: true }] },
            }),
        ],
    },
    "extension-kubesphere-version": {
        broken: [edit(EXTENSION_VERSION, "network-1.3.0", { spec: { ksVersion: ">=4.3.0-0" } })],
        near: [edit(EXTENSION_VERSION, "network-1.3.0", { spec: { ksVersion: ">=4.2.0-0" } })],
    },
    "extension-kubernetes-version": {
        broken: [edit(CLUSTER, "member-1", { status: { kubernetesVersion: "v1.18.0" } })],
        near: [edit(CLUSTER, "member-1", { status: { kubernetesVersion: "v1.19.0" } })],
    },
    "extension-host-only": {
        broken: [edit(EXTENSION_VERSION, "network-1.3.0", { spec: { installationMode: "HostOnly" } })],
        near: [edit(EXTENSION_VERSION, "network-1.2.0", { spec: { installationMode: "HostOnly" } })],
    },
    "plan-failed": {
        broken: [
            plan({ status: FAILED }),
            (facts) => ({
                ...facts,
                logs: new Map([["helm-install-network-abcdef", ["Error: timed out waiting for the condition"]]]),
            }),
        ],
        // Another config than the one that failed: KubeSphere starts again by itself.
        near: [plan({ status: FAILED }), config("global:\n  imageRegistry: registry.local")],
    },
    "plan-job-gone": { broken: [upgradingPlan(5)], near: [upgradingPlan(5), RUNNING_JOB] },
    "plan-stuck": { broken: [upgradingPlan(15), RUNNING_JOB], near: [upgradingPlan(14), RUNNING_JOB] },
    "plan-busy": { broken: [upgradingPlan(14), RUNNING_JOB], near: [upgradingPlan(15), RUNNING_JOB] },
    "plan-not-begun": { broken: [plan({ status: null })], near: [upgradingPlan(1), RUNNING_JOB] },
    "plan-behind": {
        broken: [plan({ status: { version: "1.2.0" } })],
        near: [plan({ status: { version: "1.2.0" } }), upgradingPlan(1), RUNNING_JOB],
    },
    "extension-config-yaml": { broken: [config("- a list")], near: [config("global: {}")] },
    "extension-overrides": {
        broken: [plan({ spec: { clusterScheduling: { overrides: { "member-2": "a: 1" } } } })],
        near: [override("global: {}")],
    },
    "extension-network-config": {
        broken: [
            config(
                "global:\n  networkpolicy:\n    enabled: false\nnetwork:\n  apiserver:\n    image:\n      tag: v1.2.0\n",
            ),
        ],
        near: [
            config(
                "global:\n  networkPolicy:\n    enable: false\nnetwork:\n  apiserver:\n    image:\n      tag: v1.3.0\n",
            ),
        ],
    },
    "extension-network-overrides": {
        broken: [override("network:\n  controller:\n    apiToken: s3cr3t\n")],
        near: [override("network:\n  controller:\n    resources: {}\n")],
    },
};
