// SPDX-License-Identifier: Apache-2.0
// What each format makes of a report that is made up; SARIF has a spec of its own.
import assert from "node:assert/strict";
import type { Format } from "../../../cli/check/format";
import { written } from "../../../cli/check/outputs";
import { summaryLine } from "../../../cli/check/report";
import { QUIET, SAMPLE } from "./sample-report";

function lines(format: Format, report = SAMPLE): string[] {
    return written(report, format, false).split("\n");
}

describe("A report as text", () => {
    it("has a line for each finding, aligned, a paragraph for each input, and the summary", () => {
        assert.deepEqual(lines("text"), [
            `de ploy/a,b:ü.yaml:12:5   error      spec        IPPool "a": 'x' (50%, a|b <b>*"& [31m @me) must be \`y\`_.`,
            `de ploy/a,b:ü.yaml:101:1  advice     naming      Policy "p/b": 'name' should be another.`,
            "",
            `preview.json  error      spec        IPPool "c" (c-resource): must go.`,
            "preview.json  undecided  spec        'spec.cidr' is not known yet.",
            "",
            `cluster dev  advice     naming      IPPool "d": is live.`,
            "",
            "-  error      exemptions  The exemption of a expired.",
            "",
            "5 objects, 2 rules: 3 violations, 2 advice, 1 not decided.",
            "",
        ]);
    });

    it("is the summary alone where there is nothing to say", () => {
        assert.deepEqual(lines("text", QUIET), ["1 object, 1 rule: no violations.", ""]);
    });

    it("has in its summary only what there is", () => {
        const summary = { objects: 1, rules: 2, mandatory: 1, advisory: 0, undecided: 3 };
        assert.equal(summaryLine(summary), "1 object, 2 rules: 1 violation, 3 not decided.");
    });
});

describe("A report as JSON", () => {
    it("has everything, and nothing that is not known", () => {
        const pool = { apiVersion: "crd.projectcalico.org/v1", kind: "IPPool" };
        const urn = "urn:pulumi:dev::net::kubernetes:crd.projectcalico.org/v1:IPPool::c-resource";
        assert.deepEqual(JSON.parse(written(SAMPLE, "json", false)), {
            version: 1,
            summary: { objects: 5, rules: 2, mandatory: 3, advisory: 2, undecided: 1 },
            findings: [
                {
                    rule: "spec",
                    level: "mandatory",
                    message: `'x' (50%, a|b\r\n<b>*"&\u001b[31m @me) must be \`y\`_.`,
                    object: { ...pool, name: "a" },
                    property: 'metadata.labels["a/b"]',
                    file: "de ploy/a,b:ü.yaml",
                    line: 12,
                    column: 5,
                },
                {
                    rule: "naming",
                    level: "advisory",
                    message: "'name' should be another.",
                    object: { ...pool, kind: "Policy", name: "b", namespace: "p" },
                    property: "metadata.name",
                    file: "de ploy/a,b:ü.yaml",
                    line: 101,
                    column: 1,
                },
                {
                    rule: "spec",
                    level: "mandatory",
                    message: "must go.",
                    object: { ...pool, name: "c" },
                    file: "preview.json",
                    urn,
                },
                {
                    rule: "spec",
                    level: "undecided",
                    message: "'spec.cidr' is not known yet.",
                    object: { ...pool, name: "c" },
                    property: "spec.cidr",
                    file: "preview.json",
                    urn,
                },
                { rule: "naming", level: "advisory", message: "is live.", object: { ...pool, name: "d" } },
                { rule: "exemptions", level: "mandatory", message: "The exemption of a expired." },
            ],
        });
    });

    it("is written the same each time, and ends with a line", () => {
        assert.equal(written(SAMPLE, "json", false), written(SAMPLE, "json", true));
        assert.equal(
            written(QUIET, "json", false),
            '{\n    "version": 1,\n    "summary": {\n        "objects": 1,\n        "rules": 1,\n        "mandatory": 0,\n        "advisory": 0,\n        "undecided": 0\n    },\n    "findings": []\n}\n',
        );
    });
});

describe("A report for GitHub Actions", () => {
    it("has a command for each finding, at the line where the file has one, and the summary", () => {
        assert.deepEqual(lines("github"), [
            `::error file=de ploy/a%2Cb%3Aü.yaml,line=12,col=5,title=spec::IPPool "a": 'x' (50%25, a|b <b>*"& [31m @me) must be \`y\`_.`,
            `::warning file=de ploy/a%2Cb%3Aü.yaml,line=101,col=1,title=naming::Policy "p/b": 'name' should be another.`,
            '::error title=spec::IPPool "c" (c-resource): must go.',
            "::notice title=spec::'spec.cidr' is not known yet.",
            '::warning title=naming::IPPool "d": is live.',
            "::error title=exemptions::The exemption of a expired.",
            "5 objects, 2 rules: 3 violations, 2 advice, 1 not decided.",
            "",
        ]);
    });
});

describe("A report as Markdown", () => {
    it("has the summary and a table in the order of rules, in which values stay what they are", () => {
        assert.deepEqual(lines("markdown"), [
            "**ksnet check:** 5 objects, 2 rules: 3 violations, 2 advice, 1 not decided.",
            "",
            "| rule | level | what | where |",
            "| --- | --- | --- | --- |",
            "| `exemptions` | error | The exemption of a expired. | - |",
            `| \`naming\` | advice | Policy "p/b": 'name' should be another. | de ploy/a,b:ü.yaml:101:1 |`,
            '| `naming` | advice | IPPool "d": is live. | cluster dev |',
            `| \`spec\` | error | IPPool "a": 'x' (50%, a\\|b &lt;b&gt;\\*"&amp; \\[31m @\u200bme) must be \\\`y\\\`\\_. | de ploy/a,b:ü.yaml:12:5 |`,
            '| `spec` | error | IPPool "c" (c-resource): must go. | preview.json |',
            "| `spec` | undecided | 'spec.cidr' is not known yet. | preview.json |",
            "",
        ]);
    });

    it("has no table where there is nothing to say", () => {
        assert.deepEqual(lines("markdown", QUIET), ["**ksnet check:** 1 object, 1 rule: no violations.", ""]);
    });
});

describe("A report for JUnit", () => {
    it("has a suite for each input, in it a test for each rule, and fails where a rule stops", () => {
        assert.deepEqual(lines("junit"), [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<testsuites name="ksnet check" tests="9" failures="3" errors="0" skipped="0">',
            '  <testsuite name="de ploy/a,b:ü.yaml" tests="2" failures="1" errors="0" skipped="0">',
            '    <testcase classname="de ploy/a,b:ü.yaml" name="naming">',
            `      <system-out><![CDATA[de ploy/a,b:ü.yaml:101:1  advice  Policy "p/b": 'name' should be another.]]></system-out>`,
            "    </testcase>",
            '    <testcase classname="de ploy/a,b:ü.yaml" name="spec">',
            `      <failure message="de ploy/a,b:ü.yaml:12:5  error  IPPool &quot;a&quot;: 'x' (50%, a|b &lt;b>*&quot;&amp; [31m @me) must be \`y\`_." type="spec"/>`,
            "    </testcase>",
            "  </testsuite>",
            '  <testsuite name="deploy/right.yaml" tests="2" failures="0" errors="0" skipped="0">',
            '    <testcase classname="deploy/right.yaml" name="naming"/>',
            '    <testcase classname="deploy/right.yaml" name="spec"/>',
            "  </testsuite>",
            '  <testsuite name="preview.json" tests="2" failures="1" errors="0" skipped="0">',
            '    <testcase classname="preview.json" name="naming"/>',
            '    <testcase classname="preview.json" name="spec">',
            '      <failure message="preview.json  error  IPPool &quot;c&quot; (c-resource): must go." type="spec"/>',
            "      <system-out><![CDATA[preview.json  undecided  'spec.cidr' is not known yet.]]></system-out>",
            "    </testcase>",
            "  </testsuite>",
            '  <testsuite name="cluster dev" tests="2" failures="0" errors="0" skipped="0">',
            '    <testcase classname="cluster dev" name="naming">',
            '      <system-out><![CDATA[cluster dev  advice  IPPool "d": is live.]]></system-out>',
            "    </testcase>",
            '    <testcase classname="cluster dev" name="spec"/>',
            "  </testsuite>",
            '  <testsuite name="exemptions" tests="1" failures="1" errors="0" skipped="0">',
            '    <testcase classname="exemptions" name="exemptions">',
            '      <failure message="-  error  The exemption of a expired." type="exemptions"/>',
            "    </testcase>",
            "  </testsuite>",
            "</testsuites>",
            "",
        ]);
    });
});
