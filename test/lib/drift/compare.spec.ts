// SPDX-License-Identifier: Apache-2.0
// Each kind of drift with all that is told of it. What clusters write about managers is in test/cli/drift/pools.spec.ts.
import assert from "node:assert/strict";
import {
    INSTALL_PLAN,
    IP_POOL,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "../../../lib/kinds";
import { NETWORK_ISOLATE_ANNOTATION as ISOLATE } from "../../../lib/labels";
import { UNKNOWN } from "../../../lib/tree";
import { drifts, held, IPV4, object, only, OWN, PLAIN, SET_BACK, TIME, wanted } from "./support";

const LABEL = "ippool.network.kubesphere.io/";
const REFRESH = "Run: pulumi up --refresh.";

describe("Drift", () => {
    it("of a pool says who, when, what follows, and the ways back", () => {
        const by = {
            managedFields: [held(OWN, TIME, "spec.cidr"), held("console", "2026-11-22T01:00:00Z", "spec.natOutgoing")],
        };
        const found = only(IP_POOL, [
            { spec: { cidr: "10.0.0.0/16", natOutgoing: true } },
            { metadata: by, spec: { cidr: "10.0.0.0/16", natOutgoing: false } },
        ]);
        assert.deepEqual(found, {
            rule: "drift-pool-nat",
            severity: "warning",
            object: { kind: "IPPool", name: "x" },
            wanted: "true",
            live: "false",
            message: "natOutgoing is false, and true is wanted.",
            fields: [{ path: ["spec", "natOutgoing"], wanted: true, live: false }],
            changedBy: [
                { property: "spec.natOutgoing", how: "owner", manager: "console", time: "2026-11-22T01:00:00Z" },
            ],
            breaks: [
                'Nothing outside of the cluster answers pods of "x" any more, unless the network routes the addresses of "x".',
            ],
            onUpdate: `${PLAIN} With --refresh it fails with a conflict with "console", and the update of the whole stack stops there.`,
            takeBack: {
                update: "Give the field back with kubectl first; from then on an update finds nothing to change.",
                commands: [
                    `kubectl patch ippools.crd.projectcalico.org x --type=merge -p '{"spec":{"natOutgoing":true}}'`,
                ],
            },
            accept: {
                where: "network.yaml",
                settings: [{ path: ["pools", "x", "natOutgoing"], value: false }],
                text: "In network.yaml set pools.x.natOutgoing to false.",
            },
        });
    });

    it("of a pool that bound namespaces ask for is a danger, and says which they are", () => {
        const bound = object(NAMESPACE, "shop", {
            metadata: { labels: { [`${LABEL}x`]: "" }, annotations: { [IPV4]: '["x"]' } },
        });
        const pool = object(IP_POOL, "x", { spec: { cidr: "10.0.0.0/16" } });
        const all = [wanted(pool), wanted(bound, { isPatch: true })];
        const [disabled] = drifts(all, [
            object(IP_POOL, "x", { spec: { cidr: "10.0.0.0/16", disabled: true } }),
            bound,
        ]);
        const [deleted] = drifts(all, [bound]);
        const fails = "every new pod there fails, even where other pools are listed too.";
        assert.deepEqual(
            [disabled, deleted].map((each) => [each?.rule, each?.severity, each?.breaks[0]]),
            [
                [
                    "drift-pool-disabled",
                    "danger",
                    'No pod gets a new address of "x"; those that pods have stay until a restart.',
                ],
                [
                    "drift-pool-deleted",
                    "danger",
                    'Pods with addresses of "x" keep them, without the pool\'s routes, encapsulation and NAT. Whether there are any is not known here.',
                ],
            ],
        );
        assert.deepEqual(
            [disabled, deleted].map((each) => each?.breaks[1]),
            [`shop is bound to "x", which is disabled: ${fails}`, `shop is bound to "x", which is gone: ${fails}`],
        );
    });

    it("of addresses cannot be undone in place, and is accepted after a refresh", () => {
        const { message, takeBack, accept, onUpdate } = only(
            IP_POOL,
            [
                { spec: { cidr: "10.0.0.0/16" } },
                { metadata: { uid: "new", creationTimestamp: TIME }, spec: { cidr: "10.9.0.0/24" } },
            ],
            { uid: "old" },
        );
        assert.equal(
            message,
            `cidr is 10.9.0.0/24, and 10.0.0.0/16 is wanted. It is another object of the same name, made ${TIME}.`,
        );
        assert.deepEqual(takeBack.commands, []);
        assert.match(takeBack.update, /ksnet migrate plan/);
        assert.match(onUpdate, /it is refused: neither CIDR nor block size/);
        assert.deepEqual(accept?.settings, [{ path: ["pools", "x", "cidr"], value: "10.9.0.0/24" }]);
        assert.match(accept.text, /pulumi refresh before pulumi up/);
    });

    const bind = (labels: object, list?: string): object => ({
        metadata: {
            labels: Object.fromEntries(Object.entries(labels).map(([pool, value]) => [`${LABEL}${pool}`, value])),
            ...(list !== undefined && { annotations: { [IPV4]: list } }),
        },
    });

    it("of a binding is told by what it means: pools, order, a part of the keys, or mere values", () => {
        const both = bind({ a: "", b: "" }, '["a","b"]');
        const told = [
            bind({ a: "" }, '["a"]'),
            bind({ a: "", b: "", c: "" }, '["a","b","c"]'),
            bind({ a: "", b: "" }, '["b","a"]'),
            bind({ a: "" }, '["a","b"]'),
            bind({ a: "", b: "" }),
            bind({ a: "1", b: "" }, '["a","b"]'),
            bind({ a: "", b: "" }, "a,b"),
            bind({}),
        ].map((live) => only(NAMESPACE, [both, live], { isPatch: true }));
        assert.deepEqual(
            told.map(({ rule, severity, wanted: was, live, message }) => [rule, severity, was, live, message]),
            [
                ["drift-binding-pools", "warning", "a, b", "a", 'x is no longer bound to "b".'],
                ["drift-binding-pools", "notice", "a, b", "a, b, c", 'x is bound to "c", which nobody wants.'],
                [
                    "drift-binding-order",
                    "notice",
                    "a, b",
                    "b, a",
                    'The pools of x are in another order: Calico takes addresses of "b" first.',
                ],
                [
                    "drift-binding-half",
                    "warning",
                    undefined,
                    undefined,
                    `x is bound by a part of its keys only: ${LABEL}b says something else.`,
                ],
                [
                    "drift-binding-half",
                    "warning",
                    undefined,
                    undefined,
                    `x is bound by a part of its keys only: ${IPV4} says something else.`,
                ],
                [
                    "drift-binding-label-value",
                    "notice",
                    '""',
                    '"1"',
                    "Labels that bind x have another value. KubeSphere is only known to look for their keys.",
                ],
                [
                    "drift-binding-half",
                    "danger",
                    undefined,
                    undefined,
                    `x is bound by a part of its keys only: ${IPV4} says something else.`,
                ],
                ["drift-binding-pools", "warning", "a, b", "no pool", 'x is no longer bound to "a" and "b".'],
            ],
        );
    });

    it("of a namespace that several resources want something of is of the one that wants the field", () => {
        const [one, two] = ["pulumi-kubernetes-1", "pulumi-kubernetes-2"];
        const isolated = { metadata: { annotations: { [ISOLATE]: "enabled" } } };
        const all = [
            wanted(object(NAMESPACE, "x", bind({ a: "" })), {
                isPatch: true,
                manager: one,
                source: { component: "NamespaceBinding", name: "bind" },
            }),
            wanted(object(NAMESPACE, "x", isolated), {
                isPatch: true,
                manager: two,
                source: { component: "ProjectIsolation", name: "isolate" },
            }),
        ];
        const managedFields = [held(two, TIME, ["metadata", "annotations", ISOLATE])];
        const live = object(NAMESPACE, "x", { metadata: { annotations: { [ISOLATE]: "disabled" }, managedFields } });
        const found = drifts(all, [live]);
        assert.deepEqual(
            found.map(({ rule, changedBy, accept }) => [rule, changedBy[0]?.how, accept?.text]),
            [
                [
                    "drift-binding-pools",
                    "unknown",
                    'In NamespaceBinding "bind" remove pools. In a network.yaml, pools that it does not make stand under externalPools as well. An update writes the keys that are missing.',
                ],
                ["drift-isolation-off", "stack", 'In ProjectIsolation "isolate" set enabled to false.'],
            ],
        );
    });

    it("of a workspace that its template writes over names the template", () => {
        const says = (value: string) => ({ metadata: { annotations: { [ISOLATE]: value } } });
        const template = object(WORKSPACE_TEMPLATE, "x", { spec: { template: says("disabled") } });
        const [found] = drifts(
            [wanted(object(WORKSPACE, "x", says("enabled")), { isPatch: true })],
            [object(WORKSPACE, "x", says("disabled"))],
            [template],
        );
        assert.equal(
            found?.message,
            'The workspace x is not isolated: the annotation says "disabled". The WorkspaceTemplate of the same name says so, and KubeSphere writes it over the Workspace again and again: change the template.',
        );
    });

    it("of a template that says nothing any more is a notice: the Workspaces keep what they have", () => {
        const says = { spec: { template: { metadata: { annotations: { [ISOLATE]: "disabled" } } } } };
        const { rule, severity, takeBack, accept } = only(WORKSPACE_TEMPLATE, [says, { spec: { template: {} } }], {
            isPatch: true,
        });
        assert.deepEqual([rule, severity, accept], ["drift-isolation-key", "notice", undefined]);
        assert.deepEqual(takeBack.commands, [
            `kubectl patch workspacetemplates.tenant.kubesphere.io x --type=merge -p '{"spec":{"template":{"metadata":{"annotations":{"${ISOLATE}":"disabled"}}}}}'`,
        ]);
    });

    it("of the labels of a policy does not change what it allows", () => {
        const labelled = (type: string) => ({ metadata: { labels: { "kubesphere.io/policy-type": type } }, spec: {} });
        const {
            rule,
            severity,
            wanted: was,
            live,
        } = only(NAMESPACE_NETWORK_POLICY, [labelled("ingress"), labelled("egress")], {}, "shop");
        assert.deepEqual([rule, severity, was, live], ["drift-policy-labels", "notice", "ingress", "egress"]);
    });

    const plan = (more: object = {}, config?: string): object => ({
        spec: {
            enabled: true,
            extension: { name: "x", version: "1.0.0" },
            ...(config !== undefined && { config }),
            ...more,
        },
    });

    it("of an InstallPlan is told by values, not by texts, and hides what looks secret", () => {
        const wantedPlan = plan({}, "image: {tag: a}\npassword: one\n");
        const found = only(INSTALL_PLAN, [wantedPlan, plan({}, "password: two\nimage:\n  tag: b\nmore: true\n")]);
        assert.deepEqual(
            [found.rule, found.message, found.fields, found.takeBack.commands, found.accept],
            [
                "drift-plan-config",
                "Values of the extension differ: image.tag is b, and a is wanted; more is true, and nothing is wanted; password is (hidden), and (hidden) is wanted.",
                [{ path: ["spec", "config"], isHidden: true }],
                [],
                undefined,
            ],
        );
        const accepted = only(INSTALL_PLAN, [plan({}, "a: 1"), plan({}, "b: 2")]).accept;
        assert.deepEqual(accepted?.settings, [
            { path: ["extension", "values", "a"] },
            { path: ["extension", "values", "b"], value: 2 },
        ]);
        assert.equal(only(INSTALL_PLAN, [plan({}, "a: 1"), plan({}, "- a")]).severity, "danger");
    });

    it("of an InstallPlan tells version, switch, placement and overrides apart", () => {
        const placed = (clusters: string[], overrides?: object) => ({
            clusterScheduling: { placement: { clusters }, ...(overrides && { overrides }) },
        });
        const live = {
            ...placed(["b", "a"], { a: "size: 2" }),
            enabled: false,
            extension: { name: "x", version: "2.0.0" },
        };
        const found = drifts(
            [
                wanted(object(INSTALL_PLAN, "x", plan(placed(["b"], { a: "size: 1" }))), {
                    source: { component: "Extension", name: "ext" },
                }),
            ],
            [object(INSTALL_PLAN, "x", plan(live))],
        );
        assert.deepEqual(
            found.map(({ rule, wanted: was, live: is, accept }) => [rule, was, is, accept?.settings]),
            [
                ["drift-plan-version", "1.0.0", "2.0.0", [{ path: ["version"], value: "2.0.0" }]],
                ["drift-plan-enabled", "true", "false", [{ path: ["enabled"], value: false }]],
                ["drift-plan-placement", "b", "a, b", [{ path: ["placement", "clusters"], value: ["b", "a"] }]],
                ["drift-plan-override", "1", "2", [{ path: ["overrides", "a", "size"], value: 2 }]],
            ],
        );
    });

    it("of a secret value says only that it differs", () => {
        const secret = { spec: { enabled: true, extension: { name: "x", version: "1.0.0" }, config: UNKNOWN } };
        const found = only(INSTALL_PLAN, [secret, plan({}, "password: two")], { revealed: plan({}, "password: one") });
        assert.deepEqual(
            [found.rule, found.message, found.fields, found.accept, found.takeBack.commands],
            [
                "drift-secret",
                'A secret value differs: spec.config of InstallPlan "x". Neither value is shown.',
                [{ path: ["spec", "config"], isHidden: true }],
                undefined,
                [],
            ],
        );
        const same = wanted(object(INSTALL_PLAN, "x", secret), { revealed: plan({}, "password:  two") });
        assert.deepEqual(drifts([same], [object(INSTALL_PLAN, "x", plan({}, "password: two"))]), []);
    });

    it("of an object that is gone and that somebody else makes asks for the object", () => {
        const [found] = drifts([wanted(object(NAMESPACE, "x", bind({ a: "" })), { isPatch: true })], []);
        assert.deepEqual(
            [found?.rule, found?.message, found?.onUpdate, found?.takeBack.update],
            [
                "drift-deleted",
                'There is no Namespace "x" whose keys are wanted.',
                `${PLAIN} With --refresh it wants to patch an object that is not there, and fails.`,
                "Make the object again, or take it out of the program. Then run: pulumi up --refresh.",
            ],
        );
    });

    it("of a resource without component is accepted as the object spells it", () => {
        const { accept, onUpdate, takeBack } = only(
            IP_POOL,
            [{ spec: { cidr: "10.0.0.0/16" } }, { spec: { cidr: "10.0.0.0/16", assignmentMode: "Manual" } }],
            { source: { name: "raw" } },
        );
        assert.equal(accept?.text, 'In the resource "raw" set spec.assignmentMode to Manual.');
        assert.equal(
            onUpdate,
            `${PLAIN} Nor does one with --refresh: what the program does not state is not compared.`,
        );
        assert.equal(
            takeBack.commands[0],
            `kubectl patch ippools.crd.projectcalico.org x --type=merge -p '{"spec":{"assignmentMode":null}}'`,
        );
    });

    it("of the workspace of a namespace is no mere label", () => {
        const of = (workspace: string) => ({
            metadata: { labels: { "kubesphere.io/workspace": workspace, team: "a" } },
        });
        const { rule, severity, onUpdate, takeBack } = only(NAMESPACE, [of("one"), of("two")], {
            source: { name: "raw" },
        });
        assert.deepEqual([rule, severity, onUpdate, takeBack.update], ["drift-key", "warning", SET_BACK, REFRESH]);
    });
});
