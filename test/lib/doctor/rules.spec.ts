// SPDX-License-Identifier: Apache-2.0
// Every rule on a made-up cluster that is healthy but for one thing. That real clusters look so is shown elsewhere.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKS } from "../../../lib/doctor/checks";
import { diagnose } from "../../../lib/doctor/diagnose";
import type { Finding } from "../../../lib/doctor/finding";
import { AGENT_CASES } from "./cases/agents";
import { API_CASES } from "./cases/apis";
import { BINDING_CASES } from "./cases/bindings";
import { CLOCK_CASES } from "./cases/clocks";
import { EXTENSION_CASES } from "./cases/extension";
import { ISOLATION_CASES } from "./cases/isolation";
import { PLAN_CASES } from "./cases/plan";
import { POOL_CASES } from "./cases/pools";
import { WORKLOAD_CASES } from "./cases/workloads";
import { type Case, type Edit, patient } from "./support";

const CASES: Readonly<Record<string, Case>> = {
    ...EXTENSION_CASES,
    ...PLAN_CASES,
    ...WORKLOAD_CASES,
    ...CLOCK_CASES,
    ...API_CASES,
    ...AGENT_CASES,
    ...BINDING_CASES,
    ...ISOLATION_CASES,
    ...POOL_CASES,
};
const FINDINGS = join(__dirname, "findings.json");

/** What a rule finds, consequences included: whether something else explains it is asked elsewhere. */
function found(rule: string, edits: readonly Edit[], isMember = false): Finding[] {
    return diagnose(patient(edits, isMember)).findings.filter((finding) => finding.rule === rule);
}

describe("The doctor", () => {
    const expected = JSON.parse(readFileSync(FINDINGS, "utf8")) as Record<string, unknown>;
    const all: Record<string, unknown> = {};

    after(() => {
        if (process.env.UPDATE_GOLDEN === "1") {
            writeFileSync(FINDINGS, `${JSON.stringify(all, undefined, 4)}\n`);
        }
    });

    it("finds nothing on healthy clusters, and checks everything there", () => {
        const { findings, notChecked, consequences } = diagnose(patient());
        assert.deepEqual([findings, notChecked, consequences], [[], [], []]);
    });

    it("has a case of each of its rules", () => {
        assert.deepEqual(Object.keys(CASES).sort(), CHECKS.map(({ id }) => id).sort());
    });

    for (const [rule, { broken, near, isMember }] of Object.entries(CASES)) {
        it(`finds ${rule}, and not where it is only nearly so`, () => {
            // As JSON has it: without what is undefined.
            all[rule] = JSON.parse(JSON.stringify(found(rule, broken, isMember)));
            assert.deepEqual(all[rule], process.env.UPDATE_GOLDEN === "1" ? all[rule] : expected[rule], rule);
            assert.notDeepEqual(all[rule], [], `nothing found of ${rule}`);
            assert.deepEqual(found(rule, near, isMember), []);
        });
    }
});
