// SPDX-License-Identifier: Apache-2.0
// Loaded into every Node process of a measured run: only the process itself knows its peak at its end.
const { appendFileSync } = require("node:fs");

process.on("exit", () => {
    const { maxRSS } = process.resourceUsage();
    appendFileSync(process.env.BENCH_MEMORY, `${JSON.stringify({ script: process.argv[1] ?? "", maxRSS })}\n`);
});
