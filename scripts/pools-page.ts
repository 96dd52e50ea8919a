// SPDX-License-Identifier: Apache-2.0
import { POOL_FINDING_RULES } from "../lib/ipam/findings";
import { ruleTable } from "./rule-table";

const HEAD = `# What is found of pools

Everything that [\`ksnet pools\`](operations.md) can find, made from its rules by \`npm run generate\`. A finding is a danger
if new pods fail or are about to, a warning if they may or if somebody should do something, and a notice if it is good to
know.
`;

/** The text of docs/pools.md. */
export function poolsPage(): string {
    return `${HEAD}\n${ruleTable(POOL_FINDING_RULES)}\n`;
}
