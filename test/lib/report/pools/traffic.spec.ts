// SPDX-License-Identifier: Apache-2.0
// Proves what is said of pools, not how Calico treats them.
import assert from "node:assert/strict";
import type { KubeObject } from "../../../../lib/report/objects";
import type { Finding } from "../../../../lib/report/report";
import { changed, found, object, only, partOf, pod, pool, poolPatch, row, step } from "./support";
import { IP_POOL } from "../../../../lib/kinds";

type Spec = Parameters<typeof pool>[2];

const PODS = [pod("web-1", "10.0.0.5"), pod("web-2", "10.0.0.6")];

/** What is found of a pool with these settings before and after, in a cluster with pods, without them, and unseen. */
function findings(before: Spec, after: Spec): Readonly<Record<"used" | "unused" | "unseen", readonly Finding[]>> {
    const of = (others: readonly KubeObject[], isWhole: boolean): readonly Finding[] => {
        const [old, next] = [before, after].map((spec) => [pool("a", "10.0.0.0/24", spec), ...others]);
        return partOf(old ?? [], next ?? [], { isWhole }).findings ?? [];
    };
    return { used: of(PODS, true), unused: of([], true), unseen: of([], false) };
}

const UNUSED = 'pods of "a", of which there is none now,';

describe("The ways of a pool's pods to the rest of the world", () => {
    it("break for a moment while the encapsulation changes", () => {
        const said = (severity: Finding["severity"], who: string) => [
            found(severity, "pool-encapsulation", "a", {
                before: "IPIP Always",
                after: "VXLAN CrossSubnet",
                message: `Connections of ${who} to other nodes break for a moment, while the nodes change over one by one.`,
                wayOut: "Run the update at a time when a short break does no harm.",
            }),
        ];
        assert.deepEqual(findings({ ipipMode: "Always" }, { vxlanMode: "CrossSubnet" }), {
            used: said("warning", "2 pods of shop"),
            unused: said("notice", UNUSED),
            unseen: said("warning", 'pods of "a"'),
        });
    });

    it("need the network itself where the encapsulation goes", () => {
        const [last] = findings({ vxlanMode: "Always" }, {}).used;
        assert.deepEqual([last?.before, last?.after], ["VXLAN Always", "none"]);
        assert.match(last?.message ?? "", / From then on the network itself must route the addresses\.$/);
    });

    it("are told as one part with settings and steps", () => {
        assert.deepEqual(
            partOf([pool("a", "10.0.0.0/24", { natOutgoing: true }), ...PODS], [pool("a", "10.0.0.0/24"), ...PODS]),
            only({
                summary: "1 changed",
                pools: [row("a", { change: "changed", used: 2, settings: [changed("natOutgoing", "true", "false")] })],
                findings: [
                    found("warning", "pool-nat", "a", {
                        before: "true",
                        after: "false",
                        message:
                            'Nothing outside of the cluster answers 2 pods of shop any more, unless the network routes the addresses of "a".',
                        wayOut: "Keep natOutgoing: true, or have the network route the addresses first.",
                    }),
                ],
                steps: [step("pools", 'Change the pool "a".')],
            }),
        );
    });

    it("have another address outside once NAT is on", () => {
        const said = [
            found("notice", "pool-nat", "a", {
                before: "false",
                after: "true",
                message: 'Pods of "a" go out with the addresses of their nodes. Allow lists outside must have these.',
            }),
        ];
        assert.deepEqual(findings({}, { natOutgoing: true }), { used: said, unused: said, unseen: said });
    });

    it("end where BGP no longer tells of the pool", () => {
        const said = (severity: Finding["severity"], who: string) => [
            found(severity, "pool-bgp-export", "a", {
                before: "exported",
                after: "not exported",
                message: `Routers outside no longer learn the way to "a": nobody there reaches ${who} by address any more.`,
                wayOut: "Leave disableBGPExport out, or give the routers static routes first.",
            }),
        ];
        assert.deepEqual(findings({}, { disableBGPExport: true }), {
            used: said("warning", "2 pods of shop"),
            unused: said("notice", UNUSED),
            unseen: said("warning", 'pods of "a"'),
        });
        assert.deepEqual(findings({ disableBGPExport: true }, {}).used, []);
    });

    it("depend on the version of Calico where a pool is written without its modes", () => {
        const raw = (spec: Spec) =>
            object(IP_POOL, "a", { spec: { cidr: "10.0.0.0/24", assignmentMode: "Manual", ...spec } });
        const said = (missing: string, write: string) => [
            found("warning", "pool-mode-missing", "a", {
                message: `"a" is written without ${missing}: older Calico switches VXLAN on then.`,
                wayOut: `Write ${write}, Never where no packet is to be wrapped.`,
            }),
        ];
        assert.deepEqual(
            partOf([], [raw({})]),
            only({
                summary: "1 created; 256 addresses more",
                pools: [
                    row("a", {
                        change: "created",
                        addresses: { before: 0, after: 256 },
                        settings: [changed("assignmentMode", undefined, "Manual")],
                    }),
                ],
                findings: said("ipipMode and vxlanMode", "both"),
                steps: [step("pools", 'Create the pool "a".')],
            }),
        );
        const lost = partOf([pool("a", "10.0.0.0/24")], [raw({ ipipMode: "Never" })]);
        assert.deepEqual(lost.findings, said("vxlanMode", "it"));
        assert.deepEqual(lost.pools?.[0]?.settings, [changed("vxlanMode", "Never", undefined)]);
        assert.deepEqual(
            partOf([raw({})], [raw({ natOutgoing: true })]).findings?.map(({ rule }) => rule),
            ["pool-nat"],
        );
    });

    it("are not judged by what a patch does not tell of a pool", () => {
        const { findings: all } = partOf([poolPatch("default", {})], [poolPatch("default", { natOutgoing: true })]);
        assert.deepEqual(all, []);
    });

    it("are told of a pool that belongs to somebody else as far as a patch goes", () => {
        const { summary, pools, findings, notes } = partOf(
            [poolPatch("default", { natOutgoing: true })],
            [poolPatch("default", { natOutgoing: false })],
            { isWhole: false },
        );
        assert.deepEqual(
            [summary, pools, findings?.map(({ rule }) => rule), notes],
            [
                "1 changed",
                [
                    row("default", {
                        change: "changed",
                        cidr: "unknown",
                        addresses: { before: 0, after: 0 },
                        settings: [changed("natOutgoing", "true", "false")],
                    }),
                ],
                ["pool-nat"],
                [],
            ],
        );
    });
});
