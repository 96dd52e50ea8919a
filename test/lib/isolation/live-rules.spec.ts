// SPDX-License-Identifier: Apache-2.0
// Does not prove what KubeSphere does: its controller's source was read, and that of version 4.2 is closed.
import assert from "node:assert/strict";
import { byName, type ObjectMeta } from "../../../lib/cluster/objects";
import { LIVE_LONE_POLICY_RULES, LIVE_PROJECT_RULES, LIVE_WORKSPACE_RULES } from "../../../lib/isolation/live-rules";
import type {
    LonePolicy,
    PolicyObject,
    ProjectSurroundings,
    ServiceObject,
    StatedProject,
    WorkspaceObject,
    WorkspaceSurroundings,
} from "../../../lib/isolation/surroundings";
import type { Problem } from "../../../lib/problem";
import { problemsOf } from "../../../lib/rule";

const ISOLATE = "kubesphere.io/network-isolate";
const on = { annotations: { [ISOLATE]: "enabled" } };

const namespace = (name: string, metadata: ObjectMeta = {}, workspace = "retail") => ({
    metadata: {
        name,
        ...metadata,
        labels: { "kubesphere.io/workspace": workspace, "kubesphere.io/namespace": name, ...metadata.labels },
    },
});
const workspace = (name: string, metadata: ObjectMeta = {}): WorkspaceObject => ({ metadata: { name, ...metadata } });
const policy = (name: string, direction: "ingress" | "egress", manager?: string, of = "shop"): PolicyObject => ({
    metadata: { name, namespace: of, ...(manager !== undefined && { managedFields: [{ manager }] }) },
    spec: { [direction]: [{}] },
});
const dnsService = (name: string, selector?: Record<string, string>): ServiceObject => ({
    metadata: { name, namespace: "kube-system" },
    spec: { selector },
});

const shop = namespace("shop");
const kubeSystem = namespace("kube-system", {}, "system-workspace");
const cluster: ProjectSurroundings = {
    namespaces: byName([shop, kubeSystem]),
    workspaces: byName([workspace("retail"), workspace("system-workspace")]),
    policies: [],
    systemServices: byName([dnsService("kube-dns", { "k8s-app": "kube-dns" })]),
};
const project: StatedProject = { namespace: "shop", egress: [], mayComeLater: false };
const isolatedShop = byName([namespace("shop", on), kubeSystem]);

function ofProject(change: Partial<StatedProject>, surroundings: ProjectSurroundings = {}): Problem[] {
    return problemsOf(LIVE_PROJECT_RULES, {
        project: { ...project, ...change },
        cluster: { ...cluster, ...surroundings },
    });
}

const warning = (rule: string, property: string, message: string): Problem => ({
    rule,
    property,
    message,
    severity: "warning",
});
const MISSING = {
    rule: "isolation-namespace-exists",
    property: "namespace",
    message:
        "'namespace' (shop) must exist, and the cluster has no namespace of that name. Create it first; if this program does, take the name from that resource.",
};
const FIRST =
    "is the first egress rule of the project: from now on its pods reach only what egress rules allow, not even each other. KubeSphere adds DNS at 169.254.25.10";
const ownLabel = (name: string) =>
    warning(
        "isolation-own-label",
        "namespace",
        `'namespace' (${name}) has no label kubesphere.io/namespace=${name}, without which KubeSphere 3.4 keeps even the project's own pods apart, and which 4 does not set. Set it: kubectl label namespace ${name} kubesphere.io/namespace=${name}`,
    );

describe("The isolation of a project among what is on the cluster", () => {
    it("is without a problem where everything is as it should be", () => {
        assert.deepEqual(ofProject({}), []);
        assert.deepEqual(ofProject({ enabled: false }), []);
    });

    it("is not judged by what could not be read", () => {
        const nothing = {
            namespaces: undefined,
            workspaces: undefined,
            policies: undefined,
            systemServices: undefined,
        };
        assert.deepEqual(ofProject({ egress: ["to-db"] }, nothing), []);
        assert.deepEqual(ofProject({ enabled: false }, nothing), []);
    });

    it("needs the namespace, unless the program may make it", () => {
        const namespaces = byName([kubeSystem]);
        assert.deepEqual(ofProject({}, { namespaces }), [MISSING]);
        assert.deepEqual(ofProject({ enabled: false }, { namespaces }), [MISSING]);
        assert.deepEqual(ofProject({ mayComeLater: true }, { namespaces }), []);
    });

    it("does nothing for a namespace without a workspace", () => {
        const namespaces = byName([namespace("shop", {}, "")]);
        assert.deepEqual(ofProject({}, { namespaces }), [
            warning(
                "isolation-workspace-label",
                "namespace",
                "'namespace' (shop) has no label kubesphere.io/workspace: KubeSphere isolates no namespace without a workspace, so this does nothing. Add the project to a workspace.",
            ),
        ]);
        assert.deepEqual(ofProject({ enabled: false }, { namespaces }), []);
    });

    it("does nothing for a namespace of a workspace that does not exist", () => {
        const namespaces = byName([namespace("shop", {}, "gone")]);
        assert.deepEqual(ofProject({}, { namespaces }), [
            warning(
                "isolation-workspace-label",
                "namespace",
                `'namespace' (shop) belongs to the workspace "gone", which does not exist: KubeSphere isolates nothing then. Correct the label kubesphere.io/workspace.`,
            ),
        ]);
        assert.deepEqual(ofProject({}, { namespaces, workspaces: undefined }), []);
    });

    it("says that the namespace lacks the label by which its own pods are found", () => {
        const namespaces = byName([namespace("shop", { labels: { "kubesphere.io/namespace": "other" } })]);
        assert.deepEqual(ofProject({}, { namespaces }), [ownLabel("shop")]);
        assert.deepEqual(ofProject({ enabled: false }, { namespaces }), []);
    });

    it("is refused where the namespace's label tells that it belongs to the system", () => {
        const namespaces = byName([namespace("shop", {}, "system-workspace")]);
        assert.deepEqual(ofProject({}, { namespaces }), [
            {
                rule: "isolation-of-system-workspace",
                property: "namespace",
                message:
                    "'namespace' (shop) must not be isolated without intent: it belongs to the system, which others cannot reach then. Set 'allowSystem' to true if that is meant.",
            },
        ]);
        assert.deepEqual(ofProject({ allowSystem: true }, { namespaces }), []);
        assert.deepEqual(ofProject({ enabled: false }, { namespaces }), []);
    });

    describe("when it is switched off", () => {
        const policies = [
            policy("from-web", "ingress", "pulumi-kubernetes"),
            policy("by-hand", "ingress", "kubectl"),
            policy("old", "ingress"),
        ];
        const WHAT =
            "'enabled' (false) makes KubeSphere delete every NamespaceNetworkPolicy of shop, whoever made it: from-web (made by pulumi-kubernetes), by-hand (made by kubectl), old (made by somebody unknown).";
        const rule = "isolation-off-deletes-policies";

        it("lists every policy that will vanish, with whoever made it", () => {
            assert.deepEqual(ofProject({ enabled: false }, { namespaces: isolatedShop, policies }), [
                warning(rule, "enabled", WHAT),
            ]);
        });

        it("says where a workspace keeps them", () => {
            const workspaces = byName([workspace("retail", on)]);
            assert.deepEqual(ofProject({ enabled: false }, { namespaces: isolatedShop, policies, workspaces }), [
                warning(
                    rule,
                    "enabled",
                    `${WHAT} KubeSphere 4.2 keeps them as long as the workspace "retail" is isolated.`,
                ),
            ]);
        });

        it("says nothing where there are none, where it is off already, and where it stays on", () => {
            assert.deepEqual(ofProject({ enabled: false }, { namespaces: isolatedShop }), []);
            assert.deepEqual(ofProject({ enabled: false }, { policies }), []);
            assert.deepEqual(ofProject({}, { namespaces: isolatedShop, policies }), []);
        });

        it("looks at the key that it writes", () => {
            const annotationKey = "example.com/isolate";
            const namespaces = byName([namespace("shop", { annotations: { [annotationKey]: "enabled" } })]);
            assert.equal(ofProject({ enabled: false, annotationKey }, { namespaces, policies }).length, 1);
            assert.deepEqual(ofProject({ enabled: false, annotationKey }, { namespaces: isolatedShop, policies }), []);
        });
    });

    describe("with its first egress rule", () => {
        const said = (rest: string) => [
            warning("isolation-first-egress", "allow", `'allow' (to-db, to-net) ${FIRST}${rest}`),
        ];
        const egress = ["to-db", "to-net"];

        it("says that nothing else goes out any more but DNS", () => {
            assert.deepEqual(ofProject({ egress }), said(" and of the service kube-dns of kube-system."));
            assert.deepEqual(
                ofProject({ egress }, { policies: [policy("from-web", "ingress")] }),
                said(" and of the service kube-dns of kube-system."),
            );
        });

        it("says that DNS is cut off where KubeSphere does not look for it", () => {
            const cutOff =
                " only, since kube-system has no service kube-dns or coredns with pods. Allow the cluster's DNS by a rule, or no name is resolved.";
            assert.deepEqual(ofProject({ egress }, { systemServices: byName([]) }), said(cutOff));
            assert.deepEqual(ofProject({ egress }, { systemServices: byName([dnsService("kube-dns")]) }), said(cutOff));
        });

        it("finds DNS under its other name, and says what it cannot know", () => {
            const systemServices = byName([dnsService("kube-dns"), dnsService("coredns", { app: "coredns" })]);
            assert.deepEqual(
                ofProject({ egress }, { systemServices }),
                said(" and of the service coredns of kube-system."),
            );
            assert.deepEqual(
                ofProject({ egress }, { systemServices: undefined }),
                said(" and of the service kube-dns or coredns of kube-system."),
            );
        });

        it("says that the namespace of DNS lacks the label by which it is found", () => {
            const unlabelled = { metadata: { name: "kube-system" } };
            assert.deepEqual(
                ofProject({ egress }, { namespaces: byName([shop, unlabelled]) }),
                said(
                    " and of the service kube-dns of kube-system; KubeSphere 3 finds that by the label kubesphere.io/namespace=kube-system, which the namespace lacks.",
                ),
            );
        });

        it("says nothing of a second one, nor where isolation is off", () => {
            assert.deepEqual(ofProject({ egress }, { policies: [policy("by-hand", "egress")] }), []);
            assert.deepEqual(ofProject({ egress, enabled: false }), []);
        });
    });

    it("says that namespaces have the annotation under its other name, unless a key is chosen", () => {
        const other = namespace("web", { annotations: { "kubesphere.io/workspace-isolate": "disabled" } });
        const namespaces = byName([shop, other]);
        assert.deepEqual(ofProject({}, { namespaces }), [
            warning(
                "isolation-other-key",
                "annotationKey",
                "'annotationKey' is not set, so kubesphere.io/network-isolate is written; but Namespace web has kubesphere.io/workspace-isolate. Find out which one the cluster's KubeSphere follows, and set 'annotationKey' to it.",
            ),
        ]);
        for (const annotationKey of ["kubesphere.io/workspace-isolate", ISOLATE]) {
            assert.deepEqual(ofProject({ annotationKey }, { namespaces }), []);
        }
    });
});

describe("A single policy among what is on the cluster", () => {
    const lone: LonePolicy = {
        policyName: "to-db",
        namespace: "shop",
        direction: "egress",
        mayComeLater: false,
        isIsolatedHere: false,
        isFirst: true,
    };
    const hasEgress = [policy("by-hand", "egress")];
    const ofPolicy = (change: Partial<LonePolicy>, surroundings: ProjectSurroundings) =>
        problemsOf(LIVE_LONE_POLICY_RULES, {
            policy: { ...lone, ...change },
            cluster: { ...cluster, policies: hasEgress, ...surroundings },
        });

    it("is without a problem where its namespace is isolated, by whichever key or program", () => {
        const otherKey = namespace("shop", { annotations: { "kubesphere.io/workspace-isolate": "enabled" } });
        assert.deepEqual(ofPolicy({}, { namespaces: isolatedShop }), []);
        assert.deepEqual(ofPolicy({}, { namespaces: byName([otherKey]) }), []);
        assert.deepEqual(ofPolicy({ isIsolatedHere: true }, {}), []);
        assert.deepEqual(ofPolicy({}, { namespaces: undefined }), []);
    });

    it("is said to vanish where nobody isolates its namespace", () => {
        assert.deepEqual(ofPolicy({}, {}), [
            warning(
                "policy-isolated",
                "namespace",
                "'namespace' (shop) is isolated neither on the cluster nor by this program: KubeSphere deletes the policy again. Isolate it with a ProjectIsolation.",
            ),
        ]);
    });

    it("is said to vanish under some versions where the workspace alone is isolated", () => {
        assert.deepEqual(ofPolicy({}, { workspaces: byName([workspace("retail", on)]) }), [
            warning(
                "policy-isolated",
                "namespace",
                `'namespace' (shop) is isolated by its workspace "retail" alone: KubeSphere 3 deletes the policy again, 4.2 keeps it. Isolate it with a ProjectIsolation.`,
            ),
        ]);
    });

    it("needs its namespace, unless the program may make it", () => {
        assert.deepEqual(ofPolicy({}, { namespaces: byName([]) }), [MISSING]);
        assert.deepEqual(ofPolicy({ mayComeLater: true }, { namespaces: byName([]) }), []);
    });

    it("announces the first egress rule, once for the program", () => {
        const first = { namespaces: isolatedShop, policies: [] };
        assert.deepEqual(ofPolicy({}, first), [
            warning(
                "isolation-first-egress",
                "policyName",
                `'policyName' (to-db) ${FIRST} and of the service kube-dns of kube-system.`,
            ),
        ]);
        assert.deepEqual(ofPolicy({ isFirst: false }, first), []);
        assert.deepEqual(ofPolicy({ direction: "ingress" }, first), []);
    });
});

describe("The isolation of a workspace among what is on the cluster", () => {
    const ofWorkspace = (change: object, surroundings: WorkspaceSurroundings = {}, mayComeLater = false) =>
        problemsOf(LIVE_WORKSPACE_RULES, {
            isolation: { workspace: "retail", ...change },
            mayComeLater,
            cluster: { workspaces: byName([workspace("retail", on)]), ...surroundings },
        });

    it("needs its workspace or template, unless the program may make it", () => {
        const missing = (kind: string) => ({
            rule: "isolation-workspace-exists",
            property: "workspace",
            message: `'workspace' (mars) must exist, and the cluster has no ${kind} of that name. Create it first; if this program does, take the name from that resource.`,
        });
        assert.deepEqual(ofWorkspace({ workspace: "mars" }), [missing("Workspace")]);
        assert.deepEqual(ofWorkspace({ workspace: "mars", target: "WorkspaceTemplate" }), [
            missing("WorkspaceTemplate"),
        ]);
        assert.deepEqual(ofWorkspace({ workspace: "mars" }, {}, true), []);
        assert.deepEqual(ofWorkspace({ workspace: "mars" }, { workspaces: undefined }), []);
    });

    it("says that objects of its kind have the annotation under its other name, unless a key is chosen", () => {
        const annotations = { "kubesphere.io/workspace-isolate": "enabled" };
        const rest =
            "has kubesphere.io/workspace-isolate. Find out which one the cluster's KubeSphere follows, and set 'annotationKey' to it.";
        const said = (holder: string) => [
            warning(
                "isolation-other-key",
                "annotationKey",
                `'annotationKey' is not set, so kubesphere.io/network-isolate is written; but ${holder} ${rest}`,
            ),
        ];
        const plain = byName([workspace("retail", { annotations })]);
        assert.deepEqual(ofWorkspace({}, { workspaces: plain }), said("Workspace retail"));
        assert.deepEqual(ofWorkspace({ annotationKey: ISOLATE }, { workspaces: plain }), []);
        const templates = byName([{ ...workspace("retail"), spec: { template: { metadata: { annotations } } } }]);
        const target = "WorkspaceTemplate";
        assert.deepEqual(ofWorkspace({ target }, { workspaces: templates }), said("WorkspaceTemplate retail"));
        const elsewhere = byName([{ ...workspace("retail", { annotations }), spec: { template: {} } }]);
        assert.deepEqual(ofWorkspace({ target }, { workspaces: elsewhere }), []);
    });

    it("lists the policies that vanish with it when it is switched off", () => {
        const namespaces = byName([shop, namespace("vault", on), namespace("lab", {}, "data")]);
        const policies = ["shop", "vault", "lab", "gone"].map((of) => policy("from-web", "ingress", "kubectl", of));
        assert.deepEqual(ofWorkspace({ enabled: false }, { namespaces, policies }), [
            warning(
                "isolation-off-deletes-policies",
                "enabled",
                "'enabled' (false) makes KubeSphere delete every NamespaceNetworkPolicy of projects that are not isolated themselves: shop/from-web (made by kubectl).",
            ),
        ]);
        assert.deepEqual(ofWorkspace({}, { namespaces, policies }), []);
        const workspaces = byName([workspace("retail")]);
        assert.deepEqual(ofWorkspace({ enabled: false }, { workspaces, namespaces, policies }), []);
        assert.deepEqual(ofWorkspace({ enabled: false }), []);
    });
});
