// SPDX-License-Identifier: Apache-2.0
// Does not prove what KubeSphere does: its controller's source was read.
import assert from "node:assert/strict";
import { NO_CLUSTER } from "../../../../lib/extension/install-plan";
import { configHash } from "../../../../lib/extension/config";
import { UNKNOWN } from "../../../../lib/tree";
import { cluster, extensionVersion, found, only, partOf, plan, row, step } from "./support";

const WAIT = "and wait until every cluster runs it.";
const CHANGE = [step(`Change the extension "network" ${WAIT}`)];
const PAGES = "Its pages are away for a moment.";
const agents = (names: string) =>
    `Its API and its controller on ${names} are away for a moment: connections go on, and changes of isolation, policies and pools wait.`;
const downtime = (message: string) => found("notice", "extension-downtime", { message });
const kept = (...names: string[]) => ({ added: [], removed: [], kept: names });
const whole = { isWhole: true };

/** Rules and messages of what is found. */
function told(...change: Parameters<typeof partOf>) {
    return partOf(...change).findings?.map(({ severity, rule, message }) => [severity, rule, message]);
}

describe("An extension", () => {
    it("is not told of where nothing changes", () => {
        const objects = [plan({ clusters: ["host"], config: "a: 1" }), cluster("host"), extensionVersion("1.2.0")];
        assert.deepEqual(partOf(objects, objects), only({}));
        assert.deepEqual(partOf(objects, objects, whole), only({}));
    });

    it("is installed with its agents and what each of them gets", () => {
        const overrides = { m1: "global:\n  nodeSelector: { disk: ssd }\n" };
        assert.deepEqual(
            partOf(
                [],
                [plan({ clusters: ["m1", "m2"], config: "global: { imageRegistry: r.example }\n", overrides })],
                {
                    cluster: "production",
                },
            ),
            only({
                summary: "network 1.3.0 installed",
                extensions: [
                    {
                        cluster: "production",
                        ...row({
                            change: "created",
                            version: { after: "1.3.0" },
                            enabled: { after: true },
                            agents: { added: ["m1", "m2"], removed: [], kept: [] },
                            config: [
                                { cluster: "host", property: "global.imageRegistry", after: "r.example" },
                                { cluster: "m1", property: "global.imageRegistry", after: "r.example" },
                                { cluster: "m1", property: "global.nodeSelector.disk", after: "ssd" },
                                { cluster: "m2", property: "global.imageRegistry", after: "r.example" },
                            ],
                        }),
                    },
                ],
                findings: [
                    {
                        cluster: "production",
                        ...found("notice", "extension-installed", {
                            after: "1.3.0",
                            message: "KubeSphere installs the host's part and the agents on m1 and m2.",
                        }),
                    },
                ],
                steps: [step(`Install the extension "network" 1.3.0 ${WAIT}`)],
            }),
        );
    });

    it("is uninstalled for good", () => {
        assert.deepEqual(
            partOf([plan({ clusters: ["m1"] })], []),
            only({
                summary: "network uninstalled",
                extensions: [
                    row({
                        change: "deleted",
                        version: { before: "1.3.0" },
                        enabled: { before: true },
                        agents: { added: [], removed: ["m1"], kept: [] },
                    }),
                ],
                findings: [
                    found("danger", "extension-uninstalled", {
                        before: "1.3.0",
                        message:
                            "KubeSphere uninstalls the host's part and the agent on m1: its pages and its API go. Its webhook goes too; isolation, NamespaceNetworkPolicies and pools stay as they are, and follow no change any more.",
                        wayOut: "If somebody still uses it, keep it. To take away its pages alone, set 'enabled' to false.",
                    }),
                ],
                steps: [step(`Uninstall the extension "network".`, "removal")],
                irreversible: [
                    {
                        object: { kind: "InstallPlan", name: "network" },
                        text: `Helm deletes what it installed of "network": installing it again begins anew. Pools, isolation annotations and NamespaceNetworkPolicies stay.`,
                    },
                ],
            }),
        );
    });

    it("is not uninstalled in the end without its version, or its clusters", () => {
        const place = [cluster("host"), cluster("m1", {}, false), extensionVersion("1.2.0")];
        assert.deepEqual(partOf([plan({ clusters: ["host", "m1"] }), ...place], place, whole).findings?.slice(1), [
            found("danger", "extension-deletion-stuck", {
                message: "There is no ExtensionVersion network-1.3.0: the deletion never ends.",
                wayOut: "Bring it back with its repository, or update to a version that is there first.",
            }),
            found("warning", "extension-deletion-stuck", {
                message: "The cluster m1 is not ready: the deletion waits until the agent there is uninstalled.",
                wayOut: "Bring the cluster back first, or remove it from KubeSphere.",
            }),
        ]);
        const rules = (objects: typeof place, of: object) =>
            partOf([plan({ clusters: ["m1"] }), ...objects], objects, of).findings?.map(({ rule }) => rule);
        assert.deepEqual(rules(place, {}), ["extension-uninstalled"]);
        assert.deepEqual(rules([cluster("host"), cluster("m1")], whole), ["extension-uninstalled"]);
    });

    it("is switched off and on", () => {
        const [on, off] = [plan(), plan({ enabled: false })];
        assert.deepEqual(
            partOf([on], [off]),
            only({
                summary: "network: disabled",
                extensions: [row({ enabled: { before: true, after: false } })],
                findings: [
                    found("warning", "extension-enabled", {
                        before: "enabled",
                        after: "disabled",
                        message: "Its pages and its API under /kapis are off; its pods go on running.",
                        wayOut: "If that is not meant, set 'enabled' to true.",
                    }),
                ],
                steps: CHANGE,
            }),
        );
        assert.deepEqual(partOf([off], [on]).findings, [
            found("notice", "extension-enabled", {
                before: "disabled",
                after: "enabled",
                message: "Its pages and its API are there again.",
            }),
        ]);
    });

    it("leaves its releases behind when its plan becomes that of another", () => {
        const { findings, summary, extensions } = partOf(
            [plan({ version: "2.0.0" })],
            [plan({ extension: "gateway" })],
        );
        assert.deepEqual(findings?.at(-1), {
            ...found("danger", "extension-renamed", {
                before: "network",
                after: "gateway",
                message:
                    "The plan becomes that of another extension: what was installed of network stays, and nothing manages it any more.",
                wayOut: "Delete the plan of network, and make another one for gateway.",
            }),
        });
        assert.deepEqual([summary, extensions?.[0]?.change], ["gateway 1.3.0 installed", "created"]);
    });
});

describe("The version of an extension", () => {
    it("goes up with what it brings", () => {
        assert.deepEqual(
            partOf([plan({ version: "1.1.0", clusters: ["m1"] })], [plan({ clusters: ["m1"] })]),
            only({
                summary: "network 1.1.0 to 1.3.0",
                extensions: [row({ version: { before: "1.1.0", after: "1.3.0" }, agents: kept("m1") })],
                findings: [
                    found("notice", "extension-upgraded", {
                        before: "1.1.0",
                        after: "1.3.0",
                        message:
                            "Helm upgrades the host's part and the agent on m1. Its values change. 'network.ippool.type' is 'global.ippool.type' from now on. New: global.upgradeConfig, global.ippool.enable, global.ippool.webhook, global.networkPolicy, frontend.image, frontend.resources, frontend.hook. Gone: global.tag, frontend.indexJsContent.",
                    }),
                    downtime(`${PAGES} ${agents("m1")}`),
                ],
                steps: [step(`Bring the extension "network" to 1.3.0 ${WAIT}`)],
            }),
        );
    });

    it("goes down at a danger", () => {
        const [newer, older] = [plan({ version: "1.3.0" }, "gateway"), plan({ version: "1.2.0" }, "gateway")];
        assert.deepEqual(partOf([newer], [older]).findings, [
            found(
                "danger",
                "extension-downgraded",
                {
                    before: "1.3.0",
                    after: "1.2.0",
                    message:
                        "Helm puts an older version over a newer one in the host's part: what the newer one wrote, such as custom resource definitions, stays.",
                    wayOut: "Keep the newer version, unless its vendor says that there is a way back.",
                },
                "gateway",
            ),
            found(
                "notice",
                "extension-downtime",
                { message: "Pages and API may be away for a moment while Helm upgrades the host's part." },
                "gateway",
            ),
        ]);
    });

    it("is worth a warning where it is a new major one, and nothing where it is none", () => {
        const of = (before: string, after: string) =>
            partOf([plan({ version: before })], [plan({ version: after })]).findings?.map(
                ({ severity, rule, wayOut }) => [severity, rule, wayOut],
            );
        const DOWNTIME = ["notice", "extension-downtime", undefined];
        assert.deepEqual(of("1.3.0", "2.0.0"), [
            [
                "warning",
                "extension-upgraded",
                "Read what the new major version no longer has, and see that the values fit it.",
            ],
            DOWNTIME,
        ]);
        assert.deepEqual(of("1.3.0", "latest"), [DOWNTIME]);
        assert.deepEqual(of("1.2.0", "1.3.0")?.[0], ["notice", "extension-upgraded", undefined]);
    });

    it("does nothing where KubeSphere does not have it", () => {
        const place = [cluster("host"), extensionVersion("1.2.0")];
        const missing = found("danger", "extension-version-exists", {
            message: "'spec.extension.version' (1.3.0) is not a version of network that this KubeSphere has.",
            wayOut: "There are 1.2.0.",
        });
        const [old, next] = [plan({ version: "1.2.0" }), plan()];
        assert.deepEqual(partOf([old, ...place], [next, ...place], whole).findings, [missing]);
        assert.deepEqual(partOf(place, [next, ...place], whole).findings, [missing]);
        assert.equal(told([old, ...place], [next, ...place])?.[0]?.[1], "extension-upgraded");
        assert.equal(told([old], [next], whole)?.[0]?.[1], "extension-upgraded");
    });

    it("fits KubeSphere and Kubernetes, or is told of", () => {
        const host = {
            ...cluster("host"),
            tree: {
                metadata: { name: "host", labels: { "cluster-role.kubesphere.io/host": "" } },
                status: {
                    conditions: [{ type: "Ready", status: "True" }],
                    kubernetesVersion: "v1.28.0",
                    kubeSphereVersion: "v4.1.2",
                },
            },
        };
        const versions = [
            extensionVersion("1.2.0"),
            extensionVersion("1.3.0", { ksVersion: ">=4.2.0-0", kubeVersion: ">=1.30.0-0" }),
        ];
        const rest = [host, ...versions];
        assert.deepEqual(partOf([plan({ version: "1.2.0" }), ...rest], [plan(), ...rest], whole).findings?.slice(2), [
            found("warning", "extension-kubesphere-version", {
                message:
                    "'spec.extension.version' (1.3.0) of network is made for >=4.2.0-0, not for KubeSphere v4.1.2 on cluster host.",
                wayOut: "Choose another version.",
            }),
            found("warning", "extension-kubernetes-version", {
                message:
                    "'spec.extension.version' (1.3.0) of network is made for >=1.30.0-0, not for Kubernetes v1.28.0 on cluster host.",
                wayOut: "Choose another version.",
            }),
        ]);
    });

    it("keeps its old image where a tag is pinned to it", () => {
        const tags = (controller: string) =>
            `network: { controller: { image: { tag: ${controller} } } }\nfrontend: { hook: { image: { tag: v1.27.12 } } }\n`;
        const upgraded = (before: string, after: string) =>
            partOf(
                [plan({ version: "1.2.0", config: tags(before), clusters: ["m1"] })],
                [plan({ config: tags(after), clusters: ["m1"] })],
            ).findings?.filter(({ rule }) => rule.includes("image"));
        assert.deepEqual(upgraded("v1.2.0", "v1.2.0"), [
            found("warning", "extension-image-pinned", {
                before: "v1.2.0",
                after: "v1.2.0",
                message:
                    "'network.controller.image.tag' (v1.2.0) stays the tag of another version in the host's part and the agent on m1: the image of version 1.3.0 would not be used.",
                wayOut: "Remove it, or set v1.3.0.",
            }),
        ]);
        assert.deepEqual(upgraded("v1.2.0", "v1.3.0"), [
            found("notice", "extension-image", {
                before: "v1.2.0",
                after: "v1.3.0",
                message:
                    "'network.controller.image.tag' changes in the host's part and the agent on m1: the pods there are restarted with another image.",
            }),
        ]);
    });
});

describe("The config of an extension", () => {
    const placed = (config: string, overrides?: Record<string, string>) =>
        plan({ config, clusters: ["host", "m1"], overrides });

    it("is compared by values, for the host and for each agent", () => {
        const before = placed("a: { b: 1, c: [1] }\npassword: one\n", { m1: "a: { b: 5 }" });
        const after = placed("password: two\na:\n  b: 2\n  c: [1, 2]\n", { m1: "a: { b: 5 }", host: "a: { d: x }" });
        assert.deepEqual(
            partOf([before], [after]),
            only({
                summary: "network: 4 values change",
                extensions: [
                    row({
                        agents: kept("host", "m1"),
                        config: [
                            { cluster: "host", property: "a.b", before: "1", after: "2" },
                            { cluster: "host", property: "a.c", before: "[1]", after: "[1,2]" },
                            { cluster: "host", property: "password", before: "(hidden)", after: "(hidden)" },
                            { cluster: "host (agent)", property: "a.d", after: "x" },
                            { cluster: "m1", property: "a.c", before: "[1]", after: "[1,2]" },
                            { cluster: "m1", property: "password", before: "(hidden)", after: "(hidden)" },
                        ],
                    }),
                ],
                findings: [downtime(`${PAGES} ${agents("host and m1")}`)],
                steps: CHANGE,
            }),
        );
    });

    it("changes for one agent alone", () => {
        const { findings, summary } = partOf([placed("a: 1")], [placed("a: 1", { m1: "a: 2" })]);
        assert.deepEqual([summary, findings], ["network: 1 value changes", [downtime(agents("m1"))]]);
    });

    it("is applied for nothing where its text changes and no value does", () => {
        assert.deepEqual(
            partOf([placed("a: 1\n", { m1: "b: 1" })], [placed("# why\na: 1\n", { m1: "b: 1" })]),
            only({
                summary: "network: no value changes",
                extensions: [row({ agents: kept("host", "m1") })],
                findings: [
                    found("notice", "extension-same-values", {
                        message:
                            "Helm upgrades the host's part and the agent on host without any change of values: only the text of its config changes, and KubeSphere compares that.",
                    }),
                ],
                steps: CHANGE,
            }),
        );
    });

    it("is the same with blanks at the ends of its lines, which KubeSphere cuts off", () => {
        assert.deepEqual(partOf([placed("a: 1\n")], [placed("a: 1  \n")]).findings, []);
    });

    it("is tried again by what is no value", () => {
        const retried = (before: string, after: string, overrides: Record<string, string>[]) =>
            partOf([placed(before, overrides[0])], [placed(after, overrides[1])]);
        const { findings, extensions } = retried("a: 1\n", "a: 1\n# retry: 1\n", [
            { m1: "b: 1\n" },
            { m1: "b: 1\ninstallPlanRetry: 1\n" },
        ]);
        assert.deepEqual(extensions?.[0]?.config, []);
        assert.deepEqual(findings, [
            found("notice", "extension-retried", {
                message:
                    "Helm upgrades the host's part and the agents on host and m1 without any change of values: the program asks KubeSphere to try again.",
            }),
        ]);
    });

    it("that failed is not tried again without another text", () => {
        const failed = (hash: string) => ({ state: "UpgradeFailed", version: "1.3.0", configHash: configHash(hash) });
        const status = {
            ...failed("a: 1"),
            clusterSchedulingStatuses: {
                m1: failed("a: 1"),
                m2: failed("a: 0"),
                m3: { ...failed("a: 1"), version: "1.2.0" },
            },
        };
        const clusters = ["m1", "m2", "m3"];
        const before = plan({ config: "a: 1", clusters, status });
        assert.deepEqual(partOf([before], [plan({ config: "a: 1", clusters, enabled: false })]).findings?.slice(1), [
            found("warning", "extension-stays-failed", {
                message:
                    "It has failed in the host's part and the agent on m1, and KubeSphere does not start the same version with the same config again.",
                wayOut: "Correct the version or the config. To have the same tried again, set 'retry' or count it up.",
            }),
        ]);
        assert.deepEqual(told([before], [plan({ config: "a: 2", clusters, enabled: true })]), [
            ["notice", "extension-downtime", `${PAGES} ${agents("m1, m2 and m3")}`],
        ]);
    });

    for (const [path, what] of [
        [
            "global.networkPolicy.enable",
            "nothing carries out isolation and NamespaceNetworkPolicies there any more; what it made stays as it is",
        ],
        [
            "global.ippool.enable",
            "the pages and the API of pools are no more, and nothing migrates workloads to other pools there",
        ],
        ["global.ippool.webhook", "nothing checks pools there any more before they are written"],
    ] as const) {
        it(`switches a part of the network extension off by ${path}`, () => {
            const [above, name, key] = path.split(".") as [string, string, string];
            const off = JSON.stringify({ [above]: { [name]: { [key]: false } } });
            const { findings } = partOf([placed("a: 1")], [placed("a: 1", { m1: off })]);
            assert.deepEqual(findings?.[0], {
                ...found("warning", "extension-feature-off", {
                    before: "on",
                    after: "off",
                    message: `'${path}' becomes false in the agent on m1: ${what}.`,
                    wayOut: "If that is not meant, set it to true or leave it out.",
                }),
            });
            assert.equal(
                partOf([placed(off)], [placed(off, { m1: "a: 1" })]).findings?.[0]?.rule,
                "extension-downtime",
            );
        });
    }

    it("is left out where it is no YAML mapping, which another rule says", () => {
        const { extensions, findings } = partOf([placed("a: 1")], [placed("a: [")]);
        assert.deepEqual([extensions?.[0]?.config, findings], [[], [downtime(`${PAGES} ${agents("host and m1")}`)]]);
    });
});

describe("The agents of an extension", () => {
    const moved = (before: Parameters<typeof plan>[0], after: Parameters<typeof plan>[0]) =>
        partOf([plan(before)], [plan(after)]);

    it("come and go with the placement", () => {
        const { summary, extensions, findings } = moved({ clusters: ["a", "b"] }, { clusters: ["b", "c", "d"] });
        assert.deepEqual(summary, "network: 2 agents come, 1 agent goes");
        assert.deepEqual(extensions, [row({ agents: { added: ["c", "d"], removed: ["a"], kept: ["b"] } })]);
        assert.deepEqual(findings, [
            found("notice", "extension-agents-added", {
                before: "a, b",
                after: "b, c, d",
                message: "KubeSphere installs its agent on c and d.",
            }),
            found("danger", "extension-agents-removed", {
                before: "a, b",
                after: "b, c, d",
                message:
                    "KubeSphere uninstalls its agent from a: isolation, NamespaceNetworkPolicies and pools stay as they are, and follow no change any more.",
                wayOut: "If somebody there still uses it, keep the placement.",
            }),
        ]);
    });

    it("stay at the old version where nothing is said of them any more", () => {
        const config = "network: { apiserver: { image: { tag: v1.2.0 } } }";
        const { findings } = moved({ version: "1.2.0", clusters: ["a"], config }, { config });
        assert.deepEqual(
            findings
                ?.map(({ rule, message }) => [rule, message])
                .filter(([rule]) => rule !== "extension-placement-dropped"),
            [
                ["extension-upgraded", "Helm upgrades the host's part."],
                [
                    "extension-image-pinned",
                    "'network.apiserver.image.tag' (v1.2.0) stays the tag of another version in the host's part: the image of version 1.3.0 would not be used.",
                ],
                ["extension-downtime", PAGES],
            ],
        );
    });

    it("stay as they are where nothing is said of them any more", () => {
        const { findings, extensions } = moved({ clusters: ["a"], config: "x: 1" }, { config: "x: 2" });
        assert.deepEqual(extensions, [
            row({ agents: kept("a"), config: [{ cluster: "host", property: "x", before: "1", after: "2" }] }),
        ]);
        assert.deepEqual(findings, [
            found("warning", "extension-placement-dropped", {
                before: "a",
                after: "nothing is said",
                message:
                    "Its agents on a stay as they are: KubeSphere neither removes nor upgrades agents of which nothing is said.",
                wayOut: "Keep the placement; to remove the agents, give it an empty list of clusters.",
            }),
            downtime(PAGES),
        ]);
    });

    it("go with a placement on no cluster", () => {
        const { findings } = moved({ clusters: ["a"] }, { clusterSelector: NO_CLUSTER });
        assert.deepEqual(
            findings?.map(({ rule }) => rule),
            ["extension-agents-removed"],
        );
        assert.deepEqual(moved({ clusters: [] }, {}).findings, []);
    });

    it("are those that KubeSphere keeps account of where nothing was said of them", () => {
        const status = { state: "Installed", clusterSchedulingStatuses: { a: { state: "Installed" } } };
        const { extensions } = moved({ status }, { clusters: ["b"] });
        assert.deepEqual(extensions?.[0]?.agents, { added: ["b"], removed: ["a"], kept: [] });
    });

    it("are selected by labels where the clusters are known", () => {
        const selecting = (zone: string) => plan({ clusterSelector: { matchLabels: { zone } } });
        const clusters = [cluster("m1", { zone: "x" }), cluster("m2", { zone: "y" })];
        const known = partOf([selecting("x"), ...clusters], [selecting("y"), ...clusters], whole);
        assert.deepEqual(known.extensions?.[0]?.agents, { added: ["m2"], removed: ["m1"], kept: [] });
        const { agents: unresolved, ...unknown } = row();
        assert.deepEqual(partOf([selecting("x")], [selecting("y")]), {
            ...only({
                summary: "network: no value changes",
                extensions: [unknown],
                steps: CHANGE,
                notes: [
                    `Nobody tells here which clusters the extension "network" selects: its agents that come or go are left out.`,
                ],
            }),
        });
        assert.ok(unresolved);
    });

    it("are told of with clusters that do not exist or are not ready", () => {
        const place = [cluster("host"), cluster("m1", {}, false), extensionVersion("1.3.0")];
        const [before, after] = [plan({ clusters: ["host"] }), plan({ clusters: ["host", "m1", "m9"] })];
        assert.deepEqual(partOf([before, ...place], [after, ...place], whole).findings?.slice(1), [
            found("warning", "extension-clusters", {
                message: "'spec.clusterScheduling.placement.clusters' (m9) is not a cluster of this KubeSphere.",
                wayOut: "There are host, m1.",
            }),
            found("warning", "extension-clusters", {
                message:
                    "'spec.clusterScheduling.placement.clusters' (m1) is not ready: KubeSphere passes it over until it is.",
                wayOut: "See: kubectl get clusters.cluster.kubesphere.io",
            }),
        ]);
    });

    it("are none of an extension for the host alone", () => {
        const version = extensionVersion("1.0.0", { installationMode: "HostOnly" }, "gateway");
        const of = (parts: Parameters<typeof plan>[0]) => plan({ version: "1.0.0", ...parts }, "gateway");
        assert.deepEqual(partOf([of({}), version], [of({ clusters: ["m1"] }), version]).findings?.slice(1), [
            found(
                "warning",
                "extension-host-only",
                {
                    message:
                        "'spec.clusterScheduling.placement' must be left out: gateway 1.0.0 is installed on the host only (installationMode HostOnly).",
                    wayOut: "Correct it before the update.",
                },
                "gateway",
            ),
        ]);
        assert.deepEqual(
            partOf([of({}), version], [of({ clusterSelector: structuredClone(NO_CLUSTER) }), version]).findings,
            [],
        );
    });
});

describe("What comes with the update", () => {
    it("gives no cause for blame", () => {
        const of = (parts: Parameters<typeof plan>[0], config: string) =>
            plan({ version: "1.0.0", clusters: ["m1"], config, ...parts }, "gateway");
        const mode = (installationMode: unknown) => extensionVersion("1.0.0", { installationMode }, "gateway");
        const lateCluster = { ...cluster("m1"), tree: { metadata: { name: "m1" }, status: UNKNOWN } };
        for (const [parts, rest] of [
            [{ clusters: UNKNOWN }, [mode("Multicluster")]],
            [{}, [mode(UNKNOWN)]],
            [{}, [mode("Multicluster"), cluster("host"), lateCluster]],
        ] as const) {
            const before = [of({}, "a: 1"), mode("Multicluster"), cluster("host"), cluster("m1")];
            const { findings } = partOf(before, [of(parts, "a: 2"), ...rest], whole);
            assert.deepEqual(
                findings?.map(({ rule }) => rule),
                ["extension-downtime"],
            );
        }
    });

    it("is not asked for again where it stays the same", () => {
        const selecting = (config: string) => plan({ clusterSelector: { matchLabels: { zone: "x" } }, config });
        assert.deepEqual(partOf([selecting("a: 1")], [selecting("a: 2")]).notes, []);
    });

    it("is said to be known only then", () => {
        const after = plan({ version: UNKNOWN, enabled: UNKNOWN, clusters: UNKNOWN, config: UNKNOWN });
        assert.deepEqual(
            partOf([plan({ clusters: ["m1"], config: "a: 1" })], [after]),
            only({
                summary: "network 1.3.0 to a version not known yet",
                extensions: [
                    {
                        name: "network",
                        change: "changed",
                        version: { before: "1.3.0" },
                        enabled: { before: true },
                        config: [],
                    },
                ],
                steps: [step(`Bring the extension "network" to its version ${WAIT}`)],
                notes: [
                    `Of the extension "network" it is known only after the update: its version, whether it is enabled, where its agents go and what its values are.`,
                ],
            }),
        );
    });
});
