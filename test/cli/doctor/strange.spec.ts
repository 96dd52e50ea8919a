// SPDX-License-Identifier: Apache-2.0
// Clusters on which nothing is as the doctor would have it: no KubeSphere at all, one of 3.x, nobody there, no rights.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addDoctorCommand } from "../../../cli/commands/doctor";
import { type ControlPlane, startSupervised } from "../../../sandbox/control-plane/control-plane";
import { Kubectl } from "../../support/kubectl";
import { until } from "../../support/until";
import { type Ended, Folder } from "../check/support";
import { inProcess } from "../in-process";
import { somebody } from "../rbac/somebody";

interface Said {
    readonly findings: readonly { readonly severity: string; readonly rule: string }[];
    readonly notChecked: readonly { readonly reason: string }[];
}

const crd = (plural: string, kind: string, version: string, scope: string): object => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.network.kubesphere.io` },
    spec: {
        group: "network.kubesphere.io",
        names: { kind, plural },
        scope,
        versions: [
            {
                name: version,
                served: true,
                storage: true,
                schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
            },
        ],
    },
});

describe("ksnet doctor on a strange cluster", function () {
    this.timeout(120_000);
    const folder = new Folder();
    let cluster: ControlPlane;

    const doctor = (kubeconfig: string, ...args: string[]): Promise<Ended> =>
        inProcess(addDoctorCommand, ["doctor", ...args], { env: { KUBECONFIG: kubeconfig } });
    const said = async (kubeconfig: string): Promise<[number | null, string[], string[]]> => {
        const { code, stdout, stderr } = await doctor(kubeconfig, "--json");
        assert.equal(stderr, "");
        const { findings, notChecked } = JSON.parse(stdout) as Said;
        const unknown = notChecked.map(({ reason }) => reason);
        return [code, findings.map(({ severity, rule }) => `${severity} ${rule}`), unknown];
    };

    before(async () => {
        cluster = await startSupervised({}, { crds: false, controllers: false });
    });
    after(() => cluster.stop());

    it("says once that there is no KubeSphere and no Calico, and what it could not look at for want of them", async () => {
        const [code, findings, unknown] = await said(cluster.kubeconfig);
        assert.deepEqual([code, findings], [1, ["danger kubesphere-missing", "danger ippool-api"]]);
        assert.ok(unknown.includes("The cluster does not know ippools.crd.projectcalico.org."), unknown.join());
        assert.ok(
            unknown.every((reason) => /^The cluster does not know \S+\.$/.test(reason)),
            unknown.join(),
        );
    });

    it("refuses whoever may do nothing there, and names the rights", async () => {
        const { code, stdout, stderr } = await doctor((await somebody(cluster, "doctor-nothing", [])).kubeconfig);
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(
            stderr,
            /^The rights do not suffice\. Missing:\n( {2}- .+\n)+All that it needs: ksnet rbac doctor\n$/,
        );
        assert.match(stderr, /- list namespaces\n/);
    });

    it("says of a KubeSphere 3 that it is no host of KubeSphere 4, and that its pools are those of before", async () => {
        const kubectl = await Kubectl.connect(cluster.kubeconfig);
        await kubectl.apply(crd("ippools", "IPPool", "v1alpha1", "Cluster"));
        await kubectl.apply(crd("namespacenetworkpolicies", "NamespaceNetworkPolicy", "v1alpha1", "Namespaced"));
        const ofThree = ["danger kubesphere-missing", "danger ippool-api", "notice api-deprecated-pools"];
        await until("the kinds of KubeSphere 3", async () => {
            const [, findings] = await said(cluster.kubeconfig);
            return findings.join() === ofThree.join();
        });
    });

    it("ends with 2 and a sentence where nobody answers", async () => {
        const nobody = readFileSync(cluster.kubeconfig, "utf8").replace(/server: \S+/, "server: https://127.0.0.1:1");
        const { code, stdout, stderr } = await doctor(folder.write("nobody.kubeconfig", nobody));
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(stderr, /^.*127\.0\.0\.1:1.*\n$/);
        assert.ok(!stderr.includes("    at "), stderr);
    });
});
