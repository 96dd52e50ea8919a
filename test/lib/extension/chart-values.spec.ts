// SPDX-License-Identifier: Apache-2.0
// Proves nothing about charts other than 1.1.0 and 1.3.0, nor about values that 1.3.0's subcharts keep to themselves.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Chart, type ChartKeys, CHARTS, type ValueKind } from "../../../lib/extension/chart-keys";
import { chartValueFindings } from "../../../lib/extension/chart-values";
import { NETWORK_RULES, networkValues } from "../../../lib/extension/network-values";
import { INSTALL_PLAN_RULES } from "../../../lib/extension/rules";
import { readPlatform } from "../../../lib/platform/read";
import { problemsOf } from "../../../lib/rule";

type Values = Readonly<Record<string, unknown>>;

const resources = { limits: { cpu: "100m", memory: "200Mi" }, requests: { cpu: "5m", memory: "50Mi" } };

function image(name: string, more: Values): Values {
    return { repository: `kubesphere/${name}`, pullPolicy: "IfNotPresent", ...more };
}

const WORKLOAD_1_1 = (name: string, port: number): Values => ({
    replicas: 1,
    service: { type: "ClusterIP", port },
    image: image(`network-extension-${name}`, { tag: "v1.1.0" }),
    resources,
});

const WORKLOAD_1_3 = (name: string): Values => ({
    image: image(`network-extension-${name}`, { registry: "docker.io", tag: "v1.3.0" }),
    resources,
});

/** Every default of a chart, and the tags that stand there as comments. */
const DEFAULTS: Readonly<Record<string, Values>> = {
    "1.1.0": {
        global: { imageRegistry: "docker.io", tag: null, imagePullSecrets: [] },
        frontend: { indexJsContent: "System.register()" },
        network: {
            ippool: { type: "calico" },
            apiserver: WORKLOAD_1_1("apiserver", 8080),
            controller: WORKLOAD_1_1("controller", 443),
            nameOverride: "",
            fullnameOverride: "",
            podAnnotations: {},
            podSecurityContext: {},
            securityContext: {},
            nodeSelector: {},
            tolerations: [],
            affinity: {},
        },
    },
    "1.3.0": {
        global: {
            imageRegistry: null,
            imagePullSecrets: [],
            upgradeConfig: {
                enabled: true,
                installCrds: true,
                upgradeCrds: true,
                mergeValues: false,
                failurePolicy: 0,
                dynamicOptions: { key: "value" },
            },
            ippool: { enable: true, type: "calico", webhook: true },
            networkPolicy: { enable: true },
        },
        frontend: {
            ...WORKLOAD_1_3("frontend"),
            hook: { image: image("kubectl", { registry: "docker.io", tag: "v1.27.12" }) },
        },
        network: { apiserver: WORKLOAD_1_3("apiserver"), controller: WORKLOAD_1_3("controller") },
    },
};

function nested(path: readonly string[], value: unknown): Values {
    return path.reduceRight<unknown>((below, name) => ({ [name]: below }), value) as Values;
}

/** What is said of one value at a path with dots. */
function said(version: string, path: string, value: unknown) {
    return chartValueFindings(version, nested(path.split("."), value), "values");
}

describe("values of the network extension's chart", () => {
    for (const [version, defaults] of Object.entries(DEFAULTS)) {
        it(`are right where they are the defaults of ${version}`, () => {
            assert.deepEqual(chartValueFindings(version, defaults, "values"), []);
        });

        it(`are right where they are the switches of ${version}`, () => {
            assert.deepEqual(chartValueFindings(version, networkValues({ version }), "config"), []);
        });

        it(`are right where KubeSphere or Helm gives them a meaning, in ${version}`, () => {
            const values = {
                tags: { extension: true, agent: false },
                installPlanRetry: 1,
                global: {
                    imageRegistry: "r.example",
                    imagePullSecrets: [{ name: "pull" }],
                    nodeSelector: { "node-role.kubernetes.io/infra": "" },
                    clusterInfo: { name: "host", role: "host" },
                    portal: { url: "https://ks.example" },
                    extension: { ingress: { ingressClassName: "nginx" } },
                },
            };
            assert.deepEqual(chartValueFindings(version, values, "values"), []);
        });
    }

    it("are not looked at without a version or a mapping, which other rules ask for", () => {
        for (const [version, values] of [
            ["latest", { no: 1 }],
            ["v1.3.0", { no: 1 }],
            ["1.3.0", "no: 1"],
            ["1.3.0", ["no"]],
            ["1.3.0", undefined],
        ] as const) {
            assert.deepEqual(chartValueFindings(version, values, "values"), []);
        }
    });

    it("may be null anywhere, which takes Helm's default away", () => {
        const values = { global: null, frontend: { image: null }, network: { controller: { image: { tag: null } } } };
        assert.deepEqual(chartValueFindings("1.3.0", values, "values"), []);
        assert.deepEqual(said("1.3.0", "network.ippool", null), []);
    });
});

/** Version, path, value and what is said after the path, which begins each message. */
type Case = readonly [version: string, path: string, value: unknown, rest: string];

function refuses(cases: readonly Case[]): void {
    for (const [version, path, value, rest] of cases) {
        it(`refuses ${path}: ${JSON.stringify(value)} with ${version}`, () => {
            assert.deepEqual(said(version, path, value), [
                { property: `values.${path}`, message: `'values.${path}' ${rest}` },
            ]);
        });
    }
}

function warnsOf(cases: readonly Case[]): void {
    for (const [version, path, value, rest] of cases) {
        it(`warns of ${path}: ${JSON.stringify(value)} with ${version}`, () => {
            assert.deepEqual(said(version, path, value), [
                { property: `values.${path}`, message: `'values.${path}' ${rest}`, severity: "warning" },
            ]);
        });
    }
}

describe("the check of a chart's keys", () => {
    const unknown = "is not a value of the chart of version";
    refuses([
        ["1.3.0", "global.ippool.enabld", true, `(true) ${unknown} 1.3.0. Did you mean 'global.ippool.enable'?`],
        ["1.3.2", "global.ippool.webook", false, `(false) ${unknown} 1.3.2. Did you mean 'global.ippool.webhook'?`],
        ["1.3.0", "globl", { a: 1 }, `({"a":1}) ${unknown} 1.3.0. Did you mean 'global'?`],
        ["1.3.0", "global.networkPolicies", 1, `(1) ${unknown} 1.3.0. Did you mean 'global.networkPolicy'?`],
        ["1.3.0", "ippool", {}, `({}) ${unknown} 1.3.0. Did you mean 'global.ippool'?`],
        ["1.3.0", "global.frontend", {}, `({}) ${unknown} 1.3.0. Did you mean 'frontend'?`],
        [
            "1.3.0",
            "network.controller.resources.limit",
            {},
            `({}) ${unknown} 1.3.0. Did you mean 'network.controller.resources.limits'?`,
        ],
        ["1.3.0", "network.toleration", [], `([]) ${unknown} 1.3.0. Did you mean 'network.tolerations'?`],
        [
            "1.3.0",
            "global.ippool.cidr",
            "10.0.0.0/8",
            `(10.0.0.0/8) ${unknown} 1.3.0. Remove it, or use one of enable, type, webhook.`,
        ],
        ["1.1.0", "global.ippool.cidr", "10.0.0.0/8", `(10.0.0.0/8) ${unknown} 1.1.0. Remove it.`],
        ["1.1.0", "network.toleratons", [], `([]) ${unknown} 1.1.0. Did you mean 'network.tolerations'?`],
        ["1.1.0", "constructor", 1, `(1) ${unknown} 1.1.0. Remove it, or use one of global, frontend, network.`],
    ]);

    it("says that Helm does not split a name at its dots", () => {
        assert.deepEqual(
            chartValueFindings("1.3.0", { "global.ippool.enable": false }, "values").map(({ message }) => message),
            [
                `'values.global.ippool.enable' (false) ${unknown} 1.3.0: Helm takes a name with dots for one key. Nest it.`,
            ],
        );
    });

    const nearest = `${unknown} 1.3.0, the nearest to 1.4.0 that is known`;
    warnsOf([
        ["1.4.0", "global.ippool.enabld", 1, `(1) ${nearest}. Did you mean 'global.ippool.enable'?`],
        ["1.4.0", "global.tag", "v1.4.0", `(v1.4.0) ${nearest}: an earlier one had it. Remove it.`],
        [
            "1.2.0",
            "network.ippool.type",
            "calico",
            "(calico) is 'global.ippool.type' in the chart of version 1.3.0, the nearest to 1.2.0 that is known. Rename it.",
        ],
        [
            "1.0.0",
            "global.ippool.enable",
            true,
            `(true) ${unknown} 1.1.0, the nearest to 1.0.0 that is known: it came later. Remove it, or use 1.2.0 or newer.`,
        ],
        [
            "1.3.0",
            "network.tolerations",
            [],
            "([]) is not among the published values of the chart of version 1.3.0, though its subcharts may have it. See that it takes effect.",
        ],
        [
            "1.3.0",
            "network.controller.service.port",
            443,
            "(443) is not among the published values of the chart of version 1.3.0, though its subcharts may have it. See that it takes effect.",
        ],
    ]);
});

describe("the check of renamed keys", () => {
    const policy = "is 'global.networkPolicy.enable' in the chart of version 1.3.0. Rename it.";
    const later = "is not a value of the chart of version 1.1.0: it came later. Remove it, or use 1.2.0 or newer.";
    const earlier = "is not a value of the chart of version 1.3.0: an earlier one had it. Remove it.";
    refuses([
        [
            "1.3.0",
            "network.ippool.type",
            "calico",
            "(calico) is 'global.ippool.type' in the chart of version 1.3.0. Rename it.",
        ],
        [
            "1.1.0",
            "global.ippool.type",
            "calico",
            "(calico) is 'network.ippool.type' in the chart of version 1.1.0. Rename it.",
        ],
        [
            "1.3.0",
            "global.ippool.enabled",
            false,
            "(false) is 'global.ippool.enable' in the chart of version 1.3.0. Rename it.",
        ],
        ["1.3.0", "global.networkpolicy.enabled", true, `(true) ${policy}`],
        ["1.3.0", "global.networkpolicy.enable", true, `(true) ${policy}`],
        ["1.3.0", "global.networkPolicy.enabled", true, `(true) ${policy}`],
        ["1.3.0", "network.networkpolicy.enabled", true, `(true) ${policy}`],
        ["1.3.0", "global.tag", "v1.3.0", `(v1.3.0) ${earlier}`],
        ["1.3.0", "frontend.indexJsContent", "x", `(x) ${earlier}`],
        ["1.1.0", "global.ippool.webhook", true, `(true) ${later}`],
        ["1.1.0", "global.networkpolicy.enabled", true, `(true) ${later}`],
        ["1.1.0", "global.upgradeConfig.enabled", true, `(true) ${later}`],
        ["1.1.0", "frontend.image.tag", "v1.1.0", `(v1.1.0) ${later}`],
        ["1.1.0", "frontend.image", "frontend:v1", `(frontend:v1) ${later}`],
    ]);

    it("names each key of what ks-upgrade writes for 1.1.0", () => {
        const written = {
            global: { ippool: { enable: true, type: "calico", webhook: true }, networkpolicy: { enabled: true } },
        };
        assert.deepEqual(
            chartValueFindings("1.1.0", written, "config").map(({ property }) => property),
            [
                "config.global.ippool.enable",
                "config.global.ippool.type",
                "config.global.ippool.webhook",
                "config.global.networkpolicy.enabled",
            ],
        );
    });
});

describe("the check of types", () => {
    refuses([
        ["1.3.0", "global.ippool.enable", "false", '("false") must be true or false. Write it without quotes.'],
        ["1.3.0", "global.ippool.enable", "no", '("no") must be true or false.'],
        ["1.3.0", "global.ippool.enable", 1, "(1) must be true or false."],
        ["1.3.0", "global.imageRegistry", 5, "(5) must be text. Put it in quotes."],
        ["1.3.0", "global.imageRegistry", { host: "r" }, '({"host":"r"}) must be text.'],
        ["1.3.0", "global.imagePullSecrets", "pull", '("pull") must be a list.'],
        ["1.3.0", "global.upgradeConfig.dynamicOptions", [], "([]) must be a mapping."],
        ["1.3.0", "global.upgradeConfig.failurePolicy", 0.5, "(0.5) must be a whole number."],
        ["1.1.0", "network.apiserver.replicas", "2", '("2") must be a whole number. Write it without quotes.'],
        ["1.3.0", "global", true, "(true) must be a mapping."],
        ["1.3.0", "network.controller", "v1.3.0", '("v1.3.0") must be a mapping.'],
        ["1.3.0", "network.controller.image.tag", 1.3, "(1.3) must be text. Put it in quotes."],
        ["1.3.0", "frontend.resources", [], "([]) must be a mapping."],
        ["1.3.0", "frontend.resources.limits", "200Mi", '("200Mi") must be a mapping.'],
        [
            "1.3.0",
            "frontend.resources.limits.memory",
            "200MB",
            "(200MB) must be a quantity of Kubernetes such as 100m or 200Mi.",
        ],
        [
            "1.3.0",
            "frontend.resources.limits.cpu",
            true,
            "(true) must be a quantity of Kubernetes such as 100m or 200Mi.",
        ],
        [
            "1.3.0",
            "frontend.image.pullPolicy",
            "ifnotpresent",
            "(ifnotpresent) must be one of Always, IfNotPresent, Never. Did you mean IfNotPresent?",
        ],
        ["1.3.0", "global.ippool.type", "flannel", "(flannel) must be calico."],
        [
            "1.1.0",
            "network.controller.service.type",
            "ClusterIp",
            "(ClusterIp) must be one of ClusterIP, NodePort, LoadBalancer, ExternalName. Did you mean ClusterIP?",
        ],
    ]);

    for (const amount of ["100m", "0.5", ".5", "1.", "200Mi", "1e3", "2E", 2, 0.5, null]) {
        it(`takes the quantity ${JSON.stringify(amount)}`, () => {
            assert.deepEqual(said("1.3.0", "network.apiserver.resources.limits.cpu", amount), []);
        });
    }
});

describe("the check of image tags", () => {
    const stale = (version: string): string =>
        `must not be the tag of another version: the image of version ${version} would not be used. Remove it, or set v${version}.`;
    const custom = (version: string): string =>
        `is not v${version}, the tag of version ${version}. See that the image is made for that version, or remove it.`;
    refuses([
        ["1.3.0", "network.controller.image.tag", "v1.1.0", `(v1.1.0) ${stale("1.3.0")}`],
        ["1.3.0", "network.apiserver.image.tag", "1.2.0", `(1.2.0) ${stale("1.3.0")}`],
        ["1.3.0", "frontend.image.tag", "v1.2.0-arm64", `(v1.2.0-arm64) ${stale("1.3.0")}`],
        ["1.1.0", "network.controller.image.tag", "v1.3.0", `(v1.3.0) ${stale("1.1.0")}`],
        ["1.1.0", "global.tag", "v1.0.0", `(v1.0.0) ${stale("1.1.0")}`],
        ["1.4.0", "network.controller.image.tag", "v1.3.0", `(v1.3.0) ${stale("1.4.0")}`],
    ]);
    warnsOf([
        ["1.3.0", "network.controller.image.tag", "fix-4711", `(fix-4711) ${custom("1.3.0")}`],
        ["1.3.0", "network.controller.image.tag", "latest", `(latest) ${custom("1.3.0")}`],
        ["1.3.0", "network.controller.image.tag", "1.3.0", `(1.3.0) ${custom("1.3.0")}`],
        ["1.3.0", "frontend.image.tag", "v1.3.0-arm64", `(v1.3.0-arm64) ${custom("1.3.0")}`],
        ["1.1.0", "global.tag", "nightly", `(nightly) ${custom("1.1.0")}`],
    ]);

    it("takes the version's own tag, and none", () => {
        for (const [version, path, tag] of [
            ["1.3.0", "network.controller.image.tag", "v1.3.0"],
            ["1.3.0", "network.controller.image.tag", ""],
            ["1.3.1", "frontend.image.tag", "v1.3.1"],
            ["1.3.0-rc.1", "frontend.image.tag", "v1.3.0-rc.1"],
            ["1.1.0", "global.tag", "v1.1.0"],
        ] as const) {
            assert.deepEqual(said(version, path, tag), []);
        }
    });

    it("leaves the hook's kubectl and images of others alone", () => {
        assert.deepEqual(said("1.3.0", "frontend.hook.image.tag", "v1.30.1"), []);
        const own = { repository: "team/network-controller", tag: "v7.0.0" };
        assert.deepEqual(said("1.3.0", "network.controller.image", own), []);
        const mirrored = { repository: "mirror/kubesphere/network-extension-controller", tag: "v1.1.0" };
        assert.equal(said("1.3.0", "network.controller.image", mirrored).length, 1);
    });
});

/** Every key of a chart with what it may hold. */
function leaves(keys: ChartKeys, above: readonly string[] = []): { path: string[]; kind: ValueKind }[] {
    return Object.entries(keys).flatMap(([name, key]) =>
        typeof key === "string" ? [{ path: [...above, name], kind: key }] : leaves(key, [...above, name]),
    );
}

function valueOf(kind: ValueKind, version: string): fc.Arbitrary<unknown> {
    const generators: Readonly<Record<ValueKind, fc.Arbitrary<unknown>>> = {
        bool: fc.boolean(),
        text: fc.string(),
        "whole number": fc.integer(),
        list: fc.array(fc.jsonValue()),
        mapping: fc.dictionary(fc.string(), fc.jsonValue()),
        quantities: fc.dictionary(fc.string(), fc.oneof(fc.nat(), fc.constantFrom("100m", "2Gi", "1.5"))),
        "pull policy": fc.constantFrom("Always", "IfNotPresent", "Never"),
        "pool type": fc.constant("calico"),
        "service type": fc.constantFrom("ClusterIP", "NodePort"),
        "own tag": fc.constant(`v${version}`),
    };
    return generators[kind];
}

function put(into: Record<string, unknown>, [name = "", ...below]: readonly string[], value: unknown): void {
    if (below.length === 0) {
        into[name] = value;
    } else {
        into[name] ??= {};
        put(into[name] as Record<string, unknown>, below, value);
    }
}

/** Some of the chart's keys, each with a value that it may have. */
function someOf({ keys, version }: Chart): fc.Arbitrary<Values> {
    return fc
        .subarray(leaves(keys))
        .chain((chosen) =>
            fc.tuple(...chosen.map(({ path, kind }) => fc.tuple(fc.constant(path), valueOf(kind, version)))),
        )
        .map((chosen) => {
            const values = {};
            for (const [path, value] of chosen) {
                put(values, path, value);
            }
            return values;
        });
}

/** A name with one letter more, less or other than before. */
function misspelt(name: string): fc.Arbitrary<string> {
    return fc
        .record({ at: fc.nat(name.length - 1), without: fc.nat(1), letter: fc.stringMatching(/^[a-zA-Z]?$/) })
        .map(({ at, without, letter }) => name.slice(0, at) + letter + name.slice(at + without))
        .filter((changed) => changed !== name && changed !== "");
}

describe("any values", () => {
    for (const chart of CHARTS) {
        const { keys, version } = chart;

        it(`of some keys of ${version}, each of its kind, are right`, () => {
            fc.assert(
                fc.property(someOf(chart), (values) => {
                    assert.deepEqual(chartValueFindings(version, values, "values"), []);
                }),
            );
        });

        it(`with one misspelt key of ${version} are found out, at that key`, () => {
            const typo = fc.constantFrom(...leaves(keys)).chain(({ path, kind }) =>
                fc.nat(path.length - 1).chain((at) =>
                    fc.record({
                        path: misspelt(path[at] ?? "").map((name) => path.with(at, name)),
                        at: fc.constant(at),
                        value: valueOf(kind, version),
                    }),
                ),
            );
            fc.assert(
                fc.property(typo, ({ path, at, value }) => {
                    const [found, ...others] = chartValueFindings(version, nested(path, value), "values");
                    const key = ["values", ...path.slice(0, at + 1)].join(".");
                    assert.ok(found !== undefined && `${found.property}.`.startsWith(`${key}.`));
                    assert.deepEqual(others, []);
                }),
                { numRuns: 1000 },
            );
        });
    }
});

describe("the rules of the network extension", () => {
    const bad = { global: { ippool: { enabld: true } } };
    const message = (property: string): string =>
        `'${property}.global.ippool.enabld' (true) is not a value of the chart of version 1.3.0. Did you mean 'global.ippool.enable'?`;

    it("check a NetworkExtension's values", () => {
        assert.deepEqual(problemsOf(NETWORK_RULES, { version: "1.3.0", values: bad }), [
            {
                rule: "network-chart-values",
                property: "values.global.ippool.enabld",
                message: message("values"),
            },
        ]);
    });

    it("check config, text and overrides of an Extension named network, and of no other", () => {
        const found = (model: Values) =>
            problemsOf(INSTALL_PLAN_RULES, { extension: "network", version: "1.3.0", ...model }).map((problem) => [
                problem.rule,
                problem.message,
            ]);
        assert.deepEqual(found({ config: bad }), [["extension-network-config", message("config")]]);
        assert.deepEqual(found({ configYaml: "global: { ippool: { enabld: true } }" }), [
            ["extension-network-config", message("configYaml")],
        ]);
        assert.deepEqual(found({ placement: { clusters: ["host"] }, overrides: { host: bad } }), [
            ["extension-network-overrides", message("overrides.host")],
        ]);
        assert.deepEqual(found({ extension: "gateway", config: bad }), []);
    });

    it("are reported once for a network.yaml, with line and column", () => {
        const text = [
            "extension:",
            "    version: 1.3.0",
            "    clusters: [host]",
            "    values:",
            "        global:",
            "            ippool: { enabld: true }",
            "    overrides:",
            "        host:",
            "            network: { tolerations: [] }",
            "",
        ].join("\n");
        assert.deepEqual(readPlatform(text, "network.yaml").problems, [
            {
                rule: "network-chart-values",
                property: "extension.values.global.ippool.enabld",
                message: `network.yaml:6:23: ${message("extension.values")}`,
            },
            {
                rule: "extension-network-overrides",
                property: "extension.overrides.host.network.tolerations",
                message:
                    "network.yaml:9:24: 'extension.overrides.host.network.tolerations' ([]) is not among the published values of the chart of version 1.3.0, though its subcharts may have it. See that it takes effect.",
                severity: "warning",
            },
        ]);
    });
});
