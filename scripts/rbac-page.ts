// SPDX-License-Identifier: Apache-2.0
import { COMMAND_NEEDS } from "../cli/rbac/catalogue";
import type { CommandNeeds, Need } from "../cli/rbac/need";
import { groupOf, resourceOf } from "../cli/rbac/rules";

const HEAD = `# Rights of the commands

What each command needs in a cluster, and no more; made from the code by \`npm run generate\`. \`ksnet rbac COMMAND\` writes it as
roles:

\`\`\`sh
ksnet rbac pools --service-account platform/network-bot | kubectl apply -f -
\`\`\`

Tests give a service account exactly these rights on a real API server, and compare what a command asks for with them. A
command that lacks a right names it. What it can do without is marked.`;

/** The text of docs/rbac.md. */
export function rbacPage(): string {
    return [HEAD, ...COMMAND_NEEDS.map(section)].join("\n\n").concat("\n");
}

function section({ command, needs }: CommandNeeds): string {
    return [
        `## ksnet ${command}`,
        "",
        "| API group | resource | verbs | to |",
        "| --- | --- | --- | --- |",
        ...needs.map(row),
    ].join("\n");
}

function row(need: Need): string {
    const { verbs, names, namespace, to, option, without } = need;
    const only = [
        ...(names ? [`only ${names.join(", ")}`] : []),
        ...(namespace === undefined ? [] : [`only in ${namespace}`]),
        ...(option === undefined ? [] : [`with \`${option}\``]),
    ];
    const details = `${to}${only.length > 0 ? ` (${only.join("; ")})` : ""}${without === undefined ? "" : `. ${without}`}`;
    return `| ${groupOf(need)} | \`${resourceOf(need)}\` | ${verbs.join(", ")} | ${details} |`;
}
