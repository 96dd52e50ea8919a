// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { configHash } from "../../lib/extension/config";
import type { InstallPlanStatus } from "../../lib/extension/readiness";
import { clearOutcomes, setOutcome, type Outcome, type OutcomeTarget } from "../../sandbox/controllers";
import type { LiveObject } from "../support/kubectl";
import { content, fieldsOf } from "./support/live";
import { describeOnControlPlane } from "./support/on-control-plane";

const KUBESPHERE = "kubesphere.io/v1alpha1";
const TYPE = "kubesphere-network:index:Extension$kubernetes:kubesphere.io/v1alpha1:InstallPlan::ext";
const NETWORK_TYPE = "kubesphere-network:index:NetworkExtension$kubernetes:kubesphere.io/v1alpha1:InstallPlan::network";

const component = (type: string, name: string, args: object) =>
    `const it = new net.${type}("${name}", ${JSON.stringify(args)});\n` +
    "module.exports = { plan: it.installPlanName, version: it.version, state: it.state, into: it.targetNamespace };\n";
const network = (args: object) => component("NetworkExtension", "network", args);
const extension = (args: object) => component("Extension", "ext", { extension: "network", version: "1.2.0", ...args });

type Plan = LiveObject & { status?: InstallPlanStatus };

/** What must be true at the very moment at which an update says that it is done. */
function assertInstalled(plan: Plan | undefined, version: string, agents: Readonly<Record<string, string>>): void {
    const { state, version: installed, configHash: hash, enabled, clusterSchedulingStatuses = {} } = plan?.status ?? {};
    const config = (plan?.spec?.config ?? "") as string;
    assert.deepEqual([state, installed, hash, enabled], ["Installed", version, configHash(config), true]);
    assert.deepEqual(
        Object.fromEntries(
            Object.entries(clusterSchedulingStatuses).map(([cluster, agent]) => [
                cluster,
                [agent.state, agent.version, agent.configHash],
            ]),
        ),
        Object.fromEntries(
            Object.entries(agents).map(([cluster, values]) => [cluster, ["Installed", version, configHash(values)]]),
        ),
    );
}

const CONFIG_1_3 = [
    "global:",
    "    ippool:",
    "        enable: true",
    "        type: calico",
    "        webhook: true",
    "    networkPolicy:",
    "        enable: true",
    "",
].join("\n");

describeOnControlPlane("An extension on the control plane", (cluster) => {
    const live = async (name = "network") => (await cluster().kubectl.get(KUBESPHERE, "InstallPlan", name)) as Plan;
    const outcome = (target: Partial<OutcomeTarget>, how: Outcome) =>
        setOutcome(cluster().kubeconfig, {
            extension: "network",
            version: "1.2.0",
            ...target,
            action: "install",
            ...how,
        });

    afterEach(() => clearOutcomes(cluster().kubeconfig));

    it("is done only when the host and every agent are installed: at first, with a new config and version", async () => {
        const clusters = ["host", "member-1"];
        const overrides = { "member-1": { network: { controller: { replicas: 2 } } } };
        const stack = await cluster().stack(network({ version: "1.2.0", clusters }));
        await stack.succeed("preview");
        assert.equal(await live(), undefined);
        const made = await stack.succeed("up");
        const first = await live();
        const config = first.spec?.config as string;
        assertInstalled(first, "1.2.0", { host: config, "member-1": config });
        assert.deepEqual(made.outputs, {
            plan: "network",
            version: "1.2.0",
            state: "Installed",
            into: "extension-network",
        });

        await stack.program(network({ version: "1.2.0", clusters, overrides }));
        await stack.succeed("up");
        assertInstalled(await live(), "1.2.0", {
            host: config,
            "member-1": `${config}network:\n    controller:\n        replicas: 2\n`,
        });

        await stack.program(network({ version: "1.3.0", clusters, overrides }));
        assert.deepEqual((await stack.succeed("up")).steps, [
            `update ${NETWORK_TYPE}`,
            "update kubesphere-network:index:NetworkExtension::network",
        ]);
        const upgraded = await live();
        const member = `${CONFIG_1_3}network:\n    controller:\n        replicas: 2\n`;
        assertInstalled(upgraded, "1.3.0", { host: CONFIG_1_3, "member-1": member });
        assert.deepEqual(content({ ...upgraded, status: undefined } as LiveObject), {
            apiVersion: KUBESPHERE,
            kind: "InstallPlan",
            metadata: { name: "network", finalizers: ["kubesphere.io/installplan-protection"] },
            spec: {
                extension: { name: "network", version: "1.3.0" },
                enabled: true,
                upgradeStrategy: "Manual",
                config: CONFIG_1_3,
                clusterScheduling: {
                    placement: { clusters },
                    overrides: { "member-1": "network:\n    controller:\n        replicas: 2\n" },
                },
            },
        });
        assert.deepEqual(fieldsOf(upgraded, "pulumi"), [
            [
                "spec.clusterScheduling.overrides.member-1",
                'spec.clusterScheduling.placement.clusters.v:"host"',
                'spec.clusterScheduling.placement.clusters.v:"member-1"',
                "spec.config",
                "spec.enabled",
                "spec.extension.name",
                "spec.extension.version",
                "spec.upgradeStrategy",
            ],
        ]);
        assert.deepEqual((await stack.succeed("up")).steps, []);

        await stack.program(network({ version: "1.3.0", clusters: ["host"] }));
        await stack.succeed("up");
        assertInstalled(await live(), "1.3.0", { host: CONFIG_1_3 });
        await stack.program(network({ version: "1.3.0", clusters: [] }));
        await stack.succeed("up");
        assertInstalled(await live(), "1.3.0", {});

        await stack.succeed("destroy");
        assert.equal(await live(), undefined);
    });

    it("that failed is an error with its cause, in this run and in every later one, until it is corrected", async () => {
        await outcome({}, { outcome: "fail", message: "no space left on node-7" });
        const stack = await cluster().stack(extension({}));
        const failed = await stack.refused("up");
        assert.match(failed, /InstallPlan "network" failed: host: InstallFailed 1\.2\.0: .*no space left on node-7/);
        assert.match(failed, /kubectl logs -n extension-network job\/helm-install-network-/);
        assert.match(await stack.refused("preview"), /no space left on node-7/);
        assert.match(await stack.refused("up"), /no space left on node-7/);

        await clearOutcomes(cluster().kubeconfig);
        // KubeSphere does not start the same plan again by itself.
        assert.match(await stack.refused("up"), /no space left on node-7/);
        await stack.program(extension({ retry: 1 }));
        await stack.succeed("up");
        assertInstalled(await live(), "1.2.0", {});

        await outcome({}, { outcome: "fail", message: "bad value", action: "upgrade" });
        await stack.program(extension({ config: { a: "bad" } }));
        assert.match(await stack.refused("up"), /UpgradeFailed 1\.2\.0: .*bad value/);
        await clearOutcomes(cluster().kubeconfig);
        await stack.program(extension({ config: { a: "good" } }));
        await stack.succeed("up");
        assertInstalled(await live(), "1.2.0", {});
        await stack.succeed("preview");
    });

    it("that failed on one member alone is an error that names the member", async () => {
        await outcome({ cluster: "member-1" }, { outcome: "fail", message: "image cannot be pulled" });
        const stack = await cluster().stack(extension({ placement: { clusters: ["host", "member-1"] } }));
        const failed =
            /InstallPlan "network" failed: cluster member-1: InstallFailed 1\.2\.0: .*image cannot be pulled/;
        assert.match(await stack.refused("up"), failed);
        assert.match(await stack.refused("preview"), failed);
    });

    it("whose version does not exist is not waited for", async () => {
        const stack = await cluster().stack(extension({ version: "9.9.9", awaitReady: { timeoutSeconds: 600 } }));
        for (const operation of ["preview", "up"] as const) {
            assert.equal(
                await stack.refused(operation),
                "Extension \"ext\":\n  - 'version' (9.9.9) is not a version of network that this KubeSphere has. There are 1.1.0, 1.2.0, 1.3.0.",
            );
        }
        assert.equal(await live(), undefined);
    });

    it("is not waited for on a cluster that does not exist", async () => {
        const stack = await cluster().stack(extension({ placement: { clusters: ["host", "nowhere"] } }));
        for (const operation of ["preview", "up"] as const) {
            assert.equal(
                await stack.refused(operation),
                "Extension \"ext\":\n  - 'placement.clusters' (nowhere) is not a cluster of this KubeSphere. There are host, member-1.",
            );
        }
        assert.equal(await live(), undefined);
    });

    it("that takes long is reported on and given up at its time limit; a later update waits on", async () => {
        await outcome({}, { outcome: "slow", seconds: 10 });
        const stack = await cluster().stack(extension({ awaitReady: { timeoutSeconds: 2 } }));
        const { succeeded, errors, messages } = await stack.run("up");
        assert.equal(succeeded, false);
        assert.equal(errors.length, 1);
        assert.match(errors[0]!, /InstallPlan "network" was not ready within 2 seconds: host: Installing/);
        assert.match(errors[0]!, /awaitReady\.timeoutSeconds/);
        assert.ok(messages.some((message) => /^host: Installing 1\.2\.0, job .* \(\d+ s\)$/.test(message)));
        await stack.program(extension({}));
        await stack.succeed("up");
        assertInstalled(await live(), "1.2.0", {});
    });

    it("is not looked at where that is skipped", async () => {
        await outcome({}, { outcome: "hang" });
        const stack = await cluster().stack(extension({ awaitReady: { skip: true } }));
        assert.deepEqual((await stack.succeed("up")).steps, [
            `create ${TYPE}`,
            "create kubesphere-network:index:Extension::ext",
        ]);
        assert.notEqual((await live()).status?.state, "Installed");
    });

    it("is taken out of the console when it is disabled, and stays installed", async () => {
        const stack = await cluster().stack(extension({}));
        await stack.succeed("up");
        await stack.program(extension({ enabled: false }));
        await stack.succeed("up");
        const { spec, status } = await live();
        assert.deepEqual([spec?.enabled, status?.state, status?.enabled ?? false], [false, "Installed", false]);
    });

    it("is gone from every cluster when its destroy is done", async () => {
        await outcome({ cluster: "member-1" }, { outcome: "slow", seconds: 3, action: "uninstall" });
        const stack = await cluster().stack(extension({ placement: { clusters: ["member-1"] } }));
        await stack.succeed("up");
        const releases = async () => {
            const secrets = await cluster().kubectl.list("v1", "Secret");
            const names = secrets.map(({ metadata }) => metadata?.name ?? "");
            return names.filter((name) => /release.*\.network\.v\d+$|\.member-1$/.test(name));
        };
        assert.deepEqual((await releases()).sort(), [
            "sh.helm.release.v1.network-agent.v1.member-1",
            "sh.helm.release.v1.network.v1",
        ]);
        await stack.succeed("destroy");
        assert.equal(await live(), undefined);
        assert.deepEqual(await releases(), []);
    });
});
