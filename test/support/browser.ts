// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Chromium from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";
import { skip } from "./skip";

/** A headless browser for the tests of a suite, which are skipped where none starts. */
export function withBrowser(): () => Browser {
    let browser: Browser | undefined;
    before(async function () {
        this.timeout(120_000);
        try {
            browser = await launched();
        } catch (error) {
            const [reason] = String(error).split("\n");
            skip(this, `no browser starts here: ${reason ?? ""}`);
        }
    });
    after(() => browser?.close());
    return () => browser!;
}

/** Of the package's own arguments those that make pages behave as they do elsewhere. */
const UNUSUAL = new Set(["--disable-web-security", "--allow-running-insecure-content", "--single-process"]);

async function launched(): Promise<Browser> {
    const executablePath = await Chromium.executablePath();
    return chromium.launch({
        executablePath,
        args: Chromium.args.filter((arg) => !UNUSUAL.has(arg)),
        env: { ...process.env, FONTCONFIG_FILE: fontSettings() },
    });
}

/** The package unpacks a font beside its browser: with it pages look the same on machines with and without fonts. */
function fontSettings(): string {
    const path = join(tmpdir(), "ksnet-test-fonts.conf");
    const preferred = ["sans-serif", "system-ui"].map(
        (family) => `<alias><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
    );
    writeFileSync(
        path,
        `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${join(tmpdir(), "fonts")}</dir><dir>/usr/share/fonts</dir><cachedir>${join(tmpdir(), "fonts-cache")}</cachedir>
${preferred.join("\n")}
</fontconfig>`,
    );
    return path;
}
