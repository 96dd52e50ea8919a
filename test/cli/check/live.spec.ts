// SPDX-License-Identifier: Apache-2.0
// Runs the compiled command on a real API server with KubeSphere's kinds, and on what the engine prints of a stack there.
// Other tests have objects on that cluster: only those of this one are looked at.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { symlinkSync } from "node:fs";
import { describeOnControlPlane, fresh } from "../../integration/support/on-control-plane";
import { type Ended, Folder, ksnet } from "./support";

const CALICO = "crd.projectcalico.org/v1";

interface Report {
    readonly findings: { readonly rule: string; readonly level: string; readonly object?: { readonly name: string } }[];
}

describeOnControlPlane("ksnet check on a cluster", (cluster) => {
    const folder = new Folder();

    /** Rules that found something about one of the names, with the names. */
    function findings({ stdout, stderr }: Ended, names: readonly string[]): string[] {
        assert.equal(stderr, "");
        return (JSON.parse(stdout) as Report).findings
            .filter(({ object }) => names.includes(object?.name ?? ""))
            .map(({ rule, level, object }) => `${level} ${rule} ${object?.name ?? ""}`)
            .sort();
    }

    const live = (...args: string[]): Promise<Ended> =>
        ksnet(["check", "--live", "--kubeconfig", cluster().kubeconfig, "--format", "json", ...args]);

    it("knows the pools of everybody, and leaves KubeSphere what it writes itself", async () => {
        const [one, two, project, made] = ["one", "two", "project", "nsnp-made"].map(fresh) as [
            string,
            string,
            string,
            string,
        ];
        const pool = (name: string, cidr: string) => ({
            apiVersion: CALICO,
            kind: "IPPool",
            metadata: { name, labels: { "ippool.network.kubesphere.io/name": name } },
            spec: { cidr, natOutgoing: true },
        });
        const namespace = {
            apiVersion: "v1",
            kind: "Namespace",
            metadata: {
                name: project,
                labels: {
                    "kubesphere.io/workspace": "w",
                    [`ippool.network.kubesphere.io/${one}`]: "",
                    "ippool.network.kubesphere.io/no-such-pool": "",
                },
            },
        };
        const policy = {
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: { name: made, namespace: project },
            spec: { podSelector: {}, policyTypes: ["Ingress"] },
        };
        const names = [one, two, project, made];
        await cluster().having(
            [pool(one, "10.131.0.0/16"), pool(two, "10.131.64.0/20"), namespace, policy],
            async () => {
                const found = [`mandatory ippool-no-overlap ${two}`, `mandatory namespace-pool-known ${project}`];
                const ended = await live();
                assert.equal(ended.code, 1);
                assert.deepEqual(findings(ended, names), found);
                const config = folder.write("all.json", '{ "system-keys": "advisory" }');
                assert.deepEqual(
                    findings(await live("--config", config), names),
                    [...found, `advisory system-keys ${one}`, `advisory system-keys ${two}`].sort(),
                );
            },
        );
    });

    it("reads what a preview prints: what is new, what is not known and what is secret", async () => {
        const [pool, late] = [fresh("pool"), fresh("late")];
        const program = `
const pulumi = require("@pulumi/pulumi"); const k8s = require("@pulumi/kubernetes");
const pool = (name, metadata, spec) => new k8s.apiextensions.CustomResource(name, { apiVersion: "${CALICO}", kind: "IPPool", metadata, spec });
const labels = { "kubesphere.io/extension-ref": "network" };
const first = pool("${pool}", { name: "${pool}", labels }, { cidr: pulumi.secret("10.132.0.0/16"), natOutgoing: true });
pool("${late}", { name: "${late}" }, { cidr: "10.133.0.0/16", natOutgoing: false, nodeSelector: first.metadata.uid });
`;
        folder.write("stack/index.js", program);
        folder.write("stack/package.json", '{ "name": "probe", "main": "index.js" }');
        folder.write("stack/Pulumi.yaml", "name: probe\nruntime: nodejs\n");
        symlinkSync(resolve(__dirname, "../../../node_modules"), join(folder.path, "stack/node_modules"));
        const env = { KUBECONFIG: cluster().kubeconfig, PULUMI_CONFIG_PASSPHRASE: "test" };
        const preview = await ksnet(["sandbox", "preview", "--json", "--cwd", join(folder.path, "stack")], { env });
        assert.equal(preview.code, 0, preview.stdout);
        const args = ["check", "-", "--format", "json"];
        const ended = await ksnet(args, { stdin: preview.stdout });
        assert.equal(ended.code, 1);
        assert.deepEqual(findings(ended, [pool, late]), [
            `advisory ippool-nat-outgoing ${late}`,
            `mandatory system-keys ${pool}`,
            `undecided ippool-no-overlap ${pool}`,
            `undecided ippool-spec ${late}`,
            `undecided ippool-spec ${pool}`,
        ]);
        assert.ok(!ended.stdout.includes("10.132.0.0"));
        assert.match(ended.stdout, /nobody outside routes 10\.133\.0\.0\/16/);
    });
});
