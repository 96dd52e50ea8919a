// SPDX-License-Identifier: Apache-2.0
import type { Adoption, LeftOut } from "kubesphere-network/lib/adoption/adoption";
import { paragraph } from "../../text/layout";
import { heading, type Page } from "../../text/page";
import { type Row, tableSection } from "../../text/table";
import { counted } from "../../text/words";
import { COMPONENT_IMPORT, IMPORT, type ProgramFile } from "../program/files";
import type { WrittenFile } from "../program/write";

/** What is counted of an adoption, by the last part of the resource's type. */
const NOUNS: readonly (readonly [kind: string, one: string, many: string])[] = [
    ["InstallPlan", "InstallPlan", "InstallPlans"],
    ["IPPool", "pool", "pools"],
    ["binding", "namespace binding", "namespace bindings"],
    ["workspace", "isolation of a workspace", "isolations of workspaces"],
    ["project", "isolation of a project", "isolations of projects"],
    ["NamespaceNetworkPolicy", "NamespaceNetworkPolicy", "NamespaceNetworkPolicies"],
];

/** What was adopted, what was left out, and what to do next. */
export function adoptionText(adoption: Adoption, files: readonly WrittenFile[], page: Page): string {
    const sections = [
        adoptedSection(adoption, page),
        ...leftOutSection(adoption, page),
        nextSection(adoption, files, page),
    ];
    return `${sections.join("\n\n")}\n`;
}

/** The files themselves, where they are written nowhere. */
export function filesText(files: readonly ProgramFile[], page: Page): string {
    const shown = files.filter(({ name }) => name !== IMPORT && name !== COMPONENT_IMPORT);
    return shown.map(({ name, text }) => `${heading(name, page)}\n${text}\n`).join("");
}

function adoptedSection({ clusters, objects }: Adoption, page: Page): string {
    const rows = clusters.map(({ name, context }): Row => {
        const own = objects.filter(({ cluster }) => cluster === name);
        const counts = NOUNS.flatMap(([kind, one, many]) => {
            const count = own.filter((object) => kindOf(object) === kind).length;
            return count === 0 ? [] : [counted(count, one, many)];
        });
        return { cells: [name, context, counts.length === 0 ? "nothing" : counts.join(", ")] };
    });
    const title = `Adopted: ${counted(objects.length, "object")}`;
    return tableSection({ title, columns: ["cluster", "context", "what"], rows }, page);
}

/** Patches of one object are told apart by what they are of it. */
function kindOf({ isPatch, inputs }: Adoption["objects"][number]): string {
    if (!isPatch) {
        return inputs.kind;
    }
    return inputs.kind === "Namespace" ? ("labels" in inputs.metadata ? "binding" : "project") : "workspace";
}

function leftOutSection({ leftOut, clusters }: Adoption, page: Page): string[] {
    if (leftOut.length === 0) {
        return [];
    }
    const isAlone = clusters.length === 1;
    const rows = leftOut.map((each): Row => ({
        cells: [...(isAlone ? [] : [each.cluster]), each.kind, each.name, each.part ?? "", each.reason],
        ...detailsOf(each),
    }));
    const columns = [...(isAlone ? [] : ["cluster"]), "kind", "name", "part", "why"];
    const title = `Left out: ${counted(leftOut.length, "thing")}`;
    return [tableSection({ title, columns, rows }, page, Infinity)];
}

function detailsOf({ wayOut }: LeftOut): Pick<Row, "details"> {
    return wayOut === undefined ? {} : { details: [`Way out: ${wayOut}`] };
}

function nextSection({ clusters }: Adoption, files: readonly WrittenFile[], page: Page): string {
    if (files.length === 0) {
        const text =
            "Nothing is written. Add --output with a folder to have the program and import.json written there.";
        return `${heading("Next", page)}\n${paragraph([{ text }], page.width, 2)}`;
    }
    const [{ path } = { path: "" }] = files;
    const folder = path.slice(0, path.lastIndexOf("/"));
    const imports = clusters.length > 1 ? [COMPONENT_IMPORT, IMPORT] : [IMPORT];
    const steps = [
        `cd ${folder} && npm install && pulumi stack init`,
        ...imports.map((name) => `pulumi import --file ${name} --generate-code=false --protect=false`),
        "pulumi preview   # changes nothing",
        `ksnet adopt take-ownership ${IMPORT}`,
    ];
    const state = files.map((file) => `  ${file.path}  ${page.paints.quiet(file.state)}`);
    return [
        heading("Files", page),
        ...state,
        "",
        heading("Next", page),
        ...steps.map((command) => `  ${page.paints.good(command)}`),
    ].join("\n");
}
