// SPDX-License-Identifier: Apache-2.0
import { CHECKS } from "../lib/doctor/checks";
import { type Area, AREAS } from "../lib/doctor/finding";
import { ruleTable } from "./rule-table";

const HEAD = `# What the doctor looks for

Everything that [\`ksnet doctor\`](operations.md) can find, made from its checks by \`npm run generate\`, in the order in which
it looks: causes before consequences. A finding is a danger if something does not work, a warning if it may not or if
somebody should do something, and a notice if it is good to know. What "why" says is what breaks.
`;

const TITLES: Readonly<Record<Area, string>> = {
    extension: "The extension and its versions",
    plan: "Its InstallPlan",
    workloads: "What runs of it",
    clocks: "Clocks",
    apis: "Webhooks and API groups",
    agents: "Agents",
    bindings: "Bindings",
    isolation: "Isolation",
    pools: "Pools",
};

/** The text of docs/doctor.md. */
export function doctorPage(): string {
    const sections = AREAS.map((area) => {
        const rules = CHECKS.filter((check) => check.area === area);
        return `## ${TITLES[area]}\n\n${ruleTable(rules)}`;
    });
    return [HEAD, ...sections].join("\n\n").concat("\n");
}
