// SPDX-License-Identifier: Apache-2.0
// Proves the config functions against hashes that KubeSphere's controller was recorded to write, and against texts
// that gopkg.in/yaml.v3 3.0.1 wrote. It does not run Go.

import assert from "node:assert/strict";
import fc from "fast-check";
import { load } from "js-yaml";
import { describe, it } from "mocha";
import { agentConfig, canonicalYaml, configHash, mergeConfig, trimConfig } from "../../../lib/extension/config";

const OVERRIDE = "global:\n  networkPolicy:\n    enable: false\n";

const lines = fc.stringMatching(/^[a-z0-9 :#'"{}.\-_\n]{0,12}$/);
/** A merge cuts the end off a text, and with it the last line break of a block that ends there, as in KubeSphere. */
const closed = lines.filter((one) => !one.endsWith("\n"));

function mappingOf(text: fc.Arbitrary<string>): fc.Arbitrary<Record<string, unknown>> {
    const key = fc.stringMatching(/^[a-z][a-z0-9.-]{0,5}$/);
    return fc.letrec<{ mapping: Record<string, unknown>; value: unknown }>((tie) => ({
        mapping: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
        value: fc.oneof(
            { maxDepth: 3 },
            text,
            fc.integer(),
            fc.boolean(),
            fc.array(text, { maxLength: 2 }),
            tie("mapping"),
        ),
    })).mapping;
}

const isFilled = (one: Record<string, unknown>) => Object.keys(one).length > 0;
const mapping = mappingOf(lines);
const filled = mapping.filter(isFilled);
const mergeable = mappingOf(closed).filter(isFilled);

describe("configHash", () => {
    for (const [config, hash] of [
        ["", "cbf29ce484222325"],
        ["global:\n  ippool:\n    enable: true   \n", "b4c1c2d731391026"],
        ["global:\n  ippool:\n    enable: true\n", "0a7a56dff27a4a76"],
        ["global:\n  ippool:\n    enable: false\n", "338a73d66dfcf0bb"],
    ] as const) {
        it(`gives the recorded ${hash} for ${JSON.stringify(config)}`, () => {
            assert.equal(configHash(config), hash);
        });
    }

    it("is taken over the bytes of UTF-8", () => {
        assert.equal(configHash("é"), "0ac21707b7181e01");
    });
});

describe("agentConfig", () => {
    for (const [config, hash] of [
        ["", "fff42b9d76feef9e"],
        ["global:\n  ippool:\n    enable: false\n", "19063309306a04e7"],
        ["global:\n  ippool:\n    enable: true\n", "59843993c14b3928"],
    ] as const) {
        it(`with an override over ${JSON.stringify(config)} has the recorded hash ${hash}`, () => {
            assert.equal(configHash(agentConfig(config, OVERRIDE)), hash);
        });
    }

    it("is the config to the byte without an override", () => {
        assert.equal(agentConfig("b: 1 # kept\na: 2\n"), "b: 1 # kept\na: 2\n");
    });

    it("loses the blanks around the config with a blank override", () => {
        assert.equal(agentConfig("\na: 1\n", " "), "a: 1");
    });
});

describe("mergeConfig", () => {
    it("replaces lists and scalars and merges maps", () => {
        assert.equal(
            mergeConfig("a: {x: 1, y: [1, 2]}\nb: 1\n", "a: {y: [3], z: {}}\nb: {c: ~}\n"),
            'a:\n    x: 1\n    "y":\n        - 3\n    z: {}\nb:\n    c: null\n',
        );
    });

    for (const [name, config, written] of [
        [
            "numbers",
            "a: 1.0\nb: 010\nc: 1e6\nd: 123456789.5\ne: 0xFF\nf: 1_000\ng: 18446744073709551615",
            "a: 1\nb: 8\nc: 1e+06\nd: 1.234567895e+08\ne: 255\nf: 1000\ng: 18446744073709551615\n",
        ],
        [
            "strings that look like something else",
            'a: "1"\nb: "yes"\nc: "2001-01-01"\nd: ": x"\ne: "a #b"\nf: ""',
            'a: "1"\nb: "yes"\nc: "2001-01-01"\nd: \': x\'\ne: \'a #b\'\nf: ""\n',
        ],
        ["several lines", "a: |\n  x\n\n  y\nb: >-\n  f\n  g\nc: |+\n  z\n\n", "a: |\n    x\n\n    y\nb: f g\nc: z\n"],
        [
            "nested lists",
            "a:\n- b: 1\n  c:\n  - d\n  - - e\n    - f: {}\n",
            "a:\n    - b: 1\n      c:\n        - d\n        - - e\n          - f: {}\n",
        ],
        ["keys with numbers", "b10: 1\nb9: 2\nB: 3\n_: 4\n", "_: 4\nB: 3\nb9: 2\nb10: 1\n"],
    ] as const) {
        it(`writes ${name} as Go does`, () => {
            assert.equal(mergeConfig(config, "{}"), written);
        });
    }

    it("takes the override where both have a value, and keeps the rest", () => {
        fc.assert(
            fc.property(mergeable, mergeable, (base, over) => {
                const merged = load(mergeConfig(canonicalYaml(base), canonicalYaml(over))) as Record<string, unknown>;
                for (const [name, value] of Object.entries(over)) {
                    if (typeof value !== "object") {
                        assert.deepEqual(merged[name], value);
                    }
                }
                const kept = Object.keys(base).filter((name) => !(name in over));
                kept.forEach((name) => {
                    assert.deepEqual(merged[name], base[name]);
                });
            }),
        );
    });

    it("changes nothing when the override is the config itself", () => {
        fc.assert(
            fc.property(mergeable, (one) => {
                assert.equal(mergeConfig(canonicalYaml(one), canonicalYaml(one)), canonicalYaml(one));
            }),
        );
    });
});

describe("canonicalYaml", () => {
    it("does not depend on the order of keys", () => {
        fc.assert(
            fc.property(mapping, (one) => {
                const turned = Object.fromEntries(Object.entries(one).reverse());
                assert.equal(configHash(canonicalYaml(turned)), configHash(canonicalYaml(one)));
            }),
        );
    });

    it("is not changed by the webhook and read back as the same object", () => {
        fc.assert(
            fc.property(filled, (one) => {
                const written = canonicalYaml(one);
                assert.equal(trimConfig(written), written);
                assert.deepEqual(load(written), one);
            }),
        );
    });

    it("is empty for the empty object", () => {
        assert.equal(canonicalYaml({}), "");
    });
});

describe("trimConfig", () => {
    it("cuts what Go takes for white space off the end of each line, and nothing else", () => {
        assert.equal(trimConfig("  a: 1 \t\r\n\u0085\n b\u00a0\n\ufeff"), "  a: 1\n\n b\n\ufeff");
    });
});
