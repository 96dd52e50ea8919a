// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fc from "fast-check";
import { ISOLATION_RULES } from "../../../../lib/report/rules/isolation-rules";
import type { KubeObject } from "../../../../lib/report/objects";
import type { IsolationChange, Part } from "../../../../lib/report/report";
import {
    egress,
    ingress,
    namespace,
    networkPolicy,
    only,
    partOf,
    patch,
    row,
    service,
    template,
    workspace,
} from "./support";
import { withUnknownLeaves } from "./unknown-leaves";

const isolate = fc.constantFrom("enabled", "disabled", undefined);
const peers = fc.constantFrom(
    [],
    [{ namespace: { name: "shop-web" } }],
    [{ service: { name: "api", namespace: "shop-web" } }],
    [{ ipBlock: { cidr: "10.0.0.0/8" } }],
);
const maybe = (objects: fc.Arbitrary<KubeObject>): fc.Arbitrary<KubeObject[]> =>
    fc.oneof(
        fc.constant<KubeObject[]>([]),
        objects.map((object) => [object]),
    );

/** Objects of a small cluster: each kind is there or not, isolated or not. */
const world = fc
    .tuple(
        ...["shop", "shop-web", "kube-system"].map((name) =>
            maybe(
                fc.oneof(
                    isolate.map((value) => namespace(name, value)),
                    isolate.map((value) => namespace(name, value, { "kubesphere.io/workspace": "" })),
                ),
            ),
        ),
        maybe(isolate.map((value) => workspace("retail", value))),
        maybe(fc.tuple(isolate, isolate).map(([value, own]) => template("retail", value, own))),
        maybe(peers.map((from) => ingress("in", from))),
        maybe(peers.map((to) => egress("out", to))),
        maybe(
            fc
                .constantFrom({}, { selector: { app: "api" }, ports: [{ port: 80, targetPort: 81 }] })
                .map((spec) => service("api", spec)),
        ),
        maybe(fc.constantFrom({ ingress: [] }, { egress: [] }).map((spec) => networkPolicy("np", spec))),
    )
    .map((parts) => parts.flat());

/** What rows call the kinds of objects. */
const KINDS: Readonly<Record<string, string>> = { Namespace: "project", Workspace: "workspace" };

const dangers = ({ findings = [] }: Part): string[] =>
    findings
        .filter(({ severity }) => severity === "danger")
        .map(({ rule, object }) => `${rule} ${JSON.stringify(object)}`);

describe("The part of a report about isolation", () => {
    it("is empty for a change of nothing", () => {
        fc.assert(
            fc.property(world, fc.boolean(), (objects, isWhole) => {
                assert.deepEqual(partOf(objects, objects, { isWhole }), only({}));
            }),
        );
    });

    it("turns round with the change, but for what a template leaves: off then on is on then off", () => {
        fc.assert(
            fc.property(world, world, (some, others) => {
                const [one, other] = [some, others].map((objects) =>
                    objects.filter(({ kind }) => kind !== "WorkspaceTemplate"),
                ) as [KubeObject[], KubeObject[]];
                const isInBoth = (row: IsolationChange) =>
                    [one, other].every((objects) =>
                        objects.some(({ kind, name }) => KINDS[kind] === row.kind && name === row.name),
                    );
                // Nothing brings back what KubeSphere purges, so that such a row has no other way round.
                const hasMore = ({ before, after, policies: { created, changed, deleted } }: IsolationChange) =>
                    before !== after || [created, changed, deleted].some((names) => names.length > 0);
                const rows = (part: Part) => (part.isolation ?? []).filter((each) => isInBoth(each) && hasMore(each));
                assert.deepEqual(
                    rows(partOf(one, other)).map(({ kind, name, before, after, policies }) =>
                        row(kind, name, [after, before], {
                            created: policies.deleted,
                            changed: policies.changed,
                            deleted: policies.created,
                        }),
                    ),
                    rows(partOf(other, one)).map((each) => ({ ...each, policies: { ...each.policies, purged: [] } })),
                );
            }),
        );
    });

    it("has a way out of each danger and warning, and a rule for each finding", () => {
        const ids = ISOLATION_RULES.map(({ id }) => id);
        assert.deepEqual(ids, [...new Set(ids)]);
        fc.assert(
            fc.property(world, world, fc.boolean(), (one, other, isWhole) => {
                for (const { severity, wayOut = "", rule } of partOf(one, other, { isWhole }).findings ?? []) {
                    assert.ok(severity === "notice" || wayOut !== "", rule);
                    assert.ok(ids.includes(rule), rule);
                }
            }),
        );
    });

    it("has no danger more where a part of the objects is not known", () => {
        fc.assert(
            fc.property(world, world, fc.boolean(), (one, other, isWhole) => {
                const known = dangers(partOf(one, other, { isWhole }));
                const more = (part: Part) => dangers(part).filter((danger) => !known.includes(danger));
                for (const before of withUnknownLeaves(one)) {
                    assert.deepEqual(more(partOf(before, other, { isWhole })), []);
                }
                for (const after of withUnknownLeaves(other)) {
                    assert.deepEqual(more(partOf(one, after, { isWhole })), []);
                }
            }),
            { numRuns: 15 },
        );
    });

    it("is the same for patches of what is as it was", () => {
        assert.deepEqual(partOf([patch("shop", "enabled")], [patch("shop", "enabled")], { isWhole: false }), only({}));
    });
});
