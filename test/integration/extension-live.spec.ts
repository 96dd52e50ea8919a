// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { InstallPlanStatus } from "../../lib/extension/readiness";
import type { LiveObject } from "../support/kubectl";
import { describeOnControlPlane } from "./support/on-control-plane";

const KUBESPHERE = "kubesphere.io/v1alpha1";

const extension = (args: object) =>
    `const it = new net.Extension("ext", ${JSON.stringify(args)});\n` +
    "module.exports = { effective: it.effectiveConfig };\n";

const version = (name: string, number: string, spec: object) => ({
    apiVersion: KUBESPHERE,
    kind: "ExtensionVersion",
    metadata: { name: `${name}-${number}`, labels: { "kubesphere.io/extension-ref": name } },
    spec: { version: number, installationMode: "HostOnly", ...spec },
});

type Plan = LiveObject & { status?: InstallPlanStatus };

describeOnControlPlane("An extension among what is on the host cluster", (cluster) => {
    // One update shows that it refuses as previews do; more would only repeat that.
    let operations: ("preview" | "up")[] = ["preview", "up"];

    const having = (objects: object[], test: () => Promise<void>) => cluster().having(objects, test);

    /** Refused in preview and update with this one line. */
    async function refused(args: object, line: string): Promise<void> {
        const stack = await cluster().stack(extension(args));
        for (const operation of operations) {
            assert.equal(await stack.refused(operation), `Extension "ext":\n  - ${line}`);
        }
        operations = ["preview"];
    }

    /** What a preview says of the extension. */
    async function said(args: object): Promise<string[]> {
        const stack = await cluster().stack(extension(args));
        const { messages } = await stack.succeed("preview");
        return messages.filter((message) => message.startsWith("Extension"));
    }

    it("is refused where what it needs is not installed", () =>
        having(
            [
                version("probe", "1.0.0", {
                    externalDependencies: [{ name: "base", version: ">=2.0.0", required: true }],
                }),
            ],
            () =>
                refused(
                    { extension: "probe", version: "1.0.0" },
                    "'extension' (probe) 1.0.0 needs the extension base >=2.0.0, which is not installed. Install it first.",
                ),
        ));

    it("is told what it would work better with", () =>
        having(
            [
                version("probe", "1.0.0", {
                    externalDependencies: [{ name: "base", version: ">=2.0.0", required: false }],
                }),
            ],
            async () => {
                assert.deepEqual(await said({ extension: "probe", version: "1.0.0" }), [
                    "Extension \"ext\": 'extension' (probe) 1.0.0 works better with the extension base >=2.0.0, which is not installed. Install it first.",
                ]);
            },
        ));

    it("is refused where its version is not made for this Kubernetes or this KubeSphere", () =>
        having([version("probe", "1.0.0", { kubeVersion: "<1.20.0", ksVersion: ">=9.0.0-0" })], () =>
            refused(
                { extension: "probe", version: "1.0.0" },
                "'version' (1.0.0) of probe is made for >=9.0.0-0, not for KubeSphere v4.2.0 on cluster host. Choose another version.\n" +
                    "  - 'version' (1.0.0) of probe is made for <1.20.0, not for Kubernetes v1.36.0 on cluster host. Choose another version.",
            ),
        ));

    it("is refused a placement where it is for the host alone", () =>
        refused(
            { extension: "openpitrix", version: "2.0.2", placement: { clusters: ["host"] } },
            "'placement' must be left out: openpitrix 2.0.2 is installed on the host only (installationMode HostOnly).",
        ));

    it("is told that it has agents where it is placed nowhere", async () => {
        assert.deepEqual(await said({ extension: "whizard-monitoring", version: "1.2.1" }), [
            "Extension \"ext\": 'placement' is not set, and whizard-monitoring 1.2.1 has agents (installationMode Multicluster): only the host's part is installed. Name the clusters; an empty list says that this is meant.",
        ]);
        assert.deepEqual(
            await said({ extension: "whizard-monitoring", version: "1.2.1", placement: { clusters: [] } }),
            [],
        );
    });

    it("tells what each cluster's agent really gets", async () => {
        const stack = await cluster().stack(
            extension({
                extension: "whizard-monitoring",
                version: "1.2.1",
                config: { a: { b: 1, c: [1, 2] } },
                placement: { clusterSelector: {} },
                overrides: { "member-1": { a: { c: [3] } } },
            }),
        );
        const { outputs } = await stack.succeed("up");
        assert.deepEqual(outputs, {
            effective: { host: { a: { b: 1, c: [1, 2] } }, "member-1": { a: { b: 1, c: [3] } } },
        });
    });

    it("takes its agents away when its placement is dropped, and says from where", async () => {
        const args = { extension: "whizard-monitoring", version: "1.2.1" };
        const stack = await cluster().stack(extension({ ...args, placement: { clusters: ["host", "member-1"] } }));
        await stack.succeed("up");
        await stack.program(extension(args));
        const sentence =
            'InstallPlan "whizard-monitoring" is placed on no cluster any more: its agents are removed from host, member-1.';
        for (const operation of ["preview", "up"] as const) {
            const { messages } = await stack.succeed(operation);
            assert.ok(messages.includes(sentence), `${operation}: ${messages.join("\n")}`);
        }
        const plan = (await cluster().kubectl.get(KUBESPHERE, "InstallPlan", "whizard-monitoring")) as Plan;
        assert.deepEqual(plan.status?.clusterSchedulingStatuses ?? {}, {});
        assert.deepEqual((await stack.succeed("up")).steps, []);
    });

    it("warns while its ExtensionVersion is gone, since a deletion would never end", async () => {
        const probe = version("probe", "1.0.0", {});
        const stack = await cluster().stack(extension({ extension: "probe", version: "1.0.0" }));
        await having([probe], async () => {
            await stack.succeed("up");
            await cluster().kubectl.delete(KUBESPHERE, "ExtensionVersion", "probe-1.0.0");
            const { messages, steps } = await stack.succeed("preview");
            assert.deepEqual(steps, []);
            assert.match(
                messages.join("\n"),
                /the ExtensionVersion probe-1\.0\.0 of what is installed is gone\. A deletion of this extension would never end\./,
            );
            await cluster().kubectl.apply(probe);
            await stack.succeed("destroy");
        });
    });
});
