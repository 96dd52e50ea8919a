// SPDX-License-Identifier: Apache-2.0
// Takes snapshots of a real API server with KubeSphere's kinds, and puts what the engine previews there into one. Other
// tests have objects on that cluster: only those of this one are looked at.
import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Objects } from "kubesphere-network/lib/report/objects";
import { readChange } from "../../../cli/change/read";
import type { Snapshot } from "../../../cli/snapshot/snapshot";
import { readWorld } from "../../../cli/snapshot/world";
import { describeOnControlPlane, fresh } from "../../integration/support/on-control-plane";
import { shown } from "../change/support";
import { type Ended, Folder, ksnet } from "../check/support";

const CALICO = "crd.projectcalico.org/v1";
/** What the API server fills in. */
const DEFAULTS = { assignmentMode: "Automatic", nodeSelector: "all()" };
const SECRET = "s3cr3t";
/** What tells the addresses of a service in the namespace default. */
const endpoints = (name: string, service: string): object => ({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, namespace: "default", labels: { "kubernetes.io/service-name": service } },
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.0.0.1"], conditions: { ready: true } }],
    ports: [{ name: "https", protocol: "TCP", port: 6443 }],
});

const LAST_APPLIED = { "kubectl.kubernetes.io/last-applied-configuration": SECRET };

describeOnControlPlane("A snapshot of a cluster", (cluster) => {
    const folder = new Folder();

    const succeed = async (args: readonly string[]): Promise<Ended> => {
        const env = { KUBECONFIG: cluster().kubeconfig, PULUMI_CONFIG_PASSPHRASE: "test" };
        const ended = await ksnet(args, { env });
        assert.equal(ended.code, 0, `${args.join(" ")}\n${ended.stdout}\n${ended.stderr}`);
        return ended;
    };

    /** The snapshot as it was written. */
    async function take(name: string): Promise<Snapshot> {
        const { stderr } = await succeed(["snapshot", "--output", join(folder.path, name)]);
        assert.equal(stderr, "");
        return JSON.parse(readFileSync(join(folder.path, name), "utf8")) as Snapshot;
    }

    /** Writes what only a node's kubelet would. */
    async function run(namespace: string, name: string): Promise<void> {
        const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
        const config = new KubeConfig();
        config.loadFromFile(cluster().kubeconfig);
        const api = config.makeApiClient(CoreV1Api);
        const body = await api.readNamespacedPod({ name, namespace });
        body.status = { phase: "Running", podIP: "10.140.0.5", podIPs: [{ ip: "10.140.0.5" }], hostIP: "10.0.0.1" };
        await api.replaceNamespacedPodStatus({ name, namespace, body });
    }

    it("has all that a report needs of each object, and no more", async () => {
        const names = ["project", "pool", "block", "node", "slice", "foreign-slice"].map(fresh);
        const [project = "", pool = "", block = "", node = "", slice = "", foreignSlice = ""] = names;
        const pools = { "cni.projectcalico.org/ipv4pools": `["${pool}"]` };
        const meta = (name: string, more: object = {}): object => ({ metadata: { name, namespace: project, ...more } });
        const policy = {
            podSelector: { matchLabels: { app: "api" } },
            ingress: [{ ports: [{ protocol: "TCP", port: 80 }] }, {}],
            policyTypes: ["Ingress"],
        };
        const nsnp = { ingress: [{ from: [{ namespace: { name: "web" } }] }], policyTypes: ["Ingress"] };
        const objects = [
            {
                apiVersion: "v1",
                kind: "Namespace",
                metadata: {
                    name: project,
                    labels: { team: "a" },
                    annotations: { ...LAST_APPLIED, ...pools, "kubesphere.io/network-isolate": "enabled" },
                },
            },
            {
                apiVersion: "v1",
                kind: "Node",
                metadata: { name: node, annotations: { ...LAST_APPLIED, "kubesphere.io/snat-node-ips": "10.0.0.9" } },
                spec: { providerID: SECRET },
            },
            {
                apiVersion: "v1",
                kind: "Pod",
                ...meta("api-5d9f-x", {
                    labels: { app: "api" },
                    annotations: { ...LAST_APPLIED, ...pools },
                    ownerReferences: [
                        { apiVersion: "apps/v1", kind: "ReplicaSet", name: "api-5d9f", uid: "u-1", controller: true },
                    ],
                }),
                spec: {
                    nodeName: node,
                    containers: [
                        {
                            name: "api",
                            image: "registry/api",
                            command: [SECRET],
                            env: [{ name: "TOKEN", value: SECRET }],
                            ports: [{ name: "http", containerPort: 8080 }],
                        },
                    ],
                    initContainers: [
                        { name: "proxy", image: SECRET, restartPolicy: "Always", ports: [{ containerPort: 9090 }] },
                    ],
                    volumes: [{ name: "v", secret: { secretName: SECRET } }],
                },
            },
            {
                apiVersion: "v1",
                kind: "Service",
                ...meta("api", { annotations: LAST_APPLIED }),
                spec: { selector: { app: "api" }, ports: [{ port: 80, targetPort: "http" }] },
            },
            endpoints(slice, "kubernetes"),
            endpoints(foreignSlice, "other"),
            { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", ...meta("api"), spec: policy },
            {
                apiVersion: "network.kubesphere.io/v1alpha1",
                kind: "NamespaceNetworkPolicy",
                ...meta("web"),
                spec: nsnp,
            },
            {
                apiVersion: CALICO,
                kind: "IPPool",
                metadata: { name: pool, annotations: LAST_APPLIED },
                spec: { cidr: "10.140.0.0/16", natOutgoing: true },
            },
            {
                apiVersion: CALICO,
                kind: "IPAMBlock",
                metadata: { name: block },
                spec: {
                    cidr: "10.140.0.0/26",
                    allocations: [0, null],
                    unallocated: [1],
                    attributes: [{ handle_id: SECRET }],
                },
            },
        ];
        await cluster().having(objects, async () => {
            await run(project, "api-5d9f-x");
            const service = await cluster().kubectl.get("v1", "Service", "api", project);
            const { clusterIP } = service!.spec as { clusterIP: string };
            const [one, two] = [await take("one.json"), await take("two.json")];
            assert.deepEqual({ ...two, takenAt: one.takenAt }, one);
            const { items, takenAt, ...head } = one;
            assert.ok(Date.parse(takenAt) <= Date.now());
            assert.deepEqual(head, {
                apiVersion: "kubesphere-network/v1alpha1",
                kind: "Snapshot",
                context: "sandbox",
                notRead: [],
                notEvaluated: [],
            });
            assert.ok(!readFileSync(join(folder.path, "one.json"), "utf8").includes(SECRET));
            const own = items.filter(({ metadata: { name, namespace } }) =>
                names.some((each) => each === name || each === namespace),
            );
            const labels = { team: "a", "kubernetes.io/metadata.name": project };
            assert.deepEqual(own, [
                {
                    apiVersion: "v1",
                    kind: "Namespace",
                    metadata: {
                        name: project,
                        labels,
                        annotations: { "kubesphere.io/network-isolate": "enabled", ...pools },
                    },
                },
                {
                    apiVersion: "v1",
                    kind: "Node",
                    metadata: { name: node, annotations: { "kubesphere.io/snat-node-ips": "10.0.0.9" } },
                },
                {
                    apiVersion: "v1",
                    kind: "Pod",
                    metadata: {
                        name: "api-5d9f-x",
                        namespace: project,
                        labels: { app: "api" },
                        annotations: pools,
                        ownerReferences: [{ kind: "ReplicaSet", name: "api-5d9f", controller: true }],
                    },
                    spec: {
                        nodeName: node,
                        containers: [{ ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }] }],
                        initContainers: [
                            { restartPolicy: "Always", ports: [{ containerPort: 9090, protocol: "TCP" }] },
                        ],
                    },
                    status: { phase: "Running", podIP: "10.140.0.5", podIPs: [{ ip: "10.140.0.5" }] },
                },
                {
                    apiVersion: "v1",
                    kind: "Service",
                    metadata: { name: "api", namespace: project },
                    spec: {
                        type: "ClusterIP",
                        clusterIP,
                        clusterIPs: [clusterIP],
                        selector: { app: "api" },
                        ports: [{ protocol: "TCP", port: 80, targetPort: "http" }],
                    },
                },
                endpoints(slice, "kubernetes"),
                {
                    apiVersion: "networking.k8s.io/v1",
                    kind: "NetworkPolicy",
                    metadata: { name: "api", namespace: project },
                    spec: policy,
                },
                {
                    apiVersion: "network.kubesphere.io/v1alpha1",
                    kind: "NamespaceNetworkPolicy",
                    metadata: { name: "web", namespace: project },
                    spec: nsnp,
                },
                {
                    apiVersion: CALICO,
                    kind: "IPPool",
                    metadata: { name: pool },
                    spec: { ...DEFAULTS, cidr: "10.140.0.0/16", natOutgoing: true },
                },
                {
                    apiVersion: CALICO,
                    kind: "IPAMBlock",
                    metadata: { name: block },
                    spec: { cidr: "10.140.0.0/26", allocations: [0, null] },
                },
            ]);
            const world = await readWorld({ live: true, kubeconfig: cluster().kubeconfig });
            assert.deepEqual(
                [...world.objects].map(({ tree }) => tree),
                items,
            );
        });
    });

    it("is what a preview is put into, with what others have and what has drifted", async () => {
        const [pool, foreign, one, two] = ["pool", "foreign", "one", "two"].map(fresh) as [
            string,
            string,
            string,
            string,
        ];
        const program = (target: string, isNat: boolean): string => `
const k8s = require("@pulumi/kubernetes");
new k8s.apiextensions.CustomResource("pool", { apiVersion: "${CALICO}", kind: "IPPool", metadata: { name: "${pool}" }, spec: { cidr: "10.141.0.0/16", natOutgoing: ${isNat} } });
new k8s.apiextensions.CustomResource("same", { apiVersion: "${CALICO}", kind: "IPPool", metadata: { name: "${pool}-same" }, spec: { cidr: "10.142.0.0/16", natOutgoing: true } });
new k8s.core.v1.NamespacePatch("bind", { metadata: { name: "${target}", labels: { "ippool.network.kubesphere.io/${pool}": "" } } });
`;
        const stack = join(folder.path, "stack");
        folder.write("stack/package.json", '{ "name": "probe", "main": "index.js" }');
        folder.write("stack/Pulumi.yaml", "name: probe\nruntime: nodejs\n");
        symlinkSync(resolve(__dirname, "../../../node_modules"), join(stack, "node_modules"));
        const namespaces = [one, two].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
        const drift = {
            apiVersion: CALICO,
            kind: "IPPool",
            metadata: { name: `${pool}-same` },
            spec: { natOutgoing: false },
        };
        const other = {
            apiVersion: CALICO,
            kind: "IPPool",
            metadata: { name: foreign },
            spec: { cidr: "10.143.0.0/16" },
        };
        await cluster().having([...namespaces, other], async () => {
            folder.write("stack/index.js", program(one, true));
            await succeed(["sandbox", "up", "--yes", "--cwd", stack]);
            try {
                await cluster().kubectl.apply(drift);
                await take("world.json");
                folder.write("stack/index.js", program(two, false));
                const { stdout } = await succeed(["sandbox", "preview", "--json", "--cwd", stack]);
                const { changes, notes } = await readChange({
                    preview: folder.write("preview.json", stdout),
                    snapshot: [join(folder.path, "world.json")],
                });
                assert.deepEqual(notes, []);
                const [change, ...others] = changes;
                assert.deepEqual([change!.isWhole, change!.cluster, others], [true, undefined, []]);
                const own = (objects: Objects): object =>
                    Object.fromEntries(
                        Object.entries(shown(objects)).filter(([title]) =>
                            [pool, `${pool}-same`, foreign, one, two].some((name) => title.endsWith(` ${name}`)),
                        ),
                    );
                const label = { [`ippool.network.kubesphere.io/${pool}`]: "" };
                const named = (name: string): object => ({ "kubernetes.io/metadata.name": name });
                const rest = {
                    [`IPPool ${foreign}`]: { spec: { ...DEFAULTS, cidr: "10.143.0.0/16" } },
                    [`IPPool ${pool}-same`]: { spec: { ...DEFAULTS, cidr: "10.142.0.0/16", natOutgoing: false } },
                };
                assert.deepEqual(own(change!.before), {
                    ...rest,
                    [`IPPool ${pool}`]: { spec: { ...DEFAULTS, cidr: "10.141.0.0/16", natOutgoing: true } },
                    [`Namespace ${one}`]: { labels: { ...named(one), ...label } },
                    [`Namespace ${two}`]: { labels: named(two) },
                });
                assert.deepEqual(own(change!.after), {
                    ...rest,
                    [`IPPool ${pool}`]: { spec: { ...DEFAULTS, cidr: "10.141.0.0/16", natOutgoing: false } },
                    [`Namespace ${one}`]: { labels: named(one) },
                    [`Namespace ${two}`]: { labels: { ...named(two), ...label } },
                });
            } finally {
                await succeed(["sandbox", "destroy", "--yes", "--cwd", stack]);
            }
        });
    });
});
