// SPDX-License-Identifier: Apache-2.0
// Proves what the scripts of the workflows do and what the workflows ask for, not that GitHub runs them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { ksnetLines, refusalOf, Runner, syntaxErrors } from "./commands";

const EXAMPLES = resolve(__dirname, "../../examples");
const EXAMPLE = join(EXAMPLES, "github-actions");

interface Step {
    readonly name?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly shell?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
    readonly on: unknown;
    readonly permissions: unknown;
    readonly defaults: unknown;
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

function workflowsOf(example: string): ReadonlyMap<string, Workflow> {
    const folder = join(EXAMPLES, example, ".github/workflows");
    const read = (file: string) => load(readFileSync(join(folder, file), "utf8")) as Workflow;
    return new Map(readdirSync(folder).map((file) => [file, read(file)]));
}

const stepsOf = (workflows: ReadonlyMap<string, Workflow>): Step[] =>
    [...workflows.values()].flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps }) => steps));

describe("The example of GitHub Actions", () => {
    const workflows = workflowsOf("github-actions");
    const { preview, apply, drift } = Object.fromEntries(
        [...workflows].map(([file, workflow]) => [file.replace(".yml", ""), workflow]),
    ) as Record<"preview" | "apply" | "drift", Workflow>;
    const setup = load(readFileSync(join(EXAMPLE, ".github/actions/setup/action.yml"), "utf8")) as {
        readonly runs: { readonly steps: readonly Step[] };
    };
    const steps = [...stepsOf(workflows), ...setup.runs.steps];
    const scripts = steps.flatMap(({ run }) => run ?? []);
    const scriptOf = ({ jobs }: Workflow, job: string, step: string): string =>
        jobs[job]?.steps.find(({ name }) => name === step)?.run ?? assert.fail(`no step ${step}`);

    describe("as it is written", function () {
        this.timeout(60_000);

        it("starts on pull requests, merges and by night, and may write a comment or issues and nothing else", () => {
            const asked = [...workflows].map(([file, { on, permissions, jobs }]) => [
                file,
                on,
                permissions,
                Object.values(jobs).some((job) => "permissions" in job),
            ]);
            assert.deepEqual(asked, [
                ["apply.yml", { push: { branches: ["main"] } }, { contents: "read" }, false],
                [
                    "drift.yml",
                    { schedule: [{ cron: "17 2 * * *" }], workflow_dispatch: null },
                    { contents: "read", issues: "write" },
                    false,
                ],
                [
                    "preview.yml",
                    { pull_request: { types: ["opened", "synchronize", "reopened", "labeled", "unlabeled"] } },
                    { contents: "read", "pull-requests": "write" },
                    false,
                ],
            ]);
        });

        it("fails at a fork before anything is checked out, and on danger unless a label lets it through", () => {
            const steps = preview.jobs.preview?.steps ?? [];
            assert.deepEqual(
                [steps[0], steps.at(-1)].map((step) => ({ ...step, run: step?.run?.trim().split("\n").at(-1) })),
                [
                    {
                        name: "Stop at a fork, which gets no secrets",
                        if: "github.event.pull_request.head.repo.full_name != github.repository",
                        run: "exit 1",
                    },
                    {
                        name: "Stop on danger",
                        if: "${{ !cancelled() && steps.report.outcome == 'success' }}",
                        run: 'npx ksnet report preview.json --snapshot snapshot.json --fail-on "$FAIL_ON"',
                        env: {
                            FAIL_ON:
                                "${{ contains(github.event.pull_request.labels.*.name, 'danger accepted') && 'never' || 'danger' }}",
                        },
                    },
                ],
            );
        });

        it("applies after the report, with approval, and one at a time", () => {
            const { steps: _, ...job } = apply.jobs.apply ?? assert.fail();
            assert.deepEqual(job, {
                needs: "report",
                "runs-on": "ubuntu-latest",
                environment: "production",
                concurrency: { group: "apply-production", "cancel-in-progress": false },
            });
        });

        it("takes actions by their major version, as policy-github-actions does", () => {
            const used = (list: readonly Step[]) => new Set(list.flatMap(({ uses }) => uses ?? []));
            const [here, there] = [used(steps), used(stepsOf(workflowsOf("policy-github-actions")))];
            assert.deepEqual([...here].sort(), [
                "./.github/actions/setup",
                "actions/checkout@v4",
                "actions/setup-node@v4",
                "actions/upload-artifact@v4",
                "pulumi/actions@v6",
            ]);
            const versions = new Map([...there].map((action) => action.split("@") as [string, string]));
            for (const [action, version] of [...here].map((action) => action.split("@"))) {
                assert.equal(versions.get(action!) ?? version, version, action);
            }
        });

        it("keeps GitHub's token out of the checkout, and gives it to the steps that call GitHub", () => {
            const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
            assert.equal(checkouts.length, 4);
            for (const checkout of checkouts) {
                assert.deepEqual(checkout.with, { "persist-credentials": false });
            }
            for (const { name, run = "", env = {} } of steps) {
                assert.equal(env.GH_TOKEN, /\bgh api\b/.test(run) ? "${{ github.token }}" : undefined, name);
            }
        });

        it("sets every job up with the kubeconfig of its place", () => {
            const setups = steps.filter(({ uses }) => uses === "./.github/actions/setup");
            assert.equal(setups.length, 4);
            for (const step of setups) {
                assert.deepEqual(step.with, { kubeconfig: "${{ secrets.KUBECONFIG }}" });
            }
        });

        it("has no expression in a script, and writes a secret into a file that nobody else reads", () => {
            const secret = /\$\{\{ (?:secrets\.\w+|inputs\.kubeconfig|github\.token) \}\}/;
            const variables = steps.flatMap(({ env = {} }) =>
                Object.keys(env).filter((name) => secret.test(env[name]!)),
            );
            assert.deepEqual([...new Set(variables)].sort(), ["GH_TOKEN", "PULUMI_ACCESS_TOKEN", "TEXT"]);
            const lines = scripts.flatMap((script) => script.split("\n"));
            assert.deepEqual(
                lines.filter((line) => line.includes("${{")),
                [],
            );
            assert.deepEqual(
                lines.filter((line) => variables.some((name) => line.includes(name))),
                ['(umask 077; echo "$TEXT" > "$RUNNER_TEMP/kubeconfig")'],
            );
        });

        it("has scripts that bash can read, and runs them with pipefail", () => {
            assert.deepEqual(scripts.map(syntaxErrors).join(""), "");
            for (const { defaults } of workflows.values()) {
                assert.deepEqual(defaults, { run: { shell: "bash" } });
            }
            const shells = setup.runs.steps.filter(({ run }) => run !== undefined).map(({ shell }) => shell);
            assert.deepEqual(shells, ["bash", "bash"]);
        });

        it("calls ksnet as the command wants it", async () => {
            const lines = new Set(scripts.flatMap(ksnetLines));
            assert.equal(lines.size, 6);
            for (const line of lines) {
                assert.equal(await refusalOf(line), "", line);
            }
            assert.equal(await refusalOf("check --no-such-option"), "error: unknown option '--no-such-option'");
        });

        it("tells in its README of every secret and label that it needs", () => {
            const readme = readFileSync(join(EXAMPLE, "README.md"), "utf8");
            const text = JSON.stringify([...workflows.values()]);
            const named = [...text.matchAll(/secrets\.(\w+)|'(danger accepted)'/g)].map(([, ...names]) =>
                names.join(""),
            );
            assert.deepEqual([...new Set(named)].sort(), ["KUBECONFIG", "PULUMI_ACCESS_TOKEN", "danger accepted"]);
            for (const name of named) {
                assert.ok(readme.includes(`\`${name}\``), name);
            }
        });
    });

    describe("as it runs", () => {
        const runner = new Runner();
        const bot = { login: "github-actions[bot]" };
        const body = "<!-- ksnet-report -->\nold";

        it("keeps the kubeconfig from other users of the machine, and says where it is", async () => {
            const script = setup.runs.steps.find(({ env }) => env?.TEXT)?.run ?? assert.fail();
            const { code, stdout } = await runner.run(script, {
                TEXT: "kind: Config",
                RUNNER_TEMP: runner.path,
                GITHUB_ENV: "environment",
            });
            assert.deepEqual([code, stdout, runner.read("kubeconfig")], [0, "", "kind: Config\n"]);
            assert.equal(statSync(join(runner.path, "kubeconfig")).mode & 0o777, 0o600);
            assert.equal(runner.read("environment"), `KUBECONFIG=${runner.path}/kubeconfig\n`);
        });

        it("comments once on a pull request, and updates that comment and no other", async () => {
            const script = scriptOf(preview, "preview", "Comment, or update the comment");
            const written = async (comments: readonly object[]) => {
                runner.write("pages.json", comments);
                const env = { GITHUB_REPOSITORY: "team/network", NUMBER: "7" };
                const { code, stderr, calls } = await runner.run(script, env);
                assert.deepEqual([code, stderr], [0, ""]);
                return calls.at(-1);
            };
            const created =
                "gh api --silent --method POST repos/team/network/issues/7/comments --field body=@report.md";
            const others = [
                { id: 1, user: { login: "mallory" }, body },
                { id: 2, user: bot, body: "about <!-- ksnet-report -->" },
            ];
            assert.deepEqual(await written([]), created.split(" "));
            assert.deepEqual(await written(others), created.split(" "));
            const updated =
                "gh api --silent --method PATCH repos/team/network/issues/comments/3 --field body=@report.md";
            const comments = [...others, { id: 3, user: bot, body }, { id: 4, user: bot, body }];
            assert.deepEqual(await written(comments), updated.split(" "));
        });

        it("makes no second comment where GitHub cannot say which there are", async () => {
            runner.write("pages.json", "{ not JSON");
            const { code, calls } = await runner.run(scriptOf(preview, "preview", "Comment, or update the comment"));
            assert.notEqual(code, 0);
            assert.equal(calls.length, 1);
        });

        it("tells why a preview failed", async () => {
            for (const [workflow, job] of [[preview, "preview"] as const, [apply, "report"] as const]) {
                const env = { STACK: "production", PULUMI_ENDS_WITH: "1" };
                const { code, stdout, calls } = await runner.run(scriptOf(workflow, job, "Preview"), env);
                assert.deepEqual([code, stdout], [1, "Pool a has no CIDR.\n"]);
                assert.deepEqual(calls, ["pulumi preview --stack production --json --show-sames".split(" ")]);
            }
        });

        it("applies the newest commit of the branch and refuses an older one", async () => {
            const script = scriptOf(apply, "apply", "Refuse what a newer merge has overtaken");
            runner.write("pages.json", { sha: "bbb" });
            const env = { GITHUB_REPOSITORY: "team/network", GITHUB_REF_NAME: "main" };
            assert.equal((await runner.run(script, { ...env, GITHUB_SHA: "bbb" })).code, 0);
            const { code, stdout } = await runner.run(script, { ...env, GITHUB_SHA: "aaa" });
            const says = "::error::main is at bbb by now. Approve the run of that commit, which has this one in it.\n";
            assert.deepEqual([code, stdout], [1, says]);
        });

        it("tells drift from a cluster that is as it should be, and both from what cannot be compared", async () => {
            const compare = async (ending: string, pulumi = "0") => {
                runner.write("output", "");
                runner.write("summary", "");
                const env = { STACK: "production", DRIFT_ENDS_WITH: ending, PULUMI_ENDS_WITH: pulumi };
                const script = scriptOf(drift, "drift", "Compare");
                const ended = await runner.run(script, {
                    ...env,
                    GITHUB_OUTPUT: "output",
                    GITHUB_STEP_SUMMARY: "summary",
                });
                assert.deepEqual(ended.calls.map((call) => call.join(" ")).sort(), [
                    "npx ksnet drift -",
                    "pulumi stack export --stack production",
                ]);
                return [ended.code, ended.stdout, runner.read("output"), runner.read("summary")];
            };
            const report = "<!-- ksnet-drift -->\n~~~text\nDrift: A & B\n~~~\n";
            assert.deepEqual(await compare("0"), [0, "", "drifted=false\n", report]);
            assert.deepEqual(await compare("1"), [0, "", "drifted=true\n", report]);
            assert.equal(runner.read("report.md"), report);
            assert.deepEqual(await compare("2"), [2, "Drift: A & B\n", "", ""]);
            assert.deepEqual(await compare("0", "255"), [255, "Drift: A & B\n", "", ""]);
        });

        it("has one issue as long as there is drift", async () => {
            const marked = body.replace("report", "drift");
            const tell = async (drifted: boolean, issues: readonly object[]) => {
                runner.write("pages.json", issues);
                const env = { GITHUB_REPOSITORY: "team/network", STACK: "production", DRIFTED: String(drifted) };
                const { code, calls } = await runner.run(
                    scriptOf(drift, "drift", "Open, update or close the issue"),
                    env,
                );
                assert.equal(code, 0);
                return calls.slice(1).map((call) => call.slice(3));
            };
            const others = [
                { number: 1, user: { login: "mallory" }, body },
                { number: 2, user: bot, body: null },
                { number: 4, user: bot, body },
            ];
            const ours = [...others, { number: 3, user: bot, body: marked }];
            const place = "repos/team/network/issues";
            const title = "title=The network of production has drifted";
            assert.deepEqual(await tell(true, others), [
                ["--method", "POST", place, "--field", title, "--field", "body=@report.md"],
            ]);
            assert.deepEqual(await tell(true, ours), [
                ["--method", "PATCH", `${place}/3`, "--field", "body=@report.md"],
            ]);
            assert.deepEqual(await tell(false, ours), [["--method", "PATCH", `${place}/3`, "--field", "state=closed"]]);
            assert.deepEqual(await tell(false, others), []);
        });
    });
});
