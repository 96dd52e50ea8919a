// SPDX-License-Identifier: Apache-2.0
// Opens the page in a headless browser. What the parts of the page say is tested in html.spec.ts.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { htmlReport } from "../../../cli/report/outputs/html";
import type { Report } from "../../../lib/report/report";
import { sampleReport } from "../../lib/report/sample";
import { withBrowser } from "../../support/browser";
import { lowContrasts, misplacedLabels } from "./html-measures";
import { HOSTILE_NAMES, hostileReport, largeReport } from "./html-reports";

const SCHEMES = [
    ["light", "rgb(245, 246, 248)"],
    ["dark", "rgb(16, 21, 27)"],
] as const;

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The colour at the top left of what is seen. */
async function firstPixel(page: Page): Promise<string> {
    const png = (await page.screenshot({ clip: { x: 0, y: 0, width: 1, height: 1 } })).toString("base64");
    const blank = await page.context().newPage();
    return blank.evaluate(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const canvas = new OffscreenCanvas(1, 1).getContext("2d")!;
        canvas.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0);
        return `rgb(${[...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)].join(", ")})`;
    }, png);
}

describe("A network report in a browser", function () {
    this.timeout(60_000);
    const browser = withBrowser();
    const folder = mkdtempSync(join(tmpdir(), "ksnet-page-"));
    const file = join(folder, "report.html");
    let pages: Page[] = [];

    after(() => {
        rmSync(folder, { recursive: true });
    });

    afterEach(async () => {
        await Promise.all(pages.map((page) => page.context().close()));
        pages = [];
    });

    async function opened(options: BrowserContextOptions = {}, report = sampleReport): Promise<Page> {
        writeFileSync(file, htmlReport(report));
        const context = await browser().newContext({
            offline: true,
            viewport: { width: 1280, height: 900 },
            ...options,
        });
        // The test runner's compiler wraps functions in it, also those that run in the page.
        await context.addInitScript("globalThis.__name = (wrapped) => wrapped");
        const page = await context.newPage();
        pages.push(page);
        await page.goto(pathToFileURL(file).href);
        return page;
    }

    /** What lines of the picture are seen, by their titles. */
    async function lines(page: Page): Promise<string[]> {
        const seen = page.locator("figure g.line").filter({ visible: true });
        return seen.evaluateAll((all) => all.map((line) => line.querySelector("title")!.textContent.split(",")[0]!));
    }

    it("loads nothing and has nothing to complain of", async () => {
        const page = await opened();
        const [requests, complaints]: [string[], string[]] = [[], []];
        page.on("request", (request) => requests.push(request.url()));
        page.on("console", (message) => complaints.push(message.text()));
        page.on("pageerror", (error) => complaints.push(error.message));
        await page.reload({ waitUntil: "networkidle" });
        assert.deepEqual({ requests, complaints }, { requests: [pathToFileURL(file).href], complaints: [] });
    });

    for (const [colorScheme, ground] of SCHEMES) {
        it(`is ${colorScheme} where the reader's system is, with texts that stand out from it`, async () => {
            const page = await opened({ colorScheme });
            assert.equal(await firstPixel(page), ground);
            assert.deepEqual(await page.evaluate(lowContrasts), []);
        });

        it(`breaks no rule of accessibility when it is ${colorScheme}`, async () => {
            const page = await opened({ colorScheme, bypassCSP: true });
            await page.evaluate(axe.source);
            const violations = await page.evaluate(async (runOnly) => {
                const { axe: here } = globalThis as unknown as { axe: typeof axe };
                const found = await here.run({ runOnly });
                return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`);
            }, AXE_TAGS);
            assert.deepEqual(violations, []);
        });

        it(`can be switched to ${colorScheme}, by keyboard too`, async () => {
            const page = await opened({ colorScheme: colorScheme === "light" ? "dark" : "light" });
            await page.getByRole("radio", { name: "Auto" }).focus();
            await page.keyboard.press("ArrowRight");
            if (colorScheme === "dark") {
                await page.keyboard.press("ArrowRight");
            }
            assert.equal(await firstPixel(page), ground);
        });
    }

    const [DATA, CHANGED] = ["data is kept by ingestion", "changed: all of fraud to all of ledger"];
    const RETAIL = "retail is kept by ingestion";
    const [TAKEN, GIVEN] = ["data is taken from reports", "reports is given to reports"];
    const [LOST, GAINED] = ["lost: all of shop-web to api of reports", "gained: 192.168.10.0/25 to all of shop-api"];
    const VIEWS = {
        Before: [RETAIL, DATA, TAKEN, LOST, CHANGED],
        After: [RETAIL, DATA, GIVEN, GAINED, CHANGED],
        Difference: [RETAIL, DATA, TAKEN, GIVEN, LOST, GAINED, CHANGED],
    };

    it("shows the difference, and by its switch what was and what will be", async () => {
        const page = await opened();
        assert.deepEqual(await lines(page), VIEWS.Difference);
        for (const [view, expected] of Object.entries(VIEWS)) {
            await page.getByRole("radio", { name: view }).check();
            assert.deepEqual(await lines(page), expected, view);
        }
    });

    it("says in each view what is told of it", async () => {
        const page = await opened();
        const told: Record<string, readonly string[]> = {
            Before: ["4,096 addresses", "768 addresses", "isolation off", "isolation on", "TCP 80", "all ports"],
            After: [
                "4,096 addresses",
                "1,024 addresses",
                "isolation on",
                "isolation off",
                "TCP 80, TCP 8000-8010",
                "TCP 8443",
            ],
            Difference: [
                "~ changed",
                "+ created",
                "− deleted",
                "768 → 0 addresses",
                "isolation off → on",
                "− data",
                "+ reports",
                "~ TCP 80 → TCP 80, TCP 8000-8010",
                "− api: all ports",
                "+ TCP 8443",
            ],
        };
        for (const [view, expected] of Object.entries(told)) {
            await page.getByRole("radio", { name: view }).check();
            const labels = await page.locator("figure text").filter({ visible: true }).allTextContents();
            assert.deepEqual(
                expected.filter((text) => !labels.includes(text)),
                [],
                view,
            );
            const isSigned = labels.some((label) => /^[+−~] /.test(label));
            assert.equal(isSigned, view === "Difference", view);
        }
    });

    it("switches views by keyboard", async () => {
        const page = await opened();
        await page.getByRole("radio", { name: "Difference" }).focus();
        for (const view of ["After", "Before"] as const) {
            await page.keyboard.press("ArrowLeft");
            assert.deepEqual(await lines(page), VIEWS[view], view);
        }
    });

    it("tells lines apart by their dashes, not only by their colours", async () => {
        const page = await opened();
        const dashes = await page
            .locator("figure g.line")
            .evaluateAll((all) =>
                all.map((line) => [
                    line.classList.item(2),
                    getComputedStyle(line.querySelector("path:not(.ground)")!).strokeDasharray,
                ]),
            );
        assert.deepEqual(Object.fromEntries(dashes), {
            kept: "none",
            added: "none",
            removed: "6px, 4px",
            changed: "10px, 4px, 2px, 4px",
        });
    });

    it("prints the difference and all findings, whatever is chosen, and nothing to choose", async () => {
        const page = await opened({ colorScheme: "dark" });
        await page.getByRole("radio", { name: "Before" }).check();
        await page.getByRole("searchbox").fill("legacy");
        await page.emulateMedia({ media: "print" });
        assert.deepEqual(await lines(page), VIEWS.Difference);
        assert.equal(await page.locator(".finding").filter({ visible: true }).count(), sampleReport.findings.length);
        assert.equal(await page.locator("input").filter({ visible: true }).count(), 0);
        assert.equal(await firstPixel(page), "rgb(255, 255, 255)");
        assert.deepEqual(await page.evaluate(lowContrasts), []);
    });

    it("filters findings by severity and by words", async () => {
        const page = await opened();
        const shown = (): Promise<string[]> => page.locator(".finding h3").filter({ visible: true }).allTextContents();
        const status = page.getByRole("status");
        const [pool, project, reports, plan] = [
            'IPPool "legacy"',
            'Namespace "shop-api"',
            'Namespace "reports"',
            'InstallPlan "network"',
        ];
        assert.deepEqual(await shown(), [pool, project, reports, plan]);
        await page.getByRole("checkbox", { name: "danger" }).uncheck();
        assert.deepEqual(await shown(), [reports, plan]);
        assert.equal(await status.textContent(), "2 of 4 shown");
        await page.getByRole("checkbox", { name: "danger" }).check();
        await page.getByRole("searchbox").fill("ISOLATION shop");
        assert.deepEqual(await shown(), [project]);
        assert.equal(await status.textContent(), "1 of 4 shown");
    });

    it("has no filter without scripts, and all findings", async () => {
        const page = await opened({ javaScriptEnabled: false });
        assert.equal(await page.locator(".finding").filter({ visible: true }).count(), sampleReport.findings.length);
        assert.equal(await page.getByRole("search").count(), 0);
    });

    it("gives every cell of a table its heads", async () => {
        const page = await opened();
        const tables = await page.locator("table").evaluateAll((all) =>
            (all as HTMLTableElement[]).map((table) => ({
                caption: table.caption?.textContent.trim() !== "",
                columns: [...table.tHead!.rows[0]!.cells].every(({ scope }) => scope === "col"),
                rows: [...table.tBodies[0]!.rows].every(
                    ({ cells }) =>
                        [...cells].filter(({ scope }) => scope === "row").length === 1 &&
                        cells.length === table.tHead!.rows[0]!.cells.length,
                ),
            })),
        );
        assert.deepEqual(tables, Array(9).fill({ caption: true, columns: true, rows: true }));
    });

    for (const [what, report] of [
        ["the sample", sampleReport],
        ["100 namespaces and 300 connections", largeReport()],
        ["long names", hostileReport("long-".repeat(60))],
    ] as const) {
        it(`has no label of ${what} on another one or out of its box, in a narrow font and in a wide one`, async () => {
            const page = await opened({}, report);
            assert.deepEqual(await page.evaluate(misplacedLabels), []);
            await page.evaluate(() => {
                const wide = new CSSStyleSheet();
                wide.replaceSync("svg text { font-family: Verdana, 'DejaVu Sans' }");
                document.adoptedStyleSheets = [wide];
            });
            assert.deepEqual(await page.evaluate(misplacedLabels), []);
        });

        it(`shows ${what} on a narrow screen without scrolling sideways`, async () => {
            const page = await opened({ viewport: { width: 375, height: 700 } }, report);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
        });
    }

    it("is there at once with 100 namespaces and 300 connections", async () => {
        const start = performance.now();
        const page = await opened({}, largeReport());
        const folded = page.getByText("more namespaces");
        await folded.first().waitFor({ state: "attached" });
        const seconds = (performance.now() - start) / 1000;
        assert.ok(seconds < 10, `it took ${seconds} s`);
    });

    it("moves nothing for who wants no motion", async () => {
        const behaviour = async (reducedMotion: "reduce" | "no-preference"): Promise<string> => {
            const page = await opened({ reducedMotion });
            return page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior);
        };
        assert.deepEqual([await behaviour("reduce"), await behaviour("no-preference")], ["auto", "smooth"]);
    });

    it("shows what holds the focus", async () => {
        const page = await opened();
        const outlines = new Set<string>();
        for (let presses = 0; presses < 20; presses++) {
            await page.keyboard.press("Tab");
            outlines.add(
                await page.evaluate(() => {
                    const focused = document.activeElement!;
                    const shown = focused.matches(".switch input") ? focused.nextElementSibling! : focused;
                    return getComputedStyle(shown).outline;
                }),
            );
        }
        assert.deepEqual([...outlines], ["rgb(10, 111, 82) solid 2px"]);
    });

    it("takes no name for markup", async () => {
        const harmless = await counts(await opened({}, hostileReport("harmless")));
        for (const name of HOSTILE_NAMES) {
            const page = await opened({}, hostileReport(name));
            assert.equal(await page.evaluate("typeof harmed"), "undefined", name);
            assert.deepEqual(await counts(page), harmless, name);
        }
    });

    /** How many elements a page has of each kind that a name could add. */
    async function counts(page: Page): Promise<Record<string, number>> {
        const names = ["script", "style", "img", "b", "svg", "figure", "table", "td", "text", "*"];
        const found = await Promise.all(names.map(async (name) => [name, await page.locator(name).count()] as const));
        return Object.fromEntries(found);
    }

    if (process.env.UPDATE_GOLDEN === "1") {
        for (const [colorScheme] of SCHEMES) {
            it(`has its ${colorScheme} picture taken for the README`, async () => {
                // What `ksnet report --format json` wrote of the demo's change.
                const view = { width: 1280, height: 1020 };
                const demo = JSON.parse(readFileSync(join(__dirname, "demo-report.json"), "utf8")) as Report;
                const page = await opened({ colorScheme, viewport: view, deviceScaleFactor: 1.5 }, demo);
                await page.screenshot({ path: join(__dirname, `../../../docs/images/report-${colorScheme}.png`) });
            });
        }
    }
});
