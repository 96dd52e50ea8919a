// SPDX-License-Identifier: Apache-2.0
// Proves the structure of what is written, by its lines; how GitHub draws it is not tried.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Report, SEVERITIES } from "kubesphere-network/lib/report/report";
import { markdownReport } from "../../../cli/report/outputs/markdown";
import { sampleReport } from "../../lib/report/sample";
import { assertGolden } from "./golden";
import { anyReport, QUIET } from "./reports";

const NOTE = "> **Left out, because a comment has no room for it:** ";

/** Rows of tables and items of lists, without those of the summary. */
function rowsOf(markdown: string): string[] {
    const [, ...blocks] = markdown.split(/^(?=### |<details>)/m);
    const isRow = (line: string, index: number, lines: readonly string[]): boolean =>
        line.startsWith("- ") || (line.startsWith("| ") && (lines[index - 1] ?? "").startsWith("| "));
    return blocks.flatMap((block) =>
        block
            .split("\n")
            .filter(isRow)
            .filter((line) => !/^\|( --- \|)+$/.test(line)),
    );
}

/** How many rows the note at the end says are missing, and how many there are of what it names. */
function missingOf(markdown: string): number {
    const note = markdown.split("\n").find((line) => line.startsWith(NOTE)) ?? "";
    return [...note.matchAll(/([\d,]+) of [\d,]+/g)].reduce(
        (total, [, missing = ""]) => total + Number(missing.replaceAll(",", "")),
        0,
    );
}

/** The lines of each table, which nothing may be between. */
function tablesOf(markdown: string): string[][] {
    const paragraphs = markdown.split("\n\n").map((paragraph) => paragraph.trimEnd().split("\n"));
    return paragraphs.filter((lines) => lines.some((line) => line.startsWith("| ")));
}

function columnsOf(line: string): number {
    return line.replaceAll(/\\./g, "").split("|").length - 2;
}

/** Everything that would spoil a comment. */
function faultsOf(markdown: string): string[] {
    const lines = markdown.split("\n");
    const depths = lines.reduce<number[]>((all, line) => {
        const step = line === "<details>" ? 1 : line === "</details>" ? -1 : 0;
        return [...all, (all.at(-1) ?? 0) + step];
    }, []);
    const [first = "", ...others] = lines;
    const text = others.join("\n").replaceAll(/<\/?(?:details|summary|b|code|br)>/g, "");
    const faults: readonly (readonly [string, boolean])[] = [
        ["a marker that is not the first line", first !== "<!-- ksnet-report -->"],
        ["details that are not closed", depths.at(-1) !== 0 || depths.some((depth) => depth < 0 || depth > 1)],
        ["HTML of an object", /<|&(?!amp;|lt;|gt;)/.test(text)],
        ["a mention", /@(?!\u200b)/.test(text)],
        ["a link to an issue", /#\w/.test(text)],
        ["a control character", /[\u0000-\u0009\u000b-\u001f\u007f]/.test(text)],
        ["a code fence", /^\s*(?:```|~~~)/m.test(text)],
        ...tablesOf(markdown).flatMap((table): [string, boolean][] => [
            ["a table with something else in it", table.some((line) => !line.startsWith("| ") || !line.endsWith(" |"))],
            ["a table without a head", !/^\|( --- \|)+$/.test(table[1] ?? "")],
            ["a table without rows", table.length < 3],
            ["rows of unequal length", new Set(table.map(columnsOf)).size !== 1],
        ]),
    ];
    return faults.filter(([, is]) => is).map(([fault]) => fault);
}

function times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
}

/** So many findings of each severity, pools and steps. */
function large(count: number): Report {
    const [finding] = sampleReport.findings;
    const [pool] = sampleReport.pools;
    return {
        ...sampleReport,
        findings: SEVERITIES.flatMap((severity) =>
            times(count, (index) => ({ ...finding!, severity, object: { kind: "IPPool", name: `p${index}` } })),
        ),
        pools: times(count, (index) => ({ ...pool!, name: `p${index}` })),
        order: times(count, (index) => ({ by: "update", text: `Create the pool "p${index}".` })),
    };
}

describe("A network report as Markdown", () => {
    it("is what it was", () => {
        assertGolden("sample.md", markdownReport(sampleReport));
    });

    it("says in a line that nothing changes", () => {
        assert.equal(
            markdownReport(QUIET, { marker: "network --> of dev" }),
            "<!-- network -- of dev -->\n\n## 🟢 Network report: nothing changes\n\nWhat was compared: preview.json\n",
        );
    });

    it("keeps what objects are called and say from being more than text", () => {
        const message = "1. `a|b` <img src=x>\n&lt; **no** _no_ [no](x) ~~no~~ $x$ fixes #12, says @me\u001b[0m";
        const [finding] = sampleReport.findings;
        const markdown = markdownReport({ ...QUIET, findings: [{ ...finding!, message }], notes: [message] });
        const text =
            "1\\. \\`a\\|b\\` &lt;img src=x&gt; &amp;lt; \\*\\*no\\*\\* \\_no\\_ \\[no\\](x) \\~\\~no\\~\\~ \\$x\\$ fixes #\u200b12, says @\u200bme \\[0m";
        assert.deepEqual(
            rowsOf(markdown).map((row) => row.includes(text)),
            [true, true],
        );
        assert.deepEqual(faultsOf(markdown), []);
    });

    it("names the cluster of each row where there are several", () => {
        const [pool] = sampleReport.pools;
        const [table] = sampleReport.bindings;
        const markdown = markdownReport({
            ...QUIET,
            pools: ["host", "a|b"].map((cluster) => ({ ...pool!, cluster })),
            bindings: [{ ...table!, cluster: "<b>" }],
        });
        assert.deepEqual(rowsOf(markdown).slice(0, 2), [
            "| host | reports | created | 10.45.0.0/22 | 0 → 1,024 |  | spec.vxlanMode: (none) → CrossSubnet |",
            "| a\\|b | reports | created | 10.45.0.0/22 | 0 → 1,024 |  | spec.vxlanMode: (none) → CrossSubnet |",
        ]);
        assert.match(markdown, /<b>Bindings in &lt;b&gt;<\/b>/);
    });

    it("cuts a matrix with many pools into several, without pools and namespaces that have no mark in it", () => {
        const pools = times(30, (index) => `p${index}`);
        const row = (namespace: string, ...added: readonly number[]) => ({
            namespace,
            cells: pools.map((_, index) => (added.includes(index) ? ("added" as const) : ("none" as const))),
        });
        const rows = [row("most", ...times(12, (index) => index * 2)), row("last", 22)];
        const [, first, second] = tablesOf(
            markdownReport({ ...QUIET, summary: sampleReport.summary, bindings: [{ pools, rows }] }),
        );
        assert.deepEqual(first, [
            "| namespace | workspace | pods | p0 | p2 | p4 | p6 | p8 | p10 | p12 | p14 | p16 | p18 |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            `| most |  |  |${" \\+ |".repeat(10)}`,
        ]);
        assert.deepEqual(second, [
            "| namespace | workspace | pods | p20 | p22 |",
            "| --- | --- | --- | --- | --- |",
            "| most |  |  | \\+ | \\+ |",
            "| last |  |  | · | \\+ |",
        ]);
    });

    it("leaves out the least important rows where there is no room, and says what and where it is", () => {
        const markdown = markdownReport(large(1000));
        assert.deepEqual(faultsOf(markdown), []);
        assert.ok(Buffer.byteLength(markdown) <= 65_536);
        assert.ok(Buffer.byteLength(markdown) > 65_000);
        const note = markdown.split("\n").at(-2) ?? "";
        assert.equal(
            note.replaceAll(/\d+ of/g, "some of"),
            `${NOTE}some of 1,000 dangers, some of 1,000 warnings, some of 1,000 notices, some of 1,000 pools, ` +
                "some of 1,000 steps. Everything is in `ksnet report --format html`.",
        );
        const kept = [...note.matchAll(/(\d+) of/g)].map(([, missing]) => 1000 - Number(missing));
        assert.ok(kept[0]! > 200, "most of the room is for dangers");
        assert.ok(
            kept.every((count) => count >= 10),
            "and everything has a few rows",
        );
    });

    it("is the summary and what is worst where there is hardly any room", () => {
        const markdown = markdownReport(large(1000), { budget: 2_000 });
        assert.deepEqual(faultsOf(markdown), []);
        assert.equal(tablesOf(markdown)[0]?.length, 2 + sampleReport.summary.length);
        assert.match(rowsOf(markdown)[0] ?? "", /^- \*\*IPPool "p0"\*\*: .*<code>pool-deleted<\/code>/);
    });

    it("cuts the lines of a summary that are too long rather than leave one out", () => {
        const summary = sampleReport.summary.map((line) => ({ ...line, text: "&|".repeat(1000) }));
        const markdown = markdownReport({ ...sampleReport, summary }, { budget: 2_000 });
        assert.deepEqual(faultsOf(markdown), []);
        assert.ok(Buffer.byteLength(markdown) <= 2_000);
        const [, , ...lines] = tablesOf(markdown)[0] ?? [];
        assert.equal(lines.length, summary.length);
        assert.ok(
            lines.every((line) => /\| (&amp;\\\|)+(&amp;)?… \|$/.test(line)),
            lines[0],
        );
    });

    it("fits into its budget with a whole summary and nothing cut apart, and tells how much is missing", () => {
        fc.assert(
            fc.property(anyReport, fc.integer({ min: 2_000, max: 70_000 }), (report, budget) => {
                const markdown = markdownReport(report, { budget });
                const whole = markdownReport(report, { budget: Infinity });
                assert.deepEqual(faultsOf(markdown), []);
                assert.ok(Buffer.byteLength(markdown) <= budget && markdown.length <= budget);
                const summary = report.summary.length === 0 ? 0 : tablesOf(markdown)[0]!.length - 2;
                assert.equal(summary, report.summary.length);
                assert.equal(rowsOf(markdown).length + missingOf(markdown), rowsOf(whole).length);
            }),
            { numRuns: 60 },
        );
    });

    it("leaves out nothing where there is room", () => {
        fc.assert(
            fc.property(anyReport, (report) => {
                const markdown = markdownReport(report, { budget: Infinity });
                assert.deepEqual(faultsOf(markdown), []);
                assert.doesNotMatch(markdown, /left out/i);
                const { findings, order, irreversible, notes } = report;
                const told = rowsOf(markdown).length;
                assert.ok(told >= findings.length + order.length + irreversible.length + notes.length);
            }),
            { numRuns: 30 },
        );
    });
});
