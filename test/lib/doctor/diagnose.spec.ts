// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { CHECKS } from "../../../lib/doctor/checks";
import { diagnose } from "../../../lib/doctor/diagnose";
import { AREAS } from "../../../lib/doctor/finding";
import {
    EXTENSION,
    EXTENSION_VERSION,
    INSTALL_PLAN,
    IP_POOL,
    NAMESPACE_NETWORK_POLICY,
    NODE,
    POD,
} from "../../../lib/kinds";
import { absent, edit, minus, patient, plan, refused } from "./support";

describe("A diagnosis", () => {
    it("tells the cause, and leaves out what only follows from it", () => {
        const { findings, consequences } = diagnose(
            patient([minus(EXTENSION), minus(EXTENSION_VERSION), minus(INSTALL_PLAN)]),
        );
        assert.deepEqual(
            findings.map(({ rule }) => rule),
            ["extension-missing"],
        );
        assert.deepEqual(consequences, [
            { rule: "extension-no-versions", cluster: "host", of: "extension-missing" },
            { rule: "plan-absent", cluster: "host", of: "extension-no-versions" },
        ]);
    });

    it("hides on a member what the host explains, and not the other way round", () => {
        const unready = edit(POD, "network-controller-1", {
            status: { conditions: [{ type: "Ready", status: "False" }] },
        });
        const { host, members } = patient([unready]);
        const rules = ({ rule, cluster }: { rule: string; cluster: string }): string => `${cluster} ${rule}`;
        const empty = minus(INSTALL_PLAN);
        const { members: lacking } = patient([absent(NAMESPACE_NETWORK_POLICY)], true);
        assert.deepEqual(diagnose({ host, members }).findings.map(rules), ["host pod-unready"]);
        assert.deepEqual(diagnose({ host: empty(host), members: lacking }).findings.map(rules), [
            "host plan-absent",
            "host pod-unready",
        ]);
        assert.deepEqual(diagnose({ host, members: lacking }).findings.map(rules), [
            "host pod-unready",
            "member-1 api-policies-missing",
        ]);
    });

    it("puts findings in the order of the areas, whatever the severity", () => {
        const { findings } = diagnose(
            patient([plan({ spec: { enabled: false } }), edit(IP_POOL, "retail", { spec: { disabled: true } })]),
        );
        assert.deepEqual(
            findings.map(({ area, severity }) => [area, severity]),
            [
                ["plan", "notice"],
                ["plan", "warning"],
                ["bindings", "danger"],
            ],
        );
        const order = CHECKS.map(({ area }) => AREAS.indexOf(area));
        assert.deepEqual(
            order,
            [...order].sort((a, b) => a - b),
        );
    });

    it("names what could not be checked, together for each reason, with the right that is missing", () => {
        const { notChecked, findings } = diagnose(patient([refused(NODE)]));
        assert.deepEqual(findings, []);
        assert.deepEqual(notChecked, [
            {
                cluster: "host",
                rules: ["clock-nodes", "ippool-overlap-nodes", "ippool-fewer-blocks-than-nodes"],
                reason: "Node may not be read.",
                right: "list nodes",
            },
        ]);
    });

    it("looks at some areas only, if they are named, and still knows causes in others", () => {
        const broken = patient([minus(EXTENSION_VERSION), minus(INSTALL_PLAN)]);
        assert.deepEqual(diagnose(broken, ["plan"]).findings, []);
        assert.deepEqual(
            diagnose(broken, ["extension"]).findings.map(({ rule }) => rule),
            ["extension-no-versions"],
        );
        const { passed, notChecked } = diagnose(patient([refused(NODE)]), ["pools"]);
        assert.deepEqual([...new Set(passed.map(({ area }) => area))], ["pools"]);
        assert.deepEqual(
            notChecked.map(({ rules }) => rules),
            [["ippool-overlap-nodes", "ippool-fewer-blocks-than-nodes"]],
        );
    });

    it("has causes that are rules", () => {
        const ids = CHECKS.map(({ id }) => id);
        assert.deepEqual(
            CHECKS.flatMap(({ causes = [] }) => causes).filter((rule) => !ids.includes(rule)),
            [],
        );
        assert.equal(new Set(ids).size, ids.length);
    });
});
