// SPDX-License-Identifier: Apache-2.0
// A platform on two real control planes, of which somebody changes both. Does not prove how KubeSphere joins clusters.
import assert from "node:assert/strict";
import { dump } from "js-yaml";
import { findDrift } from "../../../cli/drift/find";
import type { DriftOptions } from "../../../cli/drift/wanted";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { describeOnControlPlane, fresh, type Stack } from "../../integration/support/on-control-plane";
import { sharedCluster } from "../../support/cluster";
import { Kubectl } from "../../support/kubectl";
import { joinedKubeconfig } from "../cluster/kubeconfig";
import { installPlan, pool } from "../cluster/objects";

const CALICO = "crd.projectcalico.org/v1";

describeOnControlPlane("Drift on several clusters", (cluster) => {
    const [both, hostPool] = ["drift-both", "drift-host"].map(fresh) as [string, string];
    const host = {
        extension: {
            version: "1.2.0",
            clusters: ["host", "member-1"],
            configYaml: "# by the team\nglobal: {ippool: {enable: true}}\n",
        },
        pools: { [hostPool]: { cidr: "10.171.0.0/24" }, [both]: { cidr: "10.171.1.0/24" } },
    };
    // The same name and addresses as on the host: another cluster has pools of its own.
    const platform = {
        ...host,
        members: { "member-1": { pools: { [both]: { cidr: "10.171.1.0/24", natOutgoing: true } } } },
    };
    let member: ControlPlane;
    let onMember: Kubectl;
    let stack: Stack;
    let kubeconfig = "";

    before(async () => {
        member = await sharedCluster();
        onMember = await Kubectl.connect(member.kubeconfig);
    });

    beforeEach(async () => {
        const clusters = { "member-1": { kubeconfig: member.kubeconfig } };
        stack = await cluster().stack(
            `new net.NetworkPlatform("platform", { file: "network.yaml", clusters: ${JSON.stringify(clusters)} });`,
        );
        await stack.file("network.yaml", dump(platform));
        const paths = { "on-host": cluster().kubeconfig, "on-member": member.kubeconfig };
        await stack.file("kubeconfig", await joinedKubeconfig(paths));
        kubeconfig = stack.path("kubeconfig");
        await stack.succeed("up");
    });

    const CONTEXTS = ["default=on-host", "platform@member-1=on-member"];
    const find = async (options: Partial<DriftOptions>): Promise<unknown[]> => {
        const { drifts, notCompared } = await findDrift({ kubeconfig, context: "on-host", ...options });
        assert.deepEqual(notCompared, []);
        return drifts.map(({ cluster: where, rule, object, accept }) => [where, rule, object.name, accept?.text]);
    };
    const ofStack = () => find({ project: stack.path("."), stack: "dev", cluster: CONTEXTS });
    const ofFile = () => find({ file: stack.path("network.yaml"), member: ["member-1=on-member"] });

    it("is told of each cluster with its own objects, the worst of all clusters first", async () => {
        assert.deepEqual([await ofStack(), await ofFile()], [[], []]);
        await cluster().kubectl.apply(pool(both, { natOutgoing: true }), "console");
        await onMember.delete(CALICO, "IPPool", both);
        const drifts = (file: string, names: readonly [string, string]) => [
            [names[1], "drift-pool-deleted", both, `In ${file} remove members.member-1.pools.${both}.`],
            [names[0], "drift-pool-nat", both, `In ${file} set pools.${both}.natOutgoing to true.`],
        ];
        assert.deepEqual(await ofFile(), drifts("network.yaml", ["host", "member-1"]));
        assert.deepEqual(
            await ofStack(),
            drifts('network.yaml of NetworkPlatform "platform"', ["default", "platform@member-1"]),
        );
    });

    it("of an InstallPlan is its version, its placement and its values; a config that is a text is accepted as one", async () => {
        const plan = installPlan("1.3.0", {
            config: "global: {ippool: {enable: false}}\n",
            clusterScheduling: { placement: { clusters: ["host", "member-1", "other"] } },
        });
        await cluster().kubectl.apply(plan, "console");
        const rules = (file: string, where: string) => [
            [where, "drift-plan-version", "network", `In ${file} set extension.version to 1.3.0.`],
            [
                where,
                "drift-plan-placement",
                "network",
                `In ${file} set extension.clusters to ["host","member-1","other"].`,
            ],
            [
                where,
                "drift-plan-config",
                "network",
                `In ${file} set extension.configYaml to the text that the plan has in spec.config.`,
            ],
        ];
        assert.deepEqual(await ofFile(), rules("network.yaml", "host"));
        assert.deepEqual(await ofStack(), rules('network.yaml of NetworkPlatform "platform"', "default"));
    });
});
