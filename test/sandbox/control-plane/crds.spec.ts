// SPDX-License-Identifier: Apache-2.0
// Proves what the API server accepts, refuses and fills in with this project's CRDs. Does not compare them with upstream's.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as kinds from "../../../lib/kinds";
import {
    customResourceDefinitions,
    installCrds,
    startControlPlane,
    type ControlPlane,
} from "../../../sandbox/control-plane";
import { KubernetesClient, type KubernetesObject } from "../../../sandbox/kubernetes/client";

type Fields = Record<string, unknown>;

const V4 = { cidr: "10.10.0.0/16" };
const V6 = { cidr: "fd00:10::/64" };
const BALANCER = { ...V4, allowedUses: ["LoadBalancer"] };

const ACCEPTED: Record<string, Fields> = {
    "an IPv4 range alone": V4,
    "an IPv6 range alone": V6,
    "the smallest IPv4 block size": { ...V4, blockSize: 20 },
    "the largest IPv4 block size": { ...V4, blockSize: 32 },
    "the smallest IPv6 block size": { ...V6, blockSize: 116 },
    "the largest IPv6 block size": { ...V6, blockSize: 128 },
    "a block size of 0, which means the default": { ...V4, blockSize: 0 },
    "a pool of one block": { cidr: "10.10.0.0/26" },
    "a pool smaller than a block while it is disabled": { cidr: "10.10.0.0/28", disabled: true },
    "a small pool with blocks that fit": { cidr: "10.10.0.0/28", blockSize: 28 },
    "IPIP alone": { ...V4, ipipMode: "Always" },
    "VXLAN with IPIP off": { ...V4, ipipMode: "Never", vxlanMode: "CrossSubnet" },
    "VXLAN on IPv6": { ...V6, vxlanMode: "Always" },
    "workloads and tunnels": { ...V4, allowedUses: ["Workload", "Tunnel"] },
    "load balancers alone": BALANCER,
    "load balancers on all nodes, spelled out": { ...BALANCER, nodeSelector: "all()", ipipMode: "Never" },
    "a namespace selector on workloads": { ...V4, allowedUses: ["Workload"], namespaceSelector: "team == 'a'" },
    "manual assignment": { ...V4, assignmentMode: "Manual" },
};

const REFUSED: Record<string, { spec: Fields; says: RegExp }> = {
    "no CIDR": { spec: {}, says: /spec\.cidr: Required value/ },
    "a CIDR that is none": { spec: { cidr: "10.10.0.0" }, says: /spec\.cidr/ },
    "host bits in the CIDR": { spec: { cidr: "10.10.0.1/16" }, says: /IPPool CIDR must be strictly masked/ },
    "host bits in an IPv6 CIDR": { spec: { cidr: "fd00:10::1/64" }, says: /IPPool CIDR must be strictly masked/ },
    "an IPv4 block size under 20": {
        spec: { ...V4, blockSize: 19 },
        says: /blockSize must be between 20 and 32 for IPv4/,
    },
    "an IPv4 block size over 32": {
        spec: { ...V4, blockSize: 33 },
        says: /blockSize must be between 20 and 32 for IPv4/,
    },
    "an IPv6 block size under 116": { spec: { ...V6, blockSize: 115 }, says: /between 116 and 128 for IPv6/ },
    "an IPv4 block size on IPv6": { spec: { ...V6, blockSize: 26 }, says: /between 116 and 128 for IPv6/ },
    "a block size over 128": { spec: { ...V6, blockSize: 129 }, says: /spec\.blockSize.*less than or equal to 128/ },
    "a pool smaller than a default block": { spec: { cidr: "10.10.0.0/27" }, says: /IP pool size is too small/ },
    "an IPv6 pool smaller than a default block": { spec: { cidr: "fd00:10::/123" }, says: /IP pool size is too small/ },
    "a pool smaller than its block": {
        spec: { cidr: "10.10.0.0/24", blockSize: 23 },
        says: /IP pool size is too small/,
    },
    "IPIP and VXLAN together": {
        spec: { ...V4, ipipMode: "Always", vxlanMode: "CrossSubnet" },
        says: /ipipMode and vxlanMode cannot both be enabled/,
    },
    "an unknown IPIP mode": { spec: { ...V4, ipipMode: "Off" }, says: /Unsupported value: "Off"/ },
    "an unknown VXLAN mode": { spec: { ...V4, vxlanMode: "always" }, says: /Unsupported value: "always"/ },
    "IPIP on IPv6": { spec: { ...V6, ipipMode: "Always" }, says: /IPIP is not supported on IPv6 pools/ },
    "a pool inside IPv4 link local": { spec: { cidr: "169.254.4.0/24" }, says: /overlaps with IPv4 link local/ },
    "a pool around IPv4 link local": { spec: { cidr: "169.0.0.0/8" }, says: /overlaps with IPv4 link local/ },
    "a pool inside IPv6 link local": { spec: { cidr: "fe80:1::/64" }, says: /overlaps with IPv6 link local/ },
    "a pool around IPv6 link local": { spec: { cidr: "fe00::/8" }, says: /overlaps with IPv6 link local/ },
    "an unknown use": { spec: { ...V4, allowedUses: ["Pods"] }, says: /Unsupported value: "Pods"/ },
    "a use twice": { spec: { ...V4, allowedUses: ["Workload", "Workload"] }, says: /Duplicate value: "Workload"/ },
    "load balancers beside workloads": {
        spec: { ...V4, allowedUses: ["LoadBalancer", "Workload"] },
        says: /LoadBalancer cannot be combined with Workload or Tunnel/,
    },
    "load balancers beside tunnels": {
        spec: { ...V4, allowedUses: ["LoadBalancer", "Tunnel"] },
        says: /LoadBalancer cannot be combined with Workload or Tunnel/,
    },
    "load balancers with IPIP": {
        spec: { ...BALANCER, ipipMode: "Always" },
        says: /cannot have IPIP or VXLAN enabled/,
    },
    "load balancers with VXLAN": {
        spec: { ...BALANCER, vxlanMode: "Always" },
        says: /cannot have IPIP or VXLAN enabled/,
    },
    "load balancers kept from BGP": {
        spec: { ...BALANCER, disableBGPExport: true },
        says: /cannot disable BGP export/,
    },
    "load balancers on some nodes": {
        spec: { ...BALANCER, nodeSelector: "rack == '1'" },
        says: /must have nodeSelector set to all\(\)/,
    },
    "a namespace selector on tunnels": {
        spec: { ...V4, allowedUses: ["Tunnel"], namespaceSelector: "team == 'a'" },
        says: /AllowedUse Tunnel cannot have namespaceSelector/,
    },
    "global() as node selector": {
        spec: { ...V4, nodeSelector: "global()" },
        says: /not valid for IPPool nodeSelector/,
    },
    "global() as namespace selector": {
        spec: { ...V4, allowedUses: ["Workload"], namespaceSelector: "global()" },
        says: /not valid for IPPool namespaceSelector/,
    },
    "a node selector over 1024 characters": {
        spec: { ...V4, nodeSelector: `has(${"a".repeat(1020)})` },
        says: /spec\.nodeSelector: Too long/,
    },
    "an unknown assignment mode": { spec: { ...V4, assignmentMode: "Never" }, says: /Unsupported value: "Never"/ },
};

describe("CustomResourceDefinitions", function () {
    this.timeout(60_000);
    const root = mkdtempSync(join(tmpdir(), "crds-"));
    let controlPlane: ControlPlane;
    let client: KubernetesClient;

    before(async () => {
        controlPlane = await startControlPlane({ root });
        await installCrds(controlPlane.kubeconfig);
        client = await KubernetesClient.connect({ kubeconfig: controlPlane.kubeconfig });
    });
    after(async () => {
        await client.close();
        await controlPlane.stop();
        rmSync(root, { recursive: true, force: true });
    });

    function create(
        kind: kinds.Kind,
        spec: Fields,
        rest: { name?: string; dryRun?: boolean } = {},
    ): Promise<KubernetesObject> {
        const { name = "probe", dryRun = true } = rest;
        const object = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name }, spec };
        return client.create(kind, object, { dryRun });
    }

    it("are served for every kind that the project knows", async () => {
        const { typeToken: _, IP_POOL_V3: _other, DEPRECATED_IP_POOL: _old, ...known } = kinds;
        for (const kind of Object.values(known)) {
            const served = await client.find(kind.apiVersion, kind.kind);
            assert.deepEqual({ ...kind, ...served }, served, `${kind.apiVersion} ${kind.kind}`);
        }
    });

    it("can be installed twice", async () => {
        const { installed, foreign } = await installCrds(controlPlane.kubeconfig);
        assert.equal(installed.length, customResourceDefinitions().length);
        assert.deepEqual(foreign, []);
    });

    it("have no status subresource but IPPool", () => {
        const withStatus = customResourceDefinitions().filter(({ spec }) =>
            JSON.stringify(spec.versions).includes("subresources"),
        );
        assert.deepEqual(
            withStatus.map(({ metadata }) => metadata.name),
            ["ippools.crd.projectcalico.org"],
        );
    });

    describe("IPPool", () => {
        for (const [what, spec] of Object.entries(ACCEPTED)) {
            it(`accepts ${what}`, async () => {
                await create(kinds.IP_POOL, spec);
            });
        }

        for (const [what, { spec, says }] of Object.entries(REFUSED)) {
            it(`refuses ${what}`, async () => {
                await assert.rejects(create(kinds.IP_POOL, spec), says);
            });
        }

        it("gets its defaults from the server", async () => {
            const { spec } = await create(kinds.IP_POOL, V4);
            assert.deepEqual(spec, { ...V4, assignmentMode: "Automatic", nodeSelector: "all()" });
        });

        it("never changes its CIDR or its block size, and may change all else", async () => {
            const { IP_POOL: kind } = kinds;
            const name = "unchanging";
            await create(kind, { ...V4, blockSize: 26, ipipMode: "Always" }, { name, dryRun: false });
            const change = (path: string, value: unknown) =>
                client.jsonPatch({ kind, name }, [{ op: "replace", path: `/spec/${path}`, value }], { dryRun: true });
            await assert.rejects(change("cidr", "10.11.0.0/16"), /CIDR cannot be changed/);
            await assert.rejects(change("blockSize", 27), /Block size cannot be changed/);
            await change("ipipMode", "CrossSubnet");
            await change("nodeSelector", "rack == '1'");
        });
    });

    it("default an InstallPlan's upgrade strategy, want its extension and take its status in one write", async () => {
        const extension = { name: "network", version: "1.3.0" };
        const { spec } = await create(kinds.INSTALL_PLAN, { extension, enabled: true });
        assert.deepEqual(spec, { extension, enabled: true, upgradeStrategy: "Manual" });
        await assert.rejects(create(kinds.INSTALL_PLAN, { enabled: true }), /spec\.extension: Required value/);
        await assert.rejects(create(kinds.INSTALL_PLAN, { extension }), /spec\.enabled: Required value/);
        const twice = { placement: { clusters: ["host", "host"] } };
        await assert.rejects(
            create(kinds.INSTALL_PLAN, { extension, enabled: true, clusterScheduling: twice }),
            /Duplicate value: "host"/,
        );
        const { apiVersion, kind } = kinds.INSTALL_PLAN;
        const written = await client.create(kinds.INSTALL_PLAN, {
            apiVersion,
            kind,
            metadata: { name: "network" },
            spec: { extension, enabled: true },
            status: { state: "Installed" },
        });
        assert.deepEqual(written.status, { state: "Installed" });
    });

    it("default an ExtensionVersion's installation mode and know no third", async () => {
        const { spec } = await create(kinds.EXTENSION_VERSION, { version: "1.3.0" });
        assert.deepEqual(spec, { version: "1.3.0", installationMode: "HostOnly" });
        await assert.rejects(
            create(kinds.EXTENSION_VERSION, { installationMode: "Everywhere" }),
            /supported values: "HostOnly", "Multicluster"/,
        );
    });

    it("want a WorkspaceTemplate's placement and name each cluster once", async () => {
        await create(kinds.WORKSPACE_TEMPLATE, { template: {}, placement: { clusters: [{ name: "host" }] } });
        await assert.rejects(create(kinds.WORKSPACE_TEMPLATE, { template: {} }), /spec\.placement: Required value/);
        const clusters = [{ name: "host" }, { name: "host" }];
        await assert.rejects(
            create(kinds.WORKSPACE_TEMPLATE, { template: {}, placement: { clusters } }),
            /Duplicate value/,
        );
    });

    it("drop a Workspace's networkIsolation, which only the deprecated version has", async () => {
        const { spec } = await create(kinds.WORKSPACE, { manager: "admin", networkIsolation: true });
        assert.deepEqual(spec, { manager: "admin" });
    });

    it("default a NamespaceNetworkPolicy's protocol and want a service's namespace", async () => {
        const { NAMESPACE_NETWORK_POLICY: kind } = kinds;
        const policy = (spec: Fields) =>
            client.create(
                kind,
                {
                    apiVersion: kind.apiVersion,
                    kind: kind.kind,
                    metadata: { name: "probe", namespace: "default" },
                    spec,
                },
                { dryRun: true },
            );
        const { spec } = await policy({ ingress: [{ ports: [{ port: 80 }, { port: "http", protocol: "UDP" }] }] });
        assert.deepEqual(spec, {
            ingress: [
                {
                    ports: [
                        { port: 80, protocol: "TCP" },
                        { port: "http", protocol: "UDP" },
                    ],
                },
            ],
        });
        await assert.rejects(
            policy({ egress: [{ to: [{ service: { name: "dns" } }] }] }),
            /service\.namespace: Required value/,
        );
        const crd = customResourceDefinitions().find(({ spec: { names } }) => names.kind === kind.kind);
        assert.equal(crd?.metadata.labels?.["kubesphere.io/resource-served"], "true");
    });
});
