// SPDX-License-Identifier: Apache-2.0
// Reads made-up API servers; live.spec.ts reads a real one.
import assert from "node:assert/strict";
import type { ApiRequest, Send } from "../../../components/cluster/request";
import { clusterAt } from "../../../cli/cluster/cluster";
import { readFacts } from "../../../cli/doctor/read";
import { BadInput } from "../../../cli/inputs/bad-input";
import { CannotRead } from "../../../components/cluster/cannot-read";
import { configHash } from "../../../lib/extension/config";
import { API_SERVICE, IP_POOL, NODE, POD, SERVICE_CIDR } from "../../../lib/kinds";
import { Folder, ksnet } from "../check/support";
import { ApiServer, page } from "../inputs/api-server";

const KUBESPHERE = "/apis/kubesphere.io/v1alpha1";
const JOB = "helm-install-network-abcdef";
const PODS_OF_JOB = "/api/v1/namespaces/extension-network/pods";

const FAILED = {
    metadata: { name: "network" },
    spec: { extension: { name: "network", version: "1.3.0" }, enabled: true },
    status: {
        state: "InstallFailed",
        version: "1.3.0",
        configHash: configHash(""),
        targetNamespace: "extension-network",
        jobName: JOB,
    },
};

/** Answers each path with a text, or an object as JSON; with 404 what it has no answer for. */
function serving(answers: Readonly<Record<string, string | object | number>>): Send {
    return ({ path }: ApiRequest) => {
        const answer = answers[path.replace(/\?.*/, "")] ?? 404;
        const date = "Sun, 22 Nov 2026 10:00:00 GMT";
        return Promise.resolve(
            typeof answer === "number"
                ? { status: answer, body: "{}", date }
                : { status: 200, body: typeof answer === "string" ? answer : JSON.stringify(answer), date },
        );
    };
}

const read = (send: Send) =>
    readFacts({ name: "host", kubectl: "kubectl", cluster: clusterAt("here", send) }, () => undefined);

describe("What the doctor reads", () => {
    const folder = new Folder();
    const server = new ApiServer(folder);

    it("has the server's time beside that of here", async () => {
        const before = Date.now();
        const { clocks } = await read(serving({ "/version": {} }));
        assert.equal(clocks.server, Date.parse("2026-11-22T10:00:00Z"));
        assert.ok(before <= clocks.local && clocks.local <= Date.now());
    });

    it("tells kinds that the cluster does not know from those that may not, and those that cannot be read", async () => {
        const { unread, objects } = await read(
            serving({
                "/apis/crd.projectcalico.org/v1": { resources: [{ name: "ipamblocks" }] },
                "/api/v1/nodes": 403,
                "/apis/apiregistration.k8s.io/v1/apiservices": 500,
            }),
        );
        assert.deepEqual(
            [IP_POOL, NODE, API_SERVICE].map((kind) => unread.get(kind)),
            [
                { reason: "The cluster does not know ippools.crd.projectcalico.org.", isAbsent: true },
                { reason: "Node may not be read.", right: "list nodes" },
                {
                    reason: "APIService cannot be read: the API server answers /apis/apiregistration.k8s.io/v1/apiservices?limit=500 with status 500.",
                },
            ],
        );
        // Before Kubernetes 1.33 there is no such kind, and nothing is amiss.
        assert.deepEqual(objects.get(SERVICE_CIDR), []);
    });

    it("has the last lines of a job that failed, without what looks secret", async () => {
        const { logs } = await read(
            serving({
                [KUBESPHERE]: { resources: [{ name: "installplans" }] },
                [`${KUBESPHERE}/installplans`]: { items: [FAILED] },
                [PODS_OF_JOB]: { items: [{ metadata: { name: "p" } }] },
                [`${PODS_OF_JOB}/p/log`]: "helm upgrade network --set global.token=s3cr3t\nError: timed out\n",
            }),
        );
        assert.deepEqual([...logs], [[JOB, ["helm upgrade network --set (hidden)", "Error: timed out"]]]);
    });

    it("says in the place of the log that it may not be read", async () => {
        const { logs } = await read(
            serving({
                [KUBESPHERE]: { resources: [{ name: "installplans" }] },
                [`${KUBESPHERE}/installplans`]: { items: [FAILED] },
                [PODS_OF_JOB]: { items: [{ metadata: { name: "p" } }] },
                [`${PODS_OF_JOB}/p/log`]: 403,
            }),
        );
        assert.deepEqual(
            [...logs],
            [[JOB, ["(not readable with status 403: get pods/log in the namespace extension-network)"]]],
        );
    });

    it("is refused in words where nobody answers", async () => {
        const nobody: Send = () => Promise.reject(new CannotRead("connect ECONNREFUSED"));
        await assert.rejects(read(nobody), new BadInput(['The cluster "host" cannot be read: connect ECONNREFUSED.']));
    });

    it("keeps of pods those of the extension and those that ask for pools, and of these nothing secret", async () => {
        const pod = (name: string, namespace: string, annotations: object = {}): object => ({
            metadata: { name, namespace, annotations },
            spec: { containers: [{ env: [{ name: "TOKEN", value: "s3cr3t" }] }] },
        });
        const pools = { "cni.projectcalico.org/ipv4pools": '["a"]' };
        const items = [
            pod("one", "extension-network"),
            pod("two", "shop", pools),
            pod("three", "shop", { other: "x" }),
        ];
        const { objects } = await read(serving({ "/api/v1/pods": { items } }));
        assert.deepEqual(objects.get(POD), [
            { metadata: { name: "one", namespace: "extension-network" } },
            { metadata: { name: "two", namespace: "shop", annotations: pools } },
        ]);
    });

    it("is never in memory as a whole: 10,000 pods of 10 kB are read with 96 MB of heap", async function () {
        this.timeout(120_000);
        const spec = { containers: [{ env: Array.from({ length: 10 }, () => ({ value: "x".repeat(1000) })) }] };
        const pages = Array.from({ length: 20 }, (_, index) =>
            page(
                Array.from({ length: 500 }, (__, pod) => ({
                    metadata: { name: `p-${index}-${pod}`, namespace: "a" },
                    spec,
                })),
                index === 19 ? undefined : `${index + 1}`,
            ),
        );
        const paths = pages.map((answer, index) => [`/api/v1/pods${index === 0 ? "" : ` ${index}`}`, answer] as const);
        const kubeconfig = await server.serve({ "/version": { body: {} }, ...Object.fromEntries(paths) });
        const env = { NODE_OPTIONS: "--max-old-space-size=96" };
        const { code, stdout, stderr } = await ksnet(["doctor", "--json", "--kubeconfig", kubeconfig], { env });
        assert.deepEqual([code, stderr], [1, ""], stdout);
        assert.equal(server.asked.filter((path) => path.startsWith("/api/v1/pods?")).length, 20);
    });
});
