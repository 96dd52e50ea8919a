// SPDX-License-Identifier: Apache-2.0
// Loaded into every Node process of a measured run: only the process itself knows its peak and its age at its end.
const { appendFileSync } = require("node:fs");

process.on("exit", () => {
    const { maxRSS } = process.resourceUsage();
    const record = { script: process.argv[1] ?? "", maxRSS, seconds: process.uptime() };
    appendFileSync(process.env.BENCH_PROCESSES, `${JSON.stringify(record)}\n`);
});
