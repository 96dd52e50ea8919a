// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import type { Examined } from "../../../cli/doctor/examine";
import { diagnosisJson, diagnosisText } from "../../../cli/doctor/outputs";
import { CHECKS } from "../../../lib/doctor/checks";

const EXAMINED: Examined = {
    clusters: ["host", "member-1"],
    diagnosis: {
        findings: [
            {
                severity: "notice",
                area: "plan",
                rule: "plan-disabled",
                cluster: "host",
                object: { kind: "InstallPlan", name: "network" },
                message: "The extension is disabled.",
                seen: "kubectl get installplan network",
                breaks: "Its pages are off.",
                fix: "Enable it.",
            },
            {
                severity: "danger",
                area: "agents",
                rule: "agent-failed",
                cluster: "host",
                object: { kind: "InstallPlan", name: "network" },
                message: "Cluster member-1: UpgradeFailed.",
                seen: "kubectl get installplan network",
                breaks: "KubeSphere does not try again.",
                fix: "Correct it.",
                log: ["helm upgrade --set (hidden)", "Error: timed out"],
            },
        ],
        passed: [
            { area: "pools", rule: "ippool-cidr", cluster: "host" },
            { area: "pools", rule: "ippool-cidr", cluster: "member-1" },
        ],
        notChecked: [
            {
                cluster: "host",
                rules: ["clock-nodes", "ippool-overlap-nodes"],
                reason: "Node may not be read.",
                right: "list nodes",
            },
            { cluster: "member-1", rules: ["ippool-name"], reason: "The cluster does not know ippools." },
        ],
        consequences: [{ rule: "agent-behind", cluster: "host", of: "agent-failed" }],
    },
};

describe("What the doctor says", () => {
    it("is the worst first in a text, with the cluster where there are several, and what was not checked", () => {
        assert.deepEqual(diagnosisText(EXAMINED, { width: 60, hasColours: false, isVerbose: true }).split("\n"), [
            "host, member-1: 1 danger, 1 notice.",
            "2 checks passed, 3 not done.",
            "1 finding left out that only follows from others.",
            "",
            "1 danger ───────────────────────────────────────────────────",
            "",
            '  InstallPlan "network"  agents on host  agent-failed',
            "    Cluster member-1: UpgradeFailed.",
            "    Breaks:  KubeSphere does not try again.",
            "    Log:  helm upgrade --set (hidden)",
            "    Log:  Error: timed out",
            "    Look:  kubectl get installplan network",
            "    Fix:  Correct it.",
            "",
            "1 notice ───────────────────────────────────────────────────",
            "",
            '  InstallPlan "network"  plan on host  plan-disabled',
            "    The extension is disabled.",
            "    Breaks:  Its pages are off.",
            "    Look:  kubectl get installplan network",
            "    Fix:  Enable it.",
            "",
            "Not checked ────────────────────────────────────────────────",
            "",
            "  host: Node may not be read.",
            "    Missing right:  list nodes",
            "    Not checked:  clock-nodes, ippool-overlap-nodes",
            "",
            "  member-1: The cluster does not know ippools.",
            "    Not checked:  ippool-name",
            "",
            "Passed ─────────────────────────────────────────────────────",
            "",
            "  pools:  ippool-cidr",
            "",
        ]);
    });

    it("is one entry where there are many of a sort, and the names of areas where many checks were not done", () => {
        const sort = (count: number): Examined => ({
            clusters: ["host"],
            diagnosis: {
                ...{ passed: [], consequences: [] },
                findings: Array.from({ length: count }, (_, index) => ({
                    ...EXAMINED.diagnosis.findings[0]!,
                    object: { kind: "Namespace", name: `n-${index}` },
                })),
                notChecked: [{ cluster: "member-1", rules: CHECKS.map(({ id }) => id), reason: "Nobody looked." }],
            },
        });
        const text = (count: number): string => diagnosisText(sort(count), { width: 120, hasColours: false });
        assert.equal(text(5).match(/plan-disabled/g)?.length, 5);
        const many = text(500);
        assert.match(many, /^host: 500 notices\.\n/);
        assert.deepEqual(many.split("\n").slice(5, 12), [
            '  Namespace "n-0"  plan  plan-disabled',
            "    The extension is disabled.",
            "    Breaks:  Its pages are off.",
            "    Look:  kubectl get installplan network",
            "    Fix:  Enable it.",
            '    The same:  499 objects: Namespace "n-1", Namespace "n-2", Namespace "n-3", Namespace "n-4", Namespace "n-5", and 494',
            "               more. All of them: --json",
        ]);
        assert.ok(
            many.endsWith(
                `    Not checked:  ${CHECKS.length} checks of extension, plan, workloads, clocks, apis, agents, bindings, isolation, pools\n`,
            ),
            many,
        );
    });

    it("is all of it in JSON, in the order of the areas", () => {
        const { findings, notChecked, consequences, passed } = EXAMINED.diagnosis;
        const whole = { clusters: EXAMINED.clusters, findings, notChecked, consequences, passed };
        assert.equal(diagnosisJson(EXAMINED), `${JSON.stringify(whole, undefined, 4)}\n`);
    });
});
