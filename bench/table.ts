// SPDX-License-Identifier: Apache-2.0
import Table from "cli-table3";
import { median } from "./measure";
import { STEPS, type Round } from "./round";

/** All rounds of one subject. */
export interface Results {
    readonly name: string;
    readonly rounds: readonly Round[];
}

/** Medians of all subjects, each after the first with its ratio to the first. */
export function table(title: string, [base, ...others]: readonly Results[]): string {
    const text = new Table({
        head: [title, base?.name ?? "", ...others.flatMap(({ name }) => [name, "ratio"])],
        colAligns: ["left", ...Array<"right">(1 + 2 * others.length).fill("right")],
        style: { head: [], border: [], compact: true },
    });
    STEPS.forEach((step, index) => {
        const reference = secondsOf(base, index);
        const cells = others.flatMap((subject) => {
            const seconds = secondsOf(subject, index);
            return [seconds.toFixed(1), ratioOf(seconds, reference)];
        });
        text.push([step.name, reference.toFixed(1), ...cells]);
    });
    for (const figure of Object.keys(others[0]?.rounds[0]?.figures ?? {})) {
        const cells = others.flatMap((subject) => {
            const value = figureOf(subject, figure);
            return [shownFigure(value), ratioOf(value, figureOf(base, figure))];
        });
        text.push([figure, shownFigure(figureOf(base, figure)), ...cells]);
    }
    return text.toString();
}

function secondsOf(subject: Results | undefined, step: number): number {
    return median((subject?.rounds ?? []).map(({ seconds }) => seconds[step] ?? NaN));
}

/** Undefined for a subject that has no such figure. */
function figureOf(subject: Results | undefined, figure: string): number | undefined {
    const values = (subject?.rounds ?? []).flatMap(({ figures }) => figures[figure] ?? []);
    return values.length === 0 ? undefined : median(values);
}

function shownFigure(value: number | undefined): string {
    return value === undefined ? "" : value < 100 ? value.toFixed(1) : value.toFixed(0);
}

function ratioOf(value: number | undefined, reference: number | undefined): string {
    return value === undefined || reference === undefined ? "" : `${(value / reference).toFixed(2)}x`;
}
