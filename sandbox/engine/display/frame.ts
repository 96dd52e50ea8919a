// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "../model";
import { STACK_TYPE, urnName, urnType } from "../urn";
import { changesNothing, operationWords } from "./operations";
import type { Palette } from "./palette";
import type { Row, RunRecord } from "./run-record";
import { infoOf, type Moment, operationOf, statusOf } from "./status";
import { clipped, displayType } from "./text";
import { widest } from "./value-lines";

interface Cells {
    readonly operation: Operation;
    readonly type: string;
    readonly name: string;
    readonly status: string;
    readonly info: string;
}

const HEADER = { type: "Type", name: "Name", status: "Status", info: "Info" };

/** The tree of resources at a moment, at most so many lines high, each at most so many characters wide. */
export function frame(
    record: RunRecord,
    at: Moment,
    screen: { columns: number; rows: number; palette: Palette },
): string[] {
    const worth = [...record.rows.values()].filter((row) => isWorthALine(row, at));
    const room = screen.rows - 2;
    const shown = worth.length <= room ? worth : mostUrgent(worth, at, room);
    const cells = tree(withParents(record, shown)).map(({ row, branch }) => cellsOf(row, branch, { at, screen }));
    const height = Math.min(cells.length, room);
    const lines = table(cells.slice(0, height), screen);
    const hidden = cells.length - height + worth.length - shown.length;
    return hidden > 0 ? [...lines, screen.palette.faint(`     … ${hidden} more`)] : lines;
}

function isWorthALine(row: Row, at: Moment): boolean {
    if (row.urn === "" || row.step === undefined) {
        return false;
    }
    const isBusy = row.state === "running" && at.ended === undefined && row.step.op !== "same";
    const isStack = row.step.type === STACK_TYPE;
    const isNamed = row.state === "failed" || row.diagnostics.length > 0 || row.message !== undefined;
    return isStack || isBusy || isNamed || !changesNothing(row.step.op);
}

/** What runs or failed first, then what changed last. */
function mostUrgent(rows: readonly Row[], at: Moment, room: number): Row[] {
    const rank = (row: Row): number => {
        if (row.step?.type === STACK_TYPE || row.state === "failed") {
            return 0;
        }
        return row.state === "running" && !at.isPreview ? 1 : 2;
    };
    const sorted = [...rows].sort((a, b) => rank(a) - rank(b) || b.ended - a.ended);
    const chosen = new Set(sorted.slice(0, room));
    return rows.filter((row) => chosen.has(row));
}

function parentOf(row: Row): string {
    return row.step?.new?.parent ?? row.step?.old?.parent ?? "";
}

function withParents(record: RunRecord, rows: readonly Row[]): Row[] {
    const chosen = new Set(rows);
    for (const row of chosen) {
        const parent = record.rows.get(parentOf(row));
        if (parent?.step !== undefined) {
            chosen.add(parent);
        }
    }
    return [...record.rows.values()].filter((row) => chosen.has(row));
}

/** Depth first, each row with the lines that lead to it. */
function tree(rows: readonly Row[]): { row: Row; branch: string }[] {
    const urns = new Set(rows.map((row) => row.urn));
    const children = new Map<string, Row[]>();
    for (const row of rows) {
        const parent = urns.has(parentOf(row)) ? parentOf(row) : "";
        children.set(parent, [...(children.get(parent) ?? []), row]);
    }
    const result: { row: Row; branch: string }[] = [];
    const visit = (urn: string, lead: string, isTop: boolean): void => {
        const list = children.get(urn) ?? [];
        for (const [index, row] of list.entries()) {
            const isLast = index === list.length - 1;
            const [branch, next] = isTop ? ["", ""] : isLast ? ["└─ ", "   "] : ["├─ ", "│  "];
            result.push({ row, branch: lead + branch });
            visit(row.urn, lead + next, false);
        }
    };
    visit("", "", true);
    return result;
}

function cellsOf(row: Row, branch: string, view: { at: Moment; screen: { palette: Palette } }): Cells {
    const { at } = view;
    const isRunning = urnType(row.urn) === STACK_TYPE && at.ended === undefined && !at.isPreview;
    const status = statusOf(row, at);
    return {
        operation: operationOf(row, at),
        type: branch + displayType(row.urn),
        name: urnName(row.urn),
        status: status === "" && isRunning ? "running" : status,
        info: infoOf(row, at, view.screen.palette),
    };
}

function table(cells: readonly Cells[], screen: { columns: number; palette: Palette }): string[] {
    const all = [HEADER, ...cells];
    const types = widest(all.map((cell) => cell.type)) + 2;
    const names = widest(all.map((cell) => cell.name)) + 2;
    const statuses = widest(all.map((cell) => cell.status)) + 2;
    const text = (cell: typeof HEADER): string =>
        cell.type.padEnd(types) + cell.name.padEnd(names) + cell.status.padEnd(statuses) + cell.info;
    const head = clipped(`     ${text(HEADER)}`, screen.columns);
    return [screen.palette.resource(head), ...cells.map((cell) => coloured(cell, text(cell), screen))];
}

/** Clipped before it is coloured, since colours take no room. */
function coloured(cells: Cells, text: string, screen: { columns: number; palette: Palette }): string {
    const { palette } = screen;
    const paint = cells.status.startsWith("**") ? palette.error : palette.operation(cells.operation);
    const line = clipped(` ${operationWords(cells.operation).mark}  ${text}`, screen.columns).trimEnd();
    return paint(line.slice(0, 4)) + line.slice(4).replace(cells.status, (status) => paint(status));
}
