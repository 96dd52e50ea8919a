// SPDX-License-Identifier: Apache-2.0
// Runs the compiled command as a user does; `npm test` builds it first. What rules and formats do is tested elsewhere.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { rules } from "kubesphere-network-policies/rules";
import { type Ended, Folder, ksnet } from "./support";

const pool = (name: string, spec: string): string =>
    `apiVersion: crd.projectcalico.org/v1\nkind: IPPool\nmetadata: { name: ${name} }\nspec: ${spec}\n`;

const GOOD = pool("good", "{ cidr: 10.0.0.0/16, natOutgoing: true }");
const ADVICE = pool("advice", "{ cidr: 10.1.0.0/16, natOutgoing: false }");
const BAD = pool("bad", "\n  cidr: 10.2.0.1/16\n  natOutgoing: true");

const SAYS_BAD =
    "IPPool \"bad\": 'cidr' (10.2.0.1/16) must have no bits set after the prefix. Did you mean 10.2.0.0/16?";
const SAYS_ADVICE =
    "IPPool \"advice\": 'natOutgoing' (false) should be true: nobody outside routes 10.1.0.0/16. If your network does, exempt the pool.";

describe("ksnet check", function () {
    this.timeout(60_000);
    const folder = new Folder();

    const check = (
        args: readonly string[],
        options: { stdin?: string; env?: NodeJS.ProcessEnv } = {},
    ): Promise<Ended> => ksnet(["check", ...args], { cwd: folder.path, ...options });

    before(() => {
        folder.write("good.yaml", GOOD);
        folder.write("advice.yaml", ADVICE);
        folder.write("all/bad.yaml", `${BAD}---\n${GOOD}`);
        folder.write("all/more/advice.yaml", ADVICE);
    });

    it("ends with 0 where nothing stops, and says nothing but the summary where all is right", async () => {
        assert.deepEqual(await check(["good.yaml"]), {
            code: 0,
            stdout: `1 object, ${rules.length} rules: no violations.\n`,
            stderr: "",
        });
        assert.deepEqual(await check(["advice.yaml"]), {
            code: 0,
            stdout: `advice.yaml:4:28  advice  ippool-nat-outgoing  ${SAYS_ADVICE}\n\n1 object, ${rules.length} rules: no violations, 1 advice.\n`,
            stderr: "",
        });
    });

    it("ends with 1 where something stops, and tells it by file and line", async () => {
        assert.deepEqual(await check(["all"]), {
            code: 1,
            stdout: [
                `all/bad.yaml:5:3  error   ippool-spec          ${SAYS_BAD}`,
                "",
                `all/more/advice.yaml:4:28  advice  ippool-nat-outgoing  ${SAYS_ADVICE}`,
                "",
                `3 objects, ${rules.length} rules: 1 violation, 1 advice.`,
                "",
            ].join("\n"),
            stderr: "",
        });
    });

    it("ends with 2 where something cannot be read or is not asked right, and says so in one line each", async () => {
        folder.write("broken.yaml", "a: [\n");
        folder.write("list.yaml", "- a\n");
        folder.write("config.yaml", "no-such-rule: advisory\nippool-spec: loud\nippool-nat-outgoing: { ranges: [] }\n");
        const exempt = { rule: "ippool-spec", resource: "bad", reason: "r", owner: "o", expires: "soon" };
        folder.write("exemptions.json", JSON.stringify({ exemptions: [exempt] }));
        const usage = "Name what to check, or give --live to check a cluster, not both. See: ksnet check --help";
        const cases: [readonly string[], RegExp][] = [
            [[], new RegExp(`^${usage}\n$`)],
            [["good.yaml", "--live"], new RegExp(`^${usage}\n$`)],
            [
                ["good.yaml", "--context", "x"],
                /^--context and --kubeconfig say which cluster to read: give --live with them\.\n$/,
            ],
            [
                ["good.yaml", "gone.yaml", "broken.yaml"],
                /^gone\.yaml: there is no [^\n]*\nbroken\.yaml:2:1: not YAML: [^\n]*\n$/,
            ],
            [
                ["good.yaml", "--preset", "loose"],
                /^error: option '--preset <name>' argument 'loose' is invalid\. Allowed /,
            ],
            [
                ["good.yaml", "--format", "html"],
                /^error: option '--format <name>' argument 'html' is invalid\. Allowed /,
            ],
            [["good.yaml", "--no-such"], /^error: unknown option '--no-such'\n/],
            [
                ["good.yaml", "--config", "config.yaml"],
                /^config\.yaml: 'no-such-rule' is no rule\. [^\n]*\nconfig\.yaml: 'ippool-spec' \(loud\) must be [^\n]*\nconfig\.yaml: 'ippool-nat-outgoing' must NOT have additional properties: ranges\.\n$/,
            ],
            [
                ["good.yaml", "--config", "list.yaml"],
                /^list\.yaml: the configuration \(\["a"\]\) must be a mapping of rules\.\n$/,
            ],
            [
                ["good.yaml", "--config", "broken.yaml"],
                /^broken\.yaml cannot be read: unexpected end of the stream [^\n]*\n$/,
            ],
            [
                ["good.yaml", "--exemptions", "exemptions.json"],
                /^exemptions\.json: 'exemptions\[0\]\.expires' \(soon\) must be a day such as 2027-01-31\.\n$/,
            ],
            [["good.yaml", "--exemptions", "gone.json"], /^gone\.json cannot be read: ENOENT[^\n]*\n$/],
            [["good.yaml", "--output", "gone/report.txt"], /^ENOENT: no such file or directory, open [^\n]*\n$/],
            [["--live", "--kubeconfig", "gone"], /^gone: there is no such kubeconfig\.\n$/],
        ];
        for (const [args, said] of cases) {
            const { code, stdout, stderr } = await check(args);
            assert.deepEqual([code, stdout], [2, ""], args.join(" "));
            assert.match(stderr, said);
        }
    });

    it("has no colours where no terminal shows them", async () => {
        const { stdout } = await check(["all"], { env: { NO_COLOR: "", FORCE_COLOR: "1" } });
        assert.match(stdout, /^all\/bad\.yaml:5:3 {2}error /);
        assert.ok(!stdout.includes("\u001b"));
    });

    it("documents its exit codes", async () => {
        const { code, stdout } = await check(["--help"]);
        assert.equal(code, 0);
        assert.match(
            stdout,
            /Exit codes\n {2}0 {2}nothing that stops; there may be advice\n {2}1 {2}at least one violation of a mandatory rule\n {2}2 {2}something cannot be read, or is not asked right\n/,
        );
    });

    it("reads standard input, as manifests, as a preview or as an exported stack", async () => {
        const inputs = { metadata: { name: "bad" }, spec: { cidr: "10.2.0.1/16", natOutgoing: true } };
        const type = "kubernetes:crd.projectcalico.org/v1:IPPool";
        const resource = { urn: `urn:pulumi:dev::net::${type}::bad`, custom: true, type, inputs };
        const list = {
            apiVersion: "v1",
            kind: "List",
            items: [{ apiVersion: "crd.projectcalico.org/v1", kind: "IPPool", ...inputs }],
        };
        const place: [stdin: string, place: string][] = [
            [BAD, "<stdin>:5:3"],
            [JSON.stringify(list, null, 2), "<stdin>:12:9"],
            [JSON.stringify({ steps: [{ op: "create", urn: resource.urn, newState: resource }] }), "<stdin>"],
            [JSON.stringify({ version: 3, deployment: { resources: [resource] } }), "<stdin>"],
        ];
        for (const [stdin, at] of place) {
            const { code, stdout } = await check(["-"], { stdin });
            assert.deepEqual([code, stdout.split("\n")[0]], [1, `${at}  error  ippool-spec  ${SAYS_BAD}`]);
        }
        const { code, stderr } = await check(["-"], { stdin: "" });
        assert.deepEqual(
            [code, stderr],
            [2, "<stdin>: there is no Kubernetes object in it, and no preview or export of a Pulumi stack.\n"],
        );
    });

    it("is as strict as the preset says, and as the configuration says over that", async () => {
        folder.write("lenient.json", JSON.stringify({ "ippool-nat-outgoing": "disabled" }));
        const codes = async (...args: string[]): Promise<number> => (await check(["all", ...args])).code;
        assert.equal((await check(["advice.yaml", "--preset", "strict"])).code, 1);
        assert.equal(await codes("--preset", "advisory-only"), 0);
        assert.equal((await check(["advice.yaml", "--preset", "strict", "--config", "lenient.json"])).code, 0);
        const { stdout } = await check(["good.yaml", "--config", "lenient.json"]);
        assert.equal(stdout, `1 object, ${rules.length - 1} rules: no violations.\n`);
    });

    it("leaves out what is exempt, by option or environment, and tells of exemptions that are over or not needed", async () => {
        const entry = (resource: string, expires: string): string =>
            `- { rule: ippool-spec, resource: ${resource}, reason: r, owner: ops, expires: "${expires}" }\n`;
        const exemptions = folder.write("exempt.yaml", `exemptions:\n${entry("bad", "2999-12-31")}`);
        for (const [args, env] of [
            [["--exemptions", exemptions], {}],
            [[], { KUBESPHERE_NETWORK_EXEMPTIONS: exemptions }],
        ] as const) {
            const { code, stdout } = await check(["all/bad.yaml", ...args], { env });
            assert.deepEqual([code, stdout], [0, `2 objects, ${rules.length} rules: no violations.\n`]);
        }
        folder.write("stale.yaml", `${entry("gone", "2999-12-31")}${entry("old", "2020-01-01")}`);
        const { code, stdout } = await check(["good.yaml", "--exemptions", "stale.yaml"]);
        assert.equal(code, 1);
        assert.deepEqual(stdout.split("\n").slice(0, 2), [
            '-  error   exemptions         The exemption of "old" from ippool-spec expired on 2020-01-01. Put the object right, or have ops renew it.',
            '-  advice  exemptions-unused  The exemption of "gone" from ippool-spec is not needed. Have ops remove it.',
        ]);
    });

    it("counts what is not decided, and lists it on demand, in JSON always", async () => {
        const inputs = {
            metadata: { name: "late" },
            spec: { cidr: "04da6b54-80e4-46f7-96ec-b56ff0331ba9", natOutgoing: true },
        };
        const type = "kubernetes:crd.projectcalico.org/v1:IPPool";
        const newState = { urn: `urn:pulumi:dev::net::${type}::late`, custom: true, type, inputs };
        const stdin = JSON.stringify({ steps: [{ op: "create", urn: newState.urn, newState }] });
        const config = folder.write("one.json", JSON.stringify({ all: "disabled", "ippool-no-overlap": "mandatory" }));
        const run = (...args: string[]): Promise<Ended> => check(["-", "--config", config, ...args], { stdin });
        const summary = "1 object, 1 rule: no violations, 1 not decided.";
        assert.equal((await run()).stdout, `${summary}\n`);
        assert.match((await run("--show-undecided")).stdout, new RegExp(`^<stdin> {2}undecided .*\n\n${summary}\n$`));
        const { code, stdout } = await run("--format", "json");
        const { findings } = JSON.parse(stdout) as { findings: { level: string; property: string }[] };
        assert.deepEqual([code, findings.map(({ level }) => level)], [0, ["undecided"]]);
    });

    it("writes the report to a file, and then only the summary to standard output", async () => {
        const { code, stdout } = await check(["all", "--format", "sarif", "--output", "report.sarif"]);
        assert.deepEqual([code, stdout], [1, `3 objects, ${rules.length} rules: 1 violation, 1 advice.\n`]);
        const log = JSON.parse(readFileSync(`${folder.path}/report.sarif`, "utf8")) as { version: string };
        assert.equal(log.version, "2.1.0");
    });

    it("takes objects of all files as those of one cluster", async () => {
        folder.write("apart/a.yaml", GOOD);
        folder.write("apart/b.yaml", pool("other", "{ cidr: 10.0.9.0/24, natOutgoing: true }"));
        const { code, stdout } = await check(["apart"]);
        assert.equal(code, 1);
        assert.match(stdout, /^apart\/b\.yaml:4:9 {2}error {2}ippool-no-overlap {2}IPPool "other": /);
    });
});
