// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { blind } from "./blind";
import { differenceLines } from "./difference-lines";
import { type Line, printLine } from "./lines";
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
    const unchanged = record.summary?.isPreview === false ? sameLines(old, now) : [];
    const lines = [...differenceLines(old, now, 1), ...unchanged];
    return lines.length === 0
        ? []
        : [palette.headline("Outputs:"), ...lines.map((line) => printLine(line, palette)), ""];
}

function sameLines(old: Record<string, unknown>, now: Record<string, unknown>): Line[] {
    const keys = visibleKeys(now).filter((key) => isDeepStrictEqual(old[key], now[key]));
    const width = widest(keys);
    return keys.flatMap((key) => valueLines(`${key.padEnd(width)}: `, now[key], { indent: 1, operation: "same" }));
}
