// SPDX-License-Identifier: Apache-2.0
// How the page looks and behaves is tested in html-browser.spec.ts, its picture in html-picture.spec.ts.
import assert from "node:assert/strict";
import fc from "fast-check";
import { htmlReport } from "../../../cli/report/outputs/html";
import { html } from "../../../cli/report/outputs/html/markup";
import { sampleReport } from "../../lib/report/sample";
import { assertGolden } from "./golden";
import { anyReport, QUIET } from "./reports";

/** Headings of a page, by their levels. */
function headings(page: string): string[] {
    return [...page.matchAll(/<h([1-6])[^>]*>([^<]*)</g)].map(([, level, text]) => `${level} ${text}`);
}

describe("A network report as a page", () => {
    it("is what it was", () => {
        assertGolden("sample.html", htmlReport(sampleReport));
    });

    it("names nothing outside of itself", () => {
        fc.assert(
            fc.property(anyReport, (report) => {
                const page = htmlReport(report);
                const links = [...page.matchAll(/\s(?:src|href|action|srcset|poster|data)="([^"]*)"/g)].map(
                    ([, link]) => link,
                );
                assert.deepEqual(
                    links.filter((link) => !link!.startsWith("#")),
                    [],
                );
                assert.doesNotMatch(page, /<(?:link|iframe|object|embed|base|img)\b|@import|url\(/);
            }),
            { numRuns: 25 },
        );
    });

    it("has headings in their order", () => {
        assert.deepEqual(headings(htmlReport(sampleReport)), [
            "1 Network report: 2 dangers, 1 warning, 1 notice",
            "2 Summary",
            "2 Picture",
            "2 Findings",
            "3 IPPool &#34;legacy&#34;",
            "3 Namespace &#34;shop-api&#34;",
            "3 Namespace &#34;reports&#34;",
            "3 InstallPlan &#34;network&#34;",
            "2 Pools",
            "2 Bindings",
            "2 Isolation",
            "2 Connectivity",
            "3 Connectivity: standing questions",
            "3 Connectivity: connections",
            "2 Extension",
            "3 Extensions",
            "3 Extensions: configuration",
            "2 Order and undo",
            "3 Order",
            "3 What cannot be undone",
            "2 Notes",
        ]);
    });

    it("says that nothing changes, and what is not known", () => {
        assert.deepEqual(headings(htmlReport(QUIET)), ["1 Network report: nothing changes"]);
        assert.deepEqual(headings(htmlReport({ ...QUIET, notes: ["No snapshot was given."] })), [
            "1 Network report: nothing changes",
            "2 Notes",
        ]);
    });

    it("leads from each area of the summary to its section, if there is one", () => {
        const page = htmlReport({ ...sampleReport, bindings: [], extensions: [] });
        const [, list] = /<ul class="card summary">(.*?)<\/ul>/s.exec(page)!;
        assert.deepEqual(
            [...list!.matchAll(/href="([^"]*)"/g)].map(([, link]) => link),
            ["#pools", "#isolation", "#connectivity"],
        );
    });

    it("says in words what the marks of the matrix mean", () => {
        const [, section] = /<section id="bindings"(.*?)<\/section>/s.exec(htmlReport(sampleReport))!;
        const cells = [...section!.matchAll(/<span class="tone-[a-z]+">([^<]*)</g)].map(([, text]) => text);
        assert.deepEqual(cells, ["- loses", "+ gets", "·", "= keeps", "·", "= keeps"]);
    });
});

describe("A template of a page", () => {
    it("takes no value for markup but what it made itself", () => {
        const inner = html`<b>${"<i>"}</b>`;
        assert.equal(
            html`<p title="${`"'&`}">${inner}${[1, inner]}</p>`.text,
            `<p title="&#34;&#39;&#38;"><b>&#60;i&#62;</b>1<b>&#60;i&#62;</b></p>`,
        );
    });

    it("leaves out what is not there", () => {
        assert.equal(html`<p>${undefined}${false}${[]}${0}${""}</p>`.text, "<p>0</p>");
    });

    it("shows characters that hide or reorder others by their codes", () => {
        assert.equal(
            html`${"a\u202eb\u0000c\u2066d\ud800e\u200bf\tg\r\nh"}`.text,
            "a\\u{202e}b\\u{0}c\\u{2066}d\\u{d800}e\\u{200b}f g h",
        );
        assert.equal(html`${"שלום 你好 🙂"}`.text, "שלום 你好 🙂");
    });

    it("gives back every text once it is read as HTML, and nothing else", () => {
        const visible = fc.string({
            unit: fc.constantFrom("<", ">", "&", '"', "'", "a", "#", "3", "9", ";", "l", "t"),
        });
        fc.assert(
            fc.property(visible, (text) => {
                const written = html`${text}`.text;
                assert.doesNotMatch(written, /[<>"']/);
                assert.equal(
                    written.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
                    text,
                );
            }),
        );
    });
});
