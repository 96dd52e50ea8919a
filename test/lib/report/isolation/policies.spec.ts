// SPDX-License-Identifier: Apache-2.0
// Does not prove what KubeSphere does: its controller's source was read, and that of version 4 is closed.
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import { UNKNOWN } from "../../../../lib/tree";
import {
    egress,
    found,
    ingress,
    namespace,
    networkPolicy,
    only,
    partOf,
    patch,
    policy,
    project,
    row,
    service,
    step,
    workspace,
} from "./support";

const retail = workspace("retail");
const isolated = workspace("retail", "enabled");
const web = namespace("shop-web");
const on = namespace("shop", "enabled");
const off = namespace("shop", "disabled");

const SAVE = "kubectl get namespacenetworkpolicies -n shop -o yaml";
const KEEP = `Keep isolation on, or save the policies first: ${SAVE}`;
const SAVING = step(
    "before the update",
    `Save the NamespaceNetworkPolicies of shop if they are needed again: ${SAVE}`,
    "you",
);
const TO_WEB = [{ namespace: { name: "shop-web" } }];

/** A policy as a cluster has it, made by somebody. */
function madeBy(manager: string, made: KubeObject): KubeObject {
    const metadata = { name: made.name, namespace: "shop", managedFields: [{ manager }] };
    return { ...made, tree: { ...(made.tree as object), metadata } };
}

/** Findings but those that tell of the switch itself. */
function told(...change: Parameters<typeof partOf>) {
    const switches = ["isolation-on", "isolation-off"];
    return partOf(...change).findings?.filter(({ rule }) => !switches.includes(rule));
}

const gone = (names: string) => [
    {
        object: project("shop"),
        text: `NamespaceNetworkPolicies that KubeSphere deletes and no program writes again are gone: ${names}. Switching isolation on again does not bring them back.`,
    },
];

describe("NamespaceNetworkPolicies that change", () => {
    it("are told by project, with their turn", () => {
        const rules = [{ ipBlock: { cidr: "10.0.0.0/8" } }];
        assert.deepEqual(
            partOf(
                [retail, web, on, ingress("old"), ingress("same")],
                [retail, web, on, ingress("same", rules), ingress("new")],
            ),
            only({
                summary: "1 policy created, 1 changed, 1 deleted",
                isolation: [
                    row("project", "shop", ["on", "on"], { created: ["new"], changed: ["same"], deleted: ["old"] }),
                ],
                steps: [
                    step("isolation", "Write the NamespaceNetworkPolicies shop/new and shop/same."),
                    step("removal", "Delete the NamespaceNetworkPolicy shop/old."),
                ],
            }),
        );
    });

    it("are told where nobody says whether the project is isolated", () => {
        assert.deepEqual(
            partOf([], [ingress("new")], { isWhole: false }),
            only({
                summary: "1 policy created",
                isolation: [row("project", "shop", ["unknown", "unknown"], { created: ["new"] })],
                steps: [step("isolation", "Write the NamespaceNetworkPolicy shop/new.")],
            }),
        );
    });
});

describe("NamespaceNetworkPolicies that KubeSphere deletes", () => {
    it("vanish with the isolation of their project, whoever made them", () => {
        const policies = [madeBy("kubectl", ingress("by-hand")), madeBy("pulumi-kubernetes-1a", ingress("by-program"))];
        const { findings, ...rest } = partOf([retail, web, on, ...policies], [retail, web, off, ...policies]);
        assert.deepEqual(findings?.slice(1), [
            found("danger", "isolation-policies-purged", project("shop"), {
                before: "on",
                after: "off",
                message:
                    "KubeSphere deletes every NamespaceNetworkPolicy of the project: by-hand (made by kubectl) and by-program (made by pulumi-kubernetes-1a).",
                wayOut: KEEP,
            }),
        ]);
        assert.deepEqual(rest, {
            summary: "1 project switched off; 2 policies vanish",
            isolation: [row("project", "shop", ["on", "off"], { purged: ["by-hand", "by-program"] })],
            steps: [SAVING, step("removal", "Switch off the isolation of the project shop.")],
            irreversible: gone("by-hand"),
            notes: [],
        });
    });

    it("vanish with the isolation of their workspace", () => {
        const bare = namespace("shop");
        assert.deepEqual(told([isolated, web, bare, ingress("from-web")], [retail, web, bare, ingress("from-web")]), [
            found("danger", "isolation-policies-purged", project("shop"), {
                before: "off",
                after: "off",
                message: "KubeSphere deletes every NamespaceNetworkPolicy of the project: from-web.",
                wayOut: KEEP,
            }),
        ]);
    });

    it("may vanish where the workspace alone isolates them", () => {
        const { findings, irreversible, isolation } = partOf(
            [isolated, web, on, ingress("from-web")],
            [isolated, web, off, ingress("from-web")],
        );
        assert.deepEqual(findings?.slice(1), [
            found("warning", "isolation-policies-purged", project("shop"), {
                before: "on",
                after: "off",
                message: `The workspace "retail" alone isolates the project: KubeSphere 3 deletes its NamespaceNetworkPolicies, 4.2 keeps them: from-web.`,
                wayOut: KEEP,
            }),
        ]);
        assert.deepEqual([irreversible, isolation], [[], [row("project", "shop", ["on", "off"])]]);
    });

    for (const [title, before, after, severity] of [
        ["a stack", patch("shop", "enabled"), patch("shop"), "danger"],
        ["a stack that says off", patch("shop"), patch("shop", "disabled"), "danger"],
        ["a cluster without workspaces", on, off, "danger"],
        [
            "a workspace that comes with the update",
            on,
            namespace("shop", "off", { "kubesphere.io/workspace": UNKNOWN }),
            "warning",
        ],
    ] as const) {
        it(`vanish unless the workspace keeps them, as far as ${title} tells`, () => {
            const policies = [ingress("from-web", [])];
            const found = told([before, ...policies], [after, ...policies], { isWhole: !title.includes("stack") });
            assert.deepEqual(
                found?.map(({ severity, message }) => [severity, message]),
                [
                    [
                        severity,
                        "KubeSphere deletes every NamespaceNetworkPolicy of the project, unless its workspace is isolated and KubeSphere is 4.2 or newer: from-web.",
                    ],
                ],
            );
        });
    }

    it("are not said to vanish where it is not known whether they were there to stay", () => {
        const policies = [retail, web, ingress("from-web")];
        assert.deepEqual(told([...policies, namespace("shop", UNKNOWN)], [...policies, off]), []);
    });

    it("are written in vain into a project that is not isolated", () => {
        const written = (severity: "danger" | "warning", message: string) => [
            found(severity, "policy-not-isolated", policy("from-web"), {
                message,
                wayOut: "Isolate the project shop before the policy is written.",
            }),
        ];
        const bare = namespace("shop");
        const part = partOf([retail, web, bare], [retail, web, bare, ingress("from-web")]);
        assert.deepEqual(part, {
            ...only({
                summary: "1 policy created; 1 policy vanishes",
                isolation: [row("project", "shop", ["off", "off"], { created: ["from-web"], purged: ["from-web"] })],
                findings: written("danger", "The project shop is not isolated: KubeSphere deletes the policy again."),
                steps: [step("isolation", "Write the NamespaceNetworkPolicy shop/from-web.")],
            }),
        });
        assert.deepEqual(
            told([isolated, web, bare], [isolated, web, bare, ingress("from-web")]),
            written(
                "warning",
                `The workspace "retail" alone isolates the project shop: KubeSphere 3 deletes the policy again, 4.2 keeps it.`,
            ),
        );
        assert.deepEqual(
            told([], [patch("shop", "disabled"), ingress("from-web")], { isWhole: false }),
            written(
                "danger",
                "The project shop is not isolated: KubeSphere deletes the policy again, unless its workspace is isolated and KubeSphere is 4.2 or newer.",
            ),
        );
    });

    it("are none of a project outside of workspaces, which KubeSphere leaves alone", () => {
        const outside = (isolate: string) => namespace("shop", isolate, { "kubesphere.io/workspace": "" });
        const policies = [web, ingress("from-web")];
        assert.deepEqual(told([outside("enabled"), ...policies], [outside("disabled"), ...policies]), []);
    });
});

describe("Egress of a project", () => {
    const toWeb = egress("to-web", TO_WEB);
    const dns = service("kube-dns", { selector: { "k8s-app": "kube-dns" } }, "kube-system");
    const place = [retail, web, on, namespace("kube-system"), dns];
    const first = [
        found("warning", "isolation-first-egress", project("shop"), {
            before: "egress to everybody",
            after: "egress to whom rules allow",
            message:
                "'spec.egress' (to-web) is the first egress rule of the project: from now on its pods reach only what egress rules allow, not even each other. KubeSphere adds DNS at 169.254.25.10 and of the service kube-dns of kube-system.",
            wayOut: "Allow everything that its pods need, the project itself too, by rules for egress.",
        }),
    ];
    const last = [
        found("warning", "isolation-last-egress", project("shop"), {
            before: "egress to whom rules allow",
            after: "egress to everybody",
            message:
                "No policy with a rule for egress is left: the pods of the project reach everybody that lets them in.",
            wayOut: "If that is not meant, keep a policy for egress.",
        }),
    ];

    it("is closed by the first rule for it, and opened with the last one", () => {
        assert.deepEqual(told(place, [...place, toWeb]), first);
        assert.deepEqual(told([...place, toWeb], [...place, toWeb, egress("to-all", TO_WEB)]), []);
        assert.deepEqual(told([...place, toWeb], place), last);
        assert.deepEqual(told([...place, toWeb], [...place, ingress("to-web")]), last);
    });

    it("is opened by isolation that goes, and not said to be by rules that do", () => {
        const open = place.map((object) => (object === on ? off : object));
        const rules = told([...place, toWeb], [...open, toWeb])?.map(({ rule }) => rule);
        assert.deepEqual(rules, ["isolation-policies-purged"]);
    });

    it("is closed when the project is isolated, if there are rules for it", () => {
        const open = place.map((object) => (object === on ? namespace("shop") : object));
        assert.deepEqual(told([...open, toWeb], [...place, toWeb]), first);
    });

    it("is said to be closed with what is known of DNS in a stack, where the stack makes the namespace", () => {
        const stack = { isWhole: false };
        assert.deepEqual(
            told([], [on, toWeb], stack)?.[0]?.message,
            first[0]?.message.replace("kube-dns of", "kube-dns or coredns of"),
        );
        assert.deepEqual(told([patch("shop", "enabled")], [patch("shop", "enabled"), toWeb], stack), []);
        assert.deepEqual(told([patch("shop", "enabled"), toWeb], [patch("shop", "enabled")], stack), []);
    });

    it("is left open to doubt while rules or isolation are not known", () => {
        const late = { ...toWeb, tree: { spec: { egress: UNKNOWN } } };
        const unclear = place.map((object) => (object === on ? namespace("shop", UNKNOWN) : object));
        assert.deepEqual(told(place, [...place, late]), []);
        assert.deepEqual(told([...place, late], [...place, toWeb]), []);
        assert.deepEqual(told([...place, toWeb], [...place, late]), []);
        assert.deepEqual(told(place, [...unclear, toWeb]), []);
    });
});

describe("Peers of NamespaceNetworkPolicies", () => {
    const place = [retail, web, on];
    const api = { service: { name: "api", namespace: "shop-web" } };
    const selected = service("api", { selector: { app: "api" }, ports: [{ port: 80, targetPort: 80 }] });
    const toApi = ingress("from-api", [api]);
    const blamed = (severity: "danger" | "warning", rule: string, [message, wayOut]: string[]) => [
        found(severity, rule, policy("from-api"), { message: message ?? "", wayOut }),
    ];
    const MISSING = [
        "'spec.ingress[0].from[0].service' (shop-web/api) does not exist on the cluster, and KubeSphere applies no part of the policy until it does.",
        "Check the name.",
    ];
    const UNSELECTED = [
        "'spec.ingress[0].from[0].service' (shop-web/api) must be a service with a selector: KubeSphere applies no part of the policy otherwise.",
        "Allow its addresses by 'ipBlocks' instead.",
    ];

    it("make KubeSphere give up a policy that worked: a danger", () => {
        assert.deepEqual(
            told([...place, toApi, selected], [...place, toApi]),
            blamed("danger", "policy-service-exists", MISSING),
        );
        assert.deepEqual(
            told([...place, toApi, selected], [...place, toApi, service("api", { ports: [] })]),
            blamed("danger", "policy-service-selector", UNSELECTED),
        );
    });

    it("make a new policy useless: a warning", () => {
        assert.deepEqual(told(place, [...place, toApi]), blamed("warning", "policy-service-exists", MISSING));
        assert.deepEqual(
            told([...place, toApi], [...place, toApi, service("api", {})]),
            blamed("warning", "policy-service-selector", UNSELECTED),
        );
    });

    it("are looked at where the change does not touch the policy, and told once", () => {
        assert.deepEqual(told([...place, toApi], [...place, toApi, ingress("other")]), []);
        assert.deepEqual(told([...place, toApi, selected], [...place, toApi, selected]), []);
    });

    it("have another port than their service", () => {
        const other = service("api", { selector: { app: "api" }, ports: [{ port: 80, targetPort: 8080 }] });
        assert.deepEqual(
            told([...place, selected, egress("from-api", [api])], [...place, other, egress("from-api", [api])]),
            blamed("warning", "policy-service-target-port", [
                "'spec.egress[0].to[0].service' (shop-web/api) allows port 80, as KubeSphere takes it from the service, but its pods listen on targetPort 8080.",
                "Make the two ports equal, or allow 'namespaces' [shop-web] with 'ports' [8080] in a rule of its own.",
            ]),
        );
    });

    it("are in namespaces that do not exist or lack KubeSphere's label", () => {
        const from = ingress("from-api", TO_WEB);
        const bare = namespace("shop-web", undefined, { "kubesphere.io/namespace": "" });
        assert.deepEqual(
            told([retail, on, web, from], [retail, on, from]),
            blamed("warning", "policy-peer-namespace", [
                "'spec.ingress[0].from[0].namespace.name' (shop-web) does not exist on the cluster, so nobody there is allowed until it does.",
                "Check the name.",
            ]),
        );
        assert.deepEqual(
            told([retail, on, web, from], [retail, on, bare, from]),
            blamed("warning", "policy-peer-label", [
                "'spec.ingress[0].from[0].namespace.name' (shop-web) has no label kubesphere.io/namespace=shop-web, by which KubeSphere 3.4 finds its pods and which 4 does not set.",
                "Set it: kubectl label namespace shop-web kubesphere.io/namespace=shop-web",
            ]),
        );
    });

    it("are not judged by what only a cluster could tell, or the update will", () => {
        const stack = { isWhole: false };
        assert.deepEqual(told([on], [on, toApi], stack), []);
        const late = namespace("shop-web", undefined, { "kubesphere.io/namespace": UNKNOWN });
        const whole = [retail, on, late, service("api", UNKNOWN)];
        assert.deepEqual(told([retail, on, web], [...whole, ingress("from-web"), toApi]), []);
    });

    it("are judged by a service that the stack itself has", () => {
        assert.deepEqual(
            told([on], [on, toApi, service("api", {})], { isWhole: false }),
            blamed("warning", "policy-service-selector", UNSELECTED),
        );
    });
});

describe("NetworkPolicies", () => {
    const of = (name: string) => ({ kind: "NetworkPolicy", name, namespace: "shop" });

    it("are told with what of them changes", () => {
        const before = [networkPolicy("old", {}), networkPolicy("same", { podSelector: {}, ingress: [] })];
        const after = [networkPolicy("new", {}), networkPolicy("same", { podSelector: {}, ingress: [{}], egress: [] })];
        assert.deepEqual(
            partOf(before, after),
            only({
                summary: "1 NetworkPolicy created, 1 changed, 1 deleted",
                findings: [
                    found("notice", "network-policy", of("new"), {
                        message:
                            "It is new: the pods that it selects are reached, or reach others, only as policies allow.",
                    }),
                    found("notice", "network-policy", of("same"), { message: "Its egress and ingress change." }),
                    found("notice", "network-policy", of("old"), {
                        message:
                            "It goes: what it allowed counts no more, and pods that no other policy selects are open.",
                    }),
                ],
                steps: [
                    step("isolation", "Write the NetworkPolicies shop/new and shop/same."),
                    step("removal", "Delete the NetworkPolicy shop/old."),
                ],
            }),
        );
    });

    it("of KubeSphere's names are deleted or overwritten by it", () => {
        const reserved = (object: ReturnType<typeof policy>, message: string) =>
            found("danger", "policy-reserved-name", object, { message, wayOut: "Choose another name." });
        const written = [networkPolicy("nsnp-own", {}), ingress("network-isolate")];
        assert.deepEqual(partOf([retail, web, on], [retail, web, on, ...written]).findings, [
            reserved(
                of("nsnp-own"),
                `KubeSphere deletes NetworkPolicies whose name begins with "nsnp-" and that it did not make.`,
            ),
            reserved(
                policy("network-isolate"),
                `It becomes the NetworkPolicy "nsnp-network-isolate", by which KubeSphere isolates the project: each overwrites the other.`,
            ),
        ]);
    });

    it("that KubeSphere makes are not told of", () => {
        const made = [
            networkPolicy("nsnp-from-web", {}),
            networkPolicy("nsnp-network-isolate", {}),
            ingress("from-web"),
        ];
        assert.deepEqual(told([retail, web, on], [retail, web, on, ...made]), []);
    });
});
