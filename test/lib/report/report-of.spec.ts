// SPDX-License-Identifier: Apache-2.0
// Proves what is made of what the areas say, not what they say.
import assert from "node:assert/strict";
import { reportOf } from "../../../lib/report/report-of";
import { SEVERITIES } from "../../../lib/report/report";
import { wholeChange } from "./connectivity/cluster";

const NAMESPACE =
    "{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { kubesphere.io/workspace: retail } } }";
const WORKSPACE = "{ apiVersion: tenant.kubesphere.io/v1beta1, kind: Workspace, metadata: { name: retail } }";

function pool(name: string, third: number): string {
    return `{ apiVersion: crd.projectcalico.org/v1, kind: IPPool, metadata: { name: ${name} }, spec: { cidr: 10.0.${third}.0/24, blockSize: 26, ipipMode: Never, vxlanMode: Never } }`;
}

const PLAN =
    "{ apiVersion: kubesphere.io/v1alpha1, kind: InstallPlan, metadata: { name: network }, spec: { extension: { name: network, version: 1.2.0 }, enabled: true } }";

function yaml(...documents: string[]): string {
    return documents.join("\n---\n");
}

const BEFORE = yaml(NAMESPACE, WORKSPACE, PLAN, pool("old", 0), pool("kept", 1));
const AFTER = yaml(
    NAMESPACE.replace(
        "labels: { ",
        "annotations: { kubesphere.io/network-isolate: enabled }, labels: { ippool.network.kubesphere.io/kept: '', ",
    ),
    WORKSPACE,
    PLAN.replace("1.2.0", "1.3.0"),
    pool("kept", 1),
    pool("new", 2),
);

describe("A report", () => {
    const report = reportOf({ title: "a change", changes: [wholeChange(BEFORE, AFTER)], notes: ["Known before."] });

    it("has a line for each area in which something changes, the worst first", () => {
        const weights = report.summary.map(({ severity }) => (severity ? SEVERITIES.indexOf(severity) : 9));
        assert.deepEqual(weights, [...weights].sort());
        assert.deepEqual(report.summary.map(({ area }) => area).sort(), [
            "bindings",
            "extension",
            "isolation",
            "pools",
        ]);
    });

    it("has findings by severity, and those of one severity by area", () => {
        const places = report.findings.map(({ severity, area }) => `${SEVERITIES.indexOf(severity)} ${area}`);
        const areas = ["pools", "bindings", "isolation", "connectivity", "extension"];
        const order = (place: string): number => Number(place[0]) * 10 + areas.indexOf(place.slice(2));
        assert.deepEqual(
            places,
            [...places].sort((one, other) => order(one) - order(other)),
        );
        assert.ok(new Set(places).size > 2, places.join());
    });

    it("puts what is done in its order: extensions, pools, isolation, bindings, and deletions last", () => {
        const texts = report.order.filter(({ by }) => by === "update").map(({ text }) => text);
        const at = (pattern: RegExp): number => texts.findIndex((text) => pattern.test(text));
        const found = [/1\.3\.0/, /Create the pool/, /Isolate/, /^Bind/, /Delete the pool/].map(at);
        assert.deepEqual(
            found,
            [...found].sort((a, b) => a - b),
            texts.join("\n"),
        );
        assert.ok(!found.includes(-1), texts.join("\n"));
    });

    it("keeps the notes of who has read the change", () => {
        assert.equal(report.notes[0], "Known before.");
    });

    it("has nothing to say of a change that is none, but what there is", () => {
        const { summary, findings, order, irreversible } = reportOf({
            title: "nothing",
            changes: [wholeChange(AFTER, AFTER)],
            notes: [],
        });
        assert.deepEqual([summary, findings, order, irreversible], [[], [], [], []]);
    });

    it("says whose each line and step is where a change is of several clusters", () => {
        const changes = ["host", "member"].map((cluster) => ({ ...wholeChange(BEFORE, AFTER), cluster }));
        const { summary, order, findings } = reportOf({ title: "two", changes, notes: [] });
        const pools = summary.find(({ area }) => area === "pools")?.text;
        assert.match(pools ?? "", /^host: .*; member: .*\.$/);
        assert.ok(order.every(({ text }) => /^(host|member): /.test(text)));
        assert.deepEqual([...new Set(findings.map(({ cluster }) => cluster))].sort(), ["host", "member"]);
    });
});
