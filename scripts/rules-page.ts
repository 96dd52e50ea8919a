// SPDX-License-Identifier: Apache-2.0
import { RULE_SECTIONS } from "../lib/catalogue";
import { ruleTable } from "./rule-table";

const HEAD = `# Rules

Everything that is checked before a resource is registered, made from the rules themselves by \`npm run generate\`. A rule
about what is on the cluster is asked where the cluster can be read, in previews too; where it cannot, that is said once
and the other rules still hold. What may be meant is a warning, everything else stops the run: one message for each
component, with every problem in it.
`;

/** The text of docs/rules.md. */
export function rulesPage(): string {
    const sections = RULE_SECTIONS.map(({ title, rules, liveRules }) => {
        const parts = [`## ${title}`, ruleTable(rules)];
        return [...parts, ...(liveRules.length > 0 ? ["On the cluster:", ruleTable(liveRules)] : [])].join("\n\n");
    });
    return [HEAD, ...sections].join("\n").concat("\n");
}
