// SPDX-License-Identifier: Apache-2.0
import type { Report } from "kubesphere-network/lib/report/report";
import { jsonText } from "../../text/json";

/** Where the schema of a report is found by what resolves modules: the file report.schema.json of the package ksnet. */
export const REPORT_SCHEMA = "ksnet/report.schema.json";

/** What a change means for the network, as `ksnet report --format json` writes it. */
export interface ReportDocument extends Report {
    /** The schema that the document keeps to, as the name of a module. */
    readonly $schema: typeof REPORT_SCHEMA;
    /** Another number means that something which was there has another meaning, or is gone. */
    readonly version: 1;
}

/** Everything, for programs. */
export function jsonReport(report: Report): string {
    const document: ReportDocument = { $schema: REPORT_SCHEMA, version: 1, ...report };
    return jsonText(document);
}
