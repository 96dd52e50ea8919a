// SPDX-License-Identifier: Apache-2.0
// Proves that the pages name the rules there are, quote messages that the code has, and have examples that compile; not
// that an example does what is said of it, nor that a printed output is still the one of today.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { RULE_SECTIONS } from "../lib/catalogue";

const ROOT = resolve(__dirname, "..");
const FOLDER = join(ROOT, "docs", "components");
const PAGES = readdirSync(FOLDER).map((page) => ({ page, text: readFileSync(join(FOLDER, page), "utf8") }));

/** Rules on the page of a component whose section of the catalogue does not have them. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
    // Kept by both components, listed at the one that has more to say about it.
    "project-isolation.md": ["isolation-off-with-policies"],
};

function pageOf(title: string): string {
    if (title === "Every component") {
        return "README.md";
    }
    const words = title === "IPPool" ? ["ip", "pool"] : (title.match(/[A-Z][a-z]+/g) ?? []);
    return `${words.join("-").toLowerCase()}.md`;
}

/** The pieces of text that stand between back ticks, blocks left out. */
function codeSpans(text: string): string[] {
    const prose = text.replace(/^```[^]*?^```$/gm, "");
    return [...prose.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
}

/**
 * What the code must have of a quoted message: no values, whose places have pointed brackets or are lists of allowed ones,
 * no names in quotes, and nothing that is too short to be told from other texts.
 */
function fixedParts(message: string): string[] {
    return message
        .split(/<[^>]*>|one of [^.]*|\(\S*\)|[[\]"']/)
        .map((part) => part.replace(/^[^a-zA-Z]+|[^a-zA-Z]+$/g, ""))
        .filter((part) => part.split(" ").length > 3);
}

/** Whether a good part of a text is in the code, three words at a time: what the code puts together is nowhere in one piece. */
function isKnown(text: string, code: string): boolean {
    const words = text.split(" ");
    const groups = words.slice(2).map((word, index) => `${words[index] ?? ""} ${words[index + 1] ?? ""} ${word}`);
    return groups.filter((group) => code.includes(group)).length * 4 >= groups.length;
}

/** Everything that the code says, with texts that are cut into lines joined again. */
function sources(): string {
    return ["lib", "components", "sandbox/engine"]
        .flatMap((folder) =>
            readdirSync(join(ROOT, folder), { recursive: true }).map((file) => join(folder, String(file))),
        )
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(join(ROOT, file), "utf8"))
        .join("\n")
        .replace(/["`] \+\n\s*["'`]/g, "");
}

describe("The pages of the components", () => {
    for (const { title, rules, liveRules } of RULE_SECTIONS) {
        const page = pageOf(title);
        it(`${page} lists the rules of ${title} and no others`, () => {
            const text = PAGES.find((each) => each.page === page)?.text ?? "";
            const listed = [...text.matchAll(/^ *- (\*\*`[^*]+`\*\*)/gm)].map(([head]) => head);
            const named = [...text.matchAll(/\*\*`([a-z0-9-]+)`\*\*/g)].map(([, id = ""]) => id);
            const wanted = [...rules, ...liveRules].map(({ id }) => id).concat(ALSO[page] ?? []);
            assert.deepEqual([...new Set(named)].sort(), [...new Set(wanted)].sort());
            assert.equal(new Set(listed).size, listed.length, "a rule is listed twice");
        });
    }

    it("name no rule that does not exist", () => {
        const ids = RULE_SECTIONS.flatMap(({ rules, liveRules }) => [...rules, ...liveRules]).map(({ id }) => id);
        const sections = new Set(ids.map((id) => id.split("-")[0]));
        const files = new Set(PAGES.map(({ page }) => page.replace(/\.md$/, "")));
        for (const { page, text } of PAGES) {
            for (const span of codeSpans(text)) {
                const looksLikeOne = /^[a-z]+(-[a-z0-9]+)+$/.test(span) && sections.has(span.split("-")[0]);
                assert.ok(!looksLikeOne || ids.includes(span) || files.has(span), `${page}: ${span}`);
            }
        }
    });

    it("quote messages as the code has them", () => {
        const code = sources();
        const unknown = PAGES.flatMap(({ page, text }) =>
            codeSpans(text)
                .filter((span) => /[a-z] [a-z].*[.:]$/.test(span))
                .flatMap(fixedParts)
                .filter((part) => !isKnown(part, code))
                .map((part) => `${page}: ${part}`),
        );
        assert.deepEqual(unknown, []);
    });

    it("have examples that compile", function () {
        this.timeout(60_000);
        const blocks = PAGES.flatMap(({ page, text }) =>
            [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(
                ([, code = ""], index) => [join(ROOT, "test", `${page}-${index}.ts`), code] as const,
            ),
        );
        assert.ok(blocks.length >= RULE_SECTIONS.length);
        assert.deepEqual(compileErrors(new Map(blocks)), []);
    });
});

/** What the compiler says of files that are nowhere but here, under the options of the tests. */
function compileErrors(files: ReadonlyMap<string, string>): string[] {
    const config = ts.getParsedCommandLineOfConfigFile(
        join(ROOT, "test", "tsconfig.json"),
        {},
        {
            ...ts.sys,
            onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
                throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
            },
        },
    );
    assert.ok(config);
    const disk = ts.createCompilerHost(config.options);
    const host: ts.CompilerHost = {
        ...disk,
        fileExists: (name) => files.has(name) || disk.fileExists(name),
        readFile: (name) => files.get(name) ?? disk.readFile(name),
        getSourceFile: (name, options, ...rest) => {
            const text = files.get(name);
            return text === undefined
                ? disk.getSourceFile(name, options, ...rest)
                : ts.createSourceFile(name, text, options, true);
        },
    };
    const program = ts.createProgram([...files.keys()], config.options, host);
    return [...files.keys()].flatMap((name) => {
        const file = program.getSourceFile(name);
        return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
            ({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
        );
    });
}
