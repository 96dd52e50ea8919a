// SPDX-License-Identifier: Apache-2.0
import { BINDING_RULES } from "../lib/report/rules/binding-rules";
import { CONNECTIVITY_RULES } from "../lib/report/rules/connectivity-rules";
import { EXTENSION_RULES } from "../lib/report/rules/extension-rules";
import { ISOLATION_RULES } from "../lib/report/rules/isolation-rules";
import { POOL_RULES } from "../lib/report/rules/pool-rules";
import { ruleTable } from "./rule-table";

const HEAD = `# Findings of a report

Everything that [\`ksnet report\`](report.md) can find, made from its rules by \`npm run generate\`. A finding is a danger if the
change takes workloads down or loses something, a warning if it may or if somebody has to do something, and a notice if it
is good to know.
`;

const SECTIONS = [
    ["Pools", POOL_RULES],
    ["Bindings", BINDING_RULES],
    ["Isolation", ISOLATION_RULES],
    ["Connectivity", CONNECTIVITY_RULES],
    ["Extension", EXTENSION_RULES],
] as const;

/** The text of docs/findings.md. */
export function findingsPage(): string {
    const sections = SECTIONS.map(([title, rules]) => `## ${title}\n\n${ruleTable(rules)}`);
    return [HEAD, ...sections].join("\n\n").concat("\n");
}
