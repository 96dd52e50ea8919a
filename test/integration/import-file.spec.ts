// SPDX-License-Identifier: Apache-2.0
// What the Pulumi CLI itself makes of an adopted cluster; skipped where the tests are not run with it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { AdoptedProject } from "../cli/adopt/ownership/project";
import { sharedKubeSphere } from "../support/cluster";
import { Kubectl } from "../support/kubectl";
import { skip } from "../support/skip";
import { fresh } from "./support/on-control-plane";
import { missingPulumi } from "./support/pulumi-runner";

describe("An import file that the Pulumi CLI imports", function () {
    this.timeout(300_000);

    before(async function () {
        const isAsked = process.env.KSNET_TEST_ENGINE === "pulumi";
        const reason = isAsked ? await missingPulumi() : "these tests are run with the sandbox's engine";
        if (reason !== undefined) {
            skip(this, reason);
        }
    });

    it("leaves nothing to change", async () => {
        const { kubeconfig } = await sharedKubeSphere();
        const kubectl = await Kubectl.connect(kubeconfig);
        const [project, pool] = [fresh("adopted"), fresh("adopted-pool")];
        const spec = { cidr: "10.253.0.0/20", ipipMode: "Never", vxlanMode: "Never" };
        const [apiVersion, labels] = ["crd.projectcalico.org/v1", { [`ippool.network.kubesphere.io/${pool}`]: "" }];
        await kubectl.apply({ apiVersion, kind: "IPPool", metadata: { name: pool }, spec } as never);
        await kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: project, labels } });
        const adopted = await AdoptedProject.create(kubeconfig);
        try {
            await adopted.adopt({ workspaces: [], namespaces: [project], pools: [pool] });
            const state = join(adopted.folder, "state");
            await mkdir(state);
            const env = {
                ...process.env,
                ...{ KUBECONFIG: kubeconfig, PULUMI_CONFIG_PASSPHRASE: "test", PULUMI_BACKEND_URL: `file://${state}` },
            };
            const pulumi = (...args: string[]) => promisify(execFile)("pulumi", args, { cwd: adopted.folder, env });
            await pulumi("stack", "init", "dev");
            await pulumi("import", "--file", "import.json", "--yes", "--generate-code=false");
            const { stdout } = await pulumi("preview", "--expect-no-changes");
            assert.match(stdout, /unchanged/);
        } finally {
            await adopted.remove();
        }
    });
});
