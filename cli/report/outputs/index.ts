// SPDX-License-Identifier: Apache-2.0
import type { Report } from "kubesphere-network/lib/report/report";
import type { TextOptions } from "../../text/page";
import type { Format } from "../format";
import { htmlReport } from "./html";
import { jsonReport } from "./json";
import { markdownReport } from "./markdown";
import { textReport } from "./text";
import { AREA_TITLES, findingCounts } from "./words";
import { isQuiet } from "./worth-showing";

/** A report in one of its forms. */
export function written(report: Report, format: Format, options: TextOptions): string {
    switch (format) {
        case "text":
            return textReport(report, options);
        case "markdown":
            return markdownReport(report);
        case "json":
            return jsonReport(report);
        case "html":
            return htmlReport(report);
    }
}

/** The summary alone, for who has the report in a file. */
export function summaryText(report: Report): string {
    const { title, summary } = report;
    const lines = summary.map(({ severity = "ok", area, text }) => `  ${severity}  ${AREA_TITLES[area]}: ${text}\n`);
    return `${title}: ${isQuiet(report) ? "nothing changes in the network." : findingCounts(report.findings)}\n${lines.join("")}`;
}
