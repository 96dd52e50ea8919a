// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { masked } from "../../../lib/doctor/mask";

/** Something that nobody may see: a digit and a letter in it, as in every generated key. */
const secret = fc.stringMatching(/^[A-Za-z0-9]{30,60}$/).filter((text) => /\d/.test(text) && /[A-Za-z]/.test(text));

describe("A line of a log", () => {
    it("is as it was where nothing in it looks secret", () => {
        for (const line of [
            'Error: UPGRADE FAILED: timed out waiting for the condition: Deployment "extension-network/network-controller"',
            "upgrade.go:142: [debug] preparing upgrade for network-agent",
            "image: registry.local:5000/kubesphere/network-extension-controller:v1.3.0",
            "secrets is forbidden: User cannot list resource",
        ]) {
            assert.equal(masked(line), line);
        }
    });

    it("loses the values that are set for Helm, passwords and tokens, and keeps their names", () => {
        const lines = [
            ["helm upgrade network --set global.password=abc --wait", "helm upgrade network --set (hidden) --wait"],
            ["helm upgrade --set-string='a=b c' --debug", "helm upgrade --set-string=(hidden) --debug"],
            ["Authorization: Bearer abc.def-ghi", "Authorization: Bearer (hidden)"],
            ["  dbPassword: hunter two", "  dbPassword: (hidden)"],
            ['{"apiToken": "abc", "name": "x"}', '{"apiToken": (hidden), "name": "x"}'],
            ["pulling https://me:pw@registry.local/a", "pulling https://(hidden)@registry.local/a"],
        ];
        assert.deepEqual(
            lines.map(([line = ""]) => masked(line)),
            lines.map(([, hidden]) => hidden),
        );
    });

    it("never shows a key, wherever it stands", () => {
        fc.assert(
            fc.property(
                secret,
                fc.constantFrom(
                    (key: string) => `--set a.b=${key}`,
                    (key: string) => `tls.key: ${key}==`,
                    (key: string) => `  data: { x: "${key}" }`,
                    (key: string) => `token=${key}&x=1`,
                    (key: string) => `eyJ${key}.eyJ${key}.${key}`,
                    (key: string) => `plain ${key} word`,
                ),
                (key, line) => {
                    assert.ok(!masked(line(key)).includes(key), masked(line(key)));
                },
            ),
        );
    });
});
