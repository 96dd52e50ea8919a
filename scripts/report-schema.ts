// SPDX-License-Identifier: Apache-2.0
import { resolve } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { REPORT_SCHEMA } from "../cli/report/outputs/json";

const REPOSITORY = resolve(__dirname, "..");

/** The text of cli/report.schema.json: what `ksnet report --format json` writes. */
export function reportSchema(): string {
    const generator = createGenerator({
        path: resolve(REPOSITORY, "cli", "report", "outputs", "json.ts"),
        // It leads the compiler to the sources of lib/, with their comments.
        tsconfig: resolve(REPOSITORY, "test", "tsconfig.json"),
        type: "ReportDocument",
        schemaId: REPORT_SCHEMA,
        topRef: false,
        skipTypeCheck: true,
    });
    return JSON.stringify(generator.createSchema("ReportDocument"));
}
