// SPDX-License-Identifier: Apache-2.0
// Proves what the jobs do with an API of GitLab's shape, and what the pipeline asks for, not that GitLab runs it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { load } from "js-yaml";
import { ksnetLines, refusalOf, Runner, syntaxErrors } from "./commands";

const EXAMPLE = resolve(__dirname, "../../examples/gitlab-ci");

interface Rule {
    readonly if: string;
    readonly when?: string;
    readonly variables?: Readonly<Record<string, string>>;
}

interface Job {
    readonly script: readonly string[];
    readonly rules: readonly Rule[];
}

interface Pipeline extends Readonly<Record<"report" | "apply" | "drift", Job>> {
    readonly workflow: { readonly rules: readonly Rule[] };
    readonly default: { readonly before_script: readonly string[] };
}

/** What was asked of the API and not only read: method, path below the project, fields. */
type Request = readonly [string, string, Readonly<Record<string, string>>];

const USER = 42;
const TOKEN = "glpat-of-the-test";

/** Notes, issues and the account of a token, as GitLab answers them; notes down what was asked of it. */
class FakeGitLab {
    private readonly server: Server;
    requests: Request[] = [];
    notes: readonly object[] = [];
    issues: readonly object[] = [];

    constructor() {
        this.server = createServer((request, response) => {
            void text(request).then((fields) => {
                const { pathname, search } = new URL(request.url ?? "", "http://gitlab");
                const path = pathname.replace("/api/v4/projects/5/", "");
                if (request.headers["private-token"] !== TOKEN) {
                    response.statusCode = 401;
                }
                if (request.method !== "GET") {
                    this.requests.push([request.method ?? "", path, Object.fromEntries(new URLSearchParams(fields))]);
                }
                const lists: Readonly<Record<string, unknown>> = {
                    "/api/v4/user": { id: USER },
                    "merge_requests/9/notes?sort=asc&per_page=100": this.notes,
                    [`issues?state=opened&author_id=${USER}&per_page=100`]: this.issues,
                };
                response.end(JSON.stringify(lists[path + search] ?? {}));
            });
        });
        before((done) => void this.server.listen(0, "127.0.0.1", done));
        after((done) => void this.server.close(done));
        beforeEach(() => {
            this.requests = [];
        });
    }

    get variables(): Readonly<Record<string, string>> {
        const { port } = this.server.address() as AddressInfo;
        return { CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`, CI_PROJECT_ID: "5", REPORT_TOKEN: TOKEN };
    }
}

describe("The example of GitLab CI", () => {
    const pipeline = load(readFileSync(join(EXAMPLE, ".gitlab-ci.yml"), "utf8")) as Pipeline;
    const { report, apply, drift } = pipeline;
    // GitLab makes one script of all lines of a job.
    const scriptOf = ({ script }: Job): string => script.join("\n");
    const scripts = [report, apply, drift].map(scriptOf);

    describe("as it is written", function () {
        this.timeout(60_000);

        it("runs nothing for a fork, and each job where it belongs", () => {
            const inside = "$CI_MERGE_REQUEST_SOURCE_PROJECT_PATH == $CI_MERGE_REQUEST_PROJECT_PATH";
            const request = '$CI_PIPELINE_SOURCE == "merge_request_event"';
            assert.deepEqual(pipeline.workflow.rules, [
                { if: `${request} && ${inside}` },
                { if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" },
            ]);
            assert.deepEqual(report.rules, [
                {
                    if: `${request} && $CI_MERGE_REQUEST_LABELS =~ /(^|,)danger accepted(,|$)/`,
                    variables: { FAIL_ON: "never" },
                },
                { if: request, variables: { FAIL_ON: "danger" } },
                { if: '$CI_PIPELINE_SOURCE == "push"', variables: { FAIL_ON: "never" } },
            ]);
            assert.deepEqual(drift.rules, [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }]);
        });

        it("applies by hand, into an environment, and one at a time", () => {
            assert.deepEqual(apply, {
                stage: "apply",
                rules: [{ if: '$CI_PIPELINE_SOURCE == "push"', when: "manual" }],
                environment: "production",
                resource_group: "$STACK",
                script: ['pulumi up --stack "$STACK" --yes'],
            });
        });

        it("uses the token in a header and nowhere else", () => {
            const lines = scripts
                .flatMap((script) => script.split("\n"))
                .filter((line) => /TOKEN|KUBECONFIG/.test(line));
            assert.deepEqual(
                lines.map((line) => line.trim()),
                Array<string>(2).fill(
                    'api() { curl --silent --show-error --fail --header "PRIVATE-TOKEN: $REPORT_TOKEN" "$@"; }',
                ),
            );
        });

        it("has scripts that bash can read", () => {
            assert.equal([...scripts, pipeline.default.before_script.join("\n")].map(syntaxErrors).join(""), "");
        });

        it("calls ksnet as the command wants it", async () => {
            const lines = new Set(scripts.flatMap(ksnetLines));
            assert.equal(lines.size, 6);
            for (const line of lines) {
                assert.equal(await refusalOf(line), "", line);
            }
        });

        it("tells in its README of every variable and label that it needs", () => {
            const readme = readFileSync(join(EXAMPLE, "README.md"), "utf8");
            for (const name of ["KUBECONFIG", "PULUMI_ACCESS_TOKEN", "REPORT_TOKEN", "danger accepted"]) {
                assert.ok(readme.includes(`\`${name}\``), name);
            }
        });
    });

    describe("as it runs", () => {
        const runner = new Runner();
        const gitlab = new FakeGitLab();
        const marked = "<!-- ksnet-report -->\nold";
        const written = "<!-- ksnet-report -->\nA & B\n";
        const run = (job: Job, env: Readonly<Record<string, string>>) =>
            runner.run(scriptOf(job), { STACK: "production", ...gitlab.variables, ...env });

        it("writes one note into a merge request, and updates that note and no other", async () => {
            const requestsWith = async (notes: readonly object[]) => {
                Object.assign(gitlab, { notes, requests: [] });
                const { code, stdout, stderr } = await run(report, { CI_MERGE_REQUEST_IID: "9", FAIL_ON: "danger" });
                assert.deepEqual([code, stdout, stderr], [0, "", ""]);
                return gitlab.requests;
            };
            const others = [
                { id: 1, author: { id: 7 }, body: marked },
                { id: 2, author: { id: USER }, body: "about <!-- ksnet-report -->" },
            ];
            const created = [["POST", "merge_requests/9/notes", { body: written }]];
            assert.deepEqual(await requestsWith([]), created);
            assert.deepEqual(await requestsWith(others), created);
            assert.deepEqual(await requestsWith([...others, { id: 3, author: { id: USER }, body: marked }]), [
                ["PUT", "merge_requests/9/notes/3", { body: written }],
            ]);
        });

        it("writes no note after the merge, and asks for the same reports", async () => {
            const { code, calls } = await run(report, { FAIL_ON: "never" });
            assert.deepEqual([code, gitlab.requests], [0, []]);
            const world = "npx ksnet report preview.json --snapshot snapshot.json --fail-on never";
            assert.deepEqual(
                calls.map((call) => call.join(" ")),
                [
                    "pulumi preview --stack production --json --show-sames",
                    "npx ksnet snapshot --output snapshot.json",
                    `${world} --format markdown --output report.md`,
                    `${world} --format html --output report.html`,
                    "npx ksnet check preview.json --format junit --output policies.xml",
                    world,
                ],
            );
        });

        it("stops where a rule is broken or there is danger, after it has asked for both", async () => {
            for (const failing of ["ksnet check", "--fail-on danger"]) {
                const { code, calls } = await run(report, { FAIL_ON: "danger", FAILING: failing });
                assert.deepEqual([code, calls.length], [1, 6], failing);
            }
        });

        it("stops where the token is not taken, and tells so", async () => {
            const env = { CI_MERGE_REQUEST_IID: "9", FAIL_ON: "danger", REPORT_TOKEN: "wrong" };
            const { code, stderr } = await run(report, env);
            assert.notEqual(code, 0);
            assert.match(stderr, /401/);
            assert.deepEqual(gitlab.requests, []);
        });

        it("tells why a preview failed, and goes no further", async () => {
            const { code, stdout, calls } = await run(report, { PULUMI_ENDS_WITH: "1" });
            assert.deepEqual([code, stdout, calls.length], [1, "Pool a has no CIDR.\n", 1]);
        });

        it("tells why nothing could be compared, and touches no issue", async () => {
            gitlab.requests = [];
            const unknown = await run(drift, { DRIFT_ENDS_WITH: "2" });
            assert.deepEqual([unknown.code, unknown.stdout], [2, "Drift: A & B\n"]);
            assert.equal((await run(drift, { PULUMI_ENDS_WITH: "255" })).code, 255);
            assert.deepEqual(gitlab.requests, []);
        });

        it("has one issue as long as there is drift", async () => {
            const tell = async (endsWith: string, issues: readonly object[]) => {
                Object.assign(gitlab, { issues, requests: [] });
                const { code, calls } = await run(drift, { DRIFT_ENDS_WITH: endsWith });
                const compared = ["npx ksnet drift -", "pulumi stack export --stack production"];
                assert.deepEqual([code, calls.map((call) => call.join(" ")).sort()], [0, compared]);
                return gitlab.requests;
            };
            const others = [
                { iid: 1, description: null },
                { iid: 2, description: marked },
            ];
            const ours = [...others, { iid: 3, description: "<!-- ksnet-drift -->\nold" }];
            const written = "<!-- ksnet-drift -->\n~~~text\nDrift: A & B\n~~~\n";
            const title = "The network of production has drifted";
            assert.deepEqual(await tell("1", others), [["POST", "issues", { title, description: written }]]);
            assert.deepEqual(await tell("1", ours), [["PUT", "issues/3", { description: written }]]);
            assert.deepEqual(await tell("0", ours), [["PUT", "issues/3", { state_event: "close" }]]);
            assert.deepEqual(await tell("0", others), []);
        });
    });
});
