// SPDX-License-Identifier: Apache-2.0
// Runs the compiled commands as a user does; `npm test` builds them first. What areas and forms say is tested elsewhere.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, Folder, ksnet } from "../check/support";

const REST = `
{ apiVersion: tenant.kubesphere.io/v1beta1, kind: Workspace, metadata: { name: retail } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: web, labels: { kubesphere.io/namespace: web, kubesphere.io/workspace: retail } } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: kubesphere-controls-system } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: front, namespace: web } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: api, namespace: shop } }`;

const OPEN =
    "{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { kubesphere.io/namespace: shop, kubesphere.io/workspace: retail } } }";
const ISOLATED = OPEN.replace("name: shop,", "name: shop, annotations: { kubesphere.io/network-isolate: enabled },");

const SUMMARY = `before.yaml and after.yaml: 1 danger, 1 warning, 1 notice
  danger  Connectivity: 2 connections lost; shop cut off from gateway.
  notice  Isolation: 1 project switched on.
`;

describe("ksnet report", function () {
    this.timeout(60_000);
    const folder = new Folder();
    const report = (...args: string[]): Promise<Ended> => ksnet(["report", ...args], { cwd: folder.path });
    const change = ["--before", "before.yaml", "--after", "after.yaml", "--snapshot", "world.yaml"];

    before(() => {
        folder.write("world.yaml", `${REST}\n---\n${OPEN}`);
        folder.write("before.yaml", OPEN);
        folder.write("after.yaml", ISOLATED);
        folder.write("same.yaml", OPEN);
    });

    it("tells what is dangerous first, and ends with 0 unless it is asked to fail", async () => {
        const { code, stdout, stderr } = await report(...change);
        assert.deepEqual([code, stderr], [0, ""]);
        assert.match(stdout, /^before\.yaml and after\.yaml: 1 danger, 1 warning, 1 notice\n\n {2}DANGER /);
    });

    for (const [level, expected] of [
        ["danger", 1],
        ["warning", 1],
        ["never", 0],
    ] as const) {
        it(`ends with ${expected} where there is a danger and --fail-on is ${level}`, async () => {
            assert.equal((await report(...change, "--fail-on", level)).code, expected);
        });
    }

    it("ends with 0 where nothing is as bad as --fail-on says", async () => {
        const { code, stdout } = await report(
            "--before",
            "before.yaml",
            "--after",
            "same.yaml",
            "--fail-on",
            "warning",
        );
        assert.equal(code, 0);
        assert.match(stdout, /nothing changes in the network/);
    });

    it("writes each form to a file, and then only the summary to standard output", async () => {
        const beginnings = { text: "before", markdown: "<!-- ksnet-report -->", json: "{", html: "<!doctype html>" };
        for (const [format, beginning] of Object.entries(beginnings)) {
            const { code, stdout } = await report(...change, "--format", format, "--output", "out");
            assert.deepEqual([code, stdout], [0, SUMMARY]);
            const text = readFileSync(join(folder.path, "out"), "utf8");
            assert.equal(text.slice(0, beginning.length).toLowerCase(), beginning.toLowerCase());
        }
    });

    it("says in words what is not asked right", async () => {
        const { code, stderr } = await report();
        assert.deepEqual(
            [code, stderr],
            [
                2,
                'Say what changes: the file of a preview ("-" is standard input), or two sets of manifests with --before and --after.\n',
            ],
        );
        assert.equal((await report("missing.json")).code, 2);
    });
});

describe("ksnet reach", function () {
    this.timeout(60_000);
    const folder = new Folder();
    const reach = (...args: string[]): Promise<Ended> => ksnet(["reach", ...args], { cwd: folder.path });

    before(() => {
        folder.write("open.yaml", `${REST}\n---\n${OPEN}`);
        folder.write("isolated.yaml", `${REST}\n---\n${ISOLATED}`);
        folder.write("before.yaml", OPEN);
        folder.write("after.yaml", ISOLATED);
    });

    it("ends with 0 and the reasons where all get through", async () => {
        assert.deepEqual(await reach("web", "shop", "--snapshot", "open.yaml"), {
            code: 0,
            stdout: "yes  web/front -> shop/api: all ports\n     Egress of web/front: nothing restricts it.\n     Ingress of shop/api: nothing restricts it.\n",
            stderr: "",
        });
    });

    it("ends with 1 and the policy that decides where somebody does not", async () => {
        const { code, stdout } = await reach("web", "shop/api", "--port", "80", "--snapshot", "isolated.yaml");
        assert.equal(code, 1);
        assert.equal(
            stdout,
            "no   web/front -> shop/api: none of TCP 80\n     Egress of web/front: nothing restricts it.\n     Ingress of shop/api: restricted by shop/nsnp-network-isolate (isolation of the project shop), which does not allow it.\n",
        );
    });

    it("answers for before and after a change, in JSON too", async () => {
        const change = ["--before", "before.yaml", "--after", "after.yaml", "--snapshot", "open.yaml"];
        const { code, stdout } = await reach("web", "shop", ...change);
        assert.equal(code, 1);
        assert.match(stdout, /^no {3}web\/front -> shop\/api: none of all ports \(before: all ports\)\n/);
        const { answers } = JSON.parse((await reach("web", "shop", ...change, "--format", "json")).stdout) as {
            answers: object[];
        };
        assert.deepEqual(answers, [
            {
                from: { namespace: "web", kind: "Pod", name: "front" },
                to: { namespace: "shop", kind: "Pod", name: "api" },
                before: {
                    reaches: true,
                    ports: "all ports",
                    reasons: [
                        "Egress of web/front: nothing restricts it.",
                        "Ingress of shop/api: nothing restricts it.",
                    ],
                },
                after: {
                    reaches: false,
                    ports: "none",
                    reasons: [
                        "Egress of web/front: nothing restricts it.",
                        "Ingress of shop/api: restricted by shop/nsnp-network-isolate (isolation of the project shop), which does not allow it.",
                    ],
                },
            },
        ]);
    });

    it("lists who may talk to whom, in groups", async () => {
        assert.equal(
            (await reach("--all", "--snapshot", "isolated.yaml")).stdout,
            "all of shop -> all of shop: all ports\nall pods, and all addresses outside -> all of web: all ports\nall pods -> all addresses outside: all ports\n",
        );
    });

    it("says in words what is not asked right", async () => {
        const said = async (...args: string[]): Promise<[number, string]> => {
            const { code, stderr } = await reach(...args);
            return [code, stderr.split("\n").at(-2) ?? ""];
        };
        assert.deepEqual(await said("web", "--snapshot", "open.yaml"), [
            2,
            "Say who reaches whom, or give --all. See: ksnet reach --help",
        ]);
        assert.deepEqual(await said("web", "shpo", "--snapshot", "open.yaml"), [
            2,
            'There is no namespace "shpo". Did you mean "shop"?',
        ]);
        assert.deepEqual(await said("web", "shop"), [
            2,
            "Say what to read: a cluster with --live, or a file with --snapshot.",
        ]);
    });
});
