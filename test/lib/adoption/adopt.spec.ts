// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { adopt } from "../../../lib/adoption/adopt";
import type { LiveObject } from "../../../lib/adoption/adoption";
import { EVERYTHING, type Selection, selectionProblems } from "../../../lib/adoption/selection";
import { adopted, cluster, IPV4, IPV6, ISOLATE, LABEL, live, MODES, pool, POOLS } from "./clusters";

const bound = (name: string, labels: object, annotations?: object, workspace?: string): LiveObject =>
    live("Namespace", {
        name,
        labels: { ...labels, ...(workspace !== undefined && { "kubesphere.io/workspace": workspace }) },
        ...(annotations && { annotations }),
    });

describe("A binding is adopted as it is written", () => {
    for (const [what, labels, annotations, pools] of [
        ["labels alone, by name", { [`${LABEL}b`]: "", [`${LABEL}a`]: "" }, {}, ["a", "b"]],
        ["any one value of the labels", { [`${LABEL}a`]: "true" }, {}, ["a"]],
        ["each pool's own name as value", { [`${LABEL}a`]: "a", [`${LABEL}b`]: "b" }, {}, ["a", "b"]],
        ["the order of Calico's list", { [`${LABEL}a`]: "", [`${LABEL}b`]: "" }, { [IPV4]: '["b","a"]' }, ["b", "a"]],
        [
            "a list for each address family, with its own blanks",
            { [`${LABEL}a`]: "", [`${LABEL}six`]: "" },
            { [IPV4]: '[ "a" ]', [IPV6]: '["six" ]' },
            ["a", "six"],
        ],
    ] as const) {
        it(`with ${what}`, () => {
            const { spec, objects, leftOut } = adopted({
                pools: POOLS,
                namespaces: [bound("shop", labels, annotations)],
            });
            assert.deepEqual(leftOut, []);
            assert.deepEqual(spec.projects, { shop: { pools } });
            const binding = objects.find(({ name }) => name === "platform-binding-shop");
            assert.deepEqual(binding?.inputs.metadata, { name: "shop", labels, annotations });
            assert.deepEqual(
                binding.dependsOn,
                pools.map((name) => `platform-pool-${name}`),
            );
        });
    }
});

describe("A pool is adopted as it is written", () => {
    it("with Calico's defaults in place of what it leaves out", () => {
        const { spec, objects } = adopted({ pools: [pool("a", { cidr: "10.0.0.0/16", ...MODES })] });
        assert.deepEqual(spec, { pools: { a: { cidr: "10.0.0.0/16" } } });
        assert.deepEqual(objects[0]?.inputs.spec, {
            cidr: "10.0.0.0/16",
            blockSize: 26,
            ...MODES,
            natOutgoing: false,
            nodeSelector: "all()",
            disabled: false,
            allowedUses: ["Workload", "Tunnel"],
        });
    });

    it("without what newer clusters fill in and the component writes on request only", () => {
        const filled = { assignmentMode: "Automatic", namespaceSelector: "", disableBGPExport: false };
        const { spec, leftOut } = adopted({ pools: [pool("a", { cidr: "10.0.0.0/16", ...MODES, ...filled })] });
        assert.deepEqual([spec, leftOut], [{ pools: { a: { cidr: "10.0.0.0/16" } } }, []]);
    });

    it("as an external one if nobody knows what it means, bound or not", () => {
        const unclear = live("IPPool", { name: "old" }, { spec: { cidr: "10.0.0.0/16" } });
        const { spec } = adopted({ pools: [unclear], namespaces: [bound("shop", { [`${LABEL}old`]: "" })] });
        assert.deepEqual(spec, { externalPools: ["old"], projects: { shop: { pools: ["old"] } } });
        assert.deepEqual(adopted({ pools: [unclear] }).spec, { externalPools: ["old"] });
    });
});

describe("A selection", () => {
    const parts = {
        pools: POOLS,
        workspaces: ["retail", "data"].map((name) =>
            live("Workspace", { name, annotations: { [ISOLATE]: "enabled" } }),
        ),
        namespaces: [
            bound("shop", { [`${LABEL}a`]: "" }, {}, "retail"),
            bound("web", { [`${LABEL}b`]: "" }, {}, "retail"),
            bound("db", { [`${LABEL}b`]: "" }, {}, "data"),
            bound("Odd", {}, { [ISOLATE]: "disabled" }, "No Workspace"),
        ],
        host: {
            installPlans: [
                live(
                    "InstallPlan",
                    { name: "network" },
                    {
                        spec: {
                            extension: { name: "network", version: "1.3.0" },
                            enabled: true,
                            upgradeStrategy: "Manual",
                        },
                    },
                ),
            ],
            workspaceTemplates: [],
        },
    };

    const of = (selection: Partial<Selection>) => adopted(parts, { ...EVERYTHING, ...selection }).spec;

    it("of a workspace is its isolation and its projects, bound to pools that stay outside", () => {
        assert.deepEqual(of({ workspaces: ["retail"] }), {
            externalPools: ["a", "b"],
            workspaces: { retail: { isolated: true } },
            projects: { shop: { workspace: "retail", pools: ["a"] }, web: { workspace: "retail", pools: ["b"] } },
        });
    });

    it("of namespaces and pools is these alone", () => {
        assert.deepEqual(of({ namespaces: ["db"], pools: ["b", "six"] }), {
            pools: { b: { cidr: "10.1.0.0/16" }, six: { cidr: "fd00::/64" } },
            workspaces: { data: {} },
            projects: { db: { workspace: "data", pools: ["b"] } },
        });
    });

    it("of names that are nowhere is refused, each with the nearest", () => {
        const selection = { workspaces: ["retial"], namespaces: ["shop", "wbe"], pools: ["nothing"] };
        assert.deepEqual(selectionProblems(selection, [cluster(parts)]), [
            "--workspace retial: there is no such workspace. Did you mean retail?",
            "--namespace wbe: there is no such namespace. Did you mean web?",
            "--pool nothing: there is no such IPPool.",
        ]);
    });

    it("of nothing is everything but what no description can name", () => {
        const adoption = adopted(parts);
        assert.deepEqual(Object.keys(adoption.spec.projects ?? {}), ["db", "shop", "web"]);
        assert.deepEqual(
            adoption.leftOut.map(({ name, part }) => [name, part]),
            [["Odd", "isolation"]],
        );
        assert.deepEqual(adoption.spec.extension, { version: "1.3.0", configYaml: "" });
    });
});

describe("Several clusters", () => {
    const member = cluster({ name: "east", context: "far", host: undefined, pools: POOLS });

    it("have what is the host's at the top, and each its own provider", () => {
        const { spec, clusters, objects } = adopt([cluster({ pools: [POOLS[0]!] }), member], {
            platform: "net",
            selection: EVERYTHING,
        });
        assert.deepEqual(Object.keys(spec), ["pools", "members"]);
        assert.deepEqual(Object.keys(spec.members?.["east"]?.pools ?? {}), ["a", "b", "six"]);
        assert.deepEqual(clusters, [
            { name: "host", context: "production", provider: "net@host" },
            { name: "east", context: "far", provider: "net@east" },
        ]);
        assert.deepEqual(
            objects.map(({ cluster: of, name }) => [of, name]),
            [
                ["host", "net-pool-a"],
                ["east", "net@east-pool-a"],
                ["east", "net@east-pool-b"],
                ["east", "net@east-pool-six"],
            ],
        );
    });

    it("are blamed each for its own faults", () => {
        const broken = { ...member, pools: [pool("a", { cidr: "10.0.0.1/16", ...MODES })] };
        const { spec, leftOut } = adopt([cluster({ pools: [POOLS[0]!] }), broken], {
            platform: "net",
            selection: EVERYTHING,
        });
        assert.deepEqual(spec, { pools: { a: { cidr: "10.0.0.0/16" } } });
        assert.deepEqual(
            leftOut.map(({ cluster: of, name }) => [of, name]),
            [["east", "a"]],
        );
    });
});
