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
            return [seconds.toFixed(1), `${(seconds / reference).toFixed(1)}x`];
        });
        text.push([step.name, reference.toFixed(1), ...cells]);
    });
    for (const process of ["engine", "program"]) {
        text.push([
            `peak memory of the ${process}`,
            "",
            ...others.flatMap((subject) => [memoryOf(subject, process), ""]),
        ]);
    }
    return text.toString();
}

function secondsOf(subject: Results | undefined, step: number): number {
    return median((subject?.rounds ?? []).map(({ seconds }) => seconds[step] ?? NaN));
}

function memoryOf({ rounds }: Results, process: string): string {
    return `${median(rounds.map(({ memory }) => memory[process] ?? NaN)).toFixed(0)} MiB`;
}
