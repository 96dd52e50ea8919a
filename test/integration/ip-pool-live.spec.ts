// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describeOnControlPlane, fresh } from "./support/on-control-plane";

const CALICO = "crd.projectcalico.org/v1";

const pool = (name: string, args: object) => `new net.IPPool("${name}", ${JSON.stringify(args)});\n`;

describeOnControlPlane("An IPPool among what is on its cluster", (cluster) => {
    // One update shows that it refuses as previews do; more would only repeat that.
    let operations: ("preview" | "up")[] = ["preview", "up"];

    const live = (name: string) => cluster().kubectl.get(CALICO, "IPPool", name);

    const having = (objects: object[], test: () => Promise<void>) => cluster().having(objects, test, "calicoctl");

    /** Refused in preview and update with this one line, and not made. */
    async function refused(name: string, args: object, line: string): Promise<void> {
        const stack = await cluster().stack(pool(name, args));
        for (const operation of operations) {
            assert.equal(await stack.refused(operation), `IPPool "${name}":\n  - ${line}`);
        }
        operations = ["preview"];
        assert.equal(await live(name), undefined);
    }

    /** Previewed with this one warning. */
    async function warned(name: string, args: object, line: string): Promise<void> {
        const stack = await cluster().stack(pool(name, args));
        const { messages } = await stack.succeed("preview");
        assert.deepEqual(
            messages.filter((message) => message.includes(name)),
            [`IPPool "${name}": ${line}`],
        );
    }

    const node = (name: string, address: string) => ({
        apiVersion: "v1",
        kind: "Node",
        metadata: { name, labels: { rack: "a" } },
        status: { addresses: [{ type: "InternalIP", address }] },
    });

    it("is refused when a pool that is not of this stack has some of its addresses, and says whose that is", async () => {
        const [name, other] = [fresh("pool"), fresh("other")];
        const foreign = {
            apiVersion: CALICO,
            kind: "IPPool",
            metadata: { name: other },
            spec: { cidr: "10.110.0.0/16" },
        };
        await having([foreign], () =>
            refused(
                name,
                { cidr: "10.110.64.0/20" },
                `'cidr' (10.110.64.0/20) must not overlap the pool "${other}" (10.110.0.0/16), which calicoctl has made on the cluster. Choose a CIDR that no other pool has.`,
            ),
        );
    });

    it("that is there already is only warned about when somebody overlaps it later", async () => {
        const [name, other] = [fresh("pool"), fresh("other")];
        const stack = await cluster().stack(pool(name, { cidr: "10.111.0.0/24" }));
        await stack.succeed("up");
        const foreign = {
            apiVersion: CALICO,
            kind: "IPPool",
            metadata: { name: other },
            spec: { cidr: "10.111.0.0/16" },
        };
        await having([foreign], async () => {
            const { messages, steps } = await stack.succeed("up");
            assert.deepEqual(steps, []);
            assert.match(
                messages.join("\n"),
                new RegExp(`must not overlap the pool "${other}" \\(10\\.111\\.0\\.0/16\\)`),
            );
        });
    });

    it("is refused when services have some of its addresses", () =>
        refused(
            fresh("pool"),
            { cidr: "10.96.128.0/20" },
            `'cidr' (10.96.128.0/20) must not overlap 10.96.0.0/16, the addresses of services (ServiceCIDR "kubernetes"). Choose another CIDR.`,
        ));

    it("is refused when nodes have some of its addresses", () =>
        having([node("node-1", "10.112.0.7")], () =>
            refused(
                fresh("pool"),
                { cidr: "10.112.0.0/20" },
                "'cidr' (10.112.0.0/20) must not contain addresses of nodes: node-1 (10.112.0.7). Choose another CIDR.",
            ),
        ));

    it("is warned about when it has fewer blocks than its selector has nodes", () =>
        having([node("node-1", "192.0.2.1"), node("node-2", "192.0.2.2"), node("node-3", "192.0.2.3")], () =>
            warned(
                fresh("pool"),
                { cidr: "10.113.0.0/25", nodeSelector: 'rack in {"a", "b"}' },
                "'cidr' (10.113.0.0/25) gives 2 blocks of /26 to 3 nodes: each node needs one. Make the pool larger or the blocks smaller.",
            ),
        ));

    it("is warned about outside of the addresses that kube-proxy takes for those of pods", () => {
        const config = {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "kube-proxy", namespace: "kube-system" },
            data: { "config.conf": 'kind: KubeProxyConfiguration\nclusterCIDR: "10.233.64.0/18,fd00:10:233::/64"\n' },
        };
        return having([config], () =>
            warned(
                fresh("pool"),
                { cidr: "10.114.0.0/20" },
                "'cidr' (10.114.0.0/20) is outside of 10.233.64.0/18, which kube-proxy takes for the addresses of pods: connections to services come from the node's address then, and policies do not know them. Choose a CIDR inside, or widen kube-proxy's clusterCIDR.",
            ),
        );
    });

    it("is refused when Calico has blocks of another size in its CIDR", () => {
        const block = {
            apiVersion: CALICO,
            kind: "IPAMBlock",
            metadata: { name: "10-115-0-0-26" },
            spec: { cidr: "10.115.0.0/26", allocations: [0], attributes: [], unallocated: [] },
        };
        return having([block], () =>
            refused(
                fresh("pool"),
                { cidr: "10.115.0.0/20", blockSize: 28 },
                "'blockSize' (28) must be that of the blocks which Calico already has in 10.115.0.0/20: 10.115.0.0/26. Set it to 26, or choose another CIDR.",
            ),
        );
    });

    it("that is disabled names whoever asks for it by annotation", async () => {
        const name = fresh("pool");
        const annotations = { "cni.projectcalico.org/ipv4pools": JSON.stringify([name]) };
        const namespace = await cluster().namespace({ annotations });
        const template = {
            metadata: { labels: { app: "web" }, annotations },
            spec: { containers: [{ name: "web", image: "web" }] },
        };
        const deployment = {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "web", namespace },
            spec: { selector: { matchLabels: { app: "web" } }, template },
        };
        await having([deployment], () =>
            warned(
                name,
                { cidr: "10.116.0.0/20", disabled: true },
                `'disabled' (true) fails every new pod of whoever asks for the pool "${name}" by annotation: Namespace ${namespace}, Deployment ${namespace}/web. Bind them to another pool first.`,
            ),
        );
    });

    it("is refused at once when a webhook must answer for it and nobody is there to do so", async () => {
        const kept = fresh("pool");
        const stack = await cluster().stack(pool(kept, { cidr: "10.117.0.0/24" }));
        await stack.succeed("up");
        const webhook = {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingWebhookConfiguration",
            metadata: { name: "crd.projectcalico.org" },
            webhooks: [
                {
                    name: "ippools.crd.projectcalico.org",
                    admissionReviewVersions: ["v1"],
                    sideEffects: "None",
                    timeoutSeconds: 30,
                    clientConfig: { service: { name: "network-webhook", namespace: "extension-network" } },
                    rules: [
                        {
                            apiGroups: ["crd.projectcalico.org"],
                            apiVersions: ["v1"],
                            operations: ["CREATE", "UPDATE", "DELETE"],
                            resources: ["ippools"],
                        },
                    ],
                },
            ],
        };
        const name = fresh("pool");
        await having([webhook], async () => {
            await refused(
                name,
                { cidr: "10.117.1.0/24" },
                `'poolName' (${name}) cannot be written: the webhook "crd.projectcalico.org" must answer for every pool, and its service extension-network/network-webhook has no ready pod. Bring that up first: kubectl get pods -n extension-network`,
            );
            // What does not change needs no answer.
            assert.deepEqual((await stack.succeed("up")).steps, []);
        });
    });
});
