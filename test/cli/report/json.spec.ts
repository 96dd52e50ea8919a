// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv, type SchemaObject } from "ajv";
import fc from "fast-check";
import { jsonReport, REPORT_SCHEMA } from "../../../cli/report/outputs/json";
import { sampleReport } from "../../lib/report/sample";
import { assertGolden } from "./golden";
import { anyReport, QUIET } from "./reports";

interface ReportSchema extends SchemaObject {
    readonly definitions: Readonly<Record<string, unknown>>;
}

const ROOT = join(__dirname, "..", "..", "..");
const schema = createRequire(__filename)(REPORT_SCHEMA) as ReportSchema;

function validator(of: SchemaObject): (document: unknown) => boolean {
    const { $id, ...anonymous } = of;
    // A count is a number, or a text where a number would lose digits.
    return new Ajv({ strict: true, allowUnionTypes: true }).compile(anonymous);
}

const isReport = validator(schema);

/** The sample as a program reads it, spoilt. */
function spoilt(path: string, value: unknown): unknown {
    const document = JSON.parse(jsonReport(sampleReport)) as Record<string, unknown>;
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce((part, key) => part[key] as Record<string, unknown>, document);
    parent[last] = value;
    return document;
}

describe("A network report as JSON", () => {
    it("is what it was", () => {
        assertGolden("sample.json", jsonReport(sampleReport));
    });

    it("has everything, and before it the schema and the version", () => {
        assert.deepEqual(JSON.parse(jsonReport(sampleReport)), {
            $schema: "ksnet/report.schema.json",
            version: 1,
            ...sampleReport,
        });
    });

    it("keeps to the published schema, whatever the report", () => {
        assert.equal(isReport(JSON.parse(jsonReport(sampleReport))), true);
        assert.equal(isReport(JSON.parse(jsonReport(QUIET))), true);
        fc.assert(
            fc.property(anyReport, (report) => isReport(JSON.parse(jsonReport(report)))),
            { numRuns: 30 },
        );
    });

    it("is held against a schema that refuses what is no report", () => {
        const faults: readonly (readonly [string, unknown])[] = [
            ["version", 2],
            ["$schema", "another.schema.json"],
            ["notes", undefined],
            ["more", true],
            ["summary.0.severity", "fatal"],
            ["findings.0.object", "IPPool"],
            ["findings.0.seen", "twice"],
            ["pools.0.addresses.after", null],
            ["pools.0.settings.0.property", undefined],
            ["bindings.0.rows.0.cells.0", "+"],
            ["isolation.0.policies.purged", "from-web"],
            ["connectivity.0.answers.0.after", true],
            ["connectivity.0.changes.0.from.namespaces.0.workloads", "some"],
            ["extensions.0.config.0.cluster", undefined],
            ["order.0.by", "me"],
            ["irreversible.0.object.kind", undefined],
        ];
        assert.deepEqual(
            faults.filter(([path, value]) => isReport(spoilt(path, value))),
            [],
        );
    });
});

describe("The schema of a network report", () => {
    it("has every type of the model, and the sample something of each", () => {
        const model = readFileSync(join(ROOT, "lib", "report", "report.ts"), "utf8");
        const types = [...model.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, type = ""]) => type);
        const unpublished = ["Report", "Phase", "PhasedStep", "Part"];
        const published = types.filter((type) => !unpublished.includes(type));
        assert.deepEqual(Object.keys(schema.definitions).sort(), published.sort());
        const unreached = published.filter((type) => {
            const without = { ...schema, definitions: { ...schema.definitions, [type]: false } };
            return validator(without)(JSON.parse(jsonReport(sampleReport)));
        });
        assert.deepEqual(unreached, []);
    });

    it("is a file of the package", () => {
        const { files } = createRequire(__filename)("ksnet/package.json") as { files: string[] };
        assert.ok(files.includes("report.schema.json"));
        assert.equal(schema.$id, REPORT_SCHEMA);
    });
});
