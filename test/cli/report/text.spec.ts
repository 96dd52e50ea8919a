// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { textReport } from "../../../cli/report/outputs/text";
import type { Report } from "kubesphere-network/lib/report/report";
import { sampleReport } from "../../lib/report/sample";
import { assertGolden } from "./golden";
import { anyReport, anyText, QUIET } from "./reports";

function lines(report: Report, width?: number): string[] {
    return textReport(report, { width, hasColours: false }).split("\n");
}

function titles(report: Report): string[] {
    return lines(report).flatMap((line) => /^(\S.*) ─+$/.exec(line)?.slice(1) ?? []);
}

const [finding] = sampleReport.findings;
const [pool, , legacy] = sampleReport.pools;

describe("A network report as text", () => {
    for (const width of [100, 60]) {
        it(`is what it was, ${width} columns wide`, () => {
            assertGolden(`sample-${width}.txt`, textReport(sampleReport, { width, hasColours: false }));
        });
    }

    it("is 100 columns wide if nobody says otherwise", () => {
        assert.deepEqual(lines(sampleReport), lines(sampleReport, 100));
    });

    it("says in a line that nothing changes, and then what is not known", () => {
        const same: Report = {
            ...QUIET,
            summary: [{ area: "pools", text: "2 pools." }],
            pools: [{ ...pool!, change: "unchanged", settings: [] }],
            bindings: [{ pools: ["a"], rows: [{ namespace: "n", cells: ["kept"] }] }],
        };
        assert.deepEqual(lines(same), ["preview.json: nothing changes in the network.", ""]);
        assert.deepEqual(lines({ ...same, notes: ["No snapshot was given."] }, 60), [
            "preview.json: nothing changes in the network.",
            "",
            `Notes ${"─".repeat(54)}`,
            "  -  No snapshot was given.",
            "",
        ]);
    });

    it("leaves out sections in which nothing changes, and has what does not change after what does", () => {
        const unchanged = { ...pool!, name: "same", change: "unchanged" as const, settings: [] };
        assert.deepEqual(titles({ ...sampleReport, findings: [], pools: [unchanged], bindings: [], notes: [] }), [
            "Isolation",
            "Connectivity: standing questions",
            "Connectivity: connections",
            "Extensions",
            "Extensions: configuration",
            "Order",
            "What cannot be undone",
        ]);
        assert.deepEqual(lines({ ...QUIET, pools: [unchanged, legacy!] }, 60).slice(2), [
            `Pools ${"─".repeat(54)}`,
            "  POOL    CHANGE     CIDR          ADDRESSES  IN USE",
            "  legacy  deleted    10.44.0.0/22  768 → 0    7",
            "  same    unchanged  10.45.0.0/22  0 → 1,024",
            "",
        ]);
    });

    it("shows severities in colours, and rules and details less than the rest", () => {
        const report: Report = {
            ...QUIET,
            summary: [
                { area: "pools", severity: "danger", text: "1 deleted." },
                { area: "isolation", severity: "warning", text: "1 switched on." },
                { area: "connectivity", severity: "notice", text: "1 gained." },
                { area: "bindings", text: "1 bound." },
            ],
            findings: [finding!],
            pools: [pool!],
        };
        const [red, yellow, cyan, green] = [31, 33, 36, 32].map(
            (code) => (text: string) => `\u001b[${code}m${text}\u001b[39m`,
        );
        const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;
        const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`;
        assert.deepEqual(textReport(report, { width: 60, hasColours: true }).split("\n"), [
            bold("preview.json: 1 danger"),
            "",
            `  ${bold(red!("DANGER"))}   ${bold("Pools")}         1 deleted.`,
            `  ${bold(yellow!("WARNING"))}  ${bold("Isolation")}     1 switched on.`,
            `  ${cyan!("NOTICE")}   ${bold("Connectivity")}  1 gained.`,
            `  ${green!("OK")}       ${bold("Bindings")}      1 bound.`,
            "",
            `${bold(red!("1 danger"))} ${dim("─".repeat(51))}`,
            "",
            `  ${bold('IPPool "legacy"')}  10.44.0.0/22 → (none)  ${dim("pool-deleted")}`,
            "    7 pods have addresses of it: they keep them and lose",
            "    their routes.",
            `    ${green!("Way out:")}  Set disabled: true first, restart the pods,`,
            "              and delete the pool once none has an address",
            "              of it.",
            "",
            `${bold("Pools")} ${dim("─".repeat(54))}`,
            `  ${dim("POOL")}     ${dim("CHANGE")}   ${dim("CIDR")}          ${dim("ADDRESSES")}  ${dim("IN USE")}`,
            `  reports  ${green!("created")}  10.45.0.0/22  0 → 1,024`,
            `      ${dim("spec.vxlanMode: (none) → CrossSubnet")}`,
            "",
        ]);
    });

    it("breaks words that are too long for their column, where there is a mark", () => {
        const name = `${"a".repeat(30)}.${"b".repeat(40)}.example`;
        assert.deepEqual(
            lines({ ...QUIET, findings: [{ ...finding!, object: { kind: "IPPool", name } }] }, 60).slice(4, 7),
            [`  IPPool "${"a".repeat(30)}.`, `  ${"b".repeat(40)}.example"`, "  10.44.0.0/22 → (none)  pool-deleted"],
        );
        assert.deepEqual(lines({ ...QUIET, notes: [`${"容".repeat(40)}x`] }, 60).slice(3, 5), [
            `  -  ${"容".repeat(27)}`,
            `     ${"容".repeat(13)}x`,
        ]);
    });

    it("counts the end of a long list, but never dangers", () => {
        const fifty = <T>(item: T): T[] => Array.from({ length: 50 }, () => item);
        const report: Report = {
            ...QUIET,
            findings: [...fifty(finding!), ...fifty({ ...finding!, severity: "notice" as const })],
            pools: fifty(pool!),
            isolation: [
                {
                    ...sampleReport.isolation[0]!,
                    policies: { created: [], changed: [], deleted: [], purged: fifty("from-web") },
                },
            ],
            notes: fifty("note"),
        };
        const text = lines(report);
        const count = (start: string): number => text.filter((line) => line.startsWith(start)).length;
        assert.equal(count('  IPPool "legacy"'), 50 + 10);
        assert.equal(count("  reports  created"), 30);
        assert.equal(count("  -  note"), 10);
        assert.deepEqual(
            text.filter((line) => /and \d+ more/.test(line)).map((line) => line.trim()),
            ["and 40 more", "and 20 more", `${"from-web, ".repeat(5)}and 38 more`, "and 40 more"],
        );
    });

    it("is never wider than the width, and says the same in colours", () => {
        const small = anyReport.map((report): Report => {
            const plain = JSON.stringify(report).replaceAll(/[^\x20-\x7e]/g, "x");
            const few = (_: string, value: unknown): unknown => (Array.isArray(value) ? value.slice(0, 5) : value);
            return JSON.parse(plain, few) as Report;
        });
        fc.assert(
            fc.property(small, fc.integer({ min: 60, max: 200 }), (report, width) => {
                const text = lines(report, width);
                assert.deepEqual(
                    text.filter((line) => line.length > width),
                    [],
                );
                const coloured = textReport(report, { width, hasColours: true });
                assert.deepEqual(stripVTControlCharacters(coloured).split("\n"), text);
            }),
            { numRuns: 30 },
        );
    });

    it("has nothing in it that a terminal would take for a command", () => {
        fc.assert(
            fc.property(anyText, (text) => {
                const report: Report = {
                    ...QUIET,
                    title: text,
                    summary: [{ area: "pools", severity: "danger", text }],
                    findings: [{ ...finding!, rule: text, message: text, wayOut: text, before: text }],
                    pools: [{ ...pool!, cluster: text, name: text }],
                    bindings: [{ ...sampleReport.bindings[0]!, cluster: text }],
                    notes: [text],
                };
                assert.doesNotMatch(textReport(report, { hasColours: false }), /(?!\n)[\p{Cc}\p{Cf}]/u);
            }),
        );
    });
});
