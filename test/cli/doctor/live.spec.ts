// SPDX-License-Identifier: Apache-2.0
// On a control plane of its own with the simulated KubeSphere: what is found is of the whole cluster.
import assert from "node:assert/strict";
import { addDoctorCommand } from "../../../cli/commands/doctor";
import { DOCTOR_NEEDS } from "../../../cli/doctor/needs";
import type { Need } from "../../../cli/rbac/need";
import { type ControlPlane, startSandbox } from "../../../sandbox/control-plane";
import { goldenIn } from "../../support/golden";
import { Kubectl } from "../../support/kubectl";
import { until } from "../../support/until";
import { type Ended, ksnet } from "../check/support";
import type { Applied } from "../cluster/objects";
import { inProcess } from "../in-process";
import { rightsOf, somebody } from "../rbac/somebody";
import { BROKEN, HEALTHY } from "./scenario";

const assertGolden = goldenIn(__dirname);
const NEEDS = DOCTOR_NEEDS.flatMap(({ needs }) => needs);

interface Found {
    readonly clusters: readonly string[];
    readonly findings: readonly { readonly severity: string; readonly rule: string }[];
    readonly notChecked: readonly { readonly right?: string; readonly rules: readonly string[] }[];
}

describe("ksnet doctor on a cluster", function () {
    this.timeout(240_000);
    let cluster: ControlPlane;
    let kubectl: Kubectl;

    const doctor = (kubeconfig: string, ...args: string[]): Promise<Ended> =>
        inProcess(addDoctorCommand, ["doctor", ...args], { env: { KUBECONFIG: kubeconfig } });
    const found = ({ stdout }: Ended): Found => JSON.parse(stdout) as Found;
    const apply = async (objects: readonly Applied[]): Promise<void> => {
        for (const object of objects) {
            await kubectl.apply(object);
        }
    };

    before(async () => {
        cluster = await startSandbox({ name: `doctor-${process.pid}` });
        kubectl = await Kubectl.connect(cluster.kubeconfig);
        await apply(HEALTHY);
        await until("the agent on the host", async () => {
            const object = await kubectl.get("kubesphere.io/v1alpha1", "InstallPlan", "network");
            const { status } = object as unknown as {
                status?: { clusterSchedulingStatuses?: { host?: { state?: string } } };
            };
            return status?.clusterSchedulingStatuses?.host?.state === "Installed";
        });
    });

    after(() => cluster.stop());

    it("finds nothing but notices where all is well, which counts as well", async () => {
        const ended = await doctor(cluster.kubeconfig, "--json");
        assert.deepEqual([ended.code, ended.stderr], [0, ""], ended.stdout);
        const { clusters, findings, notChecked } = found(ended);
        assert.deepEqual(
            [clusters, findings.map(({ severity, rule }) => `${severity} ${rule}`), notChecked],
            [["host"], ["notice pods-none"], []],
        );
        assertGolden("healthy.txt", (await doctor(cluster.kubeconfig, "--verbose")).stdout);
    });

    it("needs the rights of its role and no others, and lists as not checked what it may not read", async () => {
        const who = await somebody(cluster, "doctor", NEEDS);
        const ended = await doctor(who.kubeconfig, "--json");
        assert.equal(ended.code, 0, ended.stderr);
        assert.deepEqual(found(ended).notChecked, []);
        const asked = await who.asked();
        const spare = rightsOf(NEEDS).filter((right) => !asked.includes(right));
        // There is neither a job to tell of nor a kind of KubeSphere 3 here, and the audit log leaves leases out.
        assert.deepEqual(spare, [
            "get pods/log",
            "list ippools.network.kubesphere.io",
            "list leases.coordination.k8s.io",
        ]);
        assert.deepEqual(
            asked.filter((right) => !rightsOf(NEEDS).includes(right)),
            [],
        );
        assert.ok(!`${ended.stdout}${ended.stderr}`.includes(who.token));

        const without = ({ kind: { plural } }: Need): boolean => plural !== "nodes" && plural !== "leases";
        const less = found(
            await doctor((await somebody(cluster, "doctor-less", NEEDS.filter(without))).kubeconfig, "--json"),
        );
        assert.deepEqual(less.notChecked, [
            {
                cluster: "host",
                rules: ["clock-nodes", "ippool-overlap-nodes", "ippool-fewer-blocks-than-nodes"],
                reason: "Node may not be read.",
                right: "list nodes",
            },
        ]);

        const optional = NEEDS.filter(({ without: missing }) => missing !== undefined);
        const { code, stderr } = await doctor((await somebody(cluster, "doctor-least", optional)).kubeconfig);
        assert.deepEqual(
            [code, stderr],
            [
                2,
                [
                    "The rights do not suffice. Missing:",
                    "  - list installplans.kubesphere.io",
                    "  - list namespaces",
                    "All that it needs: ksnet rbac doctor",
                    "",
                ].join("\n"),
            ],
        );
    });

    it("tells of everything that is broken, the worst first and causes before what follows from them", async () => {
        await apply(BROKEN);
        const { code, stdout, stderr } = await ksnet(["doctor"], { env: { KUBECONFIG: cluster.kubeconfig } });
        assert.deepEqual([code, stderr], [1, ""]);
        assertGolden("broken.txt", stdout);
        assert.equal((await doctor(cluster.kubeconfig)).stdout, stdout, "a second run says the same");
    });

    it("ends with 3 where warnings are the worst, of the areas that are asked about", async () => {
        const { code, stdout } = await doctor(
            cluster.kubeconfig,
            "--only",
            "agents",
            "--member",
            "other=sandbox",
            "--json",
        );
        assert.deepEqual(
            found({ code, stdout, stderr: "" }).findings.map(({ rule }) => rule),
            ["member-unknown"],
        );
        assert.equal(code, 3);
    });

    it("ends with 2 where it is not asked right, or nobody answers", async () => {
        const [area, member, nowhere] = [
            await doctor(cluster.kubeconfig, "--only", "dns"),
            await doctor(cluster.kubeconfig, "--member", "production"),
            await doctor("", "--kubeconfig", "/no/such/file"),
        ];
        assert.deepEqual(
            [area, member, nowhere].map(({ code, stderr }) => [code, stderr]),
            [
                [
                    2,
                    "'--only' (dns) must be one of extension, plan, workloads, clocks, apis, agents, bindings, isolation, pools.\n",
                ],
                [2, "'--member' (production) must be NAME=CONTEXT, such as member-1=production.\n"],
                [2, "/no/such/file: there is no such kubeconfig.\n"],
            ],
        );
    });
});
