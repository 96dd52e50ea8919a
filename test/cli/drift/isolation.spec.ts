// SPDX-License-Identifier: Apache-2.0
// Isolation and policies of a stack on a real API server, changed with kubectl or as the console. Does not prove what
// KubeSphere makes of it: no controller of the network extension runs here.
import { namespace, workspace } from "../cluster/objects";
import { describeDrift, itTells } from "./cases";
import { conflictWith, MADE_AGAIN, REFRESH, SET_BACK, takeOwnershipOf } from "./sentences";

const NETWORK = "network.kubesphere.io/v1alpha1";
const ISOLATE = "kubesphere.io/network-isolate";
const ANNOTATION = `metadata.annotations["${ISOLATE}"]`;
const OFF = { annotations: { [ISOLATE]: "disabled" } };

describeDrift("Drift of isolation on a real control plane", (platform) => {
    const { shop, web, team } = platform;
    const fromWeb = [`NamespaceNetworkPolicy ${shop}/from-web`, `ingress from namespace ${web} on TCP 80`];
    const deletePolicy = () => platform.kubectl.delete(NETWORK, "NamespaceNetworkPolicy", "from-web", shop);

    itTells(platform, [
        {
            title: "isolation that is switched off, and policies that are gone with it",
            by: async () => {
                await platform.byConsole(namespace(shop, OFF));
                await deletePolicy();
            },
            drift: {
                what: ["danger", "drift-isolation-off", `Namespace ${shop}`, "on", "off"],
                message: `The project ${shop} is not isolated: the annotation says "disabled". KubeSphere deletes every NamespaceNetworkPolicy of a project that is not isolated, which explains that these are gone: from-web.`,
                changedBy: [[ANNOTATION, "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: `${takeOwnershipOf(`projects.${shop}`)} Either way run pulumi up --refresh then, which makes the policies again.`,
                explains: [`NamespaceNetworkPolicy "${shop}/from-web"`],
            },
        },
        {
            title: "isolation whose annotation is gone",
            by: () => platform.shell(`kubectl annotate namespace ${shop} ${ISOLATE}-`),
            drift: {
                what: ["warning", "drift-isolation-off", `Namespace ${shop}`, "on", "off"],
                message: `The project ${shop} is not isolated: the annotation is gone.`,
                changedBy: [[ANNOTATION, "hint"]],
                onUpdate: SET_BACK,
                update: REFRESH,
            },
        },
        {
            title: "isolation of a workspace",
            by: () => platform.byConsole(workspace(team, OFF)),
            drift: {
                what: ["warning", "drift-isolation-off", `Workspace ${team}`, "on", "off"],
                message: `The workspace ${team} is not isolated: the annotation says "disabled".`,
                changedBy: [[ANNOTATION, "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: takeOwnershipOf(`workspaces.${team}`),
            },
        },
        {
            title: "what a policy allows",
            // The label that says where its traffic goes follows from the peers.
            leaves: ["drift-policy-labels"],
            by: () =>
                platform.shell(
                    `kubectl patch namespacenetworkpolicy from-web -n ${shop} --type=merge -p '{"spec":{"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8"}}]}]}}'`,
                ),
            drift: {
                what: ["warning", "drift-policy-rules", ...fromWeb, "ingress from 10.0.0.0/8"],
                message: `NamespaceNetworkPolicy "${shop}/from-web" allows something else: ingress from 10.0.0.0/8.`,
                changedBy: [["spec.ingress", "owner", "kubectl-patch"]],
                onUpdate: SET_BACK,
                update: REFRESH,
            },
        },
        {
            title: "a policy that is deleted",
            by: deletePolicy,
            drift: {
                what: ["warning", "drift-policy-deleted", ...fromWeb, "deleted"],
                message: `There is no NamespaceNetworkPolicy "${shop}/from-web" any more: what it allows is allowed only if something else allows it.`,
                changedBy: [],
                onUpdate: MADE_AGAIN,
                update: REFRESH,
            },
        },
    ]);
});
