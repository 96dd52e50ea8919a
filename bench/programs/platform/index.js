// SPDX-License-Identifier: Apache-2.0
const { readFileSync } = require("node:fs");
const { NetworkPlatform } = require("kubesphere-network");

const { items } = JSON.parse(readFileSync(process.env.BENCH_OBJECTS, "utf8"));
const named = (kind, value) =>
    Object.fromEntries(items.filter((item) => item.kind === kind).map((item) => [item.metadata.name, value(item)]));
const poolsOf = ({ metadata }) => JSON.parse(metadata.annotations["cni.projectcalico.org/ipv4pools"]);
new NetworkPlatform("platform", {
    spec: {
        pools: named("IPPool", ({ spec }) => spec),
        projects: named("Namespace", (namespace) => ({ pools: poolsOf(namespace) })),
    },
});
