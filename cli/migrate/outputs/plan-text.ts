// SPDX-License-Identifier: Apache-2.0
import type { MigrationPlan, NamespaceMove, WorkloadMove } from "kubesphere-network/lib/migration/plan";
import { entrySections } from "../../text/entries";
import { paragraph } from "../../text/layout";
import { heading, type Page } from "../../text/page";
import { type Row, tableSection } from "../../text/table";
import { counted } from "../../text/words";
import { DEFAULT_LIMITS } from "../limits";
import { STAGE_NAMES, STAGES } from "../journal/events";
import { PARTS } from "../namespaces/keys";
import { ONLY_WHOLE } from "../stages/only-whole";
import type { ShownPlan } from "../voice";
import { programSections } from "./program-text";

/** How pods are moved, in words. */
const ROLLS: Readonly<Record<WorkloadMove["roll"], string>> = {
    restart: "restarted",
    evict: "evicted one by one",
    wait: "waited for",
};

const NOTHING = "nothing";

/** A plan as text. */
export function planText({ plan, program, through, notRead }: ShownPlan, page: Page): string {
    const { from, to, checks } = plan;
    const entries = checks.map(({ wayOut, ...check }) => ({
        ...check,
        lines: wayOut === "" ? [] : [{ label: "Way out", text: wayOut }],
    }));
    return [
        heading(`IPPool "${from.name}" (${from.cidr}) → "${to.name}" (${to.cidr})`, page),
        ...notRead.map(({ kind, apiVersion }) =>
            said(
                `The rights did not suffice to read ${kind} (${apiVersion}): the plan is made as if there were none.`,
                page,
            ),
        ),
        ...entrySections(entries, page),
        ...stagesSection(plan, through, page),
        ...namespacesSection(plan.namespaces, page),
        ...workloadsSections(plan, page),
        ...programSections(program, page),
    ]
        .join("\n\n")
        .concat("\n");
}

function stagesSection(plan: MigrationPlan, through: ShownPlan["through"], page: Page): string[] {
    const isWhole = plan.remaining.length === 0;
    const stages = STAGE_NAMES.filter((stage) => isWhole || !ONLY_WHOLE.includes(stage));
    const rows = stages.map((stage, index): Row => ({
        cells: [String(index + 1), STAGES[stage], WRITES[stage](plan)],
    }));
    const lead =
        through === "kubernetes"
            ? []
            : [
                  "KubeSphere is asked to do stages 2 and 3. What its controller does, and in which order, is not published: what it has not moved is named, and the journal knows only what was before.",
              ];
    return [tableSection({ title: "Stages", lead, columns: ["stage", "what", "written"], rows }, page)];
}

/** What each stage writes, in words. */
const WRITES: Readonly<Record<keyof typeof STAGES, (plan: MigrationPlan) => string>> = {
    ready: () => NOTHING,
    bound: bindings,
    rolled: ({ namespaces, batches }) =>
        [
            ...(namespaces.length === 0 ? [] : [`annotations of ${counted(namespaces.length, "namespace")}`]),
            `${counted(batches.flat().length, "workload")} in ${counted(batches.length, "batch", "batches")}`,
        ].join("; "),
    drained: () => NOTHING,
    disabled: ({ from }) => `spec.disabled of IPPool "${from.name}"; from here on nothing can be undone`,
    others: ({ others }) => (others.length === 0 ? NOTHING : counted(others.length, "workload")),
    unbound: bindings,
    handed: () => 'managedFields, out of which "ksnet" is taken',
};

function bindings({ namespaces }: MigrationPlan): string {
    return namespaces.length === 0 ? NOTHING : `labels and annotations of ${counted(namespaces.length, "namespace")}`;
}

function namespacesSection(namespaces: readonly NamespaceMove[], page: Page): string[] {
    const rows = namespaces.map(({ namespace, before, both, narrowed, after }): Row => {
        const keys = PARTS.flatMap((part) =>
            Object.keys(before[part])
                .map((key) => ({
                    key,
                    values: [before, both, narrowed, after].map((place) => place[part][key] ?? null),
                }))
                .filter(({ values }) => values.some((value) => value !== values[0])),
        );
        return {
            cells: [namespace],
            details: keys.map(({ key, values }) => `${key}: ${stepsText(values)}`),
        };
    });
    return rows.length === 0 ? [] : [tableSection({ title: "Namespaces", columns: ["namespace"], rows }, page)];
}

/** The values one after the other, each once. */
function stepsText(values: readonly (string | null)[]): string {
    return values
        .filter((value, index) => index === 0 || value !== values[index - 1])
        .map((value) => (value === null ? "not there" : value === "" ? '""' : value))
        .join(" → ");
}

function workloadsSections({ batches, others, waited }: MigrationPlan, page: Page): string[] {
    const pause = `Between two batches there is a pause (${DEFAULT_LIMITS.pause / 1000} seconds unless --pause says otherwise), and none begins before every pod of the last one is ready with a new address.`;
    return [
        ...table(
            "Workloads",
            batches.length > 1 ? [pause] : [],
            batches.flatMap((batch, index) => rowsOf(batch, String(index + 1))),
            page,
        ),
        ...table(
            "Workloads of other namespaces",
            ["Rolled once the old pool is disabled."],
            rowsOf(others, "later"),
            page,
        ),
        ...table("Waited for", ["Nothing here can roll them."], rowsOf(waited, "-"), page),
    ];
}

function table(title: string, lead: readonly string[], rows: readonly Row[], page: Page): string[] {
    const columns = ["batch", "workload", "pods", "how"];
    return rows.length === 0 ? [] : [tableSection({ title, lead, columns, rows }, page)];
}

function rowsOf(moves: readonly WorkloadMove[], batch: string): Row[] {
    return moves.map(({ kind, namespace, name, pods, roll, consequences, managedBy }) => ({
        cells: [batch, `${kind} ${namespace}/${name}`, String(pods), ROLLS[roll]],
        details: [
            ...consequences,
            ...(managedBy === undefined
                ? []
                : [`Managed by ${managedBy}, which may see the annotation of its restart as a change.`]),
        ],
    }));
}

function said(text: string, { width, paints }: Page): string {
    return paragraph([{ text, paint: paints.quiet }], width, 2);
}
