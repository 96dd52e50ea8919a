// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { configHash } from "../../../../lib/extension/config";
import type { KubeObject } from "../../../../lib/report/objects";
import type { ExtensionChange, Part } from "../../../../lib/report/report";
import { EXTENSION_RULES } from "../../../../lib/report/rules/extension-rules";
import { withUnknownLeaves } from "../isolation/unknown-leaves";
import { cluster, extensionVersion, only, partOf, plan } from "./support";

const CONFIGS = [
    "global: { ippool: { enable: true, webhook: false } }\n",
    "global: { networkPolicy: { enable: false } }\npassword: hunter2\n",
    "network: { controller: { image: { tag: v1.2.0 } } }\n# retry: 2\n",
    "a: [",
];

const config = fc.constantFrom(undefined, ...CONFIGS);
const names = fc.subarray(["host", "m1", "m2"]);

const planned = fc
    .record({
        version: fc.constantFrom("1.1.0", "1.2.0", "1.3.0", "2.0.0", "latest"),
        enabled: fc.boolean(),
        config,
        clusters: fc.option(names, { nil: undefined }),
        overrides: fc.option(fc.dictionary(fc.constantFrom("host", "m1"), fc.constantFrom(...CONFIGS)), {
            nil: undefined,
        }),
        status: fc.constantFrom(undefined, {
            state: "UpgradeFailed",
            version: "1.2.0",
            configHash: configHash(""),
            clusterSchedulingStatuses: { m1: { state: "Installed", version: "1.2.0" } },
        }),
    })
    .map((parts) => plan(parts));

/** Objects of a host: a plan or none, clusters and versions or none. */
const host = fc
    .tuple(
        fc.oneof(
            { arbitrary: fc.constant<KubeObject[]>([]), weight: 1 },
            { arbitrary: planned.map((one) => [one]), weight: 5 },
        ),
        fc.constantFrom<KubeObject[]>([], [cluster("host"), cluster("m1", { zone: "x" }), cluster("m2", {}, false)]),
        fc.constantFrom<KubeObject[]>(
            [],
            [extensionVersion("1.2.0", { ksVersion: ">=4.2.0-0" }), extensionVersion("1.3.0")],
        ),
    )
    .map((parts) => parts.flat());

const dangers = ({ findings = [] }: Part): string[] =>
    findings.filter(({ severity }) => severity === "danger").map(({ rule }) => rule);

describe("The part of a report about extensions", () => {
    it("is empty for a change of nothing", () => {
        fc.assert(
            fc.property(host, fc.boolean(), (objects, isWhole) => {
                assert.deepEqual(partOf(objects, objects, { isWhole }), only({}));
            }),
        );
    });

    it("turns round with the change: what comes there goes back", () => {
        const isPlaced = (objects: readonly KubeObject[]) =>
            objects.some((each) => JSON.stringify(each.tree).includes(`"clusterScheduling":`));
        const turned = ({ version, enabled, agents, change }: ExtensionChange) => ({
            change,
            version: { before: version.after, after: version.before },
            enabled: { before: enabled.after, after: enabled.before },
            agents: agents && { added: agents.removed, removed: agents.added, kept: agents.kept },
        });
        const same = ({ version, enabled, agents, change }: ExtensionChange) => ({
            change,
            version: { before: version.before, after: version.after },
            enabled: { before: enabled.before, after: enabled.after },
            agents,
        });
        fc.assert(
            fc.property(host, host, (one, other) => {
                fc.pre(isPlaced(one) && isPlaced(other));
                const [there = [], back = []] = [partOf(one, other).extensions, partOf(other, one).extensions];
                const ofSame = (rows: readonly ExtensionChange[]) => rows.filter(({ change }) => change === "changed");
                assert.deepEqual(ofSame(there).map(turned), ofSame(back).map(same));
            }),
        );
    });

    it("has a way out of each danger and warning, a rule for each finding, and no secret", () => {
        const ids = EXTENSION_RULES.map(({ id }) => id);
        assert.deepEqual(ids, [...new Set(ids)]);
        fc.assert(
            fc.property(host, host, fc.boolean(), (one, other, isWhole) => {
                const part = partOf(one, other, { isWhole });
                assert.ok(!JSON.stringify(part).includes("hunter2"));
                for (const { severity, wayOut = "", rule } of part.findings ?? []) {
                    assert.ok(severity === "notice" || wayOut !== "", rule);
                    assert.ok(ids.includes(rule), rule);
                }
            }),
        );
    });

    it("has no danger more where a part of the objects is not known", () => {
        fc.assert(
            fc.property(host, host, fc.boolean(), (one, other, isWhole) => {
                const known = dangers(partOf(one, other, { isWhole }));
                // Nothing else is said of a plan for a version that KubeSphere does not have.
                fc.pre(!known.includes("extension-version-exists"));
                const more = (part: Part) => dangers(part).filter((danger) => !known.includes(danger));
                for (const before of withUnknownLeaves(one)) {
                    assert.deepEqual(more(partOf(before, other, { isWhole })), []);
                }
                for (const after of withUnknownLeaves(other)) {
                    assert.deepEqual(more(partOf(one, after, { isWhole })), []);
                }
            }),
            { numRuns: 30 },
        );
    });
});
