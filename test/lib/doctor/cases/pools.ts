// SPDX-License-Identifier: Apache-2.0
import { CONFIG_MAP, IP_POOL, NODE } from "../../../../lib/kinds";
import { type Case, edit, object, objectIn, plus } from "../support";

/** A pool that differs from a good one. */
const pool = (spec: Readonly<Record<string, unknown>>, name = "new") =>
    plus(IP_POOL, object(name, { spec: { cidr: "10.9.0.0/16", ipipMode: "Never", vxlanMode: "Never", ...spec } }));
const of = (broken: Readonly<Record<string, unknown>>, near: Readonly<Record<string, unknown>>): Case => ({
    broken: [pool(broken)],
    near: [pool(near)],
});
const NODES = plus(NODE, object("node-2"), object("node-3"));
const KUBE_PROXY = plus(
    CONFIG_MAP,
    objectIn("kube-system", "kube-proxy", { data: { "config.conf": "clusterCIDR: 10.0.0.0/12\n" } }),
);
const LONG = `${"0".repeat(48)}10.9.0.0/16`;

/** Pools by themselves, and among what else has addresses. */
export const POOL_CASES: Readonly<Record<string, Case>> = {
    "ippool-name": { broken: [pool({}, "default")], near: [pool({}, "defaults")] },
    "ippool-cidr": of({ cidr: "10.9.0.0" }, { cidr: "10.9.0.0/24" }),
    "ippool-cidr-length": of({ cidr: LONG }, { cidr: "10.9.0.0/16" }),
    "ippool-cidr-host-bits": of({ cidr: "10.9.1.0/16" }, { cidr: "10.9.1.0/24" }),
    "ippool-cidr-link-local": of({ cidr: "169.254.0.0/20" }, { cidr: "169.253.0.0/20" }),
    "ippool-block-size": of({ blockSize: 19 }, { blockSize: 20 }),
    "ippool-smaller-than-block": of({ cidr: "10.9.0.0/28", blockSize: 26 }, { cidr: "10.9.0.0/28", blockSize: 28 }),
    "ippool-switches": of({ natOutgoing: "true" }, { natOutgoing: true }),
    "ippool-ipip-mode": of({ ipipMode: "always" }, { ipipMode: "Always" }),
    "ippool-vxlan-mode": of({ vxlanMode: "On" }, { vxlanMode: "CrossSubnet" }),
    "ippool-ipip-on-ipv6": of(
        { cidr: "fd00:9::/64", ipipMode: "Always" },
        { cidr: "fd00:9::/64", vxlanMode: "Always" },
    ),
    "ippool-two-tunnels": of({ ipipMode: "Always", vxlanMode: "Always" }, { ipipMode: "Always" }),
    "ippool-allowed-uses": of({ allowedUses: ["Pods"] }, { allowedUses: ["Workload"] }),
    "ippool-load-balancer": of({ allowedUses: ["LoadBalancer", "Workload"] }, { allowedUses: ["LoadBalancer"] }),
    "ippool-assignment-mode": of({ assignmentMode: "manual" }, { assignmentMode: "Manual" }),
    "ippool-tunnel-with-namespace-selector": of(
        { namespaceSelector: "has(team)" },
        { namespaceSelector: "has(team)", allowedUses: ["Workload"] },
    ),
    "ippool-node-selector": of({ nodeSelector: "rack ==" }, { nodeSelector: 'rack == "a"' }),
    "ippool-namespace-selector": of(
        { namespaceSelector: "team in", allowedUses: ["Workload"] },
        { namespaceSelector: 'team in {"a"}', allowedUses: ["Workload"] },
    ),
    "ippool-overlap": { ...of({ cidr: "10.1.128.0/20" }, { cidr: "10.3.128.0/20" }), isMember: true },
    "ippool-overlap-services": of({ cidr: "10.233.0.0/20" }, { cidr: "10.233.64.0/20" }),
    "ippool-overlap-nodes": of({ cidr: "192.168.0.0/24" }, { cidr: "192.168.1.0/24" }),
    "ippool-outside-cluster-cidr": {
        broken: [KUBE_PROXY, pool({ cidr: "10.64.0.0/16" })],
        near: [KUBE_PROXY, pool({})],
    },
    "ippool-fewer-blocks-than-nodes": {
        broken: [NODES, pool({ cidr: "10.9.0.0/25" })],
        near: [NODES, pool({ cidr: "10.9.0.0/24" })],
    },
    "pool-mode-missing": {
        broken: [edit(IP_POOL, "retail", { spec: { vxlanMode: null } })],
        near: [edit(IP_POOL, "retail", { spec: { vxlanMode: "Always" } })],
    },
};
