// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { blind } from "./blind";
import { changeLines } from "./difference-lines";
import { printLine } from "./lines";
import type { Palette } from "./palette";
import type { RunRecord } from "./run-record";
import { valueLines, visibleKeys, widest } from "./value-lines";

/** Outputs of the stack: what changes in a preview, all of them after an update. */
export function outputsBlock(record: RunRecord, palette: Palette): string[] {
    const step = record.stack?.step;
    if (step === undefined || record.stack?.state !== "done") {
        return [];
    }
    const old = blind(step.old?.outputs ?? {});
    const now = blind(step.new?.outputs ?? {});
    const isWhole = record.summary?.isPreview === false;
    const keys = visibleKeys({ ...old, ...now }).filter((key) => isWhole || !isDeepStrictEqual(old[key], now[key]));
    const width = widest(keys);
    const lines = keys.flatMap((key) => {
        const label = `${key.padEnd(width)}: `;
        return isDeepStrictEqual(old[key], now[key])
            ? valueLines(label, now[key], { indent: 1, operation: "same" })
            : changeLines(label, old[key], { value: now[key], indent: 1 });
    });
    return lines.length === 0
        ? []
        : [palette.headline("Outputs:"), ...lines.map((line) => printLine(line, palette)), ""];
}
