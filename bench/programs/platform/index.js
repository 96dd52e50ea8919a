// SPDX-License-Identifier: Apache-2.0
const { readFileSync } = require("node:fs");
const { NetworkPlatform } = require("kubesphere-network");

const { items } = JSON.parse(readFileSync(process.env.BENCH_POOLS, "utf8"));
const pools = Object.fromEntries(items.map(({ metadata, spec }) => [metadata.name, spec]));
new NetworkPlatform("platform", { spec: { pools } });
