// SPDX-License-Identifier: Apache-2.0
// Checks what is written against a schema of SARIF 2.1.0 that was written by hand for the parts that are written
// (sarif-schema.ts); whether a service takes it is not tried.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log, Result } from "sarif";
import { written } from "../../../cli/check/outputs";
import { isOutside } from "../../../cli/check/outputs/paths";
import type { Report } from "../../../cli/check/report";
import { QUIET, SAMPLE } from "./sample-report";
import { sarifValidator } from "./sarif-schema";
import { manifests, reportOf } from "./support";

const isSarif = sarifValidator();

const logOf = (report: Report): Log => JSON.parse(written(report, "sarif", false)) as Log;
const resultsOf = (report: Report): Result[] => logOf(report).runs[0]!.results!;

/** A pool with three faults, with the file moved down by some lines. */
function faulty(above = "", label = "deploy/a.yaml"): Report {
    const spec = "{ cidr: 10.0.0.1/16, blockSize: 99, natOutgoing: false }";
    const pool = `apiVersion: crd.projectcalico.org/v1\nkind: IPPool\nmetadata: { name: a }\nspec: ${spec}\n`;
    return reportOf([manifests(`${above}${pool}`, label)]);
}

describe("A report as SARIF", () => {
    it("is what the standard wants, with findings and without", () => {
        for (const report of [SAMPLE, QUIET, faulty()]) {
            isSarif(logOf(report));
            assert.deepEqual(isSarif.errors ?? [], []);
        }
    });

    it("is held against a schema that refuses what the standard does", () => {
        const log = (): Log => structuredClone(logOf(SAMPLE));
        const spoilt: ((log: Log) => void)[] = [
            (it) => ((it as { version: string }).version = "2.0.0"),
            (it) => delete (it as Partial<Log>).runs,
            (it) => delete (it.runs[0]!.tool.driver as { name?: string }).name,
            (it) => (it.runs[0]!.results![0]!.level = "fatal" as never),
            (it) => (it.runs[0]!.results![0]!.ruleIndex = -2),
            (it) => delete (it.runs[0]!.results![0] as { message?: unknown }).message,
            (it) => (it.runs[0]!.results![0]!.locations![0]!.physicalLocation!.region!.startLine = 0),
            (it) => (it.runs[0]!.results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri = "a b.yaml"),
            (it) => (it.runs[0]!.results![0]!.locations![0]!.physicalLocation!.artifactLocation!.uri = "a\\b.yaml"),
            (it) => (it.runs[0]!.tool.driver.rules![0]!.helpUri = "docs/policies.md#spec"),
            (it) => Object.assign(it.runs[0]!.results![0]!, { line: 1 }),
        ];
        for (const spoil of spoilt) {
            const it = log();
            spoil(it);
            assert.equal(isSarif(it), false, spoil.toString());
        }
    });

    it("describes each rule, and each result points at its own", () => {
        const { driver } = logOf(SAMPLE).runs[0]!.tool;
        assert.deepEqual([driver.name, driver.rules!.map(({ id }) => id)], ["ksnet", ["exemptions", "naming", "spec"]]);
        assert.match(driver.version!, /^\d+\.\d+\.\d+/);
        assert.deepEqual(driver.rules![1], {
            id: "naming",
            shortDescription: { text: "About naming." },
            fullDescription: { text: "What naming wants." },
            help: {
                text: "Do as naming says. See docs/policies.md#naming.",
                markdown: "Do as naming says. See [naming](docs/policies.md#naming).",
            },
            defaultConfiguration: { level: "warning" },
            properties: { tags: ["ippool"] },
        });
        for (const report of [SAMPLE, faulty()]) {
            const rules = logOf(report).runs[0]!.tool.driver.rules!;
            for (const { ruleId, ruleIndex } of resultsOf(report)) {
                assert.equal(rules[ruleIndex!]!.id, ruleId);
            }
        }
    });

    it("says of each finding how bad it is and where, in the file or by name", () => {
        const fullyQualifiedName = "urn:pulumi:dev::net::kubernetes:crd.projectcalico.org/v1:IPPool::c-resource";
        const resource = { name: 'IPPool "c" (c-resource)', fullyQualifiedName, kind: "resource" };
        const deploy = { uri: "de%20ploy/a%2Cb%3A%C3%BC.yaml", uriBaseId: "%SRCROOT%" };
        const preview = { uri: "preview.json", uriBaseId: "%SRCROOT%" };
        assert.deepEqual(
            resultsOf(SAMPLE).map(({ level, message, locations }) => [level, message.text, ...locations!]),
            [
                [
                    "error",
                    `IPPool "a": 'x' (50%, a|b <b>*"& [31m @me) must be \`y\`_.`,
                    { physicalLocation: { artifactLocation: deploy, region: { startLine: 12, startColumn: 5 } } },
                ],
                [
                    "warning",
                    `Policy "p/b": 'name' should be another.`,
                    { physicalLocation: { artifactLocation: deploy, region: { startLine: 101, startColumn: 1 } } },
                ],
                [
                    "error",
                    'IPPool "c" (c-resource): must go.',
                    { physicalLocation: { artifactLocation: preview }, logicalLocations: [resource] },
                ],
                [
                    "note",
                    "'spec.cidr' is not known yet.",
                    { physicalLocation: { artifactLocation: preview }, logicalLocations: [resource] },
                ],
                [
                    "warning",
                    'IPPool "d": is live.',
                    {
                        logicalLocations: [
                            { name: 'IPPool "d"', fullyQualifiedName: "live:IPPool/d", kind: "resource" },
                        ],
                    },
                ],
                ["error", "The exemption of a expired."],
            ],
        );
    });

    it("names files outside of the folder by their whole place, and those inside by that in the folder", () => {
        const uriOf = (label: string) =>
            resultsOf(faulty("", label))[0]!.locations![0]!.physicalLocation!.artifactLocation;
        assert.deepEqual(uriOf("/tmp/x y.yaml"), { uri: "file:///tmp/x%20y.yaml" });
        assert.deepEqual(uriOf("../up.yaml"), { uri: pathToFileURL("../up.yaml").href });
        assert.deepEqual(uriOf(join(process.cwd(), "in/a.yaml")), { uri: "in/a.yaml", uriBaseId: "%SRCROOT%" });
        assert.deepEqual(uriOf("<stdin>"), { uri: "%3Cstdin%3E", uriBaseId: "%SRCROOT%" });
        assert.deepEqual(["..a/b.yaml", ".", ".."].map(isOutside), [false, false, true]);
    });

    it("gives a finding a fingerprint of its own, which stays when the lines above change", () => {
        const prints = (report: Report) => resultsOf(report).map(({ partialFingerprints }) => partialFingerprints);
        const before = prints(faulty());
        assert.equal(before.length, 3);
        assert.equal(new Set(before.map((print) => JSON.stringify(print))).size, 3);
        assert.deepEqual(prints(faulty("# a comment\n\n")), before);
        assert.notDeepEqual(prints(faulty("", "deploy/b.yaml")), before);
        const twice = prints({ ...SAMPLE, findings: [SAMPLE.findings[0]!, SAMPLE.findings[0]!] });
        assert.notDeepEqual(twice[0], twice[1]);
    });
});
