// SPDX-License-Identifier: Apache-2.0
// The statuses that KubeSphere's own controller wrote, read as if each had stayed. There is no job and no pod beside them.
import assert from "node:assert/strict";
import { diagnose } from "../../../lib/doctor/diagnose";
import type { InstallPlanSpec } from "../../../lib/extension/install-plan";
import type { InstallPlanStatus } from "../../../lib/extension/readiness";
import { CLUSTER, INSTALL_PLAN, JOB } from "../../../lib/kinds";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Edit, minus, object, patient, plus, refused } from "./support";

interface Line {
    readonly run: number;
    readonly step: string;
    readonly spec?: InstallPlanSpec;
    readonly status?: InstallPlanStatus;
    readonly deletionTimestamp?: string;
}

const TRACES = join(__dirname, "../../sandbox/controllers/traces/installplan-traces.jsonl");
const LINES = readFileSync(TRACES, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)
    .filter(({ spec }) => spec !== undefined);

/** Every member of the placement that is called so is missing in both runs; the host is one of the clusters in the second. */
function editsFor({ run, spec, status, deletionTimestamp }: Line): Edit[] {
    const metadata = deletionTimestamp === undefined ? {} : { deletionTimestamp };
    return [
        minus(INSTALL_PLAN),
        plus(INSTALL_PLAN, object("network", { metadata, spec, ...(status && { status }) })),
        minus(CLUSTER, "member-1"),
        ...(run === 1 ? [minus(CLUSTER, "host")] : []),
        refused(JOB),
    ];
}

/** What the plan and the agents are said to be, above notices. */
function rulesOf(line: Line): string[] {
    const { findings } = diagnose({ ...patient(editsFor(line)), members: [] }, ["extension", "plan", "agents"]);
    return findings.filter(({ severity }) => severity !== "notice").map(({ rule }) => rule);
}

/** The last status of each step. */
function ends(): [string, string[]][] {
    const last = new Map(LINES.map((line) => [`${line.run} ${line.step}`, line]));
    return [...last].map(([step, line]) => [step, rulesOf(line)]);
}

/** Neither of the two clusters that are placed is there in the first run, one in the second. */
const NONE_THERE = ["extension-clusters", "extension-clusters"];
const ONE_MISSING = ["extension-clusters"];

describe("The doctor on what KubeSphere's controller wrote", () => {
    it("finds what is wrong at the end of every step, and nothing else", () => {
        assert.deepEqual(ends(), [
            ["1 config added", ["plan-no-agents"]],
            ["1 placement on host and on an unknown cluster", NONE_THERE],
            ["1 upgrade to 1.3.0", NONE_THERE],
            ["1 version that does not exist", ["extension-version-exists", ...NONE_THERE]],
            ["1 back to 1.3.0", NONE_THERE],
            ["1 config changed, helm job fails", ["plan-failed", ...NONE_THERE]],
            ["1 nothing changed after the failure, a label touched", ["plan-failed", ...NONE_THERE]],
            ["1 config changed again", NONE_THERE],
            ["1 clusterScheduling removed", ["plan-no-agents"]],
            ["1 placement with no cluster", ["plan-no-agents"]],
            ["1 enabled false", ["plan-no-agents"]],
            ["1 delete", []],
            ["2 install of a version that does not exist", ["plan-no-agents", "extension-version-exists"]],
            ["2 version corrected to 1.2.0, placement on host and on an unknown cluster", ONE_MISSING],
            ["2 override for host", ONE_MISSING],
            ["2 upgrade to 1.3.0", ONE_MISSING],
            ["2 config changed, agent job fails", [...ONE_MISSING, "agent-failed"]],
            ["2 config changed again", ONE_MISSING],
            ["2 clusterScheduling removed", ["agent-left"]],
            ["2 placement with no cluster", ["plan-no-agents"]],
            ["2 delete", []],
        ]);
    });

    it("finds nothing in a status that is ready, once only clusters are placed that are there", () => {
        const ready = LINES.filter(({ run, step }) => run === 2 && step === "override for host").at(-1);
        assert.ok(ready?.spec);
        const scheduling = { ...ready.spec.clusterScheduling, placement: { clusters: ["host"] } };
        assert.deepEqual(rulesOf({ ...ready, spec: { ...ready.spec, clusterScheduling: scheduling } }), []);
    });
});
