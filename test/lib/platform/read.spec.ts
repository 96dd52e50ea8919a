// SPDX-License-Identifier: Apache-2.0
// Checks a file alone: whether namespaces, workspaces and clusters exist is not looked at here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allow } from "../../../lib/isolation/allow-rules";
import { readYaml } from "../../../lib/platform/document";
import { checkPlatform, readPlatform } from "../../../lib/platform/read";
import { writtenOut } from "../../../lib/platform/ready-rules";

function messages(text: string): string[] {
    return readPlatform(text, "network.yaml").problems.map(({ message }) => message);
}

function rules(text: string): string[] {
    return readPlatform(text, "n").problems.map(({ rule }) => rule);
}

describe("a network.yaml", () => {
    it("of the example is without a problem", () => {
        const text = readFileSync(join(__dirname, "../../../examples/platform/network.yaml"), "utf8");
        const { platform, problems } = readPlatform(text, "network.yaml");
        assert.deepEqual(problems, []);
        assert.equal(Object.keys(platform.pools ?? {}).length, 4);
        assert.equal(Object.keys(platform.projects ?? {}).length, 12);
    });

    it("may be empty", () => {
        assert.deepEqual(readPlatform("# nothing yet\n", "n"), { platform: {}, problems: [] });
    });

    it("that is no YAML is reported where it breaks", () => {
        assert.deepEqual(messages("pools:\n    a: [\n"), [
            "network.yaml:3:1: not YAML: unexpected end of the stream within a flow collection.",
        ]);
        assert.deepEqual(messages("pools: {}\npools: {}\n"), ["network.yaml:2:1: not YAML: duplicated mapping key."]);
    });

    it("that is a list is refused as a whole", () => {
        assert.deepEqual(messages("- a\n"), ['network.yaml:1:1: the whole (["a"]) must be a mapping.']);
    });

    it("is told every departure from the schema with line and column", () => {
        const text = [
            "extension: { clusters: host }",
            "pools:",
            "    a:",
            "        cdir: 10.0.0.0/16",
            "        # a comment in between",
            "        vxlanMode: Sometimes",
            "    b: { cidr: 10.1.0.0/16, allowedUses: [Workload, 1] }",
            "projects:",
            "    p: { isolated: yes please }",
            "",
        ].join("\n");
        assert.deepEqual(messages(text), [
            "network.yaml:1:1: 'extension.version' is missing. Add it.",
            "network.yaml:1:14: 'extension.clusters' (host) must be a list.",
            "network.yaml:3:5: 'pools.a.cidr' is missing. Add it.",
            "network.yaml:4:9: 'pools.a.cdir' is not known here. Use one of cidr, blockSize, ipipMode, vxlanMode, natOutgoing, nodeSelector, disabled, disableBGPExport, allowedUses, assignmentMode, namespaceSelector, guardDeletion.",
            "network.yaml:6:9: 'pools.a.vxlanMode' (Sometimes) must be one of Never, Always, CrossSubnet.",
            "network.yaml:7:53: 'pools.b.allowedUses[1]' (1) must be one of Workload, Tunnel, LoadBalancer.",
            "network.yaml:9:10: 'projects.p.isolated' (yes please) must be true or false.",
        ]);
    });

    it("is told the broken rules of sound entries beside the schema's", () => {
        const text =
            "extension: { version: latest, clusters: [Host] }\npools:\n    a: { cidr: 10.0.0.1/16 }\n    b: {}\n";
        assert.deepEqual(rules(text), [
            "extension-version-exact",
            "extension-placement",
            "ippool-cidr-host-bits",
            "platform-schema",
        ]);
        assert.match(messages(text)[2]!, /^network\.yaml:3:10: 'pools\.a\.cidr' \(10\.0\.0\.1\/16\)/);
    });

    it("must not have overlapping pools", () => {
        const text = "pools:\n    a: { cidr: 10.0.0.0/16 }\n    b: { cidr: 10.0.128.0/20 }\n";
        assert.deepEqual(rules(text), ["ippool-overlap"]);
        assert.match(
            messages(text)[0]!,
            /^network\.yaml:3:10: 'pools\.b\.cidr' \(10\.0\.128\.0\/20\) must not overlap/,
        );
    });

    it("must not bind a project to a pool that nobody makes", () => {
        const text = "externalPools: [old]\nprojects:\n    p: { pools: [old, gone] }\n";
        assert.match(messages(text)[0]!, /^network\.yaml:3:23: 'projects\.p\.pools\[1\]' \(gone\) must be a pool/);
        assert.equal(messages(text).length, 1);
    });

    it("must not name a workspace that is not its own", () => {
        const text = "workspaces: { retail: {} }\nprojects:\n    p: { workspace: retial }\n";
        assert.match(
            messages(text)[0]!,
            /^network\.yaml:3:10: 'projects\.p\.workspace' \(retial\) must be one of this/,
        );
    });

    it("must not allow anything into a project that is not isolated", () => {
        const allow = "allow: { x: { direction: ingress, namespaces: [q] } }";
        assert.deepEqual(rules(`projects: { p: { ${allow} } }`), ["platform-allow-isolated"]);
        assert.deepEqual(rules(`projects: { p: { isolated: false, ${allow} } }`), ["platform-allow-isolated"]);
        assert.deepEqual(rules(`projects: { p: { isolated: true, ${allow} } }`), []);
    });

    it("may have the config as a text, with problems where it stands, each once", () => {
        const text = "extension:\n    version: 1.3.0\n    configYaml: 'global: { nonsense: 1 }'\n";
        assert.deepEqual(rules(text), ["network-chart-values"]);
        assert.match(messages(text)[0]!, /^network\.yaml:3:5: 'extension\.configYaml\.global\.nonsense' \(1\)/);
        assert.deepEqual(rules("extension: { version: 1.3.0, configYaml: 'a: [' }"), ["extension-config-yaml"]);
    });

    it("may isolate by another key, which must be one", () => {
        const text = (key: string) =>
            `workspaces: { w: { isolated: true, annotationKey: ${key} } }\n` +
            `projects: { p: { isolated: true, annotationKey: ${key} } }\n`;
        assert.deepEqual(rules(text("example.com/isolate")), []);
        assert.deepEqual(rules(text("not a key")), ["isolation-annotation-key", "isolation-annotation-key"]);
    });

    it("names the key of an entry that is no object name", () => {
        assert.match(
            messages("pools:\n    Retail: { cidr: 10.0.0.0/16 }\n")[0]!,
            /^network\.yaml:2:5: 'pools\.Retail'/,
        );
        assert.match(messages("projects:\n    Shop: {}\n")[0]!, /^network\.yaml:2:5: 'projects\.Shop'/);
    });
});

describe("A ready-made rule in a network.yaml", () => {
    const allowing = (rule: string): string =>
        `projects:\n    p:\n        isolated: true\n        allow:\n            x: ${rule}\n`;
    const at = "network.yaml:5:";

    for (const [name, rule, written] of [
        ["dns", "{ use: dns }", allow.dns()],
        [
            "dns of another service",
            "{ use: dns, service: resolver, namespace: dns }",
            allow.dns({ service: "resolver", namespace: "dns" }),
        ],
        [
            "dns at addresses",
            '{ use: dns, addresses: [169.254.20.10, "fd00::a"] }',
            allow.dns({ addresses: ["169.254.20.10", "fd00::a"] }),
        ],
        ["the gateway", "{ use: ingress-gateway }", allow.ingressGateway()],
        [
            "another gateway",
            "{ use: ingress-gateway, namespace: ingress, ports: [{ port: 80 }] }",
            allow.ingressGateway({ namespace: "ingress", ports: [{ port: 80 }] }),
        ],
        ["monitoring", "{ use: monitoring }", allow.monitoring()],
        [
            "probes",
            "{ use: kubelet-probes, nodeCidrs: [192.168.0.0/24] }",
            allow.kubeletProbes({ nodeCidrs: ["192.168.0.0/24"] }),
        ],
        [
            "the API server",
            "{ use: apiserver, cidrs: [192.168.0.2/32], port: 443 }",
            allow.apiserver({ cidrs: ["192.168.0.2/32"], port: 443 }),
        ],
    ] as const) {
        it(`for ${name} is the same as in a program`, () => {
            const { platform, problems } = readPlatform(allowing(rule), "network.yaml");
            assert.deepEqual(problems, []);
            assert.deepEqual(writtenOut(platform.projects!.p!.allow!.x!), written);
        });
    }

    for (const [name, rule, message] of [
        [
            "that there is not",
            "{ use: dsn }",
            `${at}18: 'projects.p.allow.x.use' (dsn) must be one of dns, ingress-gateway, monitoring, kubelet-probes, apiserver.`,
        ],
        [
            "with a parameter of another",
            "{ use: dns, nodeCidrs: [] }",
            `${at}28: 'projects.p.allow.x.nodeCidrs' is not known here. Use one of use, service, namespace, addresses.`,
        ],
        ["without its parameter", "{ use: apiserver }", `${at}13: 'projects.p.allow.x.cidrs' is missing. Add it.`],
        [
            "with a direction",
            "{ use: monitoring, direction: ingress }",
            `${at}35: 'projects.p.allow.x.direction' is not known here. Use one of use, namespace, ports.`,
        ],
        [
            "with an address that is none",
            "{ use: apiserver, cidrs: [10.0.0.1/32, here] }",
            `${at}55: 'projects.p.allow.x.cidrs[1]' (here) must be a CIDR such as 192.168.0.0/16.`,
        ],
        [
            "with an empty list",
            "{ use: kubelet-probes, nodeCidrs: [] }",
            `${at}39: 'projects.p.allow.x.nodeCidrs' ([]) must list at least one. An empty list allows everything or nothing.`,
        ],
        [
            "with a port that is none",
            "{ use: apiserver, cidrs: [10.0.0.1/32], port: 0 }",
            `${at}56: 'projects.p.allow.x.port' (0) must be a whole number from 1 to 65535.`,
        ],
    ] as const) {
        it(`${name} is refused where it stands`, () => {
            assert.deepEqual(messages(allowing(rule)), [message]);
        });
    }
});

describe("a platform as an object", () => {
    it("is checked alike, without places", () => {
        assert.deepEqual(checkPlatform({ pools: { a: {} } }).problems, [
            { rule: "platform-schema", property: "pools.a.cidr", message: "'pools.a.cidr' is missing. Add it." },
        ]);
    });
});

describe("places in a YAML text", () => {
    it("are those of keys and of list items, whatever the style", () => {
        const { locate } = readYaml('a: &x\n  - 1\n  -   b: 2\n"c": { d: [e,\n  f] }\ng: *x\n');
        assert.deepEqual(locate("a"), { line: 1, column: 1 });
        assert.deepEqual(locate("a[1]"), { line: 3, column: 7 });
        assert.deepEqual(locate("a[1].b"), { line: 3, column: 7 });
        assert.deepEqual(locate("c.d[1]"), { line: 5, column: 3 });
        assert.deepEqual(locate("g[0].missing"), { line: 6, column: 1 });
    });
});
