// SPDX-License-Identifier: Apache-2.0
// Cases at the edges: several managers, none at all, objects that are on their way out, defaults, texts of a config.
import assert from "node:assert/strict";
import type { Drift } from "../../../lib/drift/drift";
import type { Wanted } from "../../../lib/drift/wanted";
import { INSTALL_PLAN, IP_POOL, type Kind, NAMESPACE, NAMESPACE_NETWORK_POLICY } from "../../../lib/kinds";
import { ipPoolLabel, NETWORK_ISOLATE_ANNOTATION as ISOLATE } from "../../../lib/labels";
import { drifts, held, object, only, PLAIN, SET_BACK, TIME, wanted } from "./support";

const bound = { metadata: { labels: { [ipPoolLabel("a")]: "" } } };

const plan = (more: object = {}, config?: string): object => ({
    spec: {
        enabled: true,
        extension: { name: "x", version: "1.0.0" },
        ...(config !== undefined && { config }),
        ...more,
    },
});

describe("Drift at its edges", () => {
    const heldBy = (kind: Kind, managers: readonly string[], more: Partial<Wanted>): Drift => {
        const isPool = kind === IP_POOL;
        const at = isPool ? "spec.natOutgoing" : ["metadata", "annotations", ISOLATE];
        const managedFields = managers.map((manager) => held(manager, TIME, at));
        const [was, is] = isPool
            ? [{ spec: { natOutgoing: true } }, { spec: { natOutgoing: false } }]
            : ["enabled", "disabled"].map((value) => ({ metadata: { annotations: { [ISOLATE]: value } } }));
        const live = { ...is, metadata: { ...(is as { metadata?: object }).metadata, managedFields } };
        return only(kind, [was, live], more);
    };

    it("is a conflict for each manager that holds the field, but for kubectl on an object of the stack's own", () => {
        const conflict = (...names: string[]): string =>
            `${PLAIN} With --refresh it fails with a conflict with ${names.map((name) => `"${name}"`).join(" and ")}, and the update of the whole stack stops there.`;
        const told = (kind: Kind, managers: readonly string[], isPatch: boolean): string =>
            heldBy(kind, managers, { isPatch }).onUpdate;
        assert.equal(told(IP_POOL, ["kubectl-edit"], false), SET_BACK);
        assert.equal(told(IP_POOL, ["before-first-apply"], false), SET_BACK);
        assert.equal(told(IP_POOL, ["kube-controller-manager"], false), conflict("kube-controller-manager"));
        assert.equal(told(IP_POOL, ["kubectl-edit", "console"], false), conflict("console"));
        assert.equal(told(IP_POOL, ["console", "kubectl-edit", "argocd"], false), conflict("argocd", "console"));
        assert.equal(told(NAMESPACE, ["kubectl-annotate"], true), conflict("kubectl-annotate"));
        assert.equal(told(NAMESPACE, ["kubectl-annotate", "console"], true), conflict("console", "kubectl-annotate"));
    });

    it("of an object without managed fields does not name anybody, and takes an update to set it back", () => {
        const { changedBy, onUpdate } = only(IP_POOL, [
            { spec: { natOutgoing: true } },
            { spec: { natOutgoing: false } },
        ]);
        assert.deepEqual([changedBy, onUpdate], [[{ property: "spec.natOutgoing", how: "unknown" }], SET_BACK]);
    });

    it("of an object that is being deleted says since when and what it waits for, and that nothing calls it off", () => {
        const deleted = { deletionTimestamp: TIME, finalizers: ["one", "two"] };
        const { rule, severity, message, onUpdate, takeBack, accept } = only(IP_POOL, [
            { spec: { cidr: "10.0.0.0/16" } },
            { metadata: deleted, spec: { cidr: "10.0.0.0/16" } },
        ]);
        assert.deepEqual(
            [rule, severity, message, onUpdate, takeBack, accept?.text],
            [
                "drift-deleting",
                "danger",
                `IPPool "x" is being deleted since ${TIME}. It is there until these are done: one and two.`,
                `${PLAIN} Nor does one with --refresh while the object is there; once it is gone, --refresh makes it again.`,
                {
                    update: "No deletion can be called off. Once the object is gone, run: pulumi up --refresh.",
                    commands: [],
                },
                "In network.yaml remove pools.x.",
            ],
        );
        const patched = only(NAMESPACE, [bound, { metadata: { ...bound.metadata, deletionTimestamp: TIME } }], {
            isPatch: true,
        });
        assert.deepEqual(
            [patched.message, patched.onUpdate, patched.takeBack.update],
            [
                `Namespace "x" is being deleted since ${TIME}.`,
                `${PLAIN} Nor does one with --refresh while the object is there; once it is gone, --refresh fails for want of it.`,
                "No deletion can be called off. Once the object is gone, make it again, and run: pulumi up --refresh.",
            ],
        );
    });

    it("of a config that is a text is accepted as that text, and not at all where it may have secrets", () => {
        const of = (config: string) =>
            only(INSTALL_PLAN, [plan({}, "a: 1 # one"), plan({}, config)], {
                source: { component: "NetworkPlatform", name: "network.yaml", hasConfigText: true },
            }).accept;
        const text = "# by hand\na: 2\n";
        assert.deepEqual(of(text), {
            where: "network.yaml",
            settings: [{ path: ["extension", "configYaml"], value: text }],
            text: "In network.yaml set extension.configYaml to the text that the plan has in spec.config.",
        });
        assert.equal(of("a: 2\nb: {password: one}\n"), undefined);
        const gone = only(INSTALL_PLAN, [plan({}, "a: 1 # one"), plan()], {
            source: { component: "Extension", name: "ext", hasConfigText: true },
        });
        assert.equal(gone.accept?.text, 'In Extension "ext" remove configYaml.');
    });

    it("of an agent's override is told once: not where the config has the same difference", () => {
        const sized = (size: number) => ({
            clusterScheduling: { placement: { clusters: ["a"] }, overrides: { a: `size: ${size}` } },
        });
        const found = drifts(
            [wanted(object(INSTALL_PLAN, "x", plan(sized(1), "size: 1")))],
            [object(INSTALL_PLAN, "x", plan(sized(2), "size: 2"))],
        );
        assert.deepEqual(
            found.map(({ rule }) => rule),
            ["drift-plan-config"],
        );
    });

    it("is none where the API server or Calico filled in what is the default anyway", () => {
        const filled = {
            natOutgoing: false,
            ipipMode: "Never",
            vxlanMode: "Never",
            disabled: false,
            nodeSelector: "all()",
            blockSize: 26,
            allowedUses: ["Tunnel", "Workload"],
            assignmentMode: "Automatic",
        };
        const cidr = "10.0.0.0/16";
        assert.deepEqual(
            drifts(
                [wanted(object(IP_POOL, "x", { spec: { cidr } }))],
                [object(IP_POOL, "x", { spec: { cidr, ...filled } })],
            ),
            [],
        );
    });

    it("of a CIDR with host bits is no spelling: Calico takes it for another one", () => {
        const { rule } = only(IP_POOL, [{ spec: { cidr: "10.0.0.0/16" } }, { spec: { cidr: "10.0.0.1/16" } }]);
        assert.equal(rule, "drift-pool-addresses");
    });

    it("of a namespace that the stack made leaves labels of others alone", () => {
        const own = { metadata: { labels: { team: "a" } } };
        const there = { metadata: { labels: { team: "a", "kubernetes.io/metadata.name": "x", other: "b" } } };
        assert.deepEqual(drifts([wanted(object(NAMESPACE, "x", own))], [object(NAMESPACE, "x", there)]), []);
    });

    it("of isolation explains the policies that are gone, and none that is there", () => {
        const annotated = (value: string) => ({ metadata: { annotations: { [ISOLATE]: value } } });
        const allow = (cidr: string) => ({ spec: { ingress: [{ from: [{ ipBlock: { cidr } }] }] } });
        const policy = (name: string, cidr: string) => object(NAMESPACE_NETWORK_POLICY, name, allow(cidr), "shop");
        const all = [
            wanted(object(NAMESPACE, "shop", annotated("enabled")), { isPatch: true }),
            wanted(policy("gone", "10.0.0.0/8")),
            wanted(policy("there", "10.0.0.0/8")),
            wanted(policy("other", "10.0.0.0/8")),
        ];
        const live = [
            object(NAMESPACE, "shop", annotated("disabled")),
            policy("there", "10.0.0.0/8"),
            policy("other", "10.9.0.0/16"),
        ];
        const found = drifts(all, live);
        assert.deepEqual(
            found.map(({ rule, explains, accept }) => [rule, explains, accept?.text]),
            [
                [
                    "drift-isolation-off",
                    ['NamespaceNetworkPolicy "shop/gone"'],
                    "In network.yaml set projects.shop.isolated to false and remove projects.shop.allow.",
                ],
                [
                    "drift-policy-rules",
                    undefined,
                    'In network.yaml set projects.shop.allow.other to {"direction":"ingress","ipBlocks":[{"cidr":"10.9.0.0/16"}]}. An update then writes the labels that follow from it.',
                ],
            ],
        );
    });

    it("has commands that a shell takes word for word", () => {
        const { takeBack } = only(IP_POOL, [
            { spec: { nodeSelector: "zone == 'a'" } },
            { spec: { nodeSelector: "all()" } },
        ]);
        assert.deepEqual(takeBack.commands, [
            `kubectl patch ippools.crd.projectcalico.org x --type=merge -p '{"spec":{"nodeSelector":"zone == '\\''a'\\''"}}'`,
        ]);
    });
});
