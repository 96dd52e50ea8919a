// SPDX-License-Identifier: Apache-2.0
// Two control planes side by side: KubeSphere's host and a member. Does not prove how KubeSphere itself joins clusters.
import assert from "node:assert/strict";
import { type ControlPlane, startSupervised } from "../../sandbox/control-plane/control-plane";
import { Kubectl } from "../support/kubectl";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";

const CALICO = "crd.projectcalico.org/v1";
const TENANT = "tenant.kubesphere.io/v1beta1";

describeOnControlPlane("A platform on several clusters", (cluster) => {
    let member: ControlPlane;
    let onMember: Kubectl;

    before(async () => {
        member = await startSupervised({}, { crds: true, controllers: false });
        cluster().atTheEnd(() => member.stop());
        onMember = await Kubectl.connect(member.kubeconfig);
    });

    const program = (spec: object, clusters: object) =>
        `new net.NetworkPlatform("platform", ${JSON.stringify({ spec, clusters })});\n`;
    const workspace = (name: string) => ({ apiVersion: TENANT, kind: "Workspace", metadata: { name }, spec: {} });
    const namespace = (name: string, workspaceName: string) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels: { "kubesphere.io/workspace": workspaceName, "kubesphere.io/namespace": name } },
    });
    const platform = "kubesphere-network:index:NetworkPlatform";

    it("has the host's objects on the host and each member's on the member; a new cluster touches nothing else", async () => {
        const [pool, project, team] = [fresh("pool"), fresh("project"), fresh("team")];
        const template = {
            apiVersion: TENANT,
            kind: "WorkspaceTemplate",
            metadata: { name: team },
            spec: { template: { spec: { manager: "admin" } }, placement: { clusters: [{ name: "host" }] } },
        };
        await cluster().kubectl.apply(template);
        await onMember.apply(workspace(team));
        await onMember.apply(namespace(project, team));
        const host = {
            extension: { version: "1.3.0", clusters: ["host", "member-1"] },
            pools: { [pool]: { cidr: "10.120.0.0/20" } },
            workspaces: { [team]: { isolated: true, target: "WorkspaceTemplate" } },
        };
        const stack = await cluster().stack(program(host, {}));
        await stack.succeed("up");

        // The same pool with the same addresses: another cluster has addresses of its own.
        const section = {
            pools: { [pool]: { cidr: "10.120.0.0/20" } },
            workspaces: { [team]: { isolated: true } },
            projects: {
                [project]: {
                    workspace: team,
                    pools: [pool],
                    isolated: true,
                    allow: { "from-world": { direction: "ingress", ipBlocks: [{ cidr: "192.0.2.0/24" }] } },
                },
            },
        };
        const withMember = program(
            { ...host, members: { "member-1": section } },
            { "member-1": { kubeconfig: member.kubeconfig } },
        );
        await stack.program(withMember);
        await stack.succeed("preview");
        assert.equal(await onMember.get(CALICO, "IPPool", pool), undefined);
        const { steps } = await stack.succeed("up");
        const child = (kind: string, name: string) => `create ${platform}$${kind}::platform@member-1${name}`;
        assert.deepEqual(steps, [
            child("kubernetes:core/v1:NamespacePatch", `-binding-${project}`),
            child("kubernetes:core/v1:NamespacePatch", `-project-${project}`),
            child("kubernetes:crd.projectcalico.org/v1:IPPool", `-pool-${pool}`),
            child("kubernetes:network.kubesphere.io/v1alpha1:NamespaceNetworkPolicy", `-project-${project}-from-world`),
            child("kubernetes:tenant.kubesphere.io/v1beta1:WorkspacePatch", `-workspace-${team}`),
            `update ${platform}::platform`,
        ]);

        assert.ok(await onMember.get(CALICO, "IPPool", pool));
        const bound = await onMember.get("v1", "Namespace", project);
        assert.deepEqual(
            [
                bound?.metadata?.labels?.[`ippool.network.kubesphere.io/${pool}`],
                bound?.metadata?.annotations?.["kubesphere.io/network-isolate"],
            ],
            ["", "enabled"],
        );
        assert.equal(
            (await onMember.get(TENANT, "Workspace", team))?.metadata?.annotations?.["kubesphere.io/network-isolate"],
            "enabled",
        );
        assert.equal(await onMember.get("kubesphere.io/v1alpha1", "InstallPlan", "network"), undefined);
        assert.equal(await cluster().kubectl.get("v1", "Namespace", project), undefined);
        assert.deepEqual((await stack.succeed("up")).steps, []);

        await stack.succeed("destroy");
        assert.equal(await onMember.get(CALICO, "IPPool", pool), undefined);
        assert.ok(await onMember.get("v1", "Namespace", project));
    });

    it("is checked among what is on the member's own cluster, in previews too", async () => {
        const [pool, other] = [fresh("pool"), fresh("other")];
        const foreign = {
            apiVersion: CALICO,
            kind: "IPPool",
            metadata: { name: other },
            spec: { cidr: "10.121.0.0/16" },
        };
        await onMember.apply(foreign);
        const stack = await cluster().stack(
            program(
                { members: { "member-1": { pools: { [pool]: { cidr: "10.121.0.0/20" } } } } },
                { "member-1": { kubeconfig: member.kubeconfig } },
            ),
        );
        for (const operation of ["preview", "up"] as const) {
            assert.match(await stack.refused(operation), new RegExp(`must not overlap the pool "${other}"`), operation);
        }
        await onMember.delete(CALICO, "IPPool", other);
    });

    it("is refused where a member cannot be reached, is the host, or has templates", async () => {
        const stack = await cluster().stack(
            program(
                {
                    members: {
                        host: {},
                        mars: { pools: { a: { cidr: "10.0.0.1/24" } } },
                        "member-1": { workspaces: { team: { isolated: true, target: "WorkspaceTemplate" } } },
                    },
                },
                { host: {}, "member-1": { kubeconfig: member.kubeconfig } },
            ),
        );
        assert.deepEqual((await stack.refused("preview")).split("\n"), [
            'NetworkPlatform "platform":',
            "  - 'members.mars.pools.a.cidr' (10.0.0.1/24) must have no bits set after the prefix. Did you mean 10.0.0.0/24?",
            "  - 'members.member-1.workspaces.team.target' (WorkspaceTemplate) must not be used on a member: templates are on the host, for all clusters. Move the workspace to the top.",
            "  - 'members.host' is the host cluster. Put what stands there at the top of the description.",
            "  - 'members.mars' must be one of the clusters that can be reached (host, member-1). Give its kubeconfig under 'clusters'.",
        ]);
    });
});
