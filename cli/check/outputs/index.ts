// SPDX-License-Identifier: Apache-2.0
import type { Format } from "../format";
import type { Report } from "../report";
import { github } from "./github";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { sarif } from "./sarif";
import { text } from "./text";

const WRITERS: Readonly<Record<Format, (report: Report, isTerminal: boolean) => string>> = {
    text,
    json,
    sarif,
    junit,
    github,
    markdown,
};

/** The report in a format. Colours are for a terminal alone. */
export function written(report: Report, format: Format, isTerminal: boolean): string {
    return WRITERS[format](report, isTerminal);
}
