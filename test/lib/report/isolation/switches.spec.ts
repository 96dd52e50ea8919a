// SPDX-License-Identifier: Apache-2.0
// Does not prove what KubeSphere does: its controller's source was read, and that of version 4 is closed.
import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../lib/tree";
import { found, ingress, namespace, only, partOf, patch, project, row, step, template, workspace } from "./support";

const retail = workspace("retail");
const OFF = `If that is not meant, leave the annotation at "enabled".`;
const ON = "Only pods of the project reach its pods, and those whom its policies allow.";
const CALLERS = [
    { namespace: { name: "kubesphere-controls-system" } },
    { service: { namespace: "kubesphere-monitoring-system", name: "prometheus" } },
];

describe("Isolation that is switched", () => {
    it("is nothing where nothing changes", () => {
        const all = [retail, namespace("shop", "enabled"), namespace("open"), ingress("from-web"), template("retail")];
        assert.deepEqual(partOf(all, all), only({}));
        assert.deepEqual(partOf(all, all, { isWhole: false }), only({}));
        assert.deepEqual(partOf([], []), only({}));
    });

    it("is told of a project with what no policy lets in", () => {
        assert.deepEqual(
            partOf([retail, namespace("shop")], [retail, namespace("shop", "enabled")], { cluster: "member-1" }),
            only({
                summary: "1 project switched on",
                isolation: [{ cluster: "member-1", ...row("project", "shop", ["off", "on"]) }],
                findings: [
                    {
                        cluster: "member-1",
                        ...found("notice", "isolation-on", project("shop"), {
                            before: "off",
                            after: "on",
                            message: `${ON} No policy lets in gateways (kubesphere-controls-system) or monitoring (kubesphere-monitoring-system).`,
                            wayOut: "If they are needed, allow them: allow.ingressGateway(), allow.monitoring() in a program.",
                        }),
                    },
                ],
                steps: [step("isolation", "Isolate the project shop.")],
            }),
        );
    });

    for (const [title, peers] of [
        ["a policy for each", CALLERS],
        ["a policy for everybody", []],
        ["a policy for some that come with the update", [UNKNOWN]],
    ] as const) {
        it(`says nothing of gateways and monitoring beside ${title}`, () => {
            const policy = ingress("callers", peers);
            const [first] =
                partOf([retail, namespace("shop"), policy], [retail, namespace("shop", "enabled"), policy]).findings ??
                [];
            assert.deepEqual([first?.rule, first?.message, first?.wayOut], ["isolation-on", ON, undefined]);
        });
    }

    it("says nothing of gateways and monitoring where the cluster may let them in", () => {
        const { findings } = partOf([patch("shop")], [patch("shop", "enabled")], { isWhole: false });
        assert.deepEqual(findings, [
            found("notice", "isolation-on", project("shop"), { before: "off", after: "on", message: ON }),
        ]);
    });

    it("opens a project to everybody, or to its workspace", () => {
        const off = [namespace("shop", "enabled")];
        const disabled = namespace("shop", "disabled");
        const steps = [step("removal", "Switch off the isolation of the project shop.")];
        const opened = (message: string) =>
            only({
                summary: "1 project switched off",
                isolation: [row("project", "shop", ["on", "off"])],
                findings: [
                    found("warning", "isolation-off", project("shop"), {
                        before: "on",
                        after: "off",
                        message,
                        wayOut: OFF,
                    }),
                ],
                steps,
            });
        const everybody = "Everybody in the cluster reaches its pods, as far as NetworkPolicies";
        assert.deepEqual(partOf([retail, ...off], [retail, disabled]), opened(`${everybody} let them.`));
        const isolated = workspace("retail", "enabled");
        assert.deepEqual(
            partOf([isolated, ...off], [isolated, disabled]),
            opened(`Its workspace "retail" still isolates it: pods of all projects of the workspace reach its pods.`),
        );
        assert.deepEqual(
            partOf([patch("shop", "enabled")], [patch("shop")], { isWhole: false }),
            opened(`${everybody} and the isolation of its workspace let them.`),
        );
    });

    it("is told of a workspace, with the projects that it does not concern", () => {
        const projects = [namespace("shop", "enabled"), namespace("shop-web")];
        assert.deepEqual(
            partOf([retail, ...projects], [workspace("retail", "enabled"), ...projects]),
            only({
                summary: "1 workspace switched on",
                isolation: [row("workspace", "retail", ["off", "on"])],
                findings: [
                    found(
                        "notice",
                        "isolation-on",
                        { kind: "Workspace", name: "retail" },
                        {
                            before: "off",
                            after: "on",
                            message:
                                "Only pods of its projects reach the pods of its projects, and those whom policies allow. What isolates itself stays as it is: shop.",
                        },
                    ),
                ],
                steps: [step("isolation", "Isolate the workspace retail.")],
            }),
        );
        assert.deepEqual(
            partOf([template("retail", "enabled")], [template("retail", "disabled")], { isWhole: false }),
            only({
                summary: "1 workspace switched off",
                isolation: [row("workspace", "retail", ["on", "off"])],
                findings: [
                    found(
                        "warning",
                        "isolation-off",
                        { kind: "WorkspaceTemplate", name: "retail" },
                        {
                            before: "on",
                            after: "off",
                            message:
                                "Everybody reaches the pods of its projects, as far as NetworkPolicies and the projects' own isolation let them.",
                            wayOut: OFF,
                        },
                    ),
                ],
                steps: [step("removal", "Switch off the isolation of the workspace retail.")],
            }),
        );
    });

    it("of a project replaces that of its workspace", () => {
        const isolated = workspace("retail", "enabled");
        const { findings = [] } = partOf([isolated, namespace("shop")], [isolated, namespace("shop", "enabled")]);
        assert.deepEqual(
            findings.filter(({ rule }) => rule !== "isolation-on"),
            [
                found("notice", "isolation-project-wins", project("shop"), {
                    before: `isolated by the workspace "retail"`,
                    after: "isolated by itself",
                    message: `Its own isolation counts alone from now on: pods of other projects of the workspace "retail" no longer reach its pods.`,
                }),
            ],
        );
    });

    it("is a danger for what the system runs on", () => {
        const system = (kind: string, name: string) =>
            found(
                "danger",
                "isolation-of-system",
                { kind, name },
                {
                    before: "off",
                    after: "on",
                    message:
                        "It belongs to the system: whoever needs its DNS, its gateways, its monitoring or its extensions is cut off.",
                    wayOut: `Write "disabled", unless that is meant and everything it needs is allowed.`,
                },
            );
        const own = workspace("system-workspace");
        const label = { "kubesphere.io/workspace": "system-workspace" };
        const switched = (name: string) =>
            partOf([own, namespace(name, undefined, label)], [own, namespace(name, "enabled", label)]).findings;
        assert.deepEqual(switched("kube-system"), [system("Namespace", "kube-system")]);
        assert.deepEqual(switched("dns"), [system("Namespace", "dns")]);
        assert.deepEqual(partOf([own], [workspace("system-workspace", "enabled")]).findings, [
            system("Workspace", "system-workspace"),
        ]);
    });

    it("is neither a danger nor in vain before the workspace is known", () => {
        const late = { "kubesphere.io/workspace": UNKNOWN };
        const { findings } = partOf(
            [retail, namespace("kube-system", undefined, late)],
            [retail, namespace("kube-system", "enabled", late)],
        );
        assert.deepEqual(
            findings?.map(({ rule }) => rule),
            ["isolation-on"],
        );
    });

    it("does nothing for a project without a workspace", () => {
        const isolated = namespace("shop", "enabled");
        const inert = (message: string, wayOut: string) => [
            found("warning", "isolation-workspace-label", project("shop"), { message, wayOut }),
        ];
        const alone = { "kubesphere.io/workspace": "" };
        assert.deepEqual(
            partOf([retail, namespace("shop", undefined, alone)], [retail, namespace("shop", "enabled", alone)])
                .findings,
            inert(
                "'namespace' (shop) has no label kubesphere.io/workspace: KubeSphere isolates no namespace without a workspace, so this does nothing.",
                "Add the project to a workspace.",
            ),
        );
        assert.deepEqual(
            partOf([retail, isolated], [workspace("other"), isolated]).findings,
            inert(
                `'namespace' (shop) belongs to the workspace "retail", which does not exist: KubeSphere isolates nothing then.`,
                "Correct the label kubesphere.io/workspace.",
            ),
        );
    });

    it("is not said to do nothing where no workspace was looked at", () => {
        const rules = partOf([namespace("shop")], [namespace("shop", "enabled")]).findings?.map(({ rule }) => rule);
        assert.deepEqual(rules, ["isolation-on"]);
    });

    it("keeps even the project's own pods apart without its label", () => {
        const bare = { "kubesphere.io/namespace": "other" };
        const { findings = [] } = partOf(
            [retail, namespace("shop", undefined, bare)],
            [retail, namespace("shop", "enabled", bare)],
        );
        assert.deepEqual(
            findings.filter(({ rule }) => rule !== "isolation-on"),
            [
                found("warning", "isolation-own-label", project("shop"), {
                    message:
                        "'namespace' (shop) has no label kubesphere.io/namespace=shop, without which KubeSphere 3.4 keeps even the project's own pods apart, and which 4 does not set.",
                    wayOut: "Set it: kubectl label namespace shop kubesphere.io/namespace=shop",
                }),
            ],
        );
    });

    it("is not told of before it is known", () => {
        assert.deepEqual(
            partOf([retail, namespace("shop")], [workspace("retail", UNKNOWN), namespace("shop", UNKNOWN)]),
            only({
                summary: "1 project not known yet; 1 workspace not known yet",
                isolation: [row("workspace", "retail", ["off", "unknown"]), row("project", "shop", ["off", "unknown"])],
                notes: [
                    "Whether the project shop is isolated is known only after the update.",
                    "Whether the workspace retail is isolated is known only after the update.",
                ],
            }),
        );
    });

    it("is nothing of projects and workspaces that the change deletes", () => {
        const all = [workspace("retail", "enabled"), namespace("shop", "enabled")];
        assert.deepEqual(partOf(all, []), only({}));
    });
});

describe("Isolation on a template", () => {
    const of = { kind: "WorkspaceTemplate", name: "retail" };

    it("has no effect on the template itself", () => {
        assert.deepEqual(
            partOf([template("retail")], [template("retail", undefined, "enabled")]),
            only({
                findings: [
                    found("warning", "isolation-template-annotation", of, {
                        after: "enabled",
                        message: "The annotation kubesphere.io/network-isolate of the template itself has no effect.",
                        wayOut: "Write it below the template's spec: spec.template.metadata.annotations.",
                    }),
                ],
            }),
        );
    });

    it("stays on the Workspaces when its key goes", () => {
        const stays = only({
            findings: [
                found("warning", "isolation-template-key", of, {
                    before: "enabled",
                    message:
                        "The annotation goes from the template, but the Workspaces on its clusters keep it: the workspace stays isolated.",
                    wayOut: `To switch isolation off, write "disabled" on the template.`,
                }),
            ],
        });
        const [on, none] = [template("retail", "enabled"), template("retail")];
        const here = workspace("retail", "enabled");
        assert.deepEqual(partOf([on], [none], { isWhole: false }), stays);
        assert.deepEqual(partOf([on], [none]), stays);
        assert.deepEqual(partOf([on, here], [none, here]), stays);
        assert.deepEqual(partOf([template("retail", "disabled")], [template("retail")]), only({}));
    });

    it("is written over that of the Workspace", () => {
        const on = template("retail", "enabled");
        assert.deepEqual(
            partOf([on, workspace("retail", "enabled")], [on, workspace("retail", "disabled")]),
            only({
                findings: [
                    found(
                        "warning",
                        "isolation-template-wins",
                        { kind: "Workspace", name: "retail" },
                        {
                            before: "disabled",
                            after: "enabled",
                            message: `The Workspace has "disabled" and its template "enabled", which KubeSphere writes over it.`,
                            wayOut: "Write it on the template, or on the Workspaces and not on the template.",
                        },
                    ),
                ],
            }),
        );
    });
});
