// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { InstallPlanModel } from "../../../lib/extension/install-plan";
import {
    type ExtensionVersionObject,
    type HostSurroundings,
    LIVE_INSTALL_PLAN_RULES,
    type VersionedCluster,
} from "../../../lib/extension/live-rules";
import { problemsOf } from "../../../lib/rule";

const PLAN: InstallPlanModel = { extension: "probe", version: "1.2.0" };

const version = (
    number: string,
    spec: ExtensionVersionObject["spec"] = {},
    name = "probe",
): ExtensionVersionObject => ({
    metadata: { name: `${name}-${number}`, labels: { "kubesphere.io/extension-ref": name } },
    spec: { version: number, installationMode: "HostOnly", ...spec },
});
const cluster = (name: string, more: Partial<VersionedCluster> = {}): VersionedCluster => ({
    name,
    labels: {},
    isHost: name === "host",
    ...more,
});
const host = (more: Partial<HostSurroundings>): HostSurroundings => ({ isHost: true, ...more });
const needing = (range: string, required = true) => [
    version("1.2.0", { externalDependencies: [{ name: "base", version: range, required }] }),
];
const plans = (name: string, state: string, installed: string) => new Map([[name, { state, version: installed }]]);

function said(change: Partial<InstallPlanModel>, surroundings: HostSurroundings): string[] {
    return problemsOf(LIVE_INSTALL_PLAN_RULES, { plan: { ...PLAN, ...change }, host: surroundings }).map(
        ({ message, severity }) => `${severity === "warning" ? "warning: " : ""}${message}`,
    );
}

type Case = readonly [string, Partial<InstallPlanModel>, HostSurroundings, ...string[]];

const there = [version("1.2.0")];
const agents = [version("1.2.0", { installationMode: "Multicluster" })];

const CASES: readonly Case[] = [
    ["nothing that could be looked at", {}, host({})],
    [
        "a cluster that is not KubeSphere's host",
        {},
        { isHost: false },
        "the provider's cluster does not know the kind InstallPlan (kubesphere.io/v1alpha1). Use the provider of KubeSphere's host cluster, or install KubeSphere first.",
    ],
    ["a version that is there", {}, host({ versions: there })],
    [
        "a version that is not there, among those that are",
        {},
        host({ versions: [version("1.0.0"), version("1.1.0"), version("1.2.0", {}, "other")] }),
        "'version' (1.2.0) is not a version of probe that this KubeSphere has. There are 1.0.0, 1.1.0.",
    ],
    [
        "an extension without versions",
        {},
        host({ versions: [version("1.0.0", {}, "other")] }),
        "'version' (1.2.0) is not a version of probe that this KubeSphere has. It has none: see kubectl get extensions.kubesphere.io and whether its repository is synchronised.",
    ],
    [
        "a KubeSphere without any versions and clusters yet",
        { placement: { clusters: ["host"] } },
        host({ versions: [], clusters: [] }),
        "warning: 'version' (1.2.0) is not a version of probe that this KubeSphere has. It has none: see kubectl get extensions.kubesphere.io and whether its repository is synchronised.",
        "warning: 'placement.clusters' (host) is not a cluster of this KubeSphere. There are none.",
    ],
    [
        "a version that is installed and gone",
        {},
        host({ versions: [version("1.3.0")], plans: plans("probe", "Installed", "1.2.0") }),
        "warning: 'version' (1.2.0): the ExtensionVersion probe-1.2.0 of what is installed is gone. A deletion of this extension would never end. Update to a version that is there first, or bring it back with the repository.",
    ],
    [
        "a dependency in its range",
        {},
        host({ versions: needing(">=2.0.0,<3.0.0"), plans: plans("base", "Installed", "2.1.0") }),
    ],
    [
        "a pre-release in the range",
        {},
        host({ versions: needing(">=2.0.0-0"), plans: plans("base", "Installed", "2.1.0-rc.1") }),
    ],
    [
        "a dependency that is too old",
        {},
        host({ versions: needing(">=2.0.0"), plans: plans("base", "Installed", "1.9.0") }),
        "'extension' (probe) 1.2.0 needs the extension base >=2.0.0, which is Installed 1.9.0. Install it first.",
    ],
    [
        "a dependency that failed",
        {},
        host({ versions: needing(">=2.0.0"), plans: plans("base", "InstallFailed", "2.0.0") }),
        "'extension' (probe) 1.2.0 needs the extension base >=2.0.0, which is InstallFailed 2.0.0. Install it first.",
    ],
    [
        "a dependency that is not needed",
        {},
        host({ versions: needing(">=2.0.0", false), plans: new Map() }),
        "warning: 'extension' (probe) 1.2.0 works better with the extension base >=2.0.0, which is not installed. Install it first.",
    ],
    [
        "a Kubernetes of a vendor",
        {},
        host({
            versions: [version("1.2.0", { kubeVersion: ">=1.30.0" })],
            kubernetesVersion: "v1.30.4-gke.100",
            clusters: [cluster("host", { kubernetesVersion: "v1.31.2+k3s1" })],
        }),
    ],
    [
        "a Kubernetes that is too old, told by the API server",
        {},
        host({ versions: [version("1.2.0", { kubeVersion: ">=1.30.0" })], kubernetesVersion: "v1.29.9", clusters: [] }),
        "'version' (1.2.0) of probe is made for >=1.30.0, not for Kubernetes v1.29.9 on the host. Choose another version.",
    ],
    [
        "a KubeSphere that is too old on a cluster where the agent goes",
        { placement: { clusters: ["m1"] } },
        host({
            versions: [version("1.2.0", { ksVersion: ">=4.2.0-0", installationMode: "Multicluster" })],
            clusters: [
                cluster("host", { kubeSphereVersion: "v4.2.0" }),
                cluster("m1", { kubeSphereVersion: "v4.1.3" }),
                cluster("m2", { kubeSphereVersion: "v3.4.1" }),
            ],
        }),
        "'version' (1.2.0) of probe is made for >=4.2.0-0, not for KubeSphere v4.1.3 on cluster m1. Choose another version.",
    ],
    [
        "the same where it is installed already",
        {},
        host({
            versions: [version("1.2.0", { ksVersion: ">=4.2.0-0" })],
            plans: plans("probe", "Installed", "1.2.0"),
            clusters: [cluster("host", { kubeSphereVersion: "v4.1.0" })],
        }),
        "warning: 'version' (1.2.0) of probe is made for >=4.2.0-0, not for KubeSphere v4.1.0 on cluster host. Choose another version.",
    ],
    [
        "a placement on no cluster of what is for the host alone",
        { placement: { clusters: [] } },
        host({ versions: there }),
    ],
    [
        "a placement of what is for the host alone",
        { placement: { clusterSelector: {} } },
        host({ versions: there }),
        "'placement' must be left out: probe 1.2.0 is installed on the host only (installationMode HostOnly).",
    ],
    [
        "agents that are placed nowhere",
        {},
        host({ versions: agents }),
        "warning: 'placement' is not set, and probe 1.2.0 has agents (installationMode Multicluster): only the host's part is installed. Name the clusters; an empty list says that this is meant.",
    ],
    ["agents that are meant to be nowhere", { placement: { clusters: [] } }, host({ versions: agents })],
    [
        "clusters that do not exist or are not ready",
        { placement: { clusters: ["host", "mars", "m1"] } },
        host({ versions: agents, clusters: [cluster("host"), cluster("m1", { unschedulable: "is not ready" })] }),
        "'placement.clusters' (mars) is not a cluster of this KubeSphere. There are host, m1.",
        "warning: 'placement.clusters' (m1) is not ready: KubeSphere passes it over until it is. See: kubectl get clusters.cluster.kubesphere.io",
    ],
];

describe("The rules of an InstallPlan on the host cluster", () => {
    for (const [title, change, surroundings, ...expected] of CASES) {
        it(`${expected.length === 0 ? "accept" : "tell of"} ${title}`, () => {
            assert.deepEqual(said(change, surroundings), expected);
        });
    }
});
