// SPDX-License-Identifier: Apache-2.0
// A platform on two real control planes, of which somebody changes both. Does not prove how KubeSphere joins clusters.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dump, load } from "js-yaml";
import { findDrift } from "../../../cli/drift/find";
import type { DriftOptions } from "../../../cli/drift/wanted";
import { type ControlPlane, startSupervised } from "../../../sandbox/control-plane/control-plane";
import { describeOnControlPlane, fresh, type Stack } from "../../integration/support/on-control-plane";
import { Kubectl } from "../../support/kubectl";

const CALICO = "crd.projectcalico.org/v1";

interface KubeconfigFile {
    clusters: { name: string }[];
    users: { name: string }[];
    contexts: { name: string; context: { cluster: string; user: string } }[];
}

describeOnControlPlane("Drift on several clusters", (cluster) => {
    const [pool, hostPool] = ["drift-both", "drift-host"].map(fresh) as [string, string];
    const host = {
        extension: {
            version: "1.2.0",
            clusters: ["host", "member-1"],
            configYaml: "# by the team\nglobal: {ippool: {enable: true}}\n",
        },
        pools: { [hostPool]: { cidr: "10.171.0.0/24" }, [pool]: { cidr: "10.171.1.0/24" } },
    };
    // The same name and addresses as on the host: another cluster has pools of its own.
    const platform = {
        ...host,
        members: { "member-1": { pools: { [pool]: { cidr: "10.171.1.0/24", natOutgoing: true } } } },
    };
    let member: ControlPlane;
    let onMember: Kubectl;
    let stack: Stack;
    let kubeconfig = "";

    before(async () => {
        member = await startSupervised({}, { crds: true, controllers: false });
        cluster().atTheEnd(() => member.stop());
        onMember = await Kubectl.connect(member.kubeconfig);
    });

    beforeEach(async () => {
        const clusters = { "member-1": { kubeconfig: member.kubeconfig } };
        stack = await cluster().stack(
            `new net.NetworkPlatform("platform", { file: "network.yaml", clusters: ${JSON.stringify(clusters)} });`,
        );
        await stack.file("network.yaml", dump(platform));
        kubeconfig = await stack
            .file("kubeconfig", joined(cluster().kubeconfig, member.kubeconfig))
            .then(() => stack.path("kubeconfig"));
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
        const change = (spec: object) => ({ apiVersion: CALICO, kind: "IPPool", metadata: { name: pool }, spec });
        await cluster().kubectl.apply(change({ natOutgoing: true }), "console");
        await onMember.delete(CALICO, "IPPool", pool);
        const drifts = (file: string, names: readonly [string, string]) => [
            [names[1], "drift-pool-deleted", pool, `In ${file} remove members.member-1.pools.${pool}.`],
            [names[0], "drift-pool-nat", pool, `In ${file} set pools.${pool}.natOutgoing to true.`],
        ];
        assert.deepEqual(await ofFile(), drifts("network.yaml", ["host", "member-1"]));
        assert.deepEqual(
            await ofStack(),
            drifts('network.yaml of NetworkPlatform "platform"', ["default", "platform@member-1"]),
        );
    });

    it("of an InstallPlan is its version, its placement and its values; a config that is a text is accepted as one", async () => {
        const plan = {
            apiVersion: "kubesphere.io/v1alpha1",
            kind: "InstallPlan",
            metadata: { name: "network" },
            spec: {
                extension: { name: "network", version: "1.3.0" },
                enabled: true,
                config: "global: {ippool: {enable: false}}\n",
                clusterScheduling: { placement: { clusters: ["host", "member-1", "other"] } },
            },
        };
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

/** One kubeconfig with the contexts "on-host" and "on-member". */
function joined(...[host, member]: readonly [string, string]): string {
    const [one, other] = [host, member].map((path, index) => {
        const name = index === 0 ? "on-host" : "on-member";
        const file = load(readFileSync(path, "utf8")) as KubeconfigFile;
        const named = ([first]: readonly { name: string }[]) => [{ ...first, name }];
        return {
            ...file,
            clusters: named(file.clusters),
            users: named(file.users),
            contexts: [{ name, context: { cluster: name, user: name } }],
        };
    }) as [KubeconfigFile, KubeconfigFile];
    return dump({
        ...one,
        clusters: [...one.clusters, ...other.clusters],
        users: [...one.users, ...other.users],
        contexts: [...one.contexts, ...other.contexts],
        "current-context": "on-host",
    });
}
