// SPDX-License-Identifier: Apache-2.0
const { readFileSync } = require("node:fs");
const { CustomResource } = require("@pulumi/kubernetes/apiextensions");

for (const pool of JSON.parse(readFileSync(process.env.BENCH_POOLS, "utf8")).items) {
    new CustomResource(pool.metadata.name, pool);
}
