// SPDX-License-Identifier: Apache-2.0
// Proves that the lint rules that guard against silent mistakes are on, not that the code is free of others.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { ESLint } from "eslint";

const REPOSITORY = resolve(__dirname, "..");

async function rulesBrokenBy(code: string): Promise<(string | null)[]> {
    // Without this, typescript-eslint takes a CI machine for one that lints files only, and reads the types of the file.
    const parserOptions = { disallowAutomaticSingleRunInference: true };
    const overrideConfig = { languageOptions: { parserOptions } };
    const eslint = new ESLint({ cwd: REPOSITORY, overrideConfig });
    const [result] = await eslint.lintText(code, { filePath: resolve(REPOSITORY, "index.ts") });
    return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}

describe("lint", function () {
    this.timeout(120_000);

    it("refuses an Output in a template literal", async () => {
        const code = 'import * as pulumi from "@pulumi/pulumi";\nexport const text = `pool ${pulumi.output("a")}`;\n';
        assert.ok((await rulesBrokenBy(code)).includes("@pulumi/no-output-in-template-literal"));
    });

    it("refuses a resource that is made inside apply", async () => {
        const code =
            'import * as pulumi from "@pulumi/pulumi";\nimport { IPPool } from "./components/ippool/ip-pool";\n' +
            'export const made = pulumi.output("10.0.0.0/16").apply((cidr) => new IPPool("a", { cidr }));\n';
        assert.ok((await rulesBrokenBy(code)).includes("no-restricted-syntax"));
    });
});
